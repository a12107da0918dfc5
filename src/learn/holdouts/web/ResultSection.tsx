import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { ResultLine } from './ResultLine.tsx'

/** The result as a block of a journey's own page. */
export function ResultSection({ journeyId }: { readonly journeyId: string }) {
  const say = useSay()
  return (
    <Section title={{ zh: '带来了多少', en: 'What it earned' }} note={say({ zh: '参与组与对照组在进入后 30 天内的消费之差。', en: 'Treated against held out, by what they spent in the 30 days after entering.' })}>
      <ResultLine journeyId={journeyId} />
    </Section>
  )
}
