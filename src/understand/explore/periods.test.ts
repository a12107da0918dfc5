import { expect, test } from 'vitest'
import { lastPeriods, movePeriod, periodOf } from './periods.ts'

test.each([
  ['2026-11-22', 'week', '2026-11-16'],
  ['2026-11-23', 'week', '2026-11-23'],
  ['2026-01-01', 'week', '2025-12-29'],
  ['2026-11-22', 'month', '2026-11-01'],
  ['2026-11-22', 'quarter', '2026-10-01'],
  ['2026-03-31', 'quarter', '2026-01-01'],
] as const)('%s is in the %s that begins on %s', (day, unit, first) => {
  expect(periodOf(day, unit)).toBe(first)
})

test('periods follow each other over the turn of the year', () => {
  expect(movePeriod('2026-01-01', 'month', -1)).toBe('2025-12-01')
  expect(movePeriod('2025-10-01', 'quarter', 1)).toBe('2026-01-01')
  expect(movePeriod('2025-12-29', 'week', 1)).toBe('2026-01-05')
  expect(movePeriod('2026-11-01', 'month', -22)).toBe('2025-01-01')
})

test('a month begins at the shop’s midnight, not at Greenwich’s', () => {
  const [before, now] = lastPeriods(new Date('2026-10-31T16:30:00Z'), 'month', 2, 'Asia/Shanghai')
  expect(now?.day).toBe('2026-11-01')
  expect(now?.from.toISOString()).toBe('2026-10-31T16:00:00.000Z')
  expect(before?.to).toEqual(now?.from)
})

test('where the clocks change, a period keeps its own midnights', () => {
  const [march] = lastPeriods(new Date('2026-04-10T00:00:00Z'), 'month', 2, 'Europe/Berlin')
  expect([march?.from.toISOString(), march?.to.toISOString()]).toEqual(['2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'])
})
