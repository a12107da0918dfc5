import { useMemo } from 'react'
import { Chart } from '../../../ui/Chart.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useTheme } from '../../../ui/theme.tsx'

/** Of the customers, those who spent most first: which share of all the spend they bring. Both 0 to 1. */
export type ParetoPoint = { readonly customers: number; readonly spend: number }

/** The Lorenz curve: customers who spend least first, beside the line on which all would spend alike. */
export function Lorenz({ points }: { readonly points: readonly ParetoPoint[] }) {
  const say = useSay()
  const format = useFormat()
  const { palette } = useTheme()
  const curve = useMemo(
    () =>
      points
        .map((point) => ({ customers: 1 - point.customers, spend: 1 - point.spend }))
        .toSorted((a, b) => a.customers - b.customers || a.spend - b.spend),
    [points],
  )
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
    const straight = [
      [0, 0],
      [1, 1],
    ]
    return {
      grid: { left: 24, right: 16, top: 12, bottom: 24, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: {
        trigger: 'axis',
        formatter: (hits: readonly { value: readonly [number, number] }[]) => {
          const [customers, spend] = hits[0]?.value ?? [0, 0]
          return say(
            { zh: '消费最少的 {customers} 的客户 → {spend} 的消费', en: 'the {customers} of customers who spend least → {spend} of spend' },
            { customers: format.percent(customers), spend: format.percent(spend) },
          )
        },
      },
      xAxis: { ...axis(say({ zh: '客户（消费从少到多）', en: 'customers, least spend first' })), nameGap: 26 },
      yAxis: { ...axis(say({ zh: '占总消费', en: 'share of spend' })), nameGap: 40 },
      series: [
        {
          type: 'line',
          showSymbol: false,
          lineStyle: { width: 2, color: palette.primary },
          itemStyle: { color: palette.primary },
          areaStyle: { color: palette.primary, opacity: 0.1 },
          data: curve.map((point) => [point.customers, point.spend]),
        },
        {
          type: 'line',
          showSymbol: false,
          silent: true,
          lineStyle: { width: 1, type: 'dashed', color: palette.lineStrong },
          data: straight,
        },
      ],
    }
  }, [curve, format, palette, say])
  return (
    <Chart
      label={{
        zh: '洛伦兹曲线：客户按消费从少到多排列，累计占总消费的比例',
        en: 'Lorenz curve: the share of all spend that customers bring, those who spend least first',
      }}
      option={option}
      height={300}
      table={{
        columns: [say({ zh: '消费最少的客户', en: 'Customers who spend least' }), say({ zh: '占总消费', en: 'Share of spend' })],
        rows: curve.map((point) => [format.percent(point.customers), format.percent(point.spend)]),
      }}
    />
  )
}
