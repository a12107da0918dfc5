import { useMemo } from 'react'
import type { Words } from '../core/kit/words.ts'
import { Chart } from './Chart.tsx'
import { useSay } from './language.tsx'
import { categoryColour, type Look } from './palette.ts'
import { useTheme } from './theme.tsx'

export type LineSeries = {
  readonly key: string
  readonly name: string
  readonly values: readonly (number | null)[]
  readonly colour?: string
}

const dashes = ['solid', 'dashed', 'dotted'] as const

function seriesOf(one: LineSeries, index: number, many: number, look: Look, stacked: boolean) {
  const colour = one.colour ?? categoryColour(index, look)
  return {
    type: 'line',
    name: one.name,
    data: [...one.values],
    smooth: false,
    showSymbol: one.values.length <= 2,
    symbol: 'circle',
    symbolSize: 6,
    ...(stacked ? { stack: 'all' } : {}),
    lineStyle: { width: stacked ? 1 : 2, color: colour, type: stacked || many < 3 ? 'solid' : (dashes[index % dashes.length] ?? 'solid') },
    itemStyle: { color: colour },
    areaStyle: stacked ? { color: colour, opacity: 0.85 } : many === 1 ? { color: colour, opacity: 0.1 } : undefined,
    emphasis: { focus: 'series' },
  }
}

/** How things go over time. `moments` name the places on the axis; `stacked` adds the series up. */
export function Lines(props: {
  readonly label: Words | string
  readonly moments: readonly string[]
  readonly series: readonly LineSeries[]
  readonly momentName: Words | string
  readonly format: (value: number) => string
  readonly stacked?: boolean
  readonly height?: number
}) {
  const say = useSay()
  const { look } = useTheme()
  const { moments, series, format, stacked } = props
  const option = useMemo(
    () => ({
      grid: { left: 4, right: 12, top: series.length > 1 ? 40 : 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { type: 'category', data: [...moments], boundaryGap: moments.length < 3 },
      yAxis: { type: 'value', axisLabel: { formatter: format } },
      tooltip: { trigger: 'axis', valueFormatter: (value: number | null) => (value === null || value === undefined ? '—' : format(value)) },
      ...(series.length > 1 ? { legend: { type: 'scroll', right: 0 } } : {}),
      series: series.map((one, index) => seriesOf(one, index, series.length, look, stacked === true)),
    }),
    [moments, series, format, stacked, look],
  )
  const rows = moments.map((moment, at) => [moment, ...series.map((one) => cell(one.values[at], format))])
  return (
    <Chart
      label={props.label}
      option={option}
      patterned={stacked === true}
      table={{ columns: [say(props.momentName), ...series.map((one) => one.name)], rows }}
      {...(props.height ? { height: props.height } : {})}
    />
  )
}

function cell(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '—' : format(value)
}
