import { type Block, type DraftStep, isLast, stepsOf, waysOfStep } from './flow.ts'

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

/** Names that steps of the drawing have, or have had: whoever stood at one of those must not be taken to stand at a new one. */
export const namesIn = (blocks: readonly Block[], former: readonly string[] = []): Set<string> =>
  new Set([...former, ...stepsOf(blocks).map((step) => step.id)])

/** A name for a step that is none of those. */
export function freshId(taken: ReadonlySet<string>, kind: string): string {
  let number = 1
  while (taken.has(`${kind}-${number}`)) number++
  return `${kind}-${number}`
}

/** A step put into a lane; a kind with several ways gets them empty. */
export function insertStep(blocks: readonly Block[], key: LaneKey, index: number, step: DraftStep): readonly Block[] {
  const ways = waysOfStep(step)
  const block: Block = ways.length > 1 ? { kind: 'fork', step, lanes: ways.map((way) => ({ way, blocks: [] })) } : { kind: 'step', step }
  return eachLane(blocks, (lane, at) => (isSame(at, key) ? lane.toSpliced(index, 0, block) : lane))
}

/** Its ways may have other names now: those that stay keep what stands in them. */
export function replaceStep(blocks: readonly Block[], step: DraftStep): readonly Block[] {
  return eachLane(blocks, (lane) =>
    lane.map((block) => (block.kind !== 'jump' && block.step.id === step.id ? withStep(block, step) : block)),
  )
}

function withStep(block: Exclude<Block, { kind: 'jump' }>, step: DraftStep): Block {
  const ways = waysOfStep(step)
  if (ways.length < 2) return { ...block, step }
  const lanes = block.kind === 'fork' ? block.lanes : []
  return { kind: 'fork', step, lanes: ways.map((way) => ({ way, blocks: lanes.find((lane) => lane.way === way)?.blocks ?? [] })) }
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

const blockOf = (blocks: readonly Block[], id: string): Block | undefined => {
  for (const block of blocks) {
    if (isStep(block, id)) return block
    const inner = block.kind === 'fork' ? block.lanes.flatMap((lane) => blockOf(lane.blocks, id) ?? [])[0] : undefined
    if (inner) return inner
  }
  return undefined
}

const insertBlock = (blocks: readonly Block[], key: LaneKey, index: number, block: Block): readonly Block[] =>
  eachLane(blocks, (lane, at) => (isSame(at, key) ? lane.toSpliced(index, 0, block) : lane))

/** The step again, with all that stands in its ways, under names of its own. */
export function copyStep(
  blocks: readonly Block[],
  id: string,
  key: LaneKey,
  index: number,
  former: readonly string[] = [],
): readonly Block[] {
  const block = blockOf(blocks, id)
  if (!block) return blocks
  const names = namesIn(blocks, former)
  const renamed = new Map<string, string>()
  for (const step of stepsOf([block])) {
    const name = freshId(names, step.kind)
    names.add(name)
    renamed.set(step.id, name)
  }
  const rename = (one: Block): Block => {
    if (one.kind === 'jump') return { kind: 'jump', to: renamed.get(one.to) ?? one.to }
    const step = { ...one.step, id: renamed.get(one.step.id) ?? one.step.id }
    if (one.kind === 'step') return { kind: 'step', step }
    return { kind: 'fork', step, lanes: one.lanes.map(({ way, blocks: lane }) => ({ way, blocks: lane.map(rename) })) }
  }
  return insertBlock(blocks, key, index, rename(block))
}

/** May the step be put down there? Not into its own ways, and an end only where nothing follows. */
export function canCarry(blocks: readonly Block[], id: string, key: LaneKey, index: number): boolean {
  const block = blockOf(blocks, id)
  if (!block) return false
  const within = stepsOf([block]).some((step) => step.id === key?.fork)
  let length = 0
  eachLane(blocks, (lane, at) => {
    if (isSame(at, key)) length = lane.length
    return lane
  })
  return !within && (!isLast(block) || (key !== null && index === length))
}

/** The step, with all that stands in its ways, taken from where it is and put down there. */
export function carryStep(blocks: readonly Block[], id: string, key: LaneKey, index: number): readonly Block[] {
  const block = blockOf(blocks, id)
  if (!block || !canCarry(blocks, id, key, index)) return blocks
  const mark: Block = { kind: 'jump', to: id }
  const marked = insertBlock(blocks, key, index, mark)
  return eachLane(marked, (lane) => lane.flatMap((one) => (one === mark ? [block] : isStep(one, id) ? [] : [one])))
}
