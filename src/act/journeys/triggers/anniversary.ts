import { SolarDay } from 'tyme4ts'
import { addDays, isLeapYear, type LocalDate } from '../../../core/kit/local-time.ts'
import { LunarYear } from 'tyme4ts'

export type LeapDay = 'feb-28' | 'mar-1'
export type LeapMonth = 'leap-or-plain' | 'plain' | 'only-leap'
export type Thirtieth = 'last-day' | 'next-day' | 'skip'

const two = (n: number) => String(n).padStart(2, '0')

/** The days of the year, as `MM-DD`, whose anniversary is kept on this day. 29 February in a common year goes as chosen. */
export function solarKept(day: LocalDate, leapDay: LeapDay): readonly string[] {
  const monthDay = day.slice(5)
  const kept = leapDay === 'feb-28' ? '02-28' : '03-01'
  return !isLeapYear(Number(day.slice(0, 4))) && monthDay === kept ? [monthDay, '02-29'] : [monthDay]
}

type LunarPlace = { readonly year: number; readonly month: number; readonly leap: boolean; readonly day: number; readonly last: number }

function lunarPlace(day: LocalDate): LunarPlace {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const lunar = SolarDay.fromYmd(year, month, date).getLunarDay()
  const inMonth = lunar.getLunarMonth()
  return {
    year: inMonth.getYear(),
    month: inMonth.getMonth(),
    leap: inMonth.isLeap(),
    day: lunar.getDay(),
    last: inMonth.getDayCount(),
  }
}

/** What a lunar-date field calls this day of this month of this year. */
function names({ year, month, leap }: LunarPlace, day: number, leapMonth: LeapMonth): string[] {
  const text = `${two(month)}-${two(day)}`
  if (leap) return leapMonth === 'plain' ? [] : [`leap-${text}`]
  const hasLeap = LunarYear.fromYear(year).getLeapMonth() === month
  const leapToo = leapMonth === 'plain' || (leapMonth === 'leap-or-plain' && !hasLeap)
  return leapToo ? [text, `leap-${text}`] : [text]
}

/**
 * The lunar days whose anniversary is kept on this day, as lunar-date fields keep them. A leap month that the year lacks and a
 * thirtieth that the month lacks go as chosen: whatever the choice, one lunar day is kept at most once in a lunar year.
 */
export function lunarKept(day: LocalDate, { leapMonth, thirtieth }: { leapMonth: LeapMonth; thirtieth: Thirtieth }): readonly string[] {
  const at = lunarPlace(day)
  const kept = names(at, at.day, leapMonth)
  if (thirtieth === 'last-day' && at.day === 29 && at.last === 29) kept.push(...names(at, 30, leapMonth))
  if (thirtieth !== 'next-day' || at.day !== 1) return kept
  const before = lunarPlace(addDays(day, -1))
  return before.last === 29 ? [...kept, ...names(before, 30, leapMonth)] : kept
}
