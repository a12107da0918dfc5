import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { campaignResult, journeyResult } from '../journey-result.ts'
import { type Kept, useKept } from './use-kept.ts'
import { signed, verdictOf } from './verdict.ts'
import './results.css'

type Told = Pick<ReplyOf<typeof journeyResult>, 'verdict' | 'revenueLift'> & { readonly people: number }

/** The result of a journey in one line, a way to the whole of it. */
export function ResultLine({ journeyId }: { readonly journeyId: string }) {
  const kept = useKept('journey', journeyId)
  const { data, error } = useAsk(journeyResult, { id: journeyId }, { when: kept === null })
  return <Line told={kept ? shortKept(kept) : data && short(data)} failed={error !== null} search={{ journey: journeyId }} />
}

/** The same of a campaign. */
export function CampaignResultLine({ campaignId }: { readonly campaignId: string }) {
  const kept = useKept('campaign', campaignId)
  const { data, error } = useAsk(campaignResult, { id: campaignId }, { when: kept === null })
  return <Line told={kept ? shortKept(kept) : data && short(data)} failed={error !== null} search={{ campaign: campaignId }} />
}

const short = ({ verdict, revenueLift, treated, holdout }: ReplyOf<typeof journeyResult>): Told => ({
  verdict,
  revenueLift,
  people: treated.people + holdout.people,
})

const shortKept = ({ verdict, lift, people, holdout }: Kept): Told => ({ verdict, revenueLift: lift, people: people + holdout })

type LineProps = { readonly told: Told | undefined; readonly failed: boolean; readonly search: Readonly<Record<string, unknown>> }

function Line({ told, failed, search }: LineProps) {
  const say = useSay()
  const format = useFormat()
  if (failed) return <>—</>
  if (!told) return <span aria-hidden="true">…</span>
  const { label, tone } = verdictOf(told.verdict, told.people)
  const { revenueLift: lift } = told
  const seen = lift && told.verdict !== 'no-holdout' && told.verdict !== 'broken'
  return (
    <GoLink to="/results" search={search} className="rg-result-line">
      <Badge tone={tone}>{say(label)}</Badge>
      {seen ? (
        <span>
          {say(
            { zh: '人均 {value}（{low} 到 {high}）', en: '{value} a person ({low} to {high})' },
            { value: signed(lift.value, format.money), low: format.money(Math.round(lift.low)), high: format.money(Math.round(lift.high)) },
          )}
        </span>
      ) : null}
    </GoLink>
  )
}
