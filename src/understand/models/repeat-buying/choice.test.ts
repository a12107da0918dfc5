import { describe, expect, test } from 'vitest'
import { processorTime } from '../../../../test/processor-time.ts'
import { makeRandom } from '../random.ts'
import { sumOfScores } from './back-test.ts'
import { steadyBuying } from './buying-ahead.ts'
import { chooseRepeat } from './choose-repeat.ts'
import { resampled } from './draw-alternatives.ts'
import { fitRepeat } from './fit-repeat.ts'
import { fitSpend } from './fit-spend.ts'
import { expectedSpend } from './gamma-gamma.ts'
import { nextPurchase } from './next-purchase.ts'
import { inOrderOfPasts, makePredictor } from './predict-customer.ts'
import type { Past } from './repeat-model.ts'
import { collectRows, rowsOf } from './repeat-rows.ts'
import { sayChoice } from './say-choice.ts'
import { simulateCustomer } from './simulate.ts'

const once = (customers: number): Past[] => Array.from({ length: customers }, (_, i) => ({ x: 0, tx: 0, t: 1 + (i % 30) }))
const spendRows = (rows: readonly (readonly [number, number])[]) => ({
  x: Float64Array.from(rows, ([x]) => x),
  z: Float64Array.from(rows, ([, z]) => z),
  count: new Float64Array(rows.length).fill(1),
})
const ahead = { weeks: [30 / 7, 90 / 7, 365 / 7], months: [12, 36], monthlyRate: 0.01 }

describe('what cannot be fitted is said in words', () => {
  test.each([
    ['nobody', [], '还没有购买记录', 'no purchases yet'],
    ['too-few', [{ x: 3, tx: 10, t: 20 }], '只有 1 位客户', 'begin at 20'],
    ['too-few', once(19), '至少 20 位', '19 customers'],
    ['all-once', once(200), '都只买过一次', 'bought just once'],
    ['too-short', Array.from({ length: 30 }, () => ({ x: 1, tx: 0, t: 0 })), '同一天', 'one day'],
  ] as const)('%s', (verdict, pasts, zh, en) => {
    const choice = chooseRepeat(rowsOf(pasts))
    expect([choice.verdict, choice.chosen, choice.tried.length]).toEqual([verdict, null, 0])
    expect(choice.inWords.zh).toContain(zh)
    expect(choice.inWords.en).toContain(en)
  })
})

describe('from twenty customers on there is a forecast', () => {
  const people = [...once(14), ...Array.from({ length: 6 }, (_, i) => ({ x: 1 + (i % 3), tx: 8 + i, t: 12 + i }))]

  test('with ranges over all that may be true, and the plain model', () => {
    const { chosen, verdict } = chooseRepeat(rowsOf(people))
    expect(verdict).toBe('leaving-not-identified')
    expect(chosen?.kind).toBe('nbd')
    expect(chosen?.alternatives.length).toBe(8)
    if (!chosen) return
    const spend = fitSpend(spendRows(people.map(({ x }, i) => [x, 50 + 10 * i])))
    expect(spend.verdict).toBe('too-few')
    const forecast = makePredictor({ fit: chosen, spend, ...ahead })({ x: 2, tx: 9, t: 13, z: 80 })
    const surely = makePredictor({ fit: { ...chosen, alternatives: [] }, spend, ...ahead })({ x: 2, tx: 9, t: 13, z: 80 })
    const width = ({ values }: typeof forecast) => (values[0]?.value?.high ?? 0) - (values[0]?.value?.low ?? 0)
    expect(forecast.alive).toBeNull()
    expect(width(forecast)).toBeGreaterThan(width(surely))
    expect(forecast.values[0]?.value?.mean).toBe(surely.values[0]?.value?.mean)
    for (const { purchases, spend: spent, expected, buys } of forecast.ahead) {
      const [visits, money] = [purchases(), spent()]
      expect(visits.mean).toBe(expected)
      expect(visits.low).toBeLessThanOrEqual(visits.high)
      expect(money?.low).toBeLessThanOrEqual(money?.high ?? 0)
      expect(buys).toBeGreaterThan(0)
      expect(buys).toBeLessThan(1)
    }
  })

  test('and twenty who all bought at one pace do not send the parameters away', () => {
    const even = Array.from({ length: 20 }, () => ({ x: 4, tx: 16, t: 20 }))
    const { chosen } = chooseRepeat(rowsOf(even))
    expect(Number.isFinite(chosen?.logLikelihood)).toBe(true)
    expect(chosen?.parameters['r']).toBeLessThan(1e4)
    const forecast = chosen && makePredictor({ fit: chosen, spend: null, ...ahead })({ x: 4, tx: 16, t: 20, z: 0 })
    expect(forecast?.ahead[0]?.expected).toBeGreaterThan(0.5)
    expect(forecast?.ahead[0]?.expected).toBeLessThan(1.2)
    expect([forecast?.ahead[0]?.spend(), forecast?.values[0]?.value, forecast?.price]).toEqual([null, null, null])
  })
})

