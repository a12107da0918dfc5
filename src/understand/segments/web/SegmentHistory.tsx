import { Segmented } from 'antd'
import { useMemo } from 'react'
import type { z } from 'zod'
import { addDays, localDate } from '../../../core/kit/local-time.ts'
import { Chart } from '../../../ui/Chart.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Lines } from '../../../ui/Lines.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { segmentHistory } from '../questions.ts'
import { type Period, periods } from '../segments-address.ts'

type Day = z.output<typeof segmentHistory.output>['days'][number]

type Props = {
  readonly id: string
  readonly createdAt: string
  /** The last day shown is this instant's. */
  readonly asOf: Date
  readonly period: Period
  readonly onPeriod: (period: Period) => void
}

/** How many were in it day by day, and how many came and went. It begins with the day on which the segment was made. */
export function SegmentHistory({ id, createdAt, asOf, period, onPeriod }: Props) {
  const say = useSay()
  const { timeZone } = useShop()
  const to = localDate(asOf, timeZone)
  const made = localDate(new Date(createdAt), timeZone)
  const begin = addDays(to, 1 - period)
  const asked = useAsk(segmentHistory, { id, from: made > begin ? made : begin, to }, { keep: true })
  return (
    <Section
      title={{ zh: '人数怎样变化', en: 'How its number changed' }}
      actions={
        <Segmented
          size="small"
          aria-label={say({ zh: '时间范围', en: 'Period' })}
          value={period}
          options={periods.map((days) => ({ value: days, label: say({ zh: '近 {days} 天', en: '{days} days' }, { days }) }))}
          onChange={onPeriod}
        />
      }
    >
      <Answered of={asked}>{({ days }) => <History days={days} asOf={asOf} />}</Answered>
    </Section>
  )
}

function History({ days, asOf }: { readonly days: readonly Day[]; readonly asOf: Date }) {
  const say = useSay()
  const format = useFormat()
  const entered = days.reduce((sum, day) => sum + day.entered, 0)
  const left = days.reduce((sum, day) => sum + day.left, 0)
  if (days.length < 2)
    return (
      <p className="rg-note">
        {say({
          zh: '这个细分今天刚建立；从明天起，这里会显示每天谁进来、谁离开。',
          en: 'This segment was made today; from tomorrow on this shows who came and who went each day.',
        })}
      </p>
    )
  return (
    <>
      <p className="rg-note">
        {say(
          { zh: '这段时间里进入 {entered} 人次，离开 {left} 人次。', en: '{entered} entered and {left} left in this period.' },
          { entered: format.count(entered), left: format.count(left) },
        )}
      </p>
      <MembersChart days={days} />
      <ComingAndGoing days={days} />
      <MadeOf
        asOf={asOf.toISOString()}
        rows={days.at(-1)?.members ?? 0}
        of="customers"
        definition={{
          zh: '每天结束时在这个细分里的客户，由每一次进入和离开得出；最后一天是现在。',
          en: 'Customers in this segment at the end of each day, from everybody who entered and left; the last day is now.',
        }}
      />
    </>
  )
}

function MembersChart({ days }: { readonly days: readonly Day[] }) {
  const say = useSay()
  const format = useFormat()
  const moments = useMemo(() => days.map((day) => format.date(day.day)), [days, format])
  const series = useMemo(
    () => [{ key: 'members', name: say({ zh: '人数', en: 'Members' }), values: days.map((day) => day.members) }],
    [days, say],
  )
  return (
    <Lines
      label={{ zh: '每天结束时的人数', en: 'Members at the end of each day' }}
      moments={moments}
      series={series}
      momentName={{ zh: '日期', en: 'Day' }}
      format={format.count}
      height={200}
    />
  )
}

function ComingAndGoing({ days }: { readonly days: readonly Day[] }) {
  const say = useSay()
  const format = useFormat()
  const { palette } = useTheme()
  const names = useMemo(() => ({ entered: say({ zh: '进入', en: 'Entered' }), left: say({ zh: '离开', en: 'Left' }) }), [say])
  const option = useMemo(() => {
    const size = (value: number) => format.count(Math.abs(value))
    const bars = (name: string, colour: string, values: readonly number[]) => ({
      type: 'bar',
      name,
      stack: 'moves',
      barMaxWidth: 14,
      itemStyle: { color: colour },
      data: [...values],
    })
    return {
      grid: { left: 4, right: 12, top: 32, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      legend: {},
      tooltip: { trigger: 'axis', valueFormatter: size },
      xAxis: { type: 'category', data: days.map((day) => format.date(day.day)), axisLine: { onZero: false } },
      yAxis: { type: 'value', axisLabel: { formatter: size }, minInterval: 1 },
      series: [
        bars(
          names.entered,
          palette.primary,
          days.map((day) => day.entered),
        ),
        bars(
          names.left,
          palette.attention,
          days.map((day) => -day.left),
        ),
      ],
    }
  }, [days, format, names, palette])
  return (
    <Chart
      label={{ zh: '每天进入和离开的人数，进入向上，离开向下', en: 'Who entered and left each day: entering upwards, leaving downwards' }}
      option={option}
      patterned
      height={200}
      table={{
        columns: [say({ zh: '日期', en: 'Day' }), names.entered, names.left],
        rows: days.map((day) => [format.date(day.day), format.count(day.entered), format.count(day.left)]),
      }}
    />
  )
}
