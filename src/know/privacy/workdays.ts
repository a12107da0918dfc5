import { LegalHoliday } from 'tyme4ts'
import { addDays, type LocalDate } from '../../core/kit/local-time.ts'

/** Is this a working day in China? `known`: the State Council's calendar of that year, with its shifted days, is at hand. */
export function chineseWorkday(day: LocalDate): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return LegalHoliday.fromYmd(year, month, date)?.isWork() ?? isWeekday(day)
}

const isWeekday = (day: LocalDate) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/** Are the year's holidays known? Each year has its New Year's Day among them. */
export const knowsHolidays = (year: number): boolean => LegalHoliday.fromYmd(year, 1, 1) !== null

/** The last of so many working days after this one, which does not count. */
export function addWorkdays(day: LocalDate, count: number): LocalDate {
  let at = day
  for (let left = count; left > 0; ) {
    at = addDays(at, 1)
    if (chineseWorkday(at)) left--
  }
  return at
}

/** The same day so many months on, or the last of that month; at a weekend the next Monday (Regulation 1182/71, art. 3(4)). */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  let at = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
  while (!isWeekday(at)) at = addDays(at, 1)
  return at
}
