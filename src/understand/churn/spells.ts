import { type RawBuilder, sql } from 'kysely'
import type { ClosedSpan } from '../rhythm/closed-days.ts'
import { normalEdge } from '../rhythm/normal.ts'
import { dayOf, openDay, startOf } from '../rhythm/open-days.ts'
import { passTable } from '../rhythm/purchase-pass.ts'
import { pushed } from '../rhythm/rhythms-from-facts.ts'
import { type ChurnDefinition, lateDaysOf } from './definition.ts'

export type ChurnScope = {
  readonly among: (column: RawBuilder<unknown>) => RawBuilder<unknown>
  readonly definition: ChurnDefinition
  /** The customers who can leave at all, as a statement that gives their ids; null for whoever ever bought. */
  readonly who: RawBuilder<unknown> | null
  readonly closed: readonly ClosedSpan[]
  readonly now: Date
  /** Where a day begins; null where the session is set to that zone. */
  readonly timeZone: string | null
  /** `customer_id, days`: after how many open days each of them is gone, where that was worked out already. */
  readonly limits?: RawBuilder<unknown>
}

const whoOf = ({ who }: ChurnScope, column: RawBuilder<unknown>) => (who ? sql`and ${column} in (${who})` : sql``)
const byDays = ({ definition }: ChurnScope) => (definition.kind === 'days' ? sql`true` : sql`c.no_personalisation`)

/** After so many open days a customer is gone. */
function limitOf(scope: ChurnScope): RawBuilder<unknown> {
  const { share, days } = scope.definition
  const edge = sql`floor(exp(r.log_middle + ${normalEdge(share)}::float8 * r.log_spread))`
  return sql`case when ${byDays(scope)} then ${days}::int else least(3650, greatest(${edge}, r.late_days + 1))::int end`
}

/** Worked out once a customer and not once a purchase: `offset '0'`. */
const limitsOf = (scope: ChurnScope) => sql`select r.customer_id, r.last_day, ${limitOf(scope)} as days
  from rhythms r join customers c on c.id = r.customer_id
  where ${scope.among(sql`r.customer_id`)} ${whoOf(scope, sql`r.customer_id`)} offset '0'`

/**
 * `customer_id, days`: the customers who ever left, and their limit, by everybody's pass over purchases: their longest gap, or the time since the last purchase,
 * is beyond their limit. Whoever never did needs no second look at their purchases.
 */
export function leaversFromPass(scope: ChurnScope): RawBuilder<unknown> {
  const today = dayOf(sql`${scope.now}::timestamptz`, scope.timeZone)
  const since = sql`${openDay(today, scope.closed)} - ${openDay(sql`l.last_day`, scope.closed)}`
  return sql`select l.customer_id, l.days from (${limitsOf(scope)}) l join ${sql.id(passTable)} p on p.customer_id = l.customer_id
    where ${since} > l.days or p.q[4] > ln(l.days + 0.5::float8)`
}

/**
 * Each time that somebody left: `customer_id, last_day, left_at, back_at`, the last null while they are away. Today's rhythm
 * is laid on the past: a customer's early gaps are judged by what is known of them now.
 */
export function spellsFromFacts(scope: ChurnScope): RawBuilder<unknown> {
  const { now, timeZone, closed } = scope
  const days = sql`select customer_id, ${dayOf(sql`occurred_at`, timeZone)} as day, min(occurred_at) as first_at from purchases
    where kind = 'purchase' and amount > 0 and occurred_at <= ${now}::timestamptz and ${scope.among(sql`customer_id`)} group by 1, 2`
  const today = dayOf(sql`${now}::timestamptz`, timeZone)
  const steps = sql`select o.*, lead(open) over w as next_open, lead(first_at) over w as back_at
    from (select d.*, ${openDay(sql`d.day`, closed)} as open from (${days}) d) o window w as (partition by customer_id order by day)`
  const left = sql`select s.customer_id, s.day as last_day, s.back_at, s.day + l.days + 1 as left_day
    from (${steps}) s join (${scope.limits ?? limitsOf(scope)}) l on l.customer_id = s.customer_id
    where coalesce(s.next_open, ${openDay(today, closed)}) - s.open > l.days`
  return sql`select customer_id, last_day, ${startOf(sql`left_day`, timeZone)} as left_at, back_at
    from (${pushed(left, ['customer_id', 'last_day', 'back_at'], ['left_day'], closed)}) p`
}

/**
 * How everybody stands now: `customer_id, basis, late_at, gone_at, last_at, state, since`. `offset '0'`: an edge is worked out
 * once, and not wherever it is named.
 */
export function standingFromRhythms(scope: ChurnScope): RawBuilder<unknown> {
  const { now, timeZone, closed, definition } = scope
  const base = sql`select r.customer_id, r.last_day, r.last_at, r.late_at, case when ${byDays(scope)} then 'days' else 'rhythm' end as basis,
      r.last_day + ${lateDaysOf(definition.days)}::int + 1 as late_day, r.last_day + (${limitOf(scope)}) + 1 as gone_day
    from rhythms r join customers c on c.id = r.customer_id where ${scope.among(sql`r.customer_id`)} ${whoOf(scope, sql`r.customer_id`)} offset '0'`
  const carried = ['customer_id', 'last_day', 'last_at', 'late_at', 'basis']
  const instant = (day: string) => startOf(sql.ref(day), timeZone)
  const either = sql`select customer_id, last_day, last_at, basis, case basis when 'days' then ${instant('late_day')} else late_at end as late_at,
      ${instant('gone_day')} as gone_at from (${pushed(base, carried, ['late_day', 'gone_day'], closed)}) p offset '0'`
  return sql`select e.*, case when gone_at <= ${now}::timestamptz then 'gone' when late_at <= ${now}::timestamptz then 'late' else 'active' end as state,
      case when gone_at <= ${now}::timestamptz then gone_at when late_at <= ${now}::timestamptz then late_at else last_at end as since from (${either}) e`
}