test('a shop that closed for months looks abandoned, and everybody’s forecast stays a number', () => {
  const random = makeRandom(4)
  const people = Array.from({ length: 400 }, () => {
    const { times } = simulateCustomer('nbd', { r: 0.9, alpha: 5 }, null, 40, random)
    return { x: times.length, tx: times.at(-1) ?? 0, t: 75 }
  })
  const { chosen } = chooseRepeat(rowsOf(people))
  expect(chosen).not.toBeNull()
  if (!chosen) return
  const predict = makePredictor({ fit: chosen, spend: null, ...ahead })
  for (const past of people) {
    const { alive, ahead: times, next } = predict({ ...past, z: 0 })
    expect(alive === null || (alive >= 0 && alive <= 1)).toBe(true)
    for (const { buys, purchases } of times) {
      const { mean, low, high } = purchases()
      expect(Number.isFinite(buys + mean + low + high)).toBe(true)
    }
    expect(next === null || next.from <= next.middle).toBe(true)
  }
  // With the closed weeks taken out of everybody's time, there is no sign of leaving.
  expect(chooseRepeat(rowsOf(people.map((past) => ({ ...past, t: 40 })))).verdict).toBe('leaving-not-identified')
})

test('customers who are all alike send single parameters far away, and are told to leave all the same', () => {
  const random = makeRandom(9)
  const people = Array.from({ length: 400 }, () => {
    const { times } = simulateCustomer('bg-nbd', { r: 3_000, alpha: 18_000, a: 200, b: 800 }, null, 60, random)
    return { x: times.length, tx: times.at(-1) ?? 0, t: 60 }
  })
  const { verdict, chosen, gain } = chooseRepeat(rowsOf(people))
  expect([verdict, chosen?.kind]).toEqual(['leaving-identified', 'bg-nbd'])
  expect(gain).toBeGreaterThan(100)
  const { r = 0, alpha = 0, a = 0, b = 0 } = chosen?.parameters ?? {}
  expect(r / alpha).toBeCloseTo(1 / 6, 1)
  expect(a / (a + b)).toBeCloseTo(0.2, 1)
})

