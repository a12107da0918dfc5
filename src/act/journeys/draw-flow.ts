import type { LaneKey } from './edit-flow.ts'
import { type Block, type DraftStep, isLast } from './flow.ts'

/** A place on the canvas: the door, a step, the name of a fork's way, the point where its ways meet again, or the end of the journey. */
export type DrawnNode =
  | { readonly id: string; readonly kind: 'door' }
  | { readonly id: string; readonly kind: 'step'; readonly step: DraftStep }
  | { readonly id: string; readonly kind: 'way'; readonly fork: DraftStep; readonly way: string }
  | { readonly id: string; readonly kind: 'join' }
  | { readonly id: string; readonly kind: 'finish' }

/** Where a step may be put in; `atEnd`: nothing stands behind it in its lane, so an end may be put there too. */
export type Spot = { readonly lane: LaneKey; readonly index: number; readonly behind: string | null; readonly atEnd: boolean }

/** A line between two places; with a spot where a step can be added on it. */
export type DrawnEdge = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly spot: Spot | null
  /** Goes on at a step that is drawn elsewhere. */
  readonly jump: boolean
}

export type Drawing = { readonly nodes: readonly DrawnNode[]; readonly edges: readonly DrawnEdge[] }

export const doorId = '/door'
export const finishId = '/finish'

/** Where a line may begin: a place, and the step behind which it does. */
type Loose = { readonly from: string; readonly behind: string | null }

/** A journey's blocks as places and lines. Ids of steps have no slash, so those of the other places are nobody's. */
export function drawFlow(flow: readonly Block[]): Drawing {
  const nodes: DrawnNode[] = [{ id: doorId, kind: 'door' }]
  const edges: DrawnEdge[] = []

  const connect = ({ from, behind }: Loose, to: string, lane: LaneKey, index: number, more: { atEnd?: boolean; jump?: boolean } = {}) =>
    edges.push({ id: `${from}>${to}`, from, to, spot: { lane, index, behind, atEnd: more.atEnd ?? false }, jump: more.jump ?? false })

  /** @returns what leads on behind the lane */
  function drawLane(blocks: readonly Block[], lane: LaneKey, begin: Loose): Loose | null {
    let loose: Loose | null = begin
    for (const [index, block] of blocks.entries()) {
      if (!loose) return null
      if (block.kind === 'jump') {
        connect(loose, block.to, lane, index, { jump: true })
        return null
      }
      const { id } = block.step
      nodes.push({ id, kind: 'step', step: block.step })
      connect(loose, id, lane, index)
      loose = block.kind === 'fork' ? drawFork(block) : isLast(block) ? null : { from: id, behind: id }
    }
    return loose
  }

  function drawFork({ step, lanes }: Extract<Block, { kind: 'fork' }>): Loose | null {
    const ends = lanes.flatMap(({ way, blocks }) => {
      const id = `${step.id}/way/${way}`
      const lane = { fork: step.id, way }
      nodes.push({ id, kind: 'way', fork: step, way })
      edges.push({ id: `${step.id}>${id}`, from: step.id, to: id, spot: null, jump: false })
      const loose = drawLane(blocks, lane, { from: id, behind: null })
      return loose ? [{ loose, lane, index: blocks.length }] : []
    })
    if (ends.length === 0) return null
    const join = `${step.id}/join`
    nodes.push({ id: join, kind: 'join' })
    for (const { loose, lane, index } of ends) connect(loose, join, lane, index, { atEnd: true })
    return { from: join, behind: step.id }
  }

  const last = drawLane(flow, null, { from: doorId, behind: null })
  if (last) {
    nodes.push({ id: finishId, kind: 'finish' })
    connect(last, finishId, null, flow.length)
  }
  return { nodes, edges }
}
