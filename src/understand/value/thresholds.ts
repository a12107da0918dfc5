import { type RawBuilder, sql } from 'kysely'
import { addDays, localDate, startOfDay } from '../../core/kit/local-time.ts'

/**
 * The inner edges between scores at one time, ascending: four of each. `recency` are instants: whoever bought at or
 * after the last of them has R 5. `frequency` (purchases) and `monetary` (minor units) are the 20, 40, 60 and 80 %
 * quantiles themselves; a score is 1 + the number of quantiles strictly below the value.
 */
export type Thresholds = {
  readonly takenAt: Date
  readonly recency: readonly Date[]
  readonly frequency: readonly number[]
  readonly monetary: readonly number[]
  /** Buyers whom the quantiles are taken from. */
  readonly customers: number
}

type Row = { taken_at: Date; recency: Date[]; frequency: (string | number)[]; monetary: (string | number)[]; customers: number }
export type ThresholdsRow = Row

export const newestThresholds = sql<Row>`select taken_at, recency, frequency, monetary, customers from rfm_thresholds order by taken_at desc limit 1`

export function thresholdsOf(row: Row | undefined): Thresholds | null {
  if (!row) return null
  return {
    takenAt: row.taken_at,
    recency: row.recency,
    frequency: row.frequency.map(Number),
    monetary: row.monetary.map(Number),
    customers: row.customers,
  }
}

export type Quantiles = {
  readonly customers: number
  readonly days: number[] | null
  readonly frequency: number[] | null
  readonly monetary: number[] | null
}

/**
 * The quantiles of all buyers in `source`, linear between order statistics (type 7 of Hyndman and Fan 1996, the one of
 * numpy and of Excel). Days are calendar days by the shop's clock from the last purchase to today.
 * @param source a table or subquery with the columns of `metrics`
 */
export function quantilesOf(source: RawBuilder<unknown>, now: Date, timeZone: string) {
  const at = sql`array[0.2, 0.4, 0.6, 0.8]::double precision[]`
  const days = sql`(${localDate(now, timeZone)}::date - (last_purchase_at at time zone ${timeZone}::text)::date)`
  return sql<Quantiles>`select count(*) as customers, percentile_cont(${at}) within group (order by ${days}) as days,
    percentile_cont(${at}) within group (order by purchase_count) as frequency, percentile_cont(${at}) within group (order by spend) as monetary
    from ${source} buyers where purchase_count > 0`
}

/** Null when nobody has bought yet. */
export function thresholdsFrom(quantiles: Quantiles | undefined, now: Date, timeZone: string): Thresholds | null {
  if (!quantiles?.days || !quantiles.frequency || !quantiles.monetary) return null
  const today = localDate(now, timeZone)
  // More than q days ago is the same as before the day that lies floor(q) days back began.
  const recency = quantiles.days.map((q) => startOfDay(addDays(today, -whole(q)), timeZone)).reverse()
  return { takenAt: now, recency, frequency: quantiles.frequency, monetary: quantiles.monetary, customers: quantiles.customers }
}

export const keepThresholds = (t: Thresholds) => sql`insert into rfm_thresholds (taken_at, recency, frequency, monetary, customers)
  values (${t.takenAt}, ${t.recency}::timestamptz[], ${t.frequency}::numeric[], ${t.monetary}::numeric[], ${t.customers}) on conflict (taken_at) do nothing`

/** Floor, forgiving what interpolation in binary fractions leaves behind. */
const whole = (q: number): number => Math.floor(q + 1e-6)

/** The three scores as SQL over columns of `alias`; NULL for whoever has not bought, or before anything was taken. */
export function scoresOf(
  t: Thresholds | null,
  alias: string,
): { recency: RawBuilder<unknown>; frequency: RawBuilder<unknown>; monetary: RawBuilder<unknown> } {
  const none = sql`null::smallint`
  if (!t) return { recency: none, frequency: none, monetary: none }
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const score = (name: string, edges: RawBuilder<unknown>) =>
    sql`(case when ${column('purchase_count')} > 0 then (1 + width_bucket(${column(name)}, ${edges}))::smallint end)`
  // Strictly above a quantile is at least the next whole number above it.
  const above = (edges: readonly number[]) => sql`${edges.map((e) => whole(e) + 1)}::bigint[]`
  return {
    recency: score('last_purchase_at', sql`${t.recency}::timestamptz[]`),
    frequency: score('purchase_count', above(t.frequency)),
    monetary: score('spend', above(t.monetary)),
  }
}
