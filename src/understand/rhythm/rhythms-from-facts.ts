import { type RawBuilder, sql } from 'kysely'
import type { ClosedSpan } from './closed-days.ts'
import type { FirmRhythm } from './firm-rhythm.ts'
import { normalEdge } from './normal.ts'
import { firmWeight, quartileWidth, type RhythmShares } from './own-rhythm.ts'

export type GapScope = {
  /** Which customers, as a condition on the column that holds a customer's id. */
  readonly among: (column: RawBuilder<unknown>) => RawBuilder<unknown>
  /** What a clock ahead of ours told of the future is left out until then. */
  readonly now: Date
  /** Where a day begins; null where the session is set to that zone, which is twice as quick over many rows. */
  readonly timeZone: string | null
  readonly closed: readonly ClosedSpan[]
}

export const dayOf = (at: RawBuilder<unknown>, timeZone: string | null): RawBuilder<unknown> =>
  timeZone === null ? sql`${at}::date` : sql`(${at} at time zone ${timeZone}::text)::date`

/** When a day begins, by the clock of the same zone. */
export const startOf = (day: RawBuilder<unknown>, timeZone: string | null): RawBuilder<unknown> =>
  timeZone === null ? sql`${day}::timestamptz` : sql`(${day}::timestamp at time zone ${timeZone}::text)`

/** `customer_id, day, at`: each day on which a customer bought, with the last instant of it. */
export function purchaseDays(scope: GapScope): RawBuilder<unknown> {
  return sql`select customer_id, ${dayOf(sql`occurred_at`, scope.timeZone)} as day, max(occurred_at) as at from purchases
    where kind = 'purchase' and amount > 0 and occurred_at <= ${scope.now}::timestamptz and ${scope.among(sql`customer_id`)} group by 1, 2`
}

/** Which open day of the firm's a day is: days since 1970 less those closed before it. */
export function openDay(day: RawBuilder<unknown>, closed: readonly ClosedSpan[]): RawBuilder<unknown> {
  const less = closed.map(({ from, to }) => sql` - greatest(0, least(${day} - ${from}::date, ${to}::date - ${from}::date + 1))`)
  return sql`(${day} - date '1970-01-01'${sql.join(less, sql``)})`
}

/** Each purchase day with the open days since the one before, null at the first. */
export function gapsFromFacts(scope: GapScope): RawBuilder<unknown> {
  return sql`select customer_id, day, at, greatest(1, open - lag(open) over (partition by customer_id order by day)) as gap,
      row_number() over (partition by customer_id order by day) as visit
    from (select d.*, ${openDay(sql`d.day`, scope.closed)} as open from (${purchaseDays(scope)}) d) o`
}

/**
 * One row a customer who ever bought: how many gaps, quartiles and sums of their logarithms, the first of them, the last
 * purchase. `greatest` passes over nulls, so the first day's gap is taken out again here.
 */
export function rhythmParts(scope: GapScope): RawBuilder<unknown> {
  const known = sql`filter (where visit > 1)`
  return sql`select customer_id, max(day) as last_day, max(at) as last_at, count(*) ${known} as gaps,
      percentile_cont(array[0.25, 0.5, 0.75]::float8[]) within group (order by ln(gap::float8)) ${known} as q,
      max(ln(gap::float8)) filter (where visit = 2) as first_gap,
      coalesce(sum(ln(gap::float8)) ${known}, 0) as total, coalesce(sum(ln(gap::float8) ^ 2) ${known}, 0) as squares
    from (${gapsFromFacts(scope)}) g group by customer_id`
}

