import { describe, expect, test } from 'vitest'
import { makeRandom } from '../random.ts'
import { chooseRepeat } from './choose-repeat.ts'
import { fitRepeat } from './fit-repeat.ts'
import { fitSpend } from './fit-spend.ts'
import { type CustomerForecast, makePredictor } from './predict-customer.ts'
import { type RepeatModelKind, type RepeatParameters, repeatModelKinds } from './repeat-model.ts'
import { conditional, repeatModels } from './repeat-models.ts'
import { rowsOf } from './repeat-rows.ts'
import { simulateCustomer } from './simulate.ts'

const truths: Readonly<Record<RepeatModelKind, RepeatParameters>> = {
  nbd: { r: 0.7, alpha: 9 },
  'bg-nbd': { r: 0.8, alpha: 6, a: 0.8, b: 4 },
  'mbg-nbd': { r: 0.9, alpha: 6, a: 0.8, b: 3 },
  'pareto-nbd': { r: 0.8, alpha: 6, s: 0.7, beta: 15 },
}
const prices = { p: 4, q: 4, v: 60 }
const year = 365.25 / 7

/** Customers of a shop: what they did up to now, and what they are going to do in two years. */
function shop(kind: RepeatModelKind, customers: number, seed: number, parameters = truths[kind]) {
  const random = makeRandom(seed)
  return Array.from({ length: customers }, () => {
    const t = Math.round(7 * (20 + 80 * random.uniform())) / 7
    const { times, amounts } = simulateCustomer(kind, parameters, prices, t + 104, random)
    const x = times.filter((time) => time <= t).length
    const sum = amounts.slice(0, x).reduce((total, each) => total + each, 0)
    const after = times.flatMap((time, i) => (time > t ? [{ week: time - t, amount: amounts[i] ?? 0 }] : []))
    return { x, tx: x > 0 ? (times[x - 1] ?? 0) : 0, t, z: x > 0 ? sum / x : 0, after }
  })
}
type Shop = ReturnType<typeof shop>

const spendOf = (people: Shop) => ({
  x: Float64Array.from(people, (each) => each.x),
  z: Float64Array.from(people, (each) => each.z),
  count: new Float64Array(people.length).fill(1),
})

describe.each(repeatModelKinds)('customers made as %s says', (kind) => {
  const people = shop(kind, 3_000, 17)
  const rows = rowsOf(people)
  const fit = fitRepeat(kind, rows)

  test('their parameters are found again within three standard errors', () => {
    expect(fit.converged).toBe(true)
    for (const [name, truth] of Object.entries(truths[kind])) {
      const error = fit.standardErrors?.[name] ?? 0
      expect(error).toBeGreaterThan(0)
      expect(Math.abs((fit.parameters[name] ?? 0) - truth), name).toBeLessThan(3 * error)
    }
  })

  test('no model that holds the plain one falls below it', () => {
    const plain = fitRepeat('nbd', rows)
    for (const other of repeatModelKinds) expect(fitRepeat(other, rows).logLikelihood).toBeGreaterThan(plain.logLikelihood - 1e-3)
  })

  test('a row that counts for three is three rows, and days or weeks say the same of the next thirty days', () => {
    const few = people.slice(0, 600)
    const once = rowsOf(few)
    const weighted = fitRepeat(kind, { ...once, count: once.count.map((each) => each * 3) })
    const repeated = fitRepeat(kind, rowsOf([...few, ...few, ...few]))
    expect(weighted.logLikelihood).toBeCloseTo(repeated.logLikelihood, 5)
    const daily = fitRepeat(kind, rowsOf(few.map(({ x, tx, t }) => ({ x, tx: tx * 7, t: t * 7 }))))
    const weekly = fitRepeat(kind, once)
    const repeats = few.reduce((sum, { x }) => sum + x, 0)
    expect(daily.logLikelihood).toBeCloseTo(weekly.logLikelihood - repeats * Math.log(7), 3)
    for (const { x, tx, t } of few.slice(0, 20)) {
      const byDay = conditional(daily, x, tx * 7, t * 7, 30)
      expect(Math.abs(conditional(weekly, x, tx, t, 30 / 7) - byDay)).toBeLessThan(1e-3 * byDay + 1e-6)
    }
  })

  test('a penalty draws all parameters towards zero together', () => {
    const size = ({ parameters }: typeof fit) => Object.values(parameters).reduce((sum, each) => sum + each * each, 0)
    const [some, more] = [fitRepeat(kind, rows, { penalty: 0.01 }), fitRepeat(kind, rows, { penalty: 1 })]
    expect(size(some)).toBeLessThan(size(fit))
    expect(size(more)).toBeLessThan(size(some))
    for (const name of repeatModels[kind].names) expect(more.parameters[name]).toBeLessThan(fit.parameters[name] ?? 0)
  })
})

