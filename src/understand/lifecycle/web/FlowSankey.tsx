import { useMemo } from 'react'
import type { Flow, FlowNode } from '../../../ui/Sankey.tsx'
import { Sankey } from '../../../ui/Sankey.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { colourOf, type NamedStage, useStageLooks } from './stage-colours.ts'

/** How many customers stood in one stage on the first day and in another on the second; `from` null: not yet known then. */
export type StageFlow = { readonly from: string | null; readonly to: string; readonly customers: number }

const newcomers = 'newcomers'

/** The same stages on two days, and who went where between them. */
export function FlowSankey({ stages, flows }: { readonly stages: readonly NamedStage[]; readonly flows: readonly StageFlow[] }) {
  const say = useSay()
  const format = useFormat()
  const looks = useStageLooks(stages)
  const { palette } = useTheme()
  const drawn = useMemo(() => {
    const keysIn = (end: (flow: StageFlow) => string) => new Set(flows.filter((flow) => flow.customers > 0).map(end))
    const begins = keysIn((flow) => flow.from ?? newcomers)
    const ends = keysIn((flow) => flow.to)
    const nodeAt = (depth: number, used: ReadonlySet<string>): FlowNode[] =>
      stages
        .filter((stage) => used.has(stage.key))
        .map((stage) => ({
          key: `${depth} ${stage.key}`,
          name: looks.get(stage.key)?.name ?? stage.key,
          depth,
          ...colourOf(looks.get(stage.key)),
        }))
    const unknown: FlowNode[] = begins.has(newcomers)
      ? [{ key: `0 ${newcomers}`, name: say({ zh: '当时还不是客户', en: 'Not yet a customer' }), depth: 0, colour: palette.textFaint }]
      : []
    const order = new Map(stages.map((stage, at) => [stage.key, at]))
    const place = (key: string | null) => (key === null ? stages.length : (order.get(key) ?? 0))
    return {
      nodes: [...nodeAt(0, begins), ...unknown, ...nodeAt(1, ends)],
      flows: flows
        .toSorted((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to))
        .map((flow): Flow => ({ from: `0 ${flow.from ?? newcomers}`, to: `1 ${flow.to}`, value: flow.customers })),
    }
  }, [stages, flows, looks, say, palette])
  return (
    <Sankey
      label={{ zh: '两个日期之间客户在各阶段间的流动', en: 'How customers moved between stages from one day to the other' }}
      nodes={drawn.nodes}
      flows={drawn.flows}
      format={format.count}
      height={400}
    />
  )
}
