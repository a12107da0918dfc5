import { expect, test } from 'vitest'
import { addDays } from '../../core/kit/local-time.ts'
import { closedBetween, closedSpans, hasPause } from './closed-days.ts'

const daily = (from: string, days: number, purchases: number, step = 1) =>
  Array.from({ length: Math.ceil(days / step) }, (_, i) => ({ day: addDays(from, i * step), purchases }))

test('a busy shop that sold nothing for two months was closed', () => {
  const counts = [...daily('2026-01-01', 31, 5), ...daily('2026-04-01', 30, 5)]
  expect(closedSpans(counts, '2026-04-30')).toEqual([{ from: '2026-02-01', to: '2026-03-31' }])
})

test('a pause is a week without a sale, also the one until today', () => {
  const days = daily('2026-01-01', 10, 1).map(({ day }) => day)
  expect(hasPause(days, '2026-01-16')).toBe(false)
  expect(hasPause(days, '2026-01-17')).toBe(true)
  expect(hasPause([...days, '2026-01-18', '2026-01-19'], '2026-01-20')).toBe(true)
  expect(hasPause([], '2026-01-20')).toBe(false)
})

test('weekly rest days and a short holiday stay in everybody’s gaps', () => {
  const counts = [...daily('2026-01-05', 5, 50), ...daily('2026-01-12', 5, 50), ...daily('2026-01-22', 30, 50)]
  expect(closedSpans(counts, '2026-02-20')).toEqual([])
})

test('a small shop that sells every second week was never closed', () => {
  expect(closedSpans(daily('2026-01-01', 300, 1, 14), '2026-11-01')).toEqual([])
})

test('the thin first months of a shop that grew large are not taken for closed ones', () => {
  expect(closedSpans([...daily('2026-01-01', 90, 1, 12), ...daily('2026-04-01', 60, 80)], '2026-05-30')).toEqual([])
})

test('a shop that sells nothing any more is closed until today, and nobody is late because of it', () => {
  const counts = daily('2026-01-01', 60, 4)
  expect(closedSpans(counts, '2026-06-01')).toEqual([{ from: '2026-03-02', to: '2026-06-01' }])
  expect(closedSpans(counts, '2026-03-03')).toEqual([])
})

test('a firm that never sold anything has no closed days', () => {
  expect(closedSpans([], '2026-06-01')).toEqual([])
  expect(closedSpans([{ day: '2026-07-01', purchases: 3 }], '2026-06-01')).toEqual([])
})

test('of more than a dozen closed times the longest count', () => {
  const counts = Array.from({ length: 20 }, (_, i) => daily(addDays('2020-01-01', i * 40), 20 - (i % 3), 9)).flat()
  const spans = closedSpans(counts, addDays('2020-01-01', 19 * 40 + 17))
  expect(spans.length).toBe(12)
  expect(spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))).toEqual(spans)
})

test('closed days between two days are counted behind the first and up to the second', () => {
  const spans = [
    { from: '2026-02-01', to: '2026-02-10' },
    { from: '2026-03-01', to: '2026-03-31' },
  ]
  expect(closedBetween(spans, '2026-01-15', '2026-02-03')).toBe(3)
  expect(closedBetween(spans, '2026-02-03', '2026-03-02')).toBe(9)
  expect(closedBetween(spans, '2026-04-01', '2026-05-01')).toBe(0)
})
