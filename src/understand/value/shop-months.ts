import { addDays, type LocalDate, localDate, startOfDay } from '../../core/kit/local-time.ts'

/** The first day of the month of a day. */
export const monthOf = (day: LocalDate): LocalDate => `${day.slice(0, 7)}-01`

/** The first day of the month after. */
export const monthAfter = (day: LocalDate): LocalDate => monthOf(addDays(monthOf(day), 32))

/** The first day of the month so many months before. */
export function monthsBefore(day: LocalDate, months: number): LocalDate {
  let month = monthOf(day)
  for (let at = 0; at < months; at++) month = monthOf(addDays(month, -1))
  return month
}

/** The instant in which a month is over by the shop's clock. */
export const endOfMonth = (month: LocalDate, timeZone: string): Date => startOfDay(monthAfter(month), timeZone)

/** The last month that is over. */
export const lastWholeMonth = (now: Date, timeZone: string): LocalDate => monthsBefore(localDate(now, timeZone), 1)

/** Cells and concentration are kept of so many months at most. */
export const keptMonths = 60
