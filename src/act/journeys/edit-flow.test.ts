import { expect, test } from 'vitest'
import { canCarry, carryStep, copyStep, removeStep, replaceStep } from './edit-flow.ts'
import { type Block, stepsOf, writeFlow } from './flow.ts'

const wait = (id: string): Block => ({ kind: 'step', step: { id, kind: 'wait', duration: { amount: 1, unit: 'days' } } })
const end = (id: string): Block => ({ kind: 'step', step: { id, kind: 'end' } })
const fork = (id: string, yes: readonly Block[], no: readonly Block[]): Block => ({
  kind: 'fork',
  step: { id, kind: 'branch' },
  lanes: [
    { way: 'yes', blocks: yes },
    { way: 'no', blocks: no },
  ],
})
const ids = (flow: readonly Block[]) => stepsOf(flow).map(({ id }) => id)

test('a copy has names of its own, with all that stands in its ways', () => {
  const flow = [fork('branch-1', [wait('wait-1')], []), wait('wait-2')]
  const copied = copyStep(flow, 'branch-1', null, 2)
  expect(stepsOf(copyStep(flow, 'branch-1', null, 2, ['branch-2'])).map(({ id }) => id)).toContain('branch-3')
  expect(ids(copied)).toEqual(['branch-1', 'wait-1', 'wait-2', 'branch-2', 'wait-3'])
  expect(new Set(writeFlow(copied).map((step) => step['id'])).size).toBe(5)
})

test('a step is carried into a way and out of one', () => {
  const flow = [wait('wait-1'), fork('branch-1', [], [wait('wait-2')])]
  expect(writeFlow(carryStep(flow, 'wait-1', { fork: 'branch-1', way: 'yes' }, 0))).toMatchObject([
    { id: 'branch-1', yes: 'wait-1', no: 'wait-2' },
    { id: 'wait-1', next: null },
    { id: 'wait-2', next: null },
  ])
  expect(ids(carryStep(flow, 'wait-2', null, 0))).toEqual(['wait-2', 'wait-1', 'branch-1'])
  expect(ids(carryStep(flow, 'branch-1', null, 0))).toEqual(['branch-1', 'wait-2', 'wait-1'])
})

test('a fork is not carried into its own way, nor an end before something', () => {
  const flow = [fork('branch-1', [wait('wait-1')], [end('end-1')]), wait('wait-2')]
  expect(canCarry(flow, 'branch-1', { fork: 'branch-1', way: 'yes' }, 0)).toBe(false)
  expect(carryStep(flow, 'branch-1', { fork: 'branch-1', way: 'yes' }, 0)).toBe(flow)
  expect(canCarry(flow, 'end-1', { fork: 'branch-1', way: 'yes' }, 0)).toBe(false)
  expect(canCarry(flow, 'end-1', { fork: 'branch-1', way: 'yes' }, 1)).toBe(true)
  expect(carryStep(flow, 'nobody', null, 0)).toBe(flow)
})

test('ways that a step no longer has go with what stands in them, the others stay', () => {
  const split = (...ways: readonly string[]) => ({ id: 'split-1', kind: 'split', shares: ways.map((way) => ({ way, share: 1 })) })
  const flow: Block[] = [
    {
      kind: 'fork',
      step: split('a', 'b'),
      lanes: [
        { way: 'a', blocks: [wait('wait-1')] },
        { way: 'b', blocks: [wait('wait-2')] },
      ],
    },
  ]
  expect(ids(replaceStep(flow, split('b', 'c')))).toEqual(['split-1', 'wait-2'])
  expect(ids(removeStep(flow, 'wait-1'))).toEqual(['split-1', 'wait-2'])
})
