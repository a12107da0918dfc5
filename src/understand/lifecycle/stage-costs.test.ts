import { expect, test } from 'vitest'
import { costsOf } from './stage-costs.ts'

const spends = new Map([
  ['first', { customers: 40, monthly: 1_000 }],
  ['loyal', { customers: 10, monthly: 6_000 }],
  ['dormant', { customers: 20, monthly: 0 }],
])
const stages = ['first', 'loyal', 'dormant']

test('whoever stalls costs what those who go on spend more, as often as these go on', () => {
  const steps = new Map([['first', { to: 'loyal', usualDays: 30, stays: 50, wentOn: 20, stalled: 10 }]])
  expect(costsOf(stages, spends, steps, [])[0]).toEqual({
    key: 'first',
    customers: 40,
    monthly: 1_000,
    step: { to: 'loyal', usualDays: 30, stays: 50, stalled: 10, rate: 0.4, gain: 5_000, cost: 20_000 },
    fell: { customers: 0, cost: 0, to: [] },
  })
})

test('a step back costs what is spent less there, and a step forward is none', () => {
  const falls = [
    { from: 'loyal', to: 'dormant', customers: 3 },
    { from: 'first', to: 'loyal', customers: 7 },
  ]
  const [first, loyal] = costsOf(stages, spends, new Map(), falls)
  expect(loyal?.fell).toEqual({ customers: 3, cost: 18_000, to: ['dormant'] })
  expect(first?.fell).toEqual({ customers: 0, cost: 0, to: [] })
})

test('where going on brings no more spending, or nobody ever went on, nothing is claimed', () => {
  const steps = new Map([['loyal', { to: 'dormant', usualDays: 30, stays: 5, wentOn: 5, stalled: 1 }]])
  expect(costsOf(stages, spends, steps, []).map(({ step }) => step)).toEqual([null, null, null])
  expect(costsOf(['new'], new Map(), new Map(), [])[0]).toEqual({
    key: 'new',
    customers: 0,
    monthly: 0,
    step: null,
    fell: { customers: 0, cost: 0, to: [] },
  })
})
