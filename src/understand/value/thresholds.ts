import { type RawBuilder, sql } from 'kysely'
import { addDays, localDate, startOfDay } from '../../core/kit/local-time.ts'
import { type RfmSettings, readSettings } from './scoring.ts'

/** An edge between bands of equal size: the last customer of the band below. */
export type RankEdge = readonly [value: number, customerId: string]
/** Ascending; recency is the last day with a purchase, counted from 1970. */
export type RankEdges = {
  readonly recency: readonly RankEdge[]
  readonly frequency: readonly RankEdge[]
  readonly monetary: readonly RankEdge[]
}

/**
 * The inner edges between scores at one time, ascending: one less than there are bands. `recency` are instants: whoever
 * bought at or after the last of them has the highest R. `frequency` (purchases) and `monetary` (minor units): a score is
 * 1 + the number of edges strictly below the value. By rank, `ranks` decides and the others only tell its values.
 */
export type Thresholds = {
  readonly takenAt: Date
  readonly version: number
  readonly settings: RfmSettings
  readonly recency: readonly Date[]
  readonly frequency: readonly number[]
  readonly monetary: readonly number[]
  readonly ranks: RankEdges | null
  /** Buyers whom they are taken from. */
  readonly customers: number
}

type Row = {
  taken_at: Date
  version: number
  settings: unknown
  recency: Date[]
  frequency: (string | number)[]
  monetary: (string | number)[]
  ranks: RankEdges | null
  customers: number
}

export const newestThresholds = sql<Row>`select taken_at, version, settings, recency, frequency, monetary, ranks, customers
  from rfm_thresholds order by taken_at desc limit 1`

export function thresholdsOf(row: Row | undefined): Thresholds | null {
  if (!row) return null
  return {
    takenAt: row.taken_at,
    version: row.version,
    settings: readSettings(row.settings),
    recency: row.recency,
    frequency: row.frequency.map(Number),
    monetary: row.monetary.map(Number),
    ranks: row.ranks,
    customers: row.customers,
  }
}

/** Which version of the settings is in force. */
export const newestSettings = sql<{
  version: number
  settings: unknown
}>`select version, settings from rfm_versions order by version desc limit 1`

export type Scoring = { readonly version: number; readonly settings: RfmSettings }

export function scoringOf(row: { version: number; settings: unknown } | undefined): Scoring {
  return row ? { version: row.version, settings: readSettings(row.settings) } : { version: 0, settings: readSettings({}) }
}

export type Quantiles = {
  readonly customers: number
  readonly days: number[] | null
  readonly frequency: number[] | null
  readonly monetary: number[] | null
  readonly ranks: RankEdges | null
}

/** What a customer's money is, over the columns of `alias`: spend, less refunds and less what one order has too much, where so set. */
export function moneyOf({ refunds, orderCap }: RfmSettings, alias: string): RawBuilder<number> {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const less = refunds === 'deducted' ? sql` - ${column('refund_total')}` : sql``
  const over = orderCap === null ? sql`` : sql` - greatest(0, coalesce(${column('largest_purchase')}, 0) - ${orderCap}::bigint)`
  return sql<number>`(${column('spend')}${less}${over})`
}

const lastDay = (timeZone: string) => sql`(buyers.last_purchase_at at time zone ${timeZone}::text)::date`

/**
 * The edges of all buyers in `source`. Quantiles are linear between order statistics (type 7 of Hyndman and Fan 1996, the
 * one of numpy and of Excel). Days are calendar days by the shop's clock from the last purchase to today.
 * @param source a table or subquery with the columns of `metrics`
 */
export function quantilesOf(source: RawBuilder<unknown>, settings: RfmSettings, now: Date, timeZone: string) {
  const { bands, kind } = settings
  if (kind === 'ranks') return ranksOf(source, settings, timeZone)
  const at = sql`${Array.from({ length: bands - 1 }, (_, i) => (i + 1) / bands)}::double precision[]`
  const days = sql`(${localDate(now, timeZone)}::date - ${lastDay(timeZone)})`
  return sql<Quantiles>`select count(*) as customers, percentile_cont(${at}) within group (order by ${days}) as days,
    percentile_cont(${at}) within group (order by purchase_count) as frequency,
    percentile_cont(${at}) within group (order by ${moneyOf(settings, 'buyers')}) as monetary, null::jsonb as ranks
    from ${source} buyers where purchase_count > 0`
}

/** The last customer of each band of equal size: rank 1 + (n − 1)·k/bands, floored; who ties stands in the order of the ids. */
function ranksOf(source: RawBuilder<unknown>, settings: RfmSettings, timeZone: string) {
  const { bands } = settings
  const edges = (column: string) => sql`(select jsonb_agg(jsonb_build_array(r.${sql.id(column)}, r.customer_id) order by p.i)
    from places p join (select ${sql.id(column)}, customer_id, row_number() over (order by ${sql.id(column)}, customer_id) as at from ranked) r on r.at = p.place)`
  return sql<Quantiles>`with ranked as materialized (
      select buyers.customer_id, (${lastDay(timeZone)} - '1970-01-01'::date) as recency, buyers.purchase_count as frequency, ${moneyOf(settings, 'buyers')} as monetary
      from ${source} buyers where buyers.purchase_count > 0
    ), counted as (select count(*) as n from ranked),
    places as (select i, floor(1 + (n - 1) * i::numeric / ${bands}::int)::bigint as place from counted, generate_series(1, ${bands - 1}::int) i)
    select n as customers, null::double precision[] as days, null::double precision[] as frequency, null::double precision[] as monetary,
      case when n > 0 then jsonb_build_object('recency', ${edges('recency')}, 'frequency', ${edges('frequency')}, 'monetary', ${edges('monetary')}) end as ranks
    from counted`
}

