import { z } from 'zod'
import type { JourneyDefinition } from './definition.ts'

/** A step while it is being written: its kind's settings, complete or not, without the ways that lead on. */
export type DraftStep = { readonly id: string; readonly kind: string; readonly [setting: string]: unknown }

/**
 * A journey as people draw it: one thing after another, forks whose ways come together again. `jump` goes on at a step
 * that is drawn elsewhere, so that every web of steps can be drawn.
 */
export type Block =
  | { readonly kind: 'step'; readonly step: DraftStep }
  | { readonly kind: 'fork'; readonly step: DraftStep; readonly lanes: readonly Lane[] }
  | { readonly kind: 'jump'; readonly to: string }
export type Lane = { readonly way: string; readonly blocks: readonly Block[] }

/** The names of the ways that lead on from a step of a kind, where it is not `next` alone. */
const fixedWays: Readonly<Record<string, readonly string[]>> = {
  branch: ['yes', 'no'],
  'await-fact': ['happened', 'late'],
  end: [],
}
const oneWay = ['next'] as const

/** Kinds whose ways the writer names: where the names stand, and which there is besides. They lead where `to` says. */
const namedWays: Readonly<Record<string, { readonly list: string; readonly besides: readonly string[] }>> = {
  choose: { list: 'cases', besides: ['otherwise'] },
  split: { list: 'shares', besides: [] },
  'ab-test': { list: 'variants', besides: [] },
}
const namesShape = z.array(z.object({ way: z.string().min(1) }))
const toShape = z.record(z.string(), z.string().nullable())

/** The names of the ways that lead on from this step. */
export function waysOfStep(step: { readonly kind: string; readonly [setting: string]: unknown }): readonly string[] {
  const named = namedWays[step.kind]
  if (!named) return fixedWays[step.kind] ?? oneWay
  const names = namesShape.catch([]).parse(step[named.list])
  return [...names.map(({ way }) => way), ...named.besides]
}

/** Where the ways of a step lead, as it is written down. */
function writeWays(kind: string, ways: readonly (readonly [string, string | null])[]): Readonly<Record<string, unknown>> {
  return namedWays[kind] ? { to: Object.fromEntries(ways) } : Object.fromEntries(ways)
}

type Steps = JourneyDefinition['steps']
type Written = Steps[number]
type Web = ReadonlyMap<string, Written>

const idShape = z.string().min(1)
const idOf = (step: Written): string => idShape.catch('').parse(step['id'])
const leadsTo = (step: Written, way: string): string | null =>
  idShape
    .nullable()
    .catch(null)
    .parse((namedWays[step.kind] ? toShape.catch({}).parse(step['to'])[way] : step[way]) ?? null)

/** The steps as a drawing. Where a way ends before its fork's ways come together, an explicit end is put. */
export function readFlow(steps: Steps): readonly Block[] {
  const web: Web = new Map(steps.map((step) => [idOf(step), step]))
  const placed = new Set<string>()
  const ends = { count: 0 }

  function readLane(from: string | null, stop: string | null): Block[] {
    const blocks: Block[] = []
    for (let id = from; id !== stop; ) {
      if (id === null) return [...blocks, { kind: 'step', step: { id: freshEnd(), kind: 'end' } }]
      const step = web.get(id)
      if (placed.has(id) || !step) return [...blocks, { kind: 'jump', to: id }]
      placed.add(id)
      const ways = waysOfStep(step)
      const draft = withoutWays(step, id)
      if (ways.length < 2) {
        blocks.push({ kind: 'step', step: draft })
        if (ways.length === 0) return blocks
        id = leadsTo(step, 'next')
        continue
      }
      const join = joinOf(step, ways, web, placed, stop)
      blocks.push({ kind: 'fork', step: draft, lanes: ways.map((way) => ({ way, blocks: readLane(leadsTo(step, way), join) })) })
      id = join
    }
    return blocks
  }

  function freshEnd(): string {
    for (;;) {
      const id = `end-${++ends.count}`
      if (!web.has(id)) return id
    }
  }

  return readLane(steps[0] ? idOf(steps[0]) : null, null)
}

function withoutWays(step: Written, id: string): DraftStep {
  const ways = namedWays[step.kind] ? ['to'] : waysOfStep(step)
  const settings = Object.entries(step).filter(([name]) => !ways.includes(name))
  return { ...Object.fromEntries(settings), id, kind: step.kind }
}

/** The first step at which all ways of a fork come together again, no further than the fork's own lane goes. */
function joinOf(fork: Written, ways: readonly string[], web: Web, placed: ReadonlySet<string>, stop: string | null): string | null {
  const [first = [], ...others] = ways.map((way) => walk(leadsTo(fork, way), web, placed, stop))
  return first.find((id) => others.every((other) => other.includes(id))) ?? stop
}

/** All that can be reached, nearest first, not through what is drawn already and not beyond `stop`. */
function walk(from: string | null, web: Web, placed: ReadonlySet<string>, stop: string | null): string[] {
  const seen: string[] = []
  const waiting = [from]
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (id === null || placed.has(id) || seen.includes(id)) continue
    seen.push(id)
    const step = id === stop ? undefined : web.get(id)
    if (step) waiting.push(...waysOfStep(step).map((way) => leadsTo(step, way)))
  }
  return seen
}

/** The drawing as steps, the first one first. */
export function writeFlow(blocks: readonly Block[], after: string | null = null): Steps {
  return blocks.flatMap((block, i): Steps => {
    if (block.kind === 'jump') return []
    const next = firstOf(blocks.slice(i + 1), after)
    if (block.kind === 'fork') {
      const ways = block.lanes.map(({ way, blocks: lane }) => [way, firstOf(lane, next)] as const)
      return [{ ...block.step, ...writeWays(block.step.kind, ways) }, ...block.lanes.flatMap((lane) => writeFlow(lane.blocks, next))]
    }
    return [waysOfStep(block.step).length === 0 ? block.step : { ...block.step, next }]
  })
}

function firstOf(blocks: readonly Block[], after: string | null): string | null {
  const first = blocks[0]
  if (!first) return after
  return first.kind === 'jump' ? first.to : first.step.id
}

/** Nothing can stand behind it in its lane. */
export function isLast(block: Block): boolean {
  return block.kind === 'jump' || (block.kind === 'step' && waysOfStep(block.step).length === 0)
}

/** Does a lane lead on to what stands behind its fork? */
export function leadsOn(blocks: readonly Block[]): boolean {
  const last = blocks.at(-1)
  if (!last) return true
  return last.kind === 'fork' ? last.lanes.some((lane) => leadsOn(lane.blocks)) : !isLast(last)
}

/** Every step in the order in which it is drawn. */
export function stepsOf(blocks: readonly Block[]): readonly DraftStep[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'jump') return []
    return block.kind === 'fork' ? [block.step, ...block.lanes.flatMap((lane) => stepsOf(lane.blocks))] : [block.step]
  })
}

/** The number of each step, in the order of the drawing. */
export function numbering(flow: readonly Block[]): (id: string) => number {
  const ids = stepsOf(flow).map((step) => step.id)
  return (id) => ids.indexOf(id) + 1
}
