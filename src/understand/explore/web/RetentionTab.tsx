import { Segmented, Table } from 'antd'
import { useCallback, useMemo } from 'react'
import type { z } from 'zod'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Lines } from '../../../ui/Lines.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import type { ExploreSearch } from '../explore-address.ts'
import { retentionRule } from '../explore-rules.ts'
import { retention as question } from '../questions.ts'
import type { RetentionMode } from '../retention-windows.ts'
import { Explored } from './Explored.tsx'
import { FirstAndLater } from './FirstAndLater.tsx'
import { bought, type TabProps } from './set-search.ts'
import { SpanInput } from './SpanInput.tsx'
import { TakeAway } from './TakeAway.tsx'
import { useExploration } from './use-exploration.ts'

type Answer = z.output<typeof question.output>
type Point = Answer['points'][number]

const modeWords: Record<RetentionMode, Words> = {
  'by-day': { zh: '第 n 天以前回来', en: 'Back by day n' },
  between: { zh: '在区间内回来', en: 'Back between' },
  'on-day': { zh: '正好第 n 天回来', en: 'Back on day n' },
  'from-day': { zh: '第 n 天及以后还来', en: 'Back on day n or later' },
}
const modes: readonly RetentionMode[] = ['by-day', 'between', 'on-day', 'from-day']

/** So many days after the first time: who came back. */
export function RetentionTab({ search, setSearch, dictionary }: TabProps) {
  const say = useSay()
  const start = search.start ?? bought
  const back = search.back ?? bought
  const span = { ...(search.from ? { from: search.from } : {}), ...(search.to ? { to: search.to } : {}) }
  const input = { start, back, mode: search.mode, ...span, ...(search.rule ? { rule: search.rule } : {}) }
  const asked = useExploration(question, input)
  return (
    <Section
      title={{ zh: '首次之后，过几天会回来', en: 'After the first time: how soon they are back' }}
      actions={<TakeAway of="retention" ask={input} />}
    >
      <div className="rg-explore-bar">
        <Segmented
          size="small"
          aria-label={say({ zh: '怎样算回来', en: 'What counts as back' })}
          value={search.mode}
          options={modes.map((mode) => ({ value: mode, label: say(modeWords[mode]) }))}
          onChange={(mode) => setSearch({ mode })}
        />
        <FirstAndLater start={start} back={back} setSearch={setSearch} dictionary={dictionary} />
        <SpanInput search={search} setSearch={setSearch} />
      </div>
      <Explored
        of={asked}
        definition={say({
          zh: '按店铺日历数天，首次当天为第 0 天，当天再来不算。每个点只统计已经满了这些天的客户；区间为 Wilson 95%。',
          en: 'Days by the shop’s calendar; the first day is day 0, and a second time on it does not count. Each point has only customers whose days are over; intervals are Wilson’s, 95%.',
        })}
      >
        {(answer) => <Curve answer={answer} ask={{ start, back, ...span }} search={search} />}
      </Explored>
    </Section>
  )
}

function Curve({
  answer,
  ask,
  search,
}: {
  readonly answer: Answer
  readonly ask: Parameters<typeof retentionRule>[0]
  readonly search: ExploreSearch
}) {
  const say = useSay()
  const format = useFormat()
  const { timeZone } = useShop()
  const nameOf = useCallback((point: Point) => sayPoint(point, search.mode, say), [search.mode, say])
  const moments = useMemo(() => answer.points.map(nameOf), [answer, nameOf])
  const series = useMemo(
    () => [
      { key: 'share', name: say({ zh: '回来的比例', en: 'Came back' }), values: answer.points.map((point) => point.share) },
      { key: 'low', name: say({ zh: '区间下限', en: 'Interval from' }), values: answer.points.map((point) => point.low) },
      { key: 'high', name: say({ zh: '区间上限', en: 'Interval to' }), values: answer.points.map((point) => point.high) },
    ],
    [answer, say],
  )
  const today = localDate(new Date(answer.asOf), timeZone)
  const opens = (point: Point, came: boolean) => ({ rule: retentionRule(ask, point, came, today, timeZone, search.rule) })
  return (
    <>
      <Lines
        label={{ zh: '回来的比例随天数的变化', en: 'Share who came back, by days' }}
        momentName={{ zh: '天数', en: 'Days' }}
        moments={moments}
        series={series}
        format={format.percent}
      />
      <Table<Point>
        size="small"
        rowKey={(point) => `${point.from} ${point.to}`}
        dataSource={answer.points}
        pagination={false}
        scroll={{ x: 'max-content' }}
        aria-label={say({ zh: '留存', en: 'Retention' })}
        columns={[
          { key: 'day', title: say({ zh: '天数', en: 'Days' }), rowScope: 'row', render: (_, point) => nameOf(point) },
          {
            key: 'ripe',
            title: say({ zh: '已满天数', en: 'Days are over for' }),
            align: 'right',
            render: (_, point) => format.count(point.ripe),
          },
          {
            key: 'share',
            title: say({ zh: '回来的比例', en: 'Came back' }),
            align: 'right',
            render: (_, point) =>
              point.share === null
                ? say({ zh: '还没人满这些天', en: 'nobody yet' })
                : `${format.percent(point.share)} (${format.percent(point.low)}–${format.percent(point.high)})`,
          },
          {
            key: 'back',
            title: say({ zh: '回来的客户', en: 'Who came back' }),
            align: 'right',
            render: (_, point) => (
              <GoLink to="/customers" search={opens(point, true)}>
                {format.count(point.back)}
              </GoLink>
            ),
          },
          {
            key: 'not',
            title: say({ zh: '没回来的客户', en: 'Who did not' }),
            align: 'right',
            render: (_, point) => (
              <GoLink to="/customers" search={opens(point, false)}>
                {format.count(point.ripe - point.back)}
              </GoLink>
            ),
          },
        ]}
      />
    </>
  )
}

function sayPoint(point: Point, mode: RetentionMode, say: ReturnType<typeof useSay>): string {
  if (point.to === null) return say({ zh: '{n} 天后', en: 'day {n}+' }, { n: point.from })
  if (point.from === point.to || mode === 'by-day') return say({ zh: '第 {n} 天', en: 'day {n}' }, { n: point.to })
  return say({ zh: '{a}–{b} 天', en: 'days {a}–{b}' }, { a: point.from, b: point.to })
}
