import { expect, test } from 'vitest'
import { firmOfNobody, firmRhythmOf } from './firm-rhythm.ts'
import { normalEdge, normalShare } from './normal.ts'
import { edgeDays, ownRhythm, shareShorter } from './own-rhythm.ts'

const firm = { ...firmOfNobody, middle: Math.log(40), between: 0.5, within: 0.4, second: { middle: Math.log(60), spread: 1.1 } }
const days = (gaps: readonly number[]) => Math.exp(ownRhythm(gaps, firm).middle)

test('the normal distribution has its published values', () => {
  // Abramowitz and Stegun, table 26.1
  for (const [z, share] of [
    [0, 0.5],
    [1, 0.8413447],
    [1.96, 0.9750021],
    [-2.5, 0.0062097],
  ] as const)
    expect(normalShare(z)).toBeCloseTo(share, 6)
  expect(normalEdge(0.95)).toBeCloseTo(1.6448536, 5)
  expect(normalEdge(0.8)).toBeCloseTo(0.8416212, 5)
})

test('whoever bought once has the firm’s gap to the second purchase', () => {
  expect(ownRhythm([], firm)).toBe(firm.second)
})

test('a single gap is drawn half-way to the firm’s, twenty equal ones speak for themselves', () => {
  expect(days([10])).toBeGreaterThan(10)
  expect(days([10])).toBeLessThan(25)
  expect(days(Array.from({ length: 20 }, () => 21))).toBeCloseTo(21.9, 0)
})

test('the estimate lies between the customer’s middle and the firm’s, nearer to theirs with every gap', () => {
  let before = Number.POSITIVE_INFINITY
  for (const n of [1, 3, 6, 12, 50]) {
    const now = days(Array.from({ length: n }, () => 10))
    expect(now).toBeLessThan(before)
    expect(now).toBeGreaterThan(10)
    before = now
  }
})

test('one giant gap hardly moves a customer of twelve', () => {
  const steady = Array.from({ length: 11 }, (_, i) => 19 + (i % 5))
  expect(Math.abs(days([...steady, 900]) - days([...steady, 21]))).toBeLessThan(1)
})

test('whoever comes like clockwork is late sooner than whoever comes now and then', () => {
  const clockwork = ownRhythm([21, 21, 21, 21, 21, 21, 21, 21], firm)
  const now_and_then = ownRhythm([3, 60, 21, 9, 90, 21, 5, 40], firm)
  expect(edgeDays(clockwork, 0.95)).toBeLessThan(edgeDays(now_and_then, 0.95))
  expect(edgeDays(clockwork, 0.8)).toBeLessThan(edgeDays(clockwork, 0.95))
  expect(shareShorter(clockwork, edgeDays(clockwork, 0.95))).toBeCloseTo(0.95, 5)
  expect(shareShorter(clockwork, 0)).toBe(0)
})

test('a firm of nobody expects a month; two customers hardly move it, a thousand do', () => {
  expect(Math.exp(firmOfNobody.middle)).toBeCloseTo(30, 5)
  const sums = {
    gaps: 10,
    variance: 0.3,
    unknowing: 0.5,
    squares: 2,
    freedom: 8,
    second: Math.log(100),
    secondVariance: 0.5,
    middle: Math.log(100),
  }
  expect(Math.exp(firmRhythmOf({ ...sums, customers: 2 }, []).middle)).toBeLessThan(50)
  expect(Math.exp(firmRhythmOf({ ...sums, customers: 1_000 }, []).middle)).toBeGreaterThan(99)
})

test('customers of one pace, a single one, and all alike give finite figures', () => {
  for (const sums of [
    { customers: 1, gaps: 1, middle: 2, variance: null, unknowing: 1, squares: null, freedom: 0, second: 2, secondVariance: null },
    { customers: 500, gaps: 900, middle: 2, variance: 0, unknowing: 0.8, squares: 0, freedom: 400, second: 2, secondVariance: 0 },
  ]) {
    const { middle, between, within, second } = firmRhythmOf(sums, [])
    for (const value of [middle, between, within, second.middle, second.spread]) expect(Number.isFinite(value) && value > 0).toBe(true)
  }
})