const weeks = [30 / 7, 90 / 7, 365 / 7]
function forecastsOf(people: Shop): { forecasts: CustomerForecast[]; verdict: string } | null {
  const { chosen, verdict } = chooseRepeat(rowsOf(people))
  if (!chosen) return null
  const predict = makePredictor({ fit: chosen, spend: fitSpend(spendOf(people)), weeks, months: [12, 24], monthlyRate: 0 })
  return { forecasts: people.map(predict), verdict }
}

type Came = { readonly forecast: CustomerForecast; readonly after: Shop[number]['after'] }
const spentWithin = ({ after }: Came, end: number) => after.reduce((sum, { week, amount }) => (week <= end ? sum + amount : sum), 0)
const boughtWithin = ({ after }: Came, end: number) => after.filter(({ week }) => week <= end).length
const shareOf = <T>(some: readonly T[], holds: (one: T) => boolean) => some.filter(holds).length / some.length
/** With these the range is more than nothing alone. */
const uncertain = (came: readonly Came[], i: number) => came.filter(({ forecast }) => (forecast.ahead[i]?.buys ?? 0) > 0.2)

const never = (): never => {
  throw new Error('no forecast')
}

describe.each(['bg-nbd', 'mbg-nbd', 'pareto-nbd', 'nbd'] as const)('ranges of eight in ten, customers made as %s says', (kind) => {
  const people = shop(kind, 3_000, 23)
  const made = forecastsOf(people)
  const came: Came[] = people.map(({ after }, i) => ({ after, forecast: made?.forecasts[i] ?? never() }))

  test('hold what was spent in eight cases of ten', () => {
    weeks.forEach((end, i) => {
      const some = uncertain(came, i)
      const held = shareOf(some, (one) => {
        const { low = 0, high = 0 } = one.forecast.ahead[i]?.spend() ?? {}
        const spent = spentWithin(one, end)
        return spent >= low && spent <= high
      })
      expect(held).toBeGreaterThan(0.77)
      expect(held).toBeLessThan(0.83)
    })
  })

  test('hold a year’s value in eight cases of ten, and two years’', () => {
    ;[year, 2 * year].forEach((end, i) => {
      const held = shareOf(uncertain(came, 2), (one) => {
        const { low = 0, high = 0 } = one.forecast.values[i]?.value ?? {}
        const spent = spentWithin(one, Math.min(104, end))
        return spent >= low && spent <= high
      })
      expect(held).toBeGreaterThan(0.77)
      expect(held).toBeLessThan(0.83)
    })
  })

  test('hold the number of purchases at least as often, since these are whole', () => {
    weeks.forEach((end, i) => {
      const held = shareOf(uncertain(came, i), (one) => {
        const { low = 0, high = 0 } = one.forecast.ahead[i]?.purchases() ?? {}
        const bought = boughtWithin(one, end)
        return bought >= low && bought <= high
      })
      expect(held).toBeGreaterThan(0.78)
    })
  })

  test('the sums of forecasts come true, and the chances of buying', () => {
    weeks.forEach((end, i) => {
      const sum = (of: (one: Came) => number) => came.reduce((total, one) => total + of(one), 0)
      const foretold = sum((one) => one.forecast.ahead[i]?.expected ?? 0)
      expect(Math.abs(foretold / sum((one) => boughtWithin(one, end)) - 1)).toBeLessThan(0.12)
      const chances = sum((one) => one.forecast.ahead[i]?.buys ?? 0) / came.length
      expect(Math.abs(chances - shareOf(came, (one) => boughtWithin(one, end) > 0))).toBeLessThan(0.03)
    })
  })

  test('the next purchase falls within its range in eight cases of ten, when it comes', () => {
    const told = came.flatMap(({ forecast: { next }, after: [first] }) =>
      next && next.to < 80 && first ? [{ next, week: first.week }] : [],
    )
    expect(told.length).toBeGreaterThan(100)
    const held = shareOf(told, ({ next, week }) => week >= next.from && week <= next.to)
    expect(held).toBeGreaterThan(0.75)
    expect(held).toBeLessThan(0.86)
    expect(shareOf(told, ({ next, week }) => week <= next.middle)).toBeCloseTo(0.5, 1)
  })
})

test('with twenty-five customers the ranges are wide enough to hold eight in ten still', () => {
  const shops = Array.from({ length: 40 }, (_, i) => shop('mbg-nbd', 25, 100 + i))
  const came = shops.flatMap((people) => {
    const made = forecastsOf(people)
    return people.flatMap(({ after }, i) => {
      const forecast = made?.forecasts[i]
      return forecast ? [{ after, forecast }] : []
    })
  })
  expect(came.length).toBeGreaterThan(900)
  const some = uncertain(came, 2)
  const held = shareOf(some, (one) => {
    const { low = 0, high = 0 } = one.forecast.ahead[2]?.spend() ?? {}
    const spent = spentWithin(one, weeks[2] ?? 0)
    return spent >= low && spent <= high
  })
  expect(held).toBeGreaterThan(0.74)
  expect(held).toBeLessThan(0.88)
})
