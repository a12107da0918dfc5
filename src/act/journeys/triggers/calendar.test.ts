import { expect, test } from 'vitest'
import { addDays } from '../../../core/kit/local-time.ts'
import { nextLunar } from '../../../fields/lunar-date/next-lunar.ts'
import { openTrigger, triggerKinds } from '../trigger-kinds.ts'
import { lunarKept, solarKept } from './anniversary.ts'
import { festivals } from './festivals.ts'

const usual = { leapMonth: 'leap-or-plain', thirtieth: 'last-day' } as const
const keys = (trigger: { kind: string; [setting: string]: unknown }, day: string) =>
  openTrigger(trigger)
    .calendar?.fallsOn(day)
    .map((cause) => cause.key)
const days = (from: string, count: number) => Array.from({ length: count }, (_, i) => addDays(from, i))

test('29 February is kept on the 28th or on 1 March in a common year, and on itself in a leap year', () => {
  expect(solarKept('2026-02-28', 'feb-28')).toEqual(['02-28', '02-29'])
  expect(solarKept('2026-03-01', 'feb-28')).toEqual(['03-01'])
  expect(solarKept('2026-03-01', 'mar-1')).toEqual(['03-01', '02-29'])
  expect(solarKept('2028-02-28', 'feb-28')).toEqual(['02-28'])
  expect(solarKept('2028-02-29', 'mar-1')).toEqual(['02-29'])
})

test('which lunar days a day keeps agrees with when a lunar day comes next', () => {
  const texts = ['01-01', '08-15', '12-30', '06-30', 'leap-06-01', 'leap-06-30', 'leap-02-15', '12-29']
  for (const day of days('2024-06-01', 900)) {
    const kept = lunarKept(day, usual)
    for (const text of texts) expect([day, text, kept.includes(text)]).toEqual([day, text, nextLunar(text, day) === day])
  }
})

// 2025 has a leap sixth month (25 July to 22 August); its ordinary sixth begins on 25 June. 2026 has none, its sixth begins on 14 July.
test('a leap month goes as chosen where it comes and where it does not', () => {
  const on = (day: string, leapMonth: 'leap-or-plain' | 'plain' | 'only-leap') =>
    lunarKept(day, { ...usual, leapMonth }).includes('leap-06-01')
  expect(
    (['leap-or-plain', 'plain', 'only-leap'] as const).map((rule) => [
      on('2025-06-25', rule),
      on('2025-07-25', rule),
      on('2026-07-14', rule),
    ]),
  ).toEqual([
    [false, true, true],
    [true, false, true],
    [false, true, false],
  ])
})

test('every lunar thirtieth is kept once in each lunar year, unless years without it are to be skipped', () => {
  const year = days('2025-01-29', 384)
  const times = (text: string, thirtieth: 'last-day' | 'next-day' | 'skip') =>
    year.filter((day) => lunarKept(day, { leapMonth: 'plain', thirtieth }).includes(text)).length
  for (let month = 1; month <= 11; month++) {
    const text = `${String(month).padStart(2, '0')}-30`
    expect([text, times(text, 'last-day'), times(text, 'next-day')]).toEqual([text, 1, 1])
    expect(times(text, 'skip')).toBeLessThanOrEqual(1)
  }
})

// Days by the Hong Kong Observatory's conversion table.
test.each([
  ['spring-festival', '2026-02-17'],
  ['new-years-eve', '2026-02-16'],
  ['lantern', '2026-03-03'],
  ['qingming', '2026-04-05'],
  ['dragon-boat', '2026-06-19'],
  ['qixi', '2026-08-19'],
  ['mid-autumn', '2026-09-25'],
  ['double-ninth', '2026-10-18'],
  ['winter-solstice', '2026-12-22'],
  ['mothers-day', '2026-05-10'],
  ['dragon-boat', '2025-05-31'],
])('%s falls on %s, once in its year', (name, day) => {
  const year = days(`${day.slice(0, 4)}-01-01`, 365)
  expect(year.filter((one) => festivals[name]?.isOn(one))).toEqual([day])
})

test('a festival is told days before it, each under its own key', () => {
  const trigger = { kind: 'festival', festivals: ['mid-autumn', 'national-day'], days: -3 }
  expect(keys(trigger, '2026-09-22')).toEqual(['festival:mid-autumn:2026-09-25'])
  expect(keys(trigger, '2026-09-28')).toEqual(['festival:national-day:2026-10-01'])
  expect(keys(trigger, '2026-09-23')).toEqual([])
})

// 2025: 1 to 8 October off, 28 September and 11 October worked (国务院办公厅通知, 2024-11-12).
test('on days off people are passed over or come on the next working day, 调休 counted', () => {
  const on = (workdays: string, day: string) => keys({ kind: 'date', field: 'birthday', workdays }, day)?.map((key) => key.slice(-5))
  expect(on('any', '2025-10-03')).toEqual(['10-03'])
  expect(on('only', '2025-10-03')).toEqual([])
  expect(on('next', '2025-10-09')).toEqual(['10-09', '10-08', '10-07', '10-06', '10-05', '10-04', '10-03', '10-02', '10-01'])
  expect(on('only', '2025-09-28')).toEqual(['09-28'])
  expect(on('next', '2025-09-28')).toEqual(['09-28', '09-27'])
})

test('a schedule by month keeps the last day for the 31st', () => {
  const trigger = { kind: 'schedule', every: 'month', monthDay: 31 }
  expect(days('2026-01-01', 90).filter((day) => keys(trigger, day)?.length)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31'])
  expect(days('2026-06-01', 14).filter((day) => keys({ kind: 'schedule', every: 'week', weekdays: [1] }, day)?.length)).toEqual([
    '2026-06-01',
    '2026-06-08',
  ])
})

test('every kind of trigger says itself in both languages', () => {
  for (const kind of Object.values(triggerKinds))
    expect([kind.label.zh, kind.label.en, kind.help.zh, kind.help.en].every((text) => text.length > 1)).toBe(true)
})
