import { Button, Select } from 'antd'
import { useState } from 'react'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { resultsSearch } from '../results-address.ts'
import { globalTrialId, keptFromPeople, type TrialKind, usualDays } from '../trial.ts'
import { campaignTrial, globalTrial, journeyTrial } from '../trial-result.ts'
import { Overview } from './Overview.tsx'
import { TrialView } from './TrialView.tsx'
import type { Whole } from './verdict.ts'
import '../../../pages/pages.css'
import './results.css'

/** What works: all trials beside each other, or one of them in whole. */
export function ResultsPage() {
  const [search] = useSearchState(resultsSearch)
  if (search.all === true) return <OneTrial kind="global" id={globalTrialId} />
  if (search.campaign) return <OneTrial kind="campaign" id={search.campaign} />
  if (search.journey) return <OneTrial kind="journey" id={search.journey} />
  return <Overview />
}

const windows = [7, 14, 30, 60, 90, 180] as const

/** Older than this is told: what was read just now is no news. */
const keptMs = 60_000

/** Others are always read now, whatever the clock of this machine says. */
const isLarge = ({ treated, holdout }: Whole) => treated.people + treated.waiting + holdout.people + holdout.waiting >= keptFromPeople

function OneTrial({ kind, id }: { readonly kind: TrialKind; readonly id: string }) {
  const say = useSay()
  const format = useFormat()
  const [search, setSearch] = useSearchState(resultsSearch)
  const days = search.days ?? usualDays
  const [fresh, setFresh] = useState(false)
  const asked = useTrial(kind, id, days, search.edition, fresh)
  const name = asked.data?.name ?? null
  return (
    <Page
      back={{ to: '/results', label: { zh: '全部效果', en: 'All results' } }}
      title={titleOf(kind, name)}
      actions={
        search.edition !== undefined ? (
          <Button onClick={() => setSearch({ edition: undefined })}>{say({ zh: '看全部各次', en: 'All editions together' })}</Button>
        ) : null
      }
    >
      {kind === 'global' ? null : (
        <div className="rg-result-tools">
          <Select<number>
            aria-label={say({ zh: '观察期', en: 'Window' })}
            value={days}
            onChange={(next) => setSearch({ days: next })}
            options={[...new Set([...windows, days])]
              .toSorted((a, b) => a - b)
              .map((value) => ({ value, label: say({ zh: '进入后 {n} 天内', en: 'Within {n} days of entering' }, { n: value }) }))}
          />
        </div>
      )}
      <Answered of={asked}>
        {(result) => (
          <>
            {isLarge(result) && asked.dataUpdatedAt - Date.parse(result.readAt) > keptMs ? (
              <p className="rg-note rg-result-kept">
                {say(
                  { zh: '人数较多，这是 {at} 读好的结果。', en: 'There are many people: this was read at {at}.' },
                  { at: format.dateTime(result.readAt) },
                )}{' '}
                <Button size="small" loading={asked.isFetching} onClick={() => setFresh(true)}>
                  {say({ zh: '现在重新读', en: 'Read it anew' })}
                </Button>
              </p>
            ) : null}
            <TrialView result={result} asOf={new Date(result.readAt)} />
          </>
        )}
      </Answered>
    </Page>
  )
}

/** One of three questions, by whose rights it is about. */
function useTrial(kind: TrialKind, id: string, days: number, edition: number | undefined, isFresh: boolean) {
  const fresh = isFresh ? ({ fresh: 'true' } as const) : {}
  const journey = useAsk(journeyTrial, { id, days, ...fresh }, { when: kind === 'journey', keep: true })
  const campaign = useAsk(
    campaignTrial,
    { id, days, ...(edition === undefined ? {} : { edition }), ...fresh },
    { when: kind === 'campaign', keep: true },
  )
  const all = useAsk(globalTrial, fresh, { when: kind === 'global' })
  return kind === 'journey' ? journey : kind === 'campaign' ? campaign : all
}

function titleOf(kind: TrialKind, name: string | null) {
  if (kind === 'global') return { zh: '全部营销加起来，到底带来了多少？', en: 'What does all marketing together really earn?' }
  return name === null
    ? { zh: '它到底带来了多少？', en: 'What did it really earn?' }
    : { zh: `“${name}”到底带来了多少？`, en: `What did “${name}” really earn?` }
}
