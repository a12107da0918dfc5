import { Grid } from 'antd'
import { useMemo } from 'react'
import type { Words } from '../core/kit/words.ts'
import { Chart, type Picked } from './Chart.tsx'
import { useSay } from './language.tsx'
import { categoryColour, palettes } from './palette.ts'
import { useTheme } from './theme.tsx'

/** `depth` is the column from the left. The same stage at two times is two nodes. */
export type FlowNode = { readonly key: string; readonly name: string; readonly depth: number; readonly colour?: string }
export type Flow = { readonly from: string; readonly to: string; readonly value: number }

/** So wide a name may be on a phone where there are two columns. */
const phoneRoom = 130

/** Who went where: nodes in columns, flows as wide as their number. */
export function Sankey(props: {
  readonly label: Words | string
  readonly nodes: readonly FlowNode[]
  readonly flows: readonly Flow[]
  readonly format: (value: number) => string
  readonly height?: number
  readonly onOpenFlow?: (flow: Flow) => void
}) {
  const say = useSay()
  const { look } = useTheme()
  const wide = Grid.useBreakpoint().md ?? true
  const { nodes, flows, format } = props
  const option = useMemo(() => {
    const names = new Map(nodes.map((node) => [node.key, node.name]))
    const last = Math.max(0, ...nodes.map((node) => node.depth))
    const said = (at: { name: string; value: number }) => [names.get(at.name) ?? '', format(at.value)]
    return {
      tooltip: {
        formatter: (hit: { dataType: string; name: string; value: number; data: { source?: string; target?: string } }) =>
          hit.dataType === 'edge'
            ? `${escapeText(names.get(hit.data.source ?? '') ?? '')} → ${escapeText(names.get(hit.data.target ?? '') ?? '')}　<b>${format(hit.value)}</b>`
            : `${escapeText(names.get(hit.name) ?? '')}　<b>${format(hit.value)}</b>`,
      },
      series: [
        {
          type: 'sankey',
          left: 4,
          right: 4,
          top: 8,
          bottom: 8,
          nodeWidth: 12,
          nodeGap: 14,
          draggable: false,
          layoutIterations: 0,
          emphasis: { focus: 'adjacency' },
          data: nodes.map((node, index) => ({
            name: node.key,
            depth: node.depth,
            itemStyle: { color: node.colour ?? categoryColour(index, look), borderWidth: 0, borderRadius: 2 },
            label: { position: node.depth === last ? 'left' : 'right' },
          })),
          links: flows.filter((flow) => flow.value > 0).map((flow) => ({ source: flow.from, target: flow.to, value: flow.value })),
          lineStyle: { color: 'gradient', opacity: look === 'dark' ? 0.36 : 0.28, curveness: 0.5 },
          label: {
            color: palettes[look].text,
            fontSize: 12,
            formatter: (at: { name: string; value: number }) => (wide ? said(at) : said(at).toReversed()).join('  '),
            // On a phone the names of two columns share the room between them: the number comes first, and what is left of the name.
            ...(wide ? {} : { width: Math.floor(phoneRoom / Math.max(1, last)), overflow: 'truncate' }),
          },
        },
      ],
    }
  }, [nodes, flows, format, look, wide])
  const { onOpenFlow } = props
  const pick = useMemo(() => (onOpenFlow ? (hit: Picked) => openFlow(hit, flows, onOpenFlow) : undefined), [onOpenFlow, flows])
  const name = (key: string) => nodes.find((node) => node.key === key)?.name ?? key
  return (
    <Chart
      label={props.label}
      option={option}
      height={props.height ?? 360}
      table={{
        columns: [say({ zh: '从', en: 'From' }), say({ zh: '到', en: 'To' }), say({ zh: '人数', en: 'Customers' })],
        rows: flows.map((flow) => [name(flow.from), name(flow.to), format(flow.value)]),
      }}
      {...(pick ? { onPick: pick } : {})}
    />
  )
}

function openFlow(hit: Picked, flows: readonly Flow[], open: (flow: Flow) => void): void {
  if (hit.kind !== 'edge') return
  const flow = flows.filter((one) => one.value > 0)[hit.index]
  if (flow) open(flow)
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
