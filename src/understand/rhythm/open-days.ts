import { type RawBuilder, sql } from 'kysely'
import type { ClosedSpan } from './closed-days.ts'

/** @param timeZone null where the session is set to it, which is twice as quick over many rows */
export const dayOf = (at: RawBuilder<unknown>, timeZone: string | null): RawBuilder<unknown> =>
  timeZone === null ? sql`${at}::date` : sql`(${at} at time zone ${timeZone}::text)::date`

/** When a day begins, by the clock of the same zone. */
export const startOf = (day: RawBuilder<unknown>, timeZone: string | null): RawBuilder<unknown> =>
  timeZone === null ? sql`${day}::timestamptz` : sql`(${day}::timestamp at time zone ${timeZone}::text)`

/** The open days from one day to a later one, at least one. */
export const openDaysBetween = (from: RawBuilder<unknown>, to: RawBuilder<unknown>, closed: readonly ClosedSpan[]): RawBuilder<unknown> =>
  closed.length === 0 ? sql`(${to} - ${from})` : sql`greatest(1, ${openDay(to, closed)} - ${openDay(from, closed)})`

/** Which open day of the firm's a day is: days since 1970 less those closed before it. */
export function openDay(day: RawBuilder<unknown>, closed: readonly ClosedSpan[]): RawBuilder<unknown> {
  const less = closed.map(({ from, to }) => sql` - greatest(0, least(${day} - ${from}::date, ${to}::date - ${from}::date + 1))`)
  return sql`(${day} - date '1970-01-01'${sql.join(less, sql``)})`
}
