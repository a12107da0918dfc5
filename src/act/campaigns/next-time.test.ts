import { expect, test } from 'vitest'
import type { CampaignTime } from './definition.ts'
import { variantRanges } from './definition.ts'
import { fallsOn, nextTime, timesBetween, weekdayOf } from './next-time.ts'
import { paced } from './pace.ts'

const shanghai = 'Asia/Shanghai'
const weekly = (more: Partial<Extract<CampaignTime, { kind: 'weekly' }>> = {}): CampaignTime => ({
  kind: 'weekly',
  days: [1, 5],
  every: 1,
  time: '10:00',
  from: '2026-06-15',
  ...more,
})
const monthly = (more: Partial<Extract<CampaignTime, { kind: 'monthly' }>> = {}): CampaignTime => ({
  kind: 'monthly',
  days: [31],
  every: 1,
  time: '10:00',
  from: '2026-01-01',
  ...more,
})
const iso = (at: Date | null) => at?.toISOString() ?? null

test('Monday is 1 and Sunday 7, before 1970 as well', () => {
  expect(['2026-06-15', '2026-06-21', '1969-12-29'].map(weekdayOf)).toEqual([1, 7, 1])
})

test('what is sent once is sent at its time and never again', () => {
  const once: CampaignTime = { kind: 'at', date: '2026-06-18', time: '09:30' }
  expect(iso(nextTime(once, new Date('2026-06-15T04:00:00Z'), shanghai))).toBe('2026-06-18T01:30:00.000Z')
  expect(nextTime(once, new Date('2026-06-18T01:30:00Z'), shanghai)).toBeNull()
  expect(nextTime({ kind: 'now' }, new Date('2026-06-15T04:00:00Z'), shanghai)).toBeNull()
})

test('weekly on its days, every other week counted from the week of its beginning, until its end', () => {
  const start = new Date('2026-06-15T04:00:00Z')
  const to = new Date('2026-07-15T00:00:00Z')
  expect(timesBetween(weekly(), start, to, shanghai).map((at) => at.toISOString().slice(0, 10))).toEqual([
    '2026-06-19',
    '2026-06-22',
    '2026-06-26',
    '2026-06-29',
    '2026-07-03',
    '2026-07-06',
    '2026-07-10',
    '2026-07-13',
  ])
  expect(timesBetween(weekly({ every: 2, until: '2026-07-03' }), start, to, shanghai).map((at) => at.toISOString().slice(5, 10))).toEqual([
    '06-19',
    '06-29',
    '07-03',
  ])
})

test('on the 31st: on the last day of a month that has none, in leap years too', () => {
  const times = timesBetween(monthly(), new Date('2028-01-15T00:00:00Z'), new Date('2028-05-01T00:00:00Z'), shanghai)
  expect(times.map((at) => at.toISOString().slice(0, 10))).toEqual(['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30'])
  expect(fallsOn(monthly({ every: 3, from: '2026-02-01' }), '2026-05-31')).toBe(true)
  expect(fallsOn(monthly({ every: 3, from: '2026-02-01' }), '2026-06-30')).toBe(false)
  expect(iso(nextTime(monthly({ every: 12, from: '2026-01-01' }), new Date('2026-02-01T00:00:00Z'), shanghai))).toBe(
    '2027-01-31T02:00:00.000Z',
  )
})

test('in both nights of summer time it is sent once', () => {
  const at = (date: string): CampaignTime => ({ kind: 'weekly', days: [7], every: 1, time: '02:30', from: date })
  const berlin = 'Europe/Berlin'
  const spring = timesBetween(at('2026-03-29'), new Date('2026-03-28T12:00:00Z'), new Date('2026-03-30T00:00:00Z'), berlin)
  const autumn = timesBetween(at('2026-10-25'), new Date('2026-10-24T12:00:00Z'), new Date('2026-10-26T00:00:00Z'), berlin)
  expect([spring.length, autumn.length]).toEqual([1, 1])
})

test('the variants share all numbers among them, whatever their shares add up to', () => {
  const templateId = '0192f0c0-0000-7000-8000-000000000001'
  const ranges = variantRanges([
    { key: 'a', templateId, share: 1 },
    { key: 'b', templateId, share: 1 },
    { key: 'c', templateId, share: 1 },
  ])
  expect(ranges.map(({ from, to }) => [from, to])).toEqual([
    [0, 3_333],
    [3_333, 6_667],
    [6_667, 10_000],
  ])
})

test('a speed of 600 an hour is one every six seconds, whatever the ticks do', () => {
  const start = Date.parse('2026-06-15T04:00:00Z')
  let at: Date | null = null
  let sent = 0
  for (let second = 0; second <= 3_600; second += 1.7) {
    const pace = paced(600, at, new Date(start + second * 1_000), 5_000)
    at = pace.pacedAt
    sent += pace.most
  }
  expect(sent).toBeGreaterThan(598)
  expect(sent).toBeLessThanOrEqual(601)
})

test('what was missed while the program slept is not sent all at once, and a clock set back stops nothing', () => {
  const before = new Date('2026-06-15T04:00:00Z')
  expect(paced(600, before, new Date('2026-06-16T04:00:00Z'), 5_000).most).toBe(10)
  const back = new Date('2026-06-15T03:00:00Z')
  const pace = paced(600, before, back, 5_000)
  expect(pace.most).toBe(0)
  expect(pace.pacedAt).toEqual(back)
  expect(paced(600, pace.pacedAt, new Date('2026-06-15T03:00:06Z'), 5_000).most).toBe(1)
})

test('one in an hour is one in an hour, though an hour is longer than is caught up with', () => {
  const pace = paced(1, null, new Date('2026-06-15T04:00:00Z'), 5_000)
  expect(pace.most).toBe(1)
  expect(paced(1, pace.pacedAt, new Date('2026-06-15T04:59:59Z'), 5_000).most).toBe(0)
  expect(paced(1, pace.pacedAt, new Date('2026-06-15T05:00:00Z'), 5_000).most).toBe(1)
})