describe('amounts', () => {
  test('zero, negative and missing ones are dropped and counted, in words', () => {
    const good = Array.from({ length: 40 }, (_, i) => [1 + (i % 4), 20 + ((i * 37) % 90)] as const)
    const fit = fitSpend(spendRows([...good, [2, 0], [1, -5], [3, Number.NaN], [0, 50]]))
    expect([fit.customers, fit.dropped]).toEqual([40, 3])
    expect(fit.inWords.zh).toContain('另有 3 位客户')
    expect(fit.inWords.en).toContain('3 more customers were left out')
    expect(fit.parameters).toEqual(fitSpend(spendRows(good)).parameters)
  })

  test('one price is that price for everybody, with hardly a width', () => {
    const fit = fitSpend(spendRows(Array.from({ length: 50 }, (_, i) => [1 + (i % 5), 99])))
    expect(fit.verdict).toBe('one-price')
    expect(expectedSpend(fit.parameters, 0, 0)).toBeCloseTo(99, 8)
    expect(expectedSpend(fit.parameters, 3, 99)).toBeCloseTo(99, 3)
    const repeat = fitRepeat('nbd', rowsOf([...once(30), ...Array.from({ length: 30 }, (_, i) => ({ x: 1 + (i % 5), tx: 5, t: 9 }))]))
    const {
      ahead: [, , last],
    } = makePredictor({ fit: { ...repeat, alternatives: [] }, spend: fit, ...ahead })({
      x: 3,
      tx: 5,
      t: 9,
      z: 99,
    })
    expect((last?.spend()?.mean ?? 0) / (last?.purchases().mean ?? 1)).toBeCloseTo(99, 3)
    expect((last?.spend()?.high ?? 0) / (last?.purchases().high ?? 1)).toBeGreaterThan(0.9 * 99)
    expect((last?.spend()?.high ?? 0) / (last?.purchases().high ?? 1)).toBeLessThan(1.1 * 99)
  })

  test('nearly one price runs nowhere', () => {
    const fit = fitSpend(spendRows(Array.from({ length: 200 }, (_, i) => [1 + (i % 5), 99 + (i % 7) * 1e-3])))
    expect(expectedSpend(fit.parameters, 2, 99)).toBeCloseTo(99, 1)
    expect(Object.values(fit.parameters).every(Number.isFinite)).toBe(true)
  })

  test('whoever comes more often and spends more is warned of', () => {
    const fit = fitSpend(spendRows(Array.from({ length: 100 }, (_, i) => [1 + (i % 10), 20 + 10 * (i % 10) + (i % 7)])))
    expect(fit.verdict).toBe('goes-with-frequency')
    expect(fit.correlation).toBeGreaterThan(0.9)
    expect(fit.inWords.zh).toContain('可能估低')
    expect(fit.inWords.en).toContain('too little')
  })

  test('nobody who came again is no error, and neither are nine', () => {
    const nobody = fitSpend(spendRows([[0, 10]]))
    expect([nobody.verdict, nobody.customers, nobody.inWords.en]).toEqual(['nobody', 0, expect.stringContaining('no amounts')])
    const nine = fitSpend(spendRows(Array.from({ length: 9 }, (_, i) => [1, 10 + i])))
    expect([nine.verdict, expectedSpend(nine.parameters, 0, 0)]).toEqual(['too-few', expect.closeTo(14, 8)])
  })

  test('fen or yuan is the same fit', () => {
    const random = makeRandom(9)
    const rows = Array.from({ length: 600 }, () => [1 + random.whole(4), random.gamma(3) / random.gamma(4)] as const)
    const [yuan, fen] = [fitSpend(spendRows(rows)), fitSpend(spendRows(rows.map(([x, z]) => [x, z * 100])))]
    expect(fen.parameters.p).toBeCloseTo(yuan.parameters.p, 6)
    expect(fen.parameters.v / yuan.parameters.v).toBeCloseTo(100, 5)
    expect(fen.logLikelihood).toBeCloseTo(yuan.logLikelihood - 600 * Math.log(100), 5)
  })
})

describe('collecting', () => {
  test('equal pasts are one row, and what cannot be a past is refused and counted', () => {
    const collector = collectRows()
    collector.add(2, 3, 9)
    collector.add(2, 3, 9)
    collector.add(0, 0, 9, 5)
    collector.add(0, 4, 9)
    for (const [x, tx, t] of [
      [-1, 0, 9],
      [1.5, 2, 9],
      [1, 10, 9],
      [1, Number.NaN, 9],
      [0, 0, -1],
      [0, 0, Infinity],
    ] as const)
      collector.add(x, tx, t)
    const { x, count } = collector.rows()
    expect([[...x], [...count], collector.customers, collector.refused]).toEqual([[2, 0], [2, 6], 8, 6])
  })

  test('the order of pasts is by purchases, then by time', () => {
    expect([...inOrderOfPasts(Float64Array.of(2, 0, 0), Float64Array.of(1, 9, 3))]).toEqual([2, 1, 0])
  })
})

