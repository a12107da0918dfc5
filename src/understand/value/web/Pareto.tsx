import { useMemo } from 'react'
import { Chart } from '../../../ui/Chart.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useTheme } from '../../../ui/theme.tsx'

/** Of the customers, those who spent most first: which share of all the spend they bring. Both 0 to 1. */
export type ParetoPoint = { readonly customers: number; readonly spend: number }

/** The curve of spend by customers, the greatest first, beside the line on which all would spend alike. */
export function Pareto({ points }: { readonly points: readonly ParetoPoint[] }) {
  const say = useSay()
  const format = useFormat()
  const { palette } = useTheme()
  const option = useMemo(() => {
    const share = (value: number) => format.percent(value, 0)
    const axis = (name: string) => ({
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.2,
      name,
      nameLocation: 'middle',
      axisLabel: { formatter: share },
    })
    return {
      grid: { left: 24, right: 16, top: 12, bottom: 24, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: {
        trigger: 'axis',
        formatter: (hits: readonly { value: readonly [number, number] }[]) => {
          const [customers, spend] = hits[0]?.value ?? [0, 0]
          return say(
            { zh: '前 {customers} 的客户 → {spend} 的消费', en: 'top {customers} of customers → {spend} of spend' },
            { customers: format.percent(customers), spend: format.percent(spend) },
          )
        },
      },
      xAxis: { ...axis(say({ zh: '客户（消费从多到少）', en: 'customers, greatest spend first' })), nameGap: 26 },
      yAxis: { ...axis(say({ zh: '占总消费', en: 'share of spend' })), nameGap: 40 },
      series: [
        {
          type: 'line',
          showSymbol: false,
          lineStyle: { width: 2, color: palette.primary },
          itemStyle: { color: palette.primary },
          areaStyle: { color: palette.primary, opacity: 0.1 },
          data: points.map((point) => [point.customers, point.spend]),
        },
        {
          type: 'line',
          showSymbol: false,
          silent: true,
          lineStyle: { width: 1, type: 'dashed', color: palette.lineStrong },
          data: [
            [0, 0],
            [1, 1],
          ],
        },
      ],
    }
  }, [points, format, palette, say])
  return (
    <Chart
      label={{
        zh: '客户按消费从多到少排列，累计占总消费的比例',
        en: 'The share of all spend that customers bring, those who spent most first',
      }}
      option={option}
      height={280}
      table={{
        columns: [say({ zh: '前多少客户', en: 'Top customers' }), say({ zh: '占总消费', en: 'Share of spend' })],
        rows: points.map((point) => [format.percent(point.customers), format.percent(point.spend)]),
      }}
    />
  )
}
