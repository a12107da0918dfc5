import { type Block, type DraftStep, isLast, stepsOf, waysOfKind } from './flow.ts'

/** A lane of a drawing: the trunk, or one way of a fork. */
export type LaneKey = { readonly fork: string; readonly way: string } | null

/** Rebuilds every lane, inner ones first. */
function eachLane(
  blocks: readonly Block[],
  change: (lane: readonly Block[], key: LaneKey) => readonly Block[],
  key: LaneKey = null,
): readonly Block[] {
  const inner = blocks.map(
    (block): Block =>
      block.kind === 'fork'
        ? {
            ...block,
            lanes: block.lanes.map(({ way, blocks: lane }) => ({ way, blocks: eachLane(lane, change, { fork: block.step.id, way }) })),
          }
        : block,
  )
  return change(inner, key)
}

const isSame = (a: LaneKey, b: LaneKey) => a?.fork === b?.fork && a?.way === b?.way
const isStep = (block: Block, id: string) => block.kind !== 'jump' && block.step.id === id

/** A name that no step of the drawing has. */
export function freshId(blocks: readonly Block[], kind: string): string {
  const taken = new Set(stepsOf(blocks).map((step) => step.id))
  let number = 1
  while (taken.has(`${kind}-${number}`)) number++
  return `${kind}-${number}`
}

/** A step put into a lane; a kind with several ways gets them empty. */
export function insertStep(blocks: readonly Block[], key: LaneKey, index: number, step: DraftStep): readonly Block[] {
  const ways = waysOfKind(step.kind)
  const block: Block = ways.length > 1 ? { kind: 'fork', step, lanes: ways.map((way) => ({ way, blocks: [] })) } : { kind: 'step', step }
  return eachLane(blocks, (lane, at) => (isSame(at, key) ? lane.toSpliced(index, 0, block) : lane))
}

export function replaceStep(blocks: readonly Block[], step: DraftStep): readonly Block[] {
  return eachLane(blocks, (lane) => lane.map((block) => (block.kind !== 'jump' && block.step.id === step.id ? { ...block, step } : block)))
}

/** Takes a step out, with all that stands in its ways; what jumped to something gone goes straight on. */
export function removeStep(blocks: readonly Block[], id: string): readonly Block[] {
  const left = eachLane(blocks, (lane) => lane.filter((block) => !isStep(block, id)))
  const there = new Set(stepsOf(left).map((step) => step.id))
  return eachLane(left, (lane) => lane.filter((block) => block.kind !== 'jump' || there.has(block.to)))
}

/** May the step go one place up (-1) or down (1) in its lane? Nothing goes behind an end. */
export function canMove(blocks: readonly Block[], id: string, by: -1 | 1): boolean {
  let can = false
  eachLane(blocks, (lane) => {
    const at = lane.findIndex((block) => isStep(block, id))
    const other = lane[at + by]
    const self = lane[at]
    if (self && other) can = !isLast(self) && !isLast(other)
    return lane
  })
  return can
}

export function moveStep(blocks: readonly Block[], id: string, by: -1 | 1): readonly Block[] {
  if (!canMove(blocks, id, by)) return blocks
  return eachLane(blocks, (lane) => {
    const at = lane.findIndex((block) => isStep(block, id))
    const self = lane[at]
    return self ? lane.toSpliced(at, 1).toSpliced(at + by, 0, self) : lane
  })
}
