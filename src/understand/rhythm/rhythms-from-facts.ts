import { type RawBuilder, sql } from 'kysely'
import type { ClosedSpan } from './closed-days.ts'
import type { FirmRhythm } from './firm-rhythm.ts'
import { normalEdge } from './normal.ts'
import { dayOf, openDay, startOf } from './open-days.ts'
import { firmWeight, quartileWidth, type RhythmShares } from './own-rhythm.ts'
import { type GapScope, purchasePass } from './purchase-pass.ts'

/** `customer_id, day, at`: each day on which a customer bought, with the last instant of it. */
export function purchaseDays(scope: GapScope): RawBuilder<unknown> {
  return sql`select customer_id, ${dayOf(sql`occurred_at`, scope.timeZone)} as day, max(occurred_at) as at from purchases
    where kind = 'purchase' and amount > 0 and occurred_at <= ${scope.now}::timestamptz and ${scope.among(sql`customer_id`)} group by 1, 2`
}

/** Each purchase day with the open days since the one before, null at the first. */
export function gapsFromFacts(scope: GapScope): RawBuilder<unknown> {
  return sql`select customer_id, day, at, greatest(1, open - lag(open) over (partition by customer_id order by day)) as gap,
      row_number() over (partition by customer_id order by day) as visit
    from (select d.*, ${openDay(sql`d.day`, scope.closed)} as open from (${purchaseDays(scope)}) d) o`
}

/** One row a customer who ever bought: how many gaps, quartiles and sums of their logarithms, the first of them, the last purchase. */
export function rhythmParts(scope: GapScope): RawBuilder<unknown> {
  return rhythmPartsOf(sql`(${purchasePass(scope)})`)
}

/** The same of a pass that was made already. */
export const rhythmPartsOf = (pass: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select customer_id, last_day, last_at, gaps, q, first_gap, total, squares from ${pass} p where last_at is not null`

/** What `firmRhythmOf` is worked out from, of the rows of `rhythmParts`. */
export function rhythmSums(parts: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select count(*) as customers, coalesce(sum(gaps), 0)::bigint as gaps, avg(q[2]) as middle, var_samp(q[2]) as variance,
      avg(1 / ${knowing}) as unknowing, sum(greatest(0, squares - total ^ 2 / gaps)) filter (where gaps > 1) as squares,
      coalesce(sum(gaps - 1), 0)::bigint as freedom, avg(first_gap) as second, var_samp(first_gap) as "secondVariance"
    from ${parts} p where gaps > 0`
}

const knowing = sql`(case when gaps <= 2 then gaps::float8 else 2 * gaps / pi() end)`
/** To one decimal; by way of a whole number, which takes a fifth of the time that rounding the numeric of a float takes. */
const toTenths = (value: RawBuilder<unknown>) => sql`(round(${value} * 10)::bigint::numeric * 0.1)`
/** No edge is further off than ten years. */
const furthest = 3_650

/**
 * The rows of the table `rhythms`, by the method of own-rhythm.ts. `offset '0'`: what one layer worked out is named many times
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
  const rhythm = sql`select customer_id, last_day, last_at, gaps, ${toTenths(sql`exp(q[2])`)} as own_days,
      case when gaps = 0 then ${number(second.middle)} else (${number(middle / between)} + q[2] * ${known}) / (${number(1 / between)} + ${known}) end as log_middle,
      case when gaps = 0 then ${number(second.spread)} else sqrt(${own} + 1 / (${number(1 / between)} + ${known})) end as log_spread from ${parts} p offset '0'`
  const edge = (share: number) => sql`least(${furthest}, floor(exp(log_middle + ${number(normalEdge(share))} * log_spread)))::int`
  const edges = sql`select r.*, least(${furthest}, greatest(1, round(exp(log_middle))))::int as due_days, ${edge(shares.late)} as late_edge, ${edge(shares.gone)} as gone_edge from (${rhythm}) r offset '0'`
  const ordered = sql`select e.*, greatest(late_edge, due_days) as late_days, greatest(gone_edge, late_edge + 1, due_days + 1) as gone_days from (${edges}) e offset '0'`
  const days = sql`select o.*, last_day + due_days as due_day, last_day + late_days + 1 as late_day, last_day + gone_days + 1 as gone_day from (${ordered}) o`
  const places = pushed(days, carried, ['due_day', 'late_day', 'gone_day'], firm.closed)
  const instant = (day: string) => startOf(sql.ref(day), timeZone)
  return sql`select customer_id, gaps, own_days, ${toTenths(sql`exp(log_middle)`)} as rhythm_days, log_middle, log_spread, late_days, gone_days,
      last_day, last_at, ${instant('due_day')} as due_at, ${instant('late_day')} as late_at, ${instant('gone_day')} as gone_at from (${places}) s`
}

const carried = ['customer_id', 'last_day', 'last_at', 'gaps', 'own_days', 'log_middle', 'log_spread', 'late_days', 'gone_days']

/**
 * Days that were reached by counting open days from `last_day`, moved behind the closed spans on the way, in their order.
 * `carried` are the columns that go along, `last_day` among them. `offset '0'` keeps each span's sum from being worked out
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
    return sql`select ${along}, ${sql.join(moved)} from (${inner}) i offset '0'`
  }, query)
}