describe('a long fit', () => {
  const random = makeRandom(2)
  const rows = rowsOf(
    Array.from({ length: 300 }, () => {
      const { times } = simulateCustomer('pareto-nbd', { r: 0.8, alpha: 6, s: 0.7, beta: 15 }, null, 50, random)
      return { x: times.length, tx: times.at(-1) ?? 0, t: 50 }
    }),
  )

  test('that is asked to stop says that it has not arrived', () => {
    expect(fitRepeat('pareto-nbd', rows, { shouldStop: () => true }).converged).toBe(false)
  })

  test('tells how far it is, never less than before, up to the end', () => {
    const told: number[] = []
    chooseRepeat(rows, { onProgress: (share) => told.push(share) })
    expect(told.length).toBeGreaterThan(5)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBe(1)
  })

  test('gives the same with the same seed', () => {
    expect(fitRepeat('mbg-nbd', rows, { seed: 5 })).toEqual(fitRepeat('mbg-nbd', rows, { seed: 5 }))
  })
})

describe('the next purchase', () => {
  const buying = steadyBuying(40, 40)
  test('of somebody who buys weekly comes within weeks', () => {
    const next = nextPurchase([{ alive: 1, buying }])
    expect(next?.middle).toBeCloseTo(Math.LN2, 1)
    expect(next?.from).toBeCloseTo(-Math.log(0.9), 1)
    expect(next?.to).toBeCloseTo(Math.LN10, 0)
  })

  test('of somebody who is more likely gone is not told, nor one beyond five years', () => {
    expect(nextPurchase([{ alive: 0.49, buying }])).toBeNull()
    expect(nextPurchase([{ alive: 0.51, buying }])).not.toBeNull()
    expect(nextPurchase([{ alive: 1, buying: steadyBuying(0.1, 50) }])).toBeNull()
  })
})

test('equal customers have equal scores, and the scores go from three to fifteen', () => {
  const column = Float64Array.from({ length: 10 }, (_, i) => i)
  expect([...sumOfScores([column, column, column])]).toEqual([3, 3, 6, 6, 9, 9, 12, 12, 15, 15])
  expect([...sumOfScores([Float64Array.of(4, 4, 4)])]).toEqual([1, 1, 1])
})

test('drawing again keeps to the weights', () => {
  expect(resampled([0, 3, 1, 0], 4, makeRandom(1))).toEqual([1, 1, 1, 2])
})

test('where half the customers come like a clock and half have stopped, choosing takes moments', { timeout: 20_000 }, () => {
  const random = makeRandom(7)
  const shop = (until: number) =>
    Array.from({ length: 700 }, (_, i) => {
      const last = i % 2 === 0 ? until : 10 + Math.floor(random.uniform() * 10)
      return { x: last - 1, tx: last - 1, t: until }
    })
  const rows = rowsOf(shop(52))
  const earlier = rowsOf(shop(39))
  const from = processorTime()
  const holdout = { rows: { ...earlier, came: earlier.x.map((_, i) => ((earlier.tx[i] ?? 0) > 30 ? 13 : 0)) }, weeks: 13 }
  const { chosen, verdict } = chooseRepeat(rows, { holdout })
  expect(verdict).toBe('leaving-identified')
  expect(Number.isFinite(chosen?.logLikelihood)).toBe(true)
  expect(processorTime() - from).toBeLessThan(15_000)
})

test('how many customers a choice rests on is told with its thousands apart', () => {
  const { zh, en } = sayChoice('leaving-identified', { customers: 1_234_567 })
  expect(zh).toContain('依据 1,234,567 位客户')
  expect(en).toContain('rest on 1,234,567 customers')
})
