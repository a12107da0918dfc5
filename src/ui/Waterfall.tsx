import { useMemo } from 'react'
import type { Words } from '../core/kit/words.ts'
import { Chart } from './Chart.tsx'
import { useSay } from './language.tsx'
import { useTheme } from './theme.tsx'

/** One step: what it adds, or takes away below zero; `total` stands on the ground and tells what there is by then. */
export type WaterfallStep = { readonly key: string; readonly name: string; readonly amount: number; readonly total?: boolean }

type Placed = { readonly name: string; readonly amount: number; readonly from: number; readonly to: number; readonly total: boolean }

function place(steps: readonly WaterfallStep[]): readonly Placed[] {
  const placed: Placed[] = []
  let at = 0
  for (const { name, amount, total } of steps) {
    const from = total ? 0 : at
    const to = total ? amount : at + amount
    placed.push({ name, amount, from, to, total: total === true })
    at = to
  }
  return placed
}

const widestNames = 150
/** About so wide is a name: Chinese characters take twice the room of others. */
const widthOf = (name: string): number => [...name].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e80 ? 13 : 7), 0)

/** How an amount comes about, step by step: the steps stand below each other; what adds goes right, what takes away goes left. */
export function Waterfall(props: {
  readonly label: Words | string
  readonly steps: readonly WaterfallStep[]
  readonly format: (amount: number) => string
  readonly height?: number
}) {
  const say = useSay()
  const { palette } = useTheme()
  const { steps, format } = props
  const option = useMemo(() => {
    const placed = place(steps)
    const room = Math.min(widestNames, 16 + Math.max(0, ...steps.map(({ name }) => widthOf(name))))
    const colourOf = ({ total, amount }: Placed) =>
      total ? (amount < 0 ? palette.danger : palette.primary) : amount < 0 ? palette.attention : palette.primary
    // A bar that crosses the ground is drawn in two parts, one on each side; what carries it is not drawn.
    const stack = (name: string, data: readonly unknown[], label?: unknown) => ({
      type: 'bar',
      stack: name,
      barMaxWidth: 20,
      barCategoryGap: '30%',
      data: [...data],
      ...(label ? { label } : {}),
    })
    const above = (one: Placed) => Math.max(0, Math.max(one.from, one.to)) - Math.max(0, Math.min(one.from, one.to))
    const below = (one: Placed) => Math.min(0, Math.min(one.from, one.to)) - Math.min(0, Math.max(one.from, one.to))
    const clear = { color: 'transparent' }
    const solid = (one: Placed, value: number) => ({
      value,
      name: one.name,
      itemStyle: { color: colourOf(one), opacity: one.total ? 1 : 0.75 },
    })
    const label = {
      show: true,
      position: 'right',
      color: palette.textSoft,
      formatter: (at: { dataIndex: number }) => format(placed[at.dataIndex]?.amount ?? 0),
    }
    return {
      grid: { left: room, right: 72, top: 4, bottom: 24, outerBoundsMode: 'none' },
      xAxis: { type: 'value', axisLabel: { formatter: format } },
      yAxis: {
        type: 'category',
        inverse: true,
        data: placed.map((one) => one.name),
        axisLabel: { interval: 0, hideOverlap: false, width: room - 10, overflow: 'break' },
      },
      tooltip: {
        trigger: 'axis',
        formatter: (hits: readonly { readonly dataIndex: number }[]) => {
          const one = placed[hits[0]?.dataIndex ?? 0]
          return one ? `${one.name}　<b>${format(one.amount)}</b>` : ''
        },
      },
      series: [
        {
          ...stack(
            'up',
            placed.map((one) => Math.max(0, Math.min(one.from, one.to))),
          ),
          itemStyle: clear,
          silent: true,
        },
        stack(
          'up',
          placed.map((one) => solid(one, above(one))),
          label,
        ),
        {
          ...stack(
            'up',
            placed.map((one) => Math.min(0, Math.max(one.from, one.to))),
          ),
          itemStyle: clear,
          silent: true,
        },
        stack(
          'up',
          placed.map((one) => solid(one, below(one))),
        ),
      ],
    }
  }, [steps, format, palette])
  return (
    <Chart
      label={props.label}
      option={option}
      height={props.height ?? Math.max(160, steps.length * 36 + 28)}
      table={{
        columns: [say({ zh: '项目', en: 'Part' }), say({ zh: '金额', en: 'Amount' })],
        rows: steps.map((step) => [step.name, format(step.amount)]),
      }}
    />
  )
}
