import { useMemo } from 'react'
import type { Words } from '../core/kit/words.ts'
import { Chart } from './Chart.tsx'
import { useSay } from './language.tsx'
import { palettes } from './palette.ts'
import { useTheme } from './theme.tsx'

export type Bar = { readonly key: string; readonly name: string; readonly value: number; readonly colour?: string }

/** Every name is written, a range on two lines, as long as there are few. */
const brokenLabels = { interval: 0, hideOverlap: false, lineHeight: 15, formatter: (name: string) => name.replace(' – ', ' –\n') }

/**
 * One bar for each thing; the value stands at its end. `lying` writes long names in full. `format` says values.
 */
export function Bars(props: {
  readonly label: Words | string
  readonly bars: readonly Bar[]
  readonly valueName: Words | string
  /** What the bars are, heading of the table's first column: 阶段 / Stage. */
  readonly keyName?: Words | string
  readonly format: (value: number) => string
  readonly lying?: boolean
  readonly height?: number
  readonly onOpen?: (key: string) => void
}) {
  const say = useSay()
  const { look } = useTheme()
  const { bars, format, lying } = props
  const option = useMemo(() => {
    const names = {
      type: 'category',
      data: bars.map((bar) => bar.name),
      inverse: lying === true,
      axisLabel: lying || bars.length > 10 ? {} : brokenLabels,
    }
    const values = { type: 'value', axisLabel: { formatter: format }, minInterval: 1 }
    return {
      grid: lying
        ? { left: 16, right: 72, top: 8, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' }
        : { left: 4, right: 8, top: 32, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: lying ? { ...values, show: false } : names,
      yAxis: lying ? names : values,
      tooltip: { valueFormatter: format },
      series: [
        {
          type: 'bar',
          name: say(props.valueName),
          barMaxWidth: lying ? 18 : 44,
          barCategoryGap: lying ? '38%' : '30%',
          data: bars.map((bar) => ({
            value: bar.value,
            name: bar.name,
            itemStyle: { color: bar.colour ?? palettes[look].primary, borderRadius: lying ? [0, 3, 3, 0] : [3, 3, 0, 0] },
          })),
          label: {
            show: bars.length <= 24,
            position: lying ? 'right' : 'top',
            color: palettes[look].textSoft,
            formatter: (at: { value: number }) => format(at.value),
          },
        },
      ],
    }
  }, [bars, format, lying, look, say, props.valueName])
  const { onOpen } = props
  const pick = useMemo(() => (onOpen ? (hit: { index: number }) => onOpen(bars[hit.index]?.key ?? '') : undefined), [onOpen, bars])
  return (
    <Chart
      label={props.label}
      option={option}
      table={{
        columns: [say(props.keyName ?? { zh: '项目', en: 'Item' }), say(props.valueName)],
        rows: bars.map((bar) => [bar.name, format(bar.value)]),
      }}
      height={props.height ?? (lying ? Math.max(120, bars.length * 30 + 16) : 260)}
      {...(pick ? { onPick: pick } : {})}
    />
  )
}
