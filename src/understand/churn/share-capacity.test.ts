import { expect, test } from 'vitest'
import { shareCapacity } from './share-capacity.ts'

const candidates = ['a', 'a', 'a', 'b', null, null, null].map((owner, i) => ({ id: `${i}`, owner }))
const none = new Map<string, number>()
const working = new Set(['a', 'b'])
const given = (
  capacity: { perPerson: number; pool: number; people?: Record<string, number> },
  taken: ReadonlyMap<string, number> = none,
  who = working,
) => shareCapacity(candidates, { people: {}, ...capacity }, taken, who).map(({ candidate, userId }) => `${candidate.id}${userId ?? '-'}`)

test('each owner gets as many as they can handle, the greatest first, and the pool its own', () => {
  expect(given({ perPerson: 2, pool: 1 })).toEqual(['0a', '1a', '3b', '4-'])
})

test('what is open already takes room', () => {
  expect(
    given(
      { perPerson: 2, pool: 2 },
      new Map([
        ['a', 2],
        ['pool', 1],
      ]),
    ),
  ).toEqual(['3b', '4-'])
})

test('no capacity: nobody comes onto the list', () => {
  expect(given({ perPerson: 0, pool: 0 })).toEqual([])
})

test('customers of an owner who takes none, or works here no longer, go to the pool', () => {
  expect(given({ perPerson: 5, pool: 4, people: { a: 0 } })).toEqual(['0-', '1-', '2-', '3b', '4-'])
  expect(given({ perPerson: 1, pool: 3 }, none, new Set(['b']))).toEqual(['0-', '1-', '2-', '3b'])
})
