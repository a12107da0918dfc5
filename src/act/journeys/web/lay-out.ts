import { Graph, layout } from '@dagrejs/dagre'
import type { Drawing } from '../draw-flow.ts'

export type Size = { readonly width: number; readonly height: number }
export type Point = { readonly x: number; readonly y: number }
/** Where each place stands by its upper left corner, and how large the whole is. */
export type LaidOut = {
  readonly places: ReadonlyMap<string, Point>
  /** By the id of a line that passes other places: how far from the left it goes down, so that it meets none of them. */
  readonly passes: ReadonlyMap<string, number>
  readonly size: Size
}

/** From above to below, the ways of a fork side by side in their order. */
export function layOut({ nodes, edges }: Drawing, sizeOf: (id: string) => Size): LaidOut {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'TB', nodesep: 28, edgesep: 20, ranksep: 56, marginx: 12, marginy: 12 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of nodes) graph.setNode(id, { ...sizeOf(id) })
  // The name of a way stays right below its fork, however long the others are.
  for (const { from, to, jump, spot } of edges) if (!jump) graph.setEdge(from, to, { weight: spot === null ? 9 : 1 })
  // The order of writing crosses no lines, for ways meet again where they parted; dagre's own search would swap them.
  layout(graph, { disableOptimalOrderHeuristic: true })
  const places = new Map(
    nodes.map(({ id }) => {
      const { x = 0, y = 0 } = graph.node(id)
      const { width, height } = sizeOf(id)
      return [id, { x: x - width / 2, y: y - height / 2 }]
    }),
  )
  const passes = new Map(
    edges.flatMap(({ id, from, to, jump }) => {
      // Between its ends stand the points at which a long line passes other ranks.
      const inner = jump ? [] : (graph.edge(from, to).points ?? []).slice(1, -1)
      const point = inner.length > 1 ? inner[Math.floor(inner.length / 2)] : undefined
      return point ? [[id, point.x] as const] : []
    }),
  )
  const { width = 0, height = 0 } = graph.graph()
  return { places, passes, size: { width, height } }
}
