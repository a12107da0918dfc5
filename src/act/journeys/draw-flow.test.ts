import { expect, test } from 'vitest'
import { doorId, drawFlow, finishId } from './draw-flow.ts'
import { insertStep } from './edit-flow.ts'
import { type Block, readFlow } from './flow.ts'
import { layOut } from './web/lay-out.ts'

const wait = (id: string): Block => ({ kind: 'step', step: { id, kind: 'wait' } })
const end = (id: string): Block => ({ kind: 'step', step: { id, kind: 'end' } })
const branch = (id: string, yes: readonly Block[], no: readonly Block[]): Block => ({
  kind: 'fork',
  step: { id, kind: 'branch' },
  lanes: [
    { way: 'yes', blocks: yes },
    { way: 'no', blocks: no },
  ],
})
const lines = (flow: readonly Block[]) => drawFlow(flow).edges.map(({ from, to }) => `${from} → ${to}`)

test('an empty journey leads from the door to the end', () => {
  expect(lines([])).toEqual([`${doorId} → ${finishId}`])
})

test('the ways of a fork meet again, and go on from there', () => {
  expect(lines([branch('b', [wait('w')], []), wait('after')])).toEqual([
    `${doorId} → b`,
    'b → b/way/yes',
    'b/way/yes → w',
    'b → b/way/no',
    'w → b/join',
    'b/way/no → b/join',
    'b/join → after',
    `after → ${finishId}`,
  ])
})

test('behind a fork whose ways all end nothing is drawn', () => {
  const drawn = drawFlow([branch('b', [end('e')], [end('f')])])
  expect(drawn.nodes.map(({ kind }) => kind)).toEqual(['door', 'step', 'way', 'step', 'way', 'step'])
  expect(drawn.nodes.some(({ id }) => id === finishId)).toBe(false)
})

test('a jump is a line to the step that is drawn elsewhere', () => {
  const flow = readFlow([
    { id: 'w', kind: 'wait', next: 'b' },
    { id: 'b', kind: 'branch', yes: 'w', no: null },
  ])
  const jump = drawFlow(flow).edges.filter((edge) => edge.jump)
  expect(jump.map(({ from, to }) => [from, to])).toEqual([['b/way/yes', 'w']])
})

test('a step that is added on a line stands where the line was', () => {
  const flow = [branch('b', [wait('w')], []), wait('after')]
  for (const { from, to, spot, jump } of drawFlow(flow).edges) {
    if (!spot || jump) continue
    const grown = lines(insertStep(flow, spot.lane, spot.index, { id: 'new', kind: 'send' }))
    expect(grown).toContain(`${from} → new`)
    expect(grown).toContain(`new → ${to}`)
    expect(grown).not.toContain(`${from} → ${to}`)
  }
})

test('no two places of a drawing overlap, and the first way of a fork stands left of the second', () => {
  const drawing = drawFlow([branch('b', [wait('w'), branch('c', [wait('x')], [])], [wait('y'), end('e')]), wait('after')])
  const size = { width: 200, height: 80 }
  const { places } = layOut(drawing, () => size)
  const all = [...places]
  for (const [i, [a, at]] of all.entries())
    for (const [b, other] of all.slice(i + 1)) {
      const apart = Math.abs(at.x - other.x) >= size.width || Math.abs(at.y - other.y) >= size.height
      expect(apart, `${a} and ${b}`).toBe(true)
    }
  for (const fork of ['b', 'c']) expect(places.get(`${fork}/way/yes`)?.x).toBeLessThan(places.get(`${fork}/way/no`)?.x ?? 0)
})

test('a line that passes a step goes beside it', () => {
  const drawing = drawFlow([branch('b', [], [wait('w'), wait('x')])])
  const size = { width: 200, height: 80 }
  const { places, passes } = layOut(drawing, (id) => (id.includes('/') ? { width: 20, height: 20 } : size))
  const pass = passes.get('b/way/yes>b/join')
  expect(pass).toBeDefined()
  for (const id of ['w', 'x']) {
    const left = places.get(id)?.x ?? 0
    expect(pass !== undefined && (pass < left || pass > left + size.width)).toBe(true)
  }
})
