import { addDays, localDate, type LocalDate, startOfDay } from '../../core/kit/local-time.ts'

export const periodUnits = ['week', 'month', 'quarter'] as const
export type PeriodUnit = (typeof periodUnits)[number]

/** The first day of the period that a day lies in; weeks begin on Monday. */
export function periodOf(day: LocalDate, unit: PeriodUnit): LocalDate {
  if (unit === 'week') return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
  const month = Number(day.slice(5, 7))
  const first = unit === 'month' ? month : month - ((month - 1) % 3)
  return `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
}

/** The first day of the period that lies so many periods on, or back. */
export function movePeriod(first: LocalDate, unit: PeriodUnit, by: number): LocalDate {
  if (unit === 'week') return addDays(first, 7 * by)
  const months = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + by * (unit === 'month' ? 1 : 3)
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((((months % 12) + 12) % 12) + 1).padStart(2, '0')}-01`
}

export type Period = { readonly day: LocalDate; readonly from: Date; readonly to: Date }

/** The last `count` periods, the one under way the last, as instants of this zone's calendar. `to` does not count. */
export function lastPeriods(now: Date, unit: PeriodUnit, count: number, timeZone: string): Period[] {
  const current = periodOf(localDate(now, timeZone), unit)
  return Array.from({ length: count }, (_, i) => {
    const day = movePeriod(current, unit, i + 1 - count)
    return { day, from: startOfDay(day, timeZone), to: startOfDay(movePeriod(day, unit, 1), timeZone) }
  })
}
