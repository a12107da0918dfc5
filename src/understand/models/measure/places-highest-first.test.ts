import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placesHighestFirst } from './places-highest-first.ts'

/** Two at a time, which keeps equal ones as they came. */
const plainly = (values: Float64Array): number[] =>
  Array.from(values, (_, place) => place).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)

const edges = [0, -0, 1, -1, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, Infinity, -Infinity, 2 ** 31, -(2 ** 31), 0.1, 1e-300]

test('many values stand in the same order as by comparing them two at a time, ties as they came', () => {
  const value = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(...edges), fc.integer({ min: -3, max: 3 }))
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), fc.constantFrom(1, 130), (some, times) => {
      // Few are compared and many are not; both are asked for.
      const values = Float64Array.from({ length: some.length * times }, (_, i) => (some[i % some.length] ?? 0) * (i % 7 === 0 ? -1 : 1))
      const clean = values.map((each) => (Number.isNaN(each) ? 0 : each))
      expect([...placesHighestFirst(clean)]).toEqual(plainly(clean))
    }),
    { numRuns: 100 },
  )
})

test('the values are left as they were', () => {
  const values = Float64Array.from({ length: 3_000 }, (_, i) => (i % 3 === 0 ? -0 : i))
  const before = values.slice()
  placesHighestFirst(values)
  expect(Object.is(values[0], -0)).toBe(true)
  expect(values).toEqual(before)
})
