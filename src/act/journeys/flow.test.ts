import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canMove, freshId, insertStep, moveStep, namesIn, removeStep, replaceStep } from './edit-flow.ts'
import { type Block, leadsOn, readFlow, stepsOf, writeFlow } from './flow.ts'

const wait = (id: string, next: string | null) => ({ id, kind: 'wait', duration: { amount: 1, unit: 'days' }, next })
const send = (id: string, next: string | null) => ({ id, kind: 'send', templateId: 't', next })
const branch = (id: string, yes: string | null, no: string | null) => ({ id, kind: 'branch', rule: { all: [] }, yes, no })
const end = (id: string) => ({ id, kind: 'end' })

/** `a b(yes: c / no: d) e` */
const draw = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => {
      if (block.kind === 'jump') return `→${block.to}`
      return block.kind === 'fork'
        ? `${block.step.id}(${block.lanes.map((lane) => `${lane.way}: ${draw(lane.blocks)}`).join(' / ')})`
        : block.step.id
    })
    .join(' ')

test.each([
  ['one after another', [wait('a', 'b'), send('b', null)], 'a b'],
  ['two ways that come together', [branch('a', 'b', 'c'), send('b', 'd'), wait('c', 'd'), send('d', null)], 'a(yes: b / no: c) d'],
  ['one way that goes round a step', [branch('a', 'b', 'c'), send('b', 'c'), end('c')], 'a(yes: b / no: ) c'],
  ['two ways that end apart', [branch('a', 'b', 'c'), send('b', null), wait('c', null)], 'a(yes: b / no: c)'],
  [
    'a fork in a fork, one end early',
    [branch('a', 'b', 'd'), branch('b', 'c', null), send('c', 'd'), send('d', null)],
    'a(yes: b(yes: c / no: end-1) / no: ) d',
  ],
  ['a circle through a wait', [wait('a', 'b'), branch('b', null, 'a')], 'a b(yes:  / no: →a)'],
])('%s: is drawn', (_, steps, drawn) => {
  expect(draw(readFlow(steps))).toBe(drawn)
})

test('a drawing written down leads where the steps led', () => {
  const ids = ['s0', 's1', 's2', 's3', 's4', 's5']
  const to = fc.option(fc.constantFrom(...ids))
  const step = (id: string) =>
    fc.oneof(
      to.map((next) => wait(id, next)),
      fc.tuple(to, to).map(([yes, no]) => branch(id, yes, no)),
      fc.constant(end(id)),
    )
  fc.assert(
    fc.property(fc.tuple(...ids.map(step)), (steps) => {
      const again = writeFlow(readFlow(steps))
      expect(paths(again)).toEqual(paths(steps))
    }),
    { numRuns: 500 },
  )
})

/** What can be walked in 7 steps; an end that was put in is no step. */
function paths(steps: readonly { id?: unknown; kind: string; [way: string]: unknown }[]): string[] {
  const web = new Map(steps.map((one) => [one.id, one]))
  const walk = (id: unknown, left: number): string[] => {
    const step = web.get(id)
    if (!step || left === 0 || step.kind === 'end') return ['']
    const ways = step.kind === 'branch' ? ['yes', 'no'] : ['next']
    return ways.flatMap((way) => walk(step[way], left - 1).map((rest) => `${String(id)}.${way} ${rest}`))
  }
  return walk(steps[0]?.id, 7)
}

test('steps are put in, changed, moved and taken out', () => {
  let flow = readFlow([send('a', null)])
  flow = insertStep(flow, null, 1, { id: freshId(namesIn(flow), 'branch'), kind: 'branch', rule: { all: [] } })
  flow = insertStep(flow, { fork: 'branch-1', way: 'no' }, 0, { id: 'x', kind: 'send' })
  flow = insertStep(flow, { fork: 'branch-1', way: 'no' }, 1, { id: 'y', kind: 'end' })
  flow = insertStep(flow, null, 2, { id: 'z', kind: 'wait' })
  expect(draw(flow)).toBe('a branch-1(yes:  / no: x y) z')
  expect(canMove(flow, 'x', 1)).toBe(false)
  expect(canMove(flow, 'a', -1)).toBe(false)
  expect(draw(moveStep(flow, 'z', -1))).toBe('a z branch-1(yes:  / no: x y)')
  expect(draw(removeStep(flow, 'branch-1'))).toBe('a z')
  expect(stepsOf(replaceStep(flow, { id: 'x', kind: 'send', templateId: 'new' }))[2]).toEqual({ id: 'x', kind: 'send', templateId: 'new' })
  expect(freshId(namesIn(flow), 'branch')).toBe('branch-2')
  expect(freshId(namesIn(flow, ['branch-2']), 'branch'), 'nor one that an earlier version had').toBe('branch-3')
})

test('what jumped to a step that is taken out goes straight on', () => {
  const flow = readFlow([wait('a', 'b'), branch('b', null, 'a')])
  expect(draw(removeStep(flow, 'a'))).toBe('b(yes:  / no: )')
})

test('a lane that ends leads nowhere', () => {
  expect(leadsOn(readFlow([send('a', 'b'), end('b')]))).toBe(false)
  expect(leadsOn(readFlow([branch('a', 'b', 'c'), end('b'), end('c')]))).toBe(false)
  expect(leadsOn(readFlow([branch('a', 'b', null), end('b')]))).toBe(true)
})
