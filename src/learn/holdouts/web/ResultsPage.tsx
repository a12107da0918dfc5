import { Alert, Select } from 'antd'
import { listJourneys } from '../../../act/journeys/actions.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { journeyResult } from '../journey-result.ts'
import { Arms } from './Arms.tsx'
import { Lifts } from './Lifts.tsx'
import { resultsSearch } from '../results-address.ts'
import { type Result, verdictOf } from './verdict.ts'
import '../../../pages/pages.css'
import './results.css'

/** What a journey earned beyond what would have come anyway. */
export function ResultsPage() {
  const asked = useAsk(listJourneys, {})
  return (
    <Page title={{ zh: '这次行动到底带来了多少？', en: 'What did it really earn?' }}>
      <Answered of={asked}>
        {({ journeys }) => {
          const started = journeys.filter(({ startedAt }) => startedAt !== null)
          return started.length === 0 ? <NothingStarted /> : <Chosen journeys={started} />
        }}
      </Answered>
    </Page>
  )
}

function NothingStarted() {
  return (
    <Empty
      title={{ zh: '还没有可以衡量的行动', en: 'There is nothing to measure yet' }}
      hint={{
        zh: '启动一个带对照组的旅程。对照组什么都收不到，两组之后的消费之差，就是旅程真正带来的。',
        en: 'Start a journey with a holdout. The holdout gets nothing; what the others spend beyond it is what the journey really earned.',
      }}
      next={{ label: { zh: '新建旅程', en: 'New journey' }, to: '/journeys/new' }}
    />
  )
}

const windows = [7, 14, 30, 60, 90, 180] as const

type ChosenProps = { readonly journeys: readonly { readonly id: string; readonly name: string; readonly holdout: number }[] }

function Chosen({ journeys }: ChosenProps) {
  const say = useSay()
  const [search, setSearch] = useSearchState(resultsSearch)
  const journey = journeys.find(({ id }) => id === search.journey) ?? journeys[0]
  const days = search.days ?? 30
  const asked = useAsk(journeyResult, { id: journey?.id ?? '', days }, { when: journey !== undefined, keep: true })
  const asOf = new Date(asked.dataUpdatedAt)
  return (
    <>
      <div className="rg-result-tools">
        <Select
          aria-label={say({ zh: '旅程', en: 'Journey' })}
          showSearch={{ optionFilterProp: 'label' }}
          value={journey?.id ?? null}
          onChange={(id) => setSearch({ journey: id }, { push: true })}
          options={journeys.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select<number>
          aria-label={say({ zh: '观察期', en: 'Window' })}
          value={days}
          onChange={(next) => setSearch({ days: next })}
          options={[...new Set([...windows, days])]
            .toSorted((a, b) => a - b)
            .map((value) => ({ value, label: say({ zh: '进入后 {n} 天内', en: 'Within {n} days of entering' }, { n: value }) }))}
        />
      </div>
      <Answered of={asked}>{(result) => <Whole result={result} journeyId={journey?.id ?? ''} asOf={asOf} />}</Answered>
    </>
  )
}

export type WholeProps = { readonly result: Result; readonly journeyId: string; readonly asOf: Date }

function Whole({ result, journeyId, asOf }: WholeProps) {
  const say = useSay()
  const format = useFormat()
  const { label, tone } = verdictOf(result)
  const waiting = result.treated.waiting + result.holdout.waiting
  return (
    <>
      <Section>
        <div className="rg-result-sentence">
          <Badge tone={tone}>{say(label)}</Badge>
          <p>{say(result.sentence)}</p>
        </div>
        {waiting > 0 ? (
          <p className="rg-filter-hint">
            {say(
              {
                zh: '还有 {n} 位客户的 {days} 天没有满，先不计入。',
                en: 'Still within their {days} days and not counted yet: {n}.',
              },
              { n: format.count(waiting), days: result.days },
            )}
          </p>
        ) : null}
      </Section>
      {result.balance && result.balance.p < 0.001 ? (
        <Alert
          className="rg-mail-hint"
          type="warning"
          showIcon
          title={say(
            {
              zh: '两组人数的比例和设定的不一样（应为 {expected}，实为 {observed}），很可能不是偶然。可能有客户没有按抽签进入，结果要谨慎看待。',
              en: 'The split is not as drawn ({expected} expected, {observed} found), hardly by chance. Some may have entered past the draw; take the result with care.',
            },
            { expected: format.percent(result.balance.expected), observed: format.percent(result.balance.observed) },
          )}
        />
      ) : null}
      <Lifts result={result} asOf={asOf} journeyId={journeyId} />
      <Arms result={result} asOf={asOf} journeyId={journeyId} />
    </>
  )
}