/** What `firmRhythmOf` is worked out from, of the rows of `rhythmParts`. */
export function rhythmSums(parts: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select count(*) as customers, coalesce(sum(gaps), 0)::bigint as gaps, avg(q[2]) as middle, var_samp(q[2]) as variance,
      avg(1 / ${knowing}) as unknowing, sum(greatest(0, squares - total ^ 2 / gaps)) filter (where gaps > 1) as squares,
      coalesce(sum(gaps - 1), 0)::bigint as freedom, avg(first_gap) as second, var_samp(first_gap) as "secondVariance"
    from ${parts} p where gaps > 0`
}

const knowing = sql`(case when gaps <= 2 then gaps::float8 else 2 * gaps / pi() end)`
/** No edge is further off than ten years. */
const furthest = 3_650

/**
 * The rows of the table `rhythms`, by the method of own-rhythm.ts. `offset 0`: what one layer worked out is named many times
 * by the next, and not worked out anew each time. Whoever bought once has the firm's gap from the first to
 * the second purchase.
 */
export function rhythmsFromParts(
  parts: RawBuilder<unknown>,
  firm: FirmRhythm,
  shares: RhythmShares,
  timeZone: string | null,
): RawBuilder<unknown> {
  const { middle, between, within, second } = firm
  const number = (value: number) => sql`${value}::float8`
  const known = sql`(${knowing} / ${number(within)})`
  const weight = sql`(case when gaps < 4 then 0 else 0.37 * (gaps - 1) end)`
  const own = sql`((${number(firmWeight)} * ${number(within)} + ${weight} * ((q[3] - q[1]) / ${number(quartileWidth)}) ^ 2) / (${number(firmWeight)} + ${weight}))`
  const rhythm = sql`select customer_id, last_day, last_at, gaps, round(exp(q[2])::numeric, 1) as own_days,
      case when gaps = 0 then ${number(second.middle)} else (${number(middle / between)} + q[2] * ${known}) / (${number(1 / between)} + ${known}) end as log_middle,
      case when gaps = 0 then ${number(second.spread)} else sqrt(${own} + 1 / (${number(1 / between)} + ${known})) end as log_spread from ${parts} p offset 0`
  const edge = (share: number) => sql`least(${furthest}, floor(exp(log_middle + ${number(normalEdge(share))} * log_spread)))::int`
  const edges = sql`select r.*, least(${furthest}, greatest(1, round(exp(log_middle))))::int as due_days, ${edge(shares.late)} as late_edge, ${edge(shares.gone)} as gone_edge from (${rhythm}) r offset 0`
  const ordered = sql`select e.*, greatest(late_edge, due_days) as late_days, greatest(gone_edge, late_edge + 1, due_days + 1) as gone_days from (${edges}) e offset 0`
  const days = sql`select o.*, last_day + due_days as due_day, last_day + late_days + 1 as late_day, last_day + gone_days + 1 as gone_day from (${ordered}) o`
  const places = pushed(days, carried, ['due_day', 'late_day', 'gone_day'], firm.closed)
  const instant = (day: string) => startOf(sql.ref(day), timeZone)
  return sql`select customer_id, gaps, own_days, round(exp(log_middle)::numeric, 1) as rhythm_days, log_middle, log_spread, late_days, gone_days,
      last_day, last_at, ${instant('due_day')} as due_at, ${instant('late_day')} as late_at, ${instant('gone_day')} as gone_at from (${places}) s`
}

const carried = ['customer_id', 'last_day', 'last_at', 'gaps', 'own_days', 'log_middle', 'log_spread', 'late_days', 'gone_days']

/**
 * Days that were reached by counting open days from `last_day`, moved behind the closed spans on the way, in their order.
 * `carried` are the columns that go along, `last_day` among them. `offset 0` keeps each span's sum from being worked out
 * anew wherever the next one names it, which would double the work with every span.
 */
export function pushed(
  query: RawBuilder<unknown>,
  carried: readonly string[],
  names: readonly string[],
  closed: readonly ClosedSpan[],
): RawBuilder<unknown> {
  const along = sql.join(carried.map((name) => sql.ref(name)))
  return closed.reduce((inner, { from, to }) => {
    const moved = names.map(
      (name) =>
        sql`${sql.ref(name)} + case when ${from}::date > last_day and ${sql.ref(name)} >= ${from}::date then ${to}::date - ${from}::date + 1 else 0 end as ${sql.id(name)}`,
    )
    return sql`select ${along}, ${sql.join(moved)} from (${inner}) i offset 0`
  }, query)
}
