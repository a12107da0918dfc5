import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Answered } from '../../../ui/States.tsx'
import { journeyResult } from '../journey-result.ts'
import { verdictOf } from './verdict.ts'
import './results.css'

/** The plain sentence about what a journey earned, as a block of its own page. */
export function ResultSection({ journeyId }: { readonly journeyId: string }) {
  const say = useSay()
  const asked = useAsk(journeyResult, { id: journeyId })
  return (
    <Section
      title={{ zh: '带来了多少', en: 'What it earned' }}
      actions={
        <GoLink to="/results" search={{ journey: journeyId }}>
          {say({ zh: '完整结果', en: 'The whole result' })}
        </GoLink>
      }
    >
      <Answered of={asked} rows={1}>
        {(result) => {
          const { label, tone } = verdictOf(result)
          return (
            <div className="rg-result-sentence rg-result-short">
              <Badge tone={tone}>{say(label)}</Badge>
              <p>{say(result.sentence)}</p>
            </div>
          )
        }}
      </Answered>
    </Section>
  )
}
