import { type RawBuilder, sql } from 'kysely'
import type { GlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { DayChange } from '../day-series.ts'
import { counts, peopleWith, type Reading, type Trial, windowEnd } from './trial-people.ts'

/** How far back what people spent before is looked at, to take out what was known. */
const daysBefore = 365

/**
 * What changed in each arm on each day of the shop's calendar: who came in, who bought for the first time, and by how much the sums of
 * what people spent, of its square, and of its product with what they spent before grew. Added up they are the exact
 * sums of every day, from one pass over the purchases; nothing is kept from day to day, so what comes in late is told rightly.
 */
export async function readSeries(ctx: Ctx, trial: Trial, setting: GlobalHoldout, reading: Reading): Promise<DayChange[]> {
  const day = (instant: RawBuilder<unknown>) => sql`((${instant}) at time zone ${ctx.shop.timeZone}::text)::date`
  const at = reading.closedOnly ? windowEnd(reading) : sql`k.occurred_at`
  const entered = reading.closedOnly ? windowEnd(reading) : sql`k.entered_at`
  const net = sql`case f.kind when 'refund' then -f.amount else f.amount end`
  const { rows } = await sql<DayChange>`
    with ${peopleWith(trial, setting, reading, ctx.now)},
    before as (
      select k.customer_id, sum(${net})::float8 as x, (sum(${net}) filter (where f.occurred_at >= k.entered_at - ${reading.days}::int * interval '24 hours'))::float8 as lately
      from people k join purchases f on f.customer_id = k.customer_id and f.occurred_at < k.entered_at
        and f.occurred_at >= k.entered_at - ${daysBefore}::int * interval '24 hours' and f.currency = ${ctx.shop.currency} group by k.customer_id
    ), known as materialized (
      select k.*, coalesce(b.x, 0) as x, coalesce(b.lately, 0) as lately from people k left join before b on b.customer_id = k.customer_id
    ), spent as (
      select k.*, f.id, f.occurred_at, (${net})::float8 as delta, f.kind = 'purchase' as bought from known k
      join purchases f on f.customer_id = k.customer_id and f.currency = ${ctx.shop.currency} and ${counts(reading, sql`f.occurred_at`, ctx.now)}
    ), moves as (
      select k.*, sum(delta) over (partition by customer_id order by occurred_at, id) as after,
        bought and row_number() over (partition by customer_id, bought order by occurred_at, id) = 1 as first_bought from spent k
    ), changes as (
      select k.arm, k.variant, ${day(entered)} as day, 1 as people, (${windowEnd(reading)} > ${ctx.now}::timestamptz)::int as waiting, 0 as buyers, 0::float8 as sum, 0::float8 as squares, x as before, x ^ 2 as "beforeSquares",
        0::float8 as together, lately, lately ^ 2 as "latelySquares" from known k
      union all
      select k.arm, k.variant, ${day(at)}, 0, 0, first_bought::int, delta, after ^ 2 - (after - delta) ^ 2, 0, 0, x * delta, 0, 0 from moves k
    )
    select arm, variant, day::text as day, sum(people)::int as people, sum(waiting)::int as waiting, sum(buyers)::int as buyers, sum(sum) as sum, sum(squares) as squares, sum(before) as before,
      sum("beforeSquares") as "beforeSquares", sum(together) as together, sum(lately) as lately, sum("latelySquares") as "latelySquares"
    from changes group by arm, variant, day order by day`.execute(ctx.db)
  return rows
}

/** People of each arm whose window is not over, those counted already among them. */
export async function countWaiting(
  ctx: Ctx,
  trial: Trial,
  setting: GlobalHoldout,
  reading: Reading,
): Promise<{ treated: number; holdout: number }> {
  const { rows } = await sql<{
    arm: string
    waiting: number
  }>`with ${peopleWith(trial, setting, { ...reading, closedOnly: false }, ctx.now)}
    select arm, count(*)::int as waiting from everybody k where ${windowEnd(reading)} > ${ctx.now}::timestamptz group by arm`.execute(
    ctx.db,
  )
  const of = (arm: string) => rows.find((row) => row.arm === arm)?.waiting ?? 0
  return { treated: of('treated'), holdout: of('holdout') }
}
