import { expect, test } from 'vitest'
import { compareTrials } from './compare-trials.ts'

const named = (key: string) => ({ key, label: { zh: key, en: key } })
const line = (key: string, customers: number, costAfter: number) => ({
  key,
  before: 0,
  holds: customers,
  customers,
  spend: 0,
  counted: 0,
  profit: null,
  costBefore: 0,
  costAfter,
})

test('tiers of two schemes stand beside each other by their keys, the highest first, and one that a scheme lacks is no zero', () => {
  const one = { trial: { tiers: [line('usual', 90, 0), line('vip', 10, 500)] }, names: [named('usual'), named('vip')] }
  const other = {
    trial: { tiers: [line('usual', 80, 0), line('vip', 5, 250), line('gold', 15, 900)] },
    names: [named('usual'), named('vip'), named('gold')],
  }
  expect(compareTrials(one, other).map(({ key, one: a, other: b }) => [key, a?.customers, b?.customers, a?.cost, b?.cost])).toEqual([
    ['vip', 10, 5, 500, 250],
    ['usual', 90, 80, 0, 0],
    ['gold', undefined, 15, undefined, 900],
  ])
})
