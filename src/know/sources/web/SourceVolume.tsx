import { useMemo } from 'react'
import { Chart } from '../../../ui/Chart.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty } from '../../../ui/States.tsx'
import { messageKinds } from '../read-message.ts'
import type { SourceAnswer } from './ConnectSource.tsx'
import { kindWords } from './source-words.ts'

const shownDays = 30
const dayMs = 86_400_000
/** Every seventh day is written, counted back from today. */
const weekly = (at: number) => (shownDays - 1 - at) % 7 === 0
const shownKinds = [...messageKinds, 'kept', 'held', 'skipped'] as const

/** Messages by day and kind, the last thirty days, and what was refused. */
export function SourceVolume({ source }: { readonly source: SourceAnswer }) {
  const say = useSay()
  const format = useFormat()
  const picture = useMemo(() => pictureOf(source, say), [source, say])
  const option = useMemo(
    () => ({
      grid: { left: 4, right: 12, top: 44, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { type: 'category', data: picture.days.map((day) => day.slice(5)), axisLabel: { interval: weekly } },
      yAxis: { type: 'value', minInterval: 1, axisLabel: { formatter: format.count } },
      tooltip: { trigger: 'axis', valueFormatter: format.count },
      legend: { type: 'scroll', right: 0 },
      series: picture.series.map(({ name, values }) => ({ type: 'bar', stack: 'all', name, data: values, barMaxWidth: 28 })),
    }),
    [picture, format],
  )
  return (
    <Section title={{ zh: '近 30 天收到多少', en: 'How much came in the last 30 days' }}>
      {picture.series.length === 0 ? (
        <Empty small title={{ zh: '还没有收到消息', en: 'Nothing has come yet' }} />
      ) : (
        <Chart
          label={{ zh: '近 30 天每天各类消息的数量', en: 'Messages by day and kind in the last 30 days' }}
          option={option}
          patterned
          table={{
            columns: [say({ zh: '日期', en: 'Day' }), ...picture.series.map((one) => one.name)],
            rows: picture.days.map((day, at) => [day, ...picture.series.map((one) => format.count(one.values[at] ?? 0))]),
          }}
        />
      )}
    </Section>
  )
}

function pictureOf(source: SourceAnswer, say: ReturnType<typeof useSay>) {
  const last = Date.parse(source.today)
  const days = Array.from({ length: shownDays }, (_, at) => new Date(last - (shownDays - 1 - at) * dayMs).toISOString().slice(0, 10))
  const counts = new Map(source.kinds.map(({ day, kind, count }) => [`${day} ${kind}`, count]))
  const refused = new Map(source.days.map((day) => [day.day, day.refused]))
  const series = [
    ...shownKinds.map((kind) => ({ name: say(kindWords[kind] ?? kind), values: days.map((day) => counts.get(`${day} ${kind}`) ?? 0) })),
    { name: say({ zh: '拒收', en: 'Refused' }), values: days.map((day) => refused.get(day) ?? 0) },
  ].filter((one) => one.values.some((value) => value > 0))
  return { days, series }
}
