import { useMemo } from 'react'
import { Chart } from '../../../ui/Chart.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { palettes } from '../../../ui/palette.ts'
import { useFormat } from '../../../ui/shop.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import type { Whole } from './verdict.ts'

/** The difference day by day, inside the interval that holds at all times; zero is drawn through. */
export function DayChart({ series }: { readonly series: Whole['series'] }) {
  const say = useSay()
  const format = useFormat()
  const { look } = useTheme()
  const days = useMemo(() => series.filter(({ value }) => value !== null), [series])
  const option = useMemo(() => {
    const { good, textFaint } = palettes[look]
    const line = (name: string, data: readonly (number | null)[], more: object) => ({
      type: 'line',
      name,
      data: [...data],
      showSymbol: days.length < 3,
      ...more,
    })
    const edge = { lineStyle: { type: 'dashed', width: 1, color: textFaint }, itemStyle: { color: textFaint } }
    return {
      grid: { left: 4, right: 12, top: 40, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { type: 'category', data: days.map(({ day }) => day), axisLine: { onZero: true } },
      yAxis: { type: 'value', axisLabel: { formatter: (value: number) => format.shortMoney(value) } },
      legend: { right: 0 },
      tooltip: { trigger: 'axis', valueFormatter: (value: number | null) => (value === null ? '—' : format.money(Math.round(value))) },
      series: [
        line(
          say({ zh: '人均差额', en: 'Difference a person' }),
          days.map(({ value }) => value),
          {
            lineStyle: { width: 2, color: good },
            itemStyle: { color: good },
          },
        ),
        line(
          say({ zh: '区间上限', en: 'Upper end' }),
          days.map(({ high }) => high),
          edge,
        ),
        line(
          say({ zh: '区间下限', en: 'Lower end' }),
          days.map(({ low }) => low),
          edge,
        ),
      ],
    }
  }, [days, look, say, format])
  if (days.length < 2) return null
  const money = (value: number | null) => (value === null ? '—' : format.money(Math.round(value)))
  return (
    <Section
      title={{ zh: '一天天看', en: 'Day by day' }}
      note={say({
        zh: '区间随时有效：天天来看、看到满意就停，误报也不超过 5%。下限升到 0 以上，才说有效；上限降到 0 以下，就是起了反作用。',
        en: 'The interval holds at all times: look every day and stop when you like, and still at most 5% are false alarms. Only when its lower end rises above 0 does it work; when its upper end falls below 0 it does harm.',
      })}
    >
      <Chart
        label={{ zh: '人均差额和 95% 区间，按天', en: 'Difference a person with its 95% interval, by day' }}
        option={option}
        table={{
          columns: [
            say({ zh: '日期', en: 'Day' }),
            say({ zh: '参与', en: 'Treated' }),
            say({ zh: '对照', en: 'Held out' }),
            say({ zh: '差额', en: 'Difference' }),
            say({ zh: '下限', en: 'Low' }),
            say({ zh: '上限', en: 'High' }),
          ],
          rows: days.map((one) => [one.day, one.treated, one.holdout, money(one.value), money(one.low), money(one.high)]),
        }}
      />
    </Section>
  )
}
