import type { ReactNode } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Answered } from '../../../ui/States.tsx'
import { campaignResult, journeyResult } from '../journey-result.ts'
import { type Kept, useKept } from './use-kept.ts'
import { verdictOf } from './verdict.ts'
import './results.css'

type Told = Pick<ReplyOf<typeof journeyResult>, 'verdict' | 'sentence' | 'treated' | 'holdout'>
type Asked = Parameters<typeof Answered<Told>>[0]['of']

const title: Words = { zh: '带来了多少', en: 'What it earned' }

/** Above so many people the reading of the hour is shown at once; the whole result is read anew. */
const many = 20_000

const isLarge = (kept: Kept | null | undefined): kept is Kept => !!kept && kept.people + kept.holdout >= many

/** The plain sentence about what a journey earned, as a block of its own page. */
export function ResultSection({ journeyId }: { readonly journeyId: string }) {
  const kept = useKept('journey', journeyId)
  const asked = useAsk(journeyResult, { id: journeyId }, { when: kept !== undefined && !isLarge(kept) })
  return (
    <Block search={{ journey: journeyId }}>
      {isLarge(kept) ? <Sentence verdict={kept.verdict} sentence={kept.sentence} people={kept.people} /> : <Answer asked={asked} />}
    </Block>
  )
}

/** The same of a campaign. */
export function CampaignResultSection({ campaignId }: { readonly campaignId: string }) {
  const kept = useKept('campaign', campaignId)
  const asked = useAsk(campaignResult, { id: campaignId }, { when: kept !== undefined && !isLarge(kept) })
  return (
    <Block search={{ campaign: campaignId }}>
      {isLarge(kept) ? <Sentence verdict={kept.verdict} sentence={kept.sentence} people={kept.people} /> : <Answer asked={asked} />}
    </Block>
  )
}

function Block({ search, children }: { readonly search: Readonly<Record<string, unknown>>; readonly children: ReactNode }) {
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
      {children}
    </Section>
  )
}

function Answer({ asked }: { readonly asked: Asked }) {
  return (
    <Answered of={asked} rows={1}>
      {({ verdict, sentence, treated, holdout }) => (
        <Sentence verdict={verdict} sentence={sentence} people={treated.people + holdout.people} />
      )}
    </Answered>
  )
}

function Sentence({ verdict, sentence, people }: { readonly verdict: Told['verdict']; readonly sentence: Words; readonly people: number }) {
  const say = useSay()
  const { label, tone } = verdictOf(verdict, people)
  return (
    <div className="rg-result-sentence rg-result-short">
      <Badge tone={tone}>{say(label)}</Badge>
      <p>{say(sentence)}</p>
    </div>
  )
}
