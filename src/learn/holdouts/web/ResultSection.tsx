import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Answered } from '../../../ui/States.tsx'
import { campaignResult, journeyResult } from '../journey-result.ts'
import { verdictOf } from './verdict.ts'
import './results.css'

type Told = Pick<ReplyOf<typeof journeyResult>, 'verdict' | 'sentence' | 'treated' | 'holdout'>
type Asked = Parameters<typeof Answered<Told>>[0]['of']

const title: Words = { zh: '带来了多少', en: 'What it earned' }

/** The plain sentence about what a journey earned, as a block of its own page. */
export function ResultSection({ journeyId }: { readonly journeyId: string }) {
  return <Sentence asked={useAsk(journeyResult, { id: journeyId })} search={{ journey: journeyId }} />
}

/** The same of a campaign. */
export function CampaignResultSection({ campaignId }: { readonly campaignId: string }) {
  return <Sentence asked={useAsk(campaignResult, { id: campaignId })} search={{ campaign: campaignId }} />
}

function Sentence({ asked, search }: { readonly asked: Asked; readonly search: Readonly<Record<string, unknown>> }) {
  const say = useSay()
  return (
    <Section
      title={title}
      actions={
        <GoLink to="/results" search={search}>
          {say({ zh: '完整结果', en: 'The whole result' })}
        </GoLink>
      }
    >
      <Answered of={asked} rows={1}>
        {({ verdict, sentence, treated, holdout }) => {
          const { label, tone } = verdictOf(verdict, treated.people + holdout.people)
          return (
            <div className="rg-result-sentence rg-result-short">
              <Badge tone={tone}>{say(label)}</Badge>
              <p>{say(sentence)}</p>
            </div>
          )
        }}
      </Answered>
    </Section>
  )
}
