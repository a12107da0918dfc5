import { addDays, daysBetween, isLocalDate, type LocalDate } from '../../../core/kit/local-time.ts'

/** From where relative words are read: today on the shop's calendar, and the instant. */
export type ReadingMoment = { readonly today: LocalDate; readonly now: Date }

/** What words of time say: a day, or an instant ("in two hours"). */
export type Said = { readonly day: LocalDate } | { readonly instant: Date }

/** One way of saying a day: tried at a place of the text, `read` gives null where the match means no day after all. */
export type DayWord = {
  readonly pattern: RegExp
  readonly read: (groups: readonly string[], moment: ReadingMoment) => Said | null
}

/** Monday is 0, Sunday 6. */
export const weekdayOf = (day: LocalDate): number => ((daysBetween('2024-01-01', day) % 7) + 7) % 7

/** A weekday of this week (`weeks` 0), the next (1), … A week begins on Monday. */
export const dayOfWeek = (today: LocalDate, weekday: number, weeks: number): LocalDate =>
  addDays(today, weekday - weekdayOf(today) + 7 * weeks)

/** The next day that is this weekday, today included. */
export const comingWeekday = (today: LocalDate, weekday: number): LocalDate => addDays(today, (weekday - weekdayOf(today) + 7) % 7)

/** The day of a month so many months away; null where that month has no such day. */
export function dayOfMonth(today: LocalDate, day: number, monthsAway: number): LocalDate | null {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const index = year * 12 + month - 1 + monthsAway
  return dayIn(Math.floor(index / 12), (index % 12) + 1, day)
}

export function dayIn(year: number, month: number, day: number): LocalDate | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isLocalDate(text) ? text : null
}

/** The last day of a month so many months away. */
export const monthEnd = (today: LocalDate, monthsAway: number): LocalDate => addDays(dayOfMonth(today, 1, monthsAway + 1) ?? today, -1)

/** This year, or the next where that day is over. */
export function comingDay(today: LocalDate, month: number, day: number): LocalDate | null {
  const year = Number(today.slice(0, 4))
  const first = dayIn(year, month, day)
  return first && first >= today ? first : dayIn(year + 1, month, day)
}

/** This month, or the next that has such a day. */
export function comingDayOfMonth(today: LocalDate, day: number): LocalDate | null {
  for (const away of [0, 1, 2]) {
    const found = dayOfMonth(today, day, away)
    if (found && found >= today) return found
  }
  return null
}

/** The same day of a month so many months away, or that month's last. */
export const monthsLater = (today: LocalDate, months: number): LocalDate =>
  dayOfMonth(today, Number(today.slice(8)), months) ?? monthEnd(today, months)

export const said = (day: LocalDate | null): Said | null => (day ? { day } : null)

/** So many working days on: Saturdays and Sundays do not count, holidays are not known. */
export function workingDaysLater(today: LocalDate, count: number): LocalDate {
  let day = today
  for (let left = count; left > 0; ) {
    day = addDays(day, 1)
    if (weekdayOf(day) < 5) left--
  }
  return day
}