const day = 86_400_000

/** Null when nobody has bought yet. */
export function thresholdsFrom(
  quantiles: Quantiles | undefined,
  { version, settings }: Scoring,
  now: Date,
  timeZone: string,
): Thresholds | null {
  if (!quantiles || quantiles.customers === 0) return null
  const today = localDate(now, timeZone)
  const same = { takenAt: now, version, settings, customers: quantiles.customers }
  const { days, frequency, monetary, ranks } = quantiles
  if (ranks) {
    const dayOf = (days: number) => new Date(days * day).toISOString().slice(0, 10)
    const recency = ranks.recency.map(([days]) => startOfDay(dayOf(days), timeZone))
    return { ...same, recency, frequency: ranks.frequency.map(([n]) => n), monetary: ranks.monetary.map(([n]) => n), ranks }
  }
  // More than q days ago is the same as before the day that lies floor(q) days back began.
  const since = (back: readonly number[]) => back.map((q) => startOfDay(addDays(today, -whole(q)), timeZone)).toReversed()
  const { edges } = settings
  if (settings.kind === 'own' && edges) {
    const below = (list: readonly number[]) => list.map((edge) => edge - 1)
    return { ...same, recency: since(edges.recencyDays), frequency: below(edges.frequency), monetary: below(edges.monetary), ranks: null }
  }
  if (!days || !frequency || !monetary) return null
  return { ...same, recency: since(days), frequency, monetary, ranks: null }
}

export const keepThresholds = (
  t: Thresholds,
) => sql`insert into rfm_thresholds (taken_at, version, settings, recency, frequency, monetary, ranks, customers)
  values (${t.takenAt}, ${t.version}, ${JSON.stringify(t.settings)}::jsonb, ${t.recency}::timestamptz[], ${t.frequency}::numeric[], ${t.monetary}::numeric[],
    ${t.ranks ? JSON.stringify(t.ranks) : null}::jsonb, ${t.customers})
  on conflict (taken_at) do update set version = excluded.version, settings = excluded.settings, recency = excluded.recency, frequency = excluded.frequency,
    monetary = excluded.monetary, ranks = excluded.ranks, customers = excluded.customers`

/** Floor, forgiving what interpolation in binary fractions leaves behind. */
const whole = (q: number): number => Math.floor(q + 1e-6)

export type Scores = {
  readonly recency: RawBuilder<unknown>
  readonly frequency: RawBuilder<unknown>
  readonly monetary: RawBuilder<unknown>
}

const ofBuyers = (alias: string, score: RawBuilder<unknown>) =>
  sql`(case when ${sql.ref(`${alias}.purchase_count`)} > 0 then (${score})::smallint end)`

/** How many edges, customers themselves, stand below the value and customer of `alias`. */
const edgesBelow = (value: RawBuilder<unknown>, edges: readonly RankEdge[], alias: string) =>
  sql.join(
    edges.map(
      ([edge, id]) => sql`(case when (${value}, ${sql.ref(`${alias}.customer_id`)}) > (${edge}::bigint, ${id}::uuid) then 1 else 0 end)`,
    ),
    sql` + `,
  )

const bucketOf = (value: RawBuilder<unknown>, edges: RawBuilder<unknown>) => sql`1 + width_bucket(${value}, ${edges})`
// Strictly above a quantile is at least the next whole number above it.
const above = (edges: readonly number[]) => sql`${edges.map((e) => whole(e) + 1)}::bigint[]`

/** The M score that a sum of money would give the customer of `alias`. */
export function monetaryScore(t: Thresholds, alias: string, money: RawBuilder<unknown>): RawBuilder<unknown> {
  const score = t.ranks ? sql`1 + ${edgesBelow(money, t.ranks.monetary, alias)}` : bucketOf(sql`(${money})::bigint`, above(t.monetary))
  return ofBuyers(alias, score)
}

/** The three scores as SQL over columns of `alias`; NULL for whoever has not bought, or before anything was taken. */
export function scoresOf(t: Thresholds | null, alias: string, timeZone: string): Scores {
  const none = sql`null::smallint`
  if (!t) return { recency: none, frequency: none, monetary: none }
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const monetary = monetaryScore(t, alias, moneyOf(t.settings, alias))
  if (t.ranks) {
    const days = sql`((${column('last_purchase_at')} at time zone ${timeZone}::text)::date - '1970-01-01'::date)`
    return {
      recency: ofBuyers(alias, sql`1 + ${edgesBelow(days, t.ranks.recency, alias)}`),
      frequency: ofBuyers(alias, sql`1 + ${edgesBelow(column('purchase_count'), t.ranks.frequency, alias)}`),
      monetary,
    }
  }
  return {
    recency: ofBuyers(alias, bucketOf(column('last_purchase_at'), sql`${t.recency}::timestamptz[]`)),
    frequency: ofBuyers(alias, bucketOf(column('purchase_count'), above(t.frequency))),
    monetary,
  }
}
