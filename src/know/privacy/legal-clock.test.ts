import { expect, test } from 'vitest'
import { clockNote, dueOf, extendedDueOf } from './legal-clock.ts'
import { addMonths, addWorkdays, chineseWorkday } from './workdays.ts'

const clock = { timeZone: 'Asia/Shanghai', workdays: 15 }

test('fifteen working days pass over the National Day holidays and count the Saturday worked in their place', () => {
  expect(chineseWorkday('2026-10-01')).toBe(false)
  expect(chineseWorkday('2026-10-10')).toBe(true)
  expect(dueOf('cn', new Date('2026-09-21T02:00:00Z'), clock).toISOString()).toBe('2026-10-19T15:59:00.000Z')
})

test('the day of receipt is the shop’s own and does not count', () => {
  expect(addWorkdays('2026-06-15', 1)).toBe('2026-06-16')
  expect(dueOf('cn', new Date('2026-06-14T17:00:00Z'), { ...clock, workdays: 1 }).toISOString()).toBe('2026-06-16T15:59:00.000Z')
})

test('where the holidays of a year are not known yet, weekdays are counted and it is said', () => {
  expect(addWorkdays('2030-12-30', 3)).toBe('2031-01-02')
  expect(clockNote('cn', new Date('2031-01-02T00:00:00Z'), clock).zh).toContain('尚未公布')
  expect(clockNote('cn', new Date('2026-07-06T00:00:00Z'), clock).zh).toContain('调休')
})

test('a month ends on the last day where there is no such day, and never at a weekend', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-03-02')
  expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
  expect(addMonths('2026-12-15', 1)).toBe('2027-01-15')
})

test('two further months are the Union’s alone', () => {
  const received = new Date('2026-06-15T02:00:00Z')
  expect(dueOf('eu', received, clock).toISOString()).toBe('2026-07-15T15:59:00.000Z')
  expect(extendedDueOf('eu', received, 'Asia/Shanghai')?.toISOString()).toBe('2026-09-15T15:59:00.000Z')
  expect(extendedDueOf('cn', received, 'Asia/Shanghai')).toBeNull()
  expect(dueOf('other', received, clock).toISOString()).toBe('2026-07-15T15:59:00.000Z')
})
