import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  allReports,
  circleOf,
  type HeadedBranch,
  managerOf,
  mayStandUnder,
  pathUp,
  peopleWithin,
  type Placed,
  withAllBelow,
} from './tree.ts'

const department = (id: string, parentId: string | null, headId: string | null = null): HeadedBranch => ({ id, parentId, headId })
const somebody = (id: string, departmentId: string | null, managerId: string | null = null): Placed => ({ id, departmentId, managerId })

const departments = [
  department('firm', null, 'lin'),
  department('sales', 'firm', 'wang'),
  department('east', 'sales'),
  department('care', 'firm'),
]
const people = [
  somebody('lin', 'firm'),
  somebody('wang', 'sales'),
  somebody('chen', 'east'),
  somebody('zhou', 'east', 'chen'),
  somebody('sun', 'care'),
  somebody('guest', null),
]

test('one answers to whom was named, else to the head of the nearest department above that has one who is not oneself', () => {
  expect(Object.fromEntries(people.map((one) => [one.id, managerOf(one, departments)]))).toEqual({
    lin: null,
    wang: 'lin',
    chen: 'wang',
    zhou: 'chen',
    sun: 'lin',
    guest: null,
  })
})

test('those below somebody are found through others, and never they themselves', () => {
  expect(allReports('wang', people, departments)).toEqual(new Set(['chen', 'zhou']))
  expect(allReports('lin', people, departments)).toEqual(new Set(['wang', 'chen', 'zhou', 'sun']))
  expect(allReports('zhou', people, departments)).toEqual(new Set())
})

test('those of a department are those of the departments below it too', () => {
  expect(peopleWithin('sales', people, departments)).toEqual(new Set(['wang', 'chen', 'zhou']))
  expect(peopleWithin('east', people, departments)).toEqual(new Set(['chen', 'zhou']))
})

test('a department stands under none that is below it, nor under itself', () => {
  expect(mayStandUnder('sales', 'east', departments)).toBe(false)
  expect(mayStandUnder('sales', 'sales', departments)).toBe(false)
  expect(mayStandUnder('east', 'care', departments)).toBe(true)
  expect(mayStandUnder('firm', null, departments)).toBe(true)
})

test('a circle of managers is found, also one that goes by way of a head', () => {
  expect(circleOf(people, departments)).toBeNull()
  expect(circleOf([somebody('a', null, 'b'), somebody('b', null, 'a')], [])).toEqual(['a', 'b'])
  const byHead = people.map((one) => (one.id === 'wang' ? { ...one, managerId: 'zhou' } : one))
  expect(circleOf(byHead, departments)?.toSorted()).toEqual(['chen', 'wang', 'zhou'])
  expect(circleOf([somebody('a', null, 'a')], [])).toEqual(['a'])
})

/** Any tree of departments and people over it, with circles where chance makes them. */
const firms = fc.nat(12).chain((size) => {
  const ids = Array.from({ length: size + 1 }, (_, at) => `d${at}`)
  const people = Array.from({ length: 8 }, (_, at) => `p${at}`)
  const orNone = (names: readonly string[]) => fc.option(fc.constantFrom(...names), { nil: null })
  return fc.record({
    departments: fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), parentId: orNone(ids), headId: orNone(people) }))),
    people: fc.tuple(...people.map((id) => fc.record({ id: fc.constant(id), departmentId: orNone(ids), managerId: orNone(people) }))),
  })
})

test('whatever stands where, every walk comes to its end, and only a circle has somebody answer to themselves', () => {
  fc.assert(
    fc.property(firms, ({ departments, people }) => {
      for (const { id } of departments) {
        expect(pathUp(id, departments).length).toBeLessThanOrEqual(departments.length)
        expect(withAllBelow(id, departments).size).toBeLessThanOrEqual(departments.length)
      }
      const above = new Map(people.map((one) => [one.id, managerOf(one, departments)]))
      const goesRound = (id: string) => {
        let at = above.get(id) ?? null
        for (let step = 0; at !== null && step <= people.length; step++) {
          if (at === id) return true
          at = above.get(at) ?? null
        }
        return false
      }
      expect(circleOf(people, departments) !== null).toBe(people.some(({ id }) => goesRound(id)))
    }),
  )
})

test('without a circle, who is below somebody has them on the way up', () => {
  fc.assert(
    fc.property(firms, ({ departments, people }) => {
      fc.pre(circleOf(people, departments) === null)
      const above = new Map(people.map((one) => [one.id, managerOf(one, departments)]))
      for (const { id } of people) {
        const up: string[] = []
        for (let at = above.get(id) ?? null; at !== null; at = above.get(at) ?? null) up.push(at)
        for (const { id: other } of people) expect(allReports(other, people, departments).has(id)).toBe(up.includes(other))
      }
    }),
  )
})
