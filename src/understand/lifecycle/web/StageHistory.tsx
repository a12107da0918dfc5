import { useMemo } from 'react'
import { Lines } from '../../../ui/Lines.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { colourOf, type NamedStage, useStageLooks } from './stage-colours.ts'

/** How many were in each stage at the end of a day, `YYYY-MM-DD`. */
export type StageDay = { readonly day: string; readonly counts: Readonly<Record<string, number>> }

/** The stages over time, stacked. */
export function StageHistory({ stages, days }: { readonly stages: readonly NamedStage[]; readonly days: readonly StageDay[] }) {
  const format = useFormat()
  const looks = useStageLooks(stages)
  const moments = useMemo(() => days.map((one) => format.month(one.day)), [days, format])
  const series = useMemo(
    () =>
      stages.map((stage) => ({
        key: stage.key,
        name: looks.get(stage.key)?.name ?? stage.key,
        ...colourOf(looks.get(stage.key)),
        values: days.map((one) => one.counts[stage.key] ?? 0),
      })),
    [stages, days, looks],
  )
  return (
    <Lines
      stacked
      label={{ zh: '每月末各阶段的客户数', en: 'Customers in each stage at the end of each month' }}
      moments={moments}
      series={series}
      momentName={{ zh: '月份', en: 'Month' }}
      format={format.count}
      height={320}
    />
  )
}
