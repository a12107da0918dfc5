import { expect, test } from 'vitest'
import { comparisons } from './comparisons.ts'
import { ways } from './ways.ts'

test('every comparison that a rule can name is carried out, and nothing is carried out that has no words', () => {
  expect(Object.keys(ways).toSorted()).toEqual(Object.keys(comparisons).toSorted())
})
