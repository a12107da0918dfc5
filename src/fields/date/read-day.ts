import type { Reading } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { addDays, isLocalDate, type LocalDate } from '../../core/kit/local-time.ts'

/** A text's day, and what stood behind it (a time of day, perhaps); `null` when it does not begin with a day. */
export type DayRead = { readonly day: LocalDate; readonly rest: string }

export const firstYear = 1850
export const lastYear = 2200

export const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const monthName = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?'

const yearFirst = /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?(?![\d])/
const digitsOnly = /^(\d{4})(\d{2})(\d{2})(?=$|[ T])/
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/
const dayMonthName = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[ -]${monthName}[ ,-]{1,2}(\\d{4})(?!\\d)`, 'i')
const monthNameDay = new RegExp(`^${monthName} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})(?!\\d)`, 'i')

/** The real calendar day of these parts within the years we keep, else null. */
function realDay(year: number, month: number, day: number): LocalDate | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isDay(text) ? text : null
}

/** A real calendar day, 1850 to 2200. */
export function isDay(text: string): boolean {
  const year = Number(text.slice(0, 4))
  return isLocalDate(text) && year >= firstYear && year <= lastYear
}

/** `5/1/2026`: by the column's order; without one only when a number above 12 leaves no doubt. */
function fromYearLast(first: number, second: number, year: number, order: Reading['dateOrder']): LocalDate | null {
  if (order === 'dmy' || (!order && first > 12)) return realDay(year, second, first)
  if (order === 'mdy' || (!order && second > 12)) return realDay(year, first, second)
  return first === second ? realDay(year, first, second) : null
}

function monthNumber(name: string): number {
  return monthNames.findIndex((m) => m.toLowerCase() === name.slice(0, 3).toLowerCase()) + 1
}

/** Reads a day at the start of a tidied text (half-width, single spaces), in all the ways that spreadsheets and people write one. */
export function readDay(text: string, order: Reading['dateOrder']): DayRead | null {
  const found = (match: RegExpExecArray, day: LocalDate | null): DayRead | null =>
    day ? { day, rest: text.slice(match[0].length).trim() } : null
  const ymd = yearFirst.exec(text) ?? digitsOnly.exec(text)
  if (ymd) return found(ymd, realDay(Number(ymd[1]), Number(ymd[2]), Number(ymd[3])))
  const last = yearLast.exec(text)
  if (last) return found(last, fromYearLast(Number(last[1]), Number(last[2]), Number(last[3]), order))
  const named = dayMonthName.exec(text)
  if (named) return found(named, realDay(Number(named[3]), monthNumber(named[2] ?? ''), Number(named[1])))
  const american = monthNameDay.exec(text)
  return american ? found(american, realDay(Number(american[3]), monthNumber(american[1] ?? ''), Number(american[2]))) : null
}

/** What is wrong with a day that is well written, of a year that nobody means; null for any other text. */
export function wrongYear(text: string): Words | null {
  const year = (yearFirst.exec(text) ?? digitsOnly.exec(text))?.[1] ?? yearLast.exec(text)?.[3]
  if (year === undefined || (Number(year) >= firstYear && Number(year) <= lastYear)) return null
  return {
    zh: `年份 ${year} 不对，应在 ${firstYear} 至 ${lastYear} 年间`,
    en: `the year ${year} cannot be meant; give one from ${firstYear} to ${lastYear}`,
  }
}

/** Excel counts days from 30 December 1899; 10000 is 18 May 1927, when somebody may have been born, 73050 the last day of 2099. */
export function dayOfSerial(serial: number): LocalDate | null {
  return serial >= 10_000 && serial < 73_051 ? addDays('1899-12-30', Math.floor(serial)) : null
}
