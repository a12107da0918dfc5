import { type RawBuilder, sql } from 'kysely'
import { factsOf, newFacts } from '../../core/event/facts-of.ts'
import { dayOf } from '../rhythm/open-days.ts'

export type MetricsScope = {
  /** Only these customers, as a bound array of ids; null for everybody. */
  readonly ids: RawBuilder<unknown> | null
  /** Where `ids` is null: everybody's pass over purchases, if it stands already. */
  readonly pass?: RawBuilder<unknown>
  /** With a pass: the rows of `otherPurchases`, if they stand already. */
  readonly others?: RawBuilder<unknown>
  /** Only what had occurred by then; left out: all there is. */
  readonly until?: Date
  /** Where a day begins and ends; null where the session is set to that zone, which is twice as quick over many rows. */
  readonly timeZone: string | null
}

/**
 * One row for every customer in scope: what follows from the facts and from nothing else. Purchases above zero count;
 * a purchase is one order, not its lines. The mean gap counts purchase days (days by the shop's clock), so two orders of
 * one evening are one occasion: (last day − first day) / (purchase days − 1), as the repeat-buying literature does
 * (Fader and Hardie 2005).
 */
export function metricsFromFacts(scope: MetricsScope): RawBuilder<unknown> {
  return sql`select customer_id, p.first_purchase_at, p.last_purchase_at, coalesce(p.purchase_count, 0) as purchase_count, coalesce(p.spend, 0) as spend,
      coalesce(p.refund_total, 0) as refund_total, coalesce(p.refund_count, 0) as refund_count, p.largest_purchase,
      case when p.purchase_count > 0 then ${rounded(sql`p.spend`, sql`p.purchase_count`)} end as average_purchase,
      case when p.days > 1 then ${rounded(sql`(10000 * (p.last_day - p.first_day)::bigint)`, sql`(p.days - 1)`)}::numeric * 0.0001 end as mean_gap_days,
      coalesce(l.product_count, 0) as product_count, greatest(p.last_activity_at, t.last_activity_at) as last_activity_at
    from (${scope.pass ? fromPass(scope.pass, scope) : fromPurchases(scope)}) p
    left join (${fromLines(scope)}) l using (customer_id)
    left join (${fromTracked(scope)}) t using (customer_id)`
}

/** A quotient of whole numbers above zero to the nearest, halves up; dividing numerics takes several times as long. */
const rounded = (sum: RawBuilder<unknown>, count: RawBuilder<unknown>) => sql`((2 * ${sum} + ${count}) / (2 * ${count}))`

const among = ({ ids }: MetricsScope, column: RawBuilder<unknown> = sql`customer_id`): RawBuilder<unknown> =>
  ids ? sql`and ${column} = any(${ids})` : sql``

const by = (scope: MetricsScope) => (scope.until ? sql`and occurred_at <= ${scope.until}::timestamptz` : sql``)

/** One pass in order of customer, where counting days costs one sort; two levels of grouping cost three times as much. */
function fromPurchases(scope: MetricsScope): RawBuilder<unknown> {
  const counts = sql`filter (where kind = 'purchase' and amount > 0)`
  const counted = sql`select customer_id, min(occurred_at) ${counts} as first_purchase_at, max(occurred_at) ${counts} as last_purchase_at,
      count(*) ${counts} as purchase_count, coalesce(sum(amount) ${counts}, 0)::bigint as spend, count(distinct ${dayOf(sql`occurred_at`, scope.timeZone)}) ${counts} as days,
      coalesce(sum(amount) filter (where kind = 'refund'), 0)::bigint as refund_total, count(*) filter (where kind = 'refund') as refund_count,
      max(amount) ${counts} as largest_purchase,
      max(occurred_at) filter (where kind = 'purchase') as last_activity_at
    from purchases where true ${among(scope)} ${by(scope)} group by customer_id`
  return withDays(
    sql`last_activity_at`,
    sql`(select id as customer_id from customers where true ${among(scope, sql`id`)}) c left join (${counted}) p using (customer_id)`,
    scope,
  )
}

/** A pass counts purchases; refunds and what was for nothing are few, and grouped by themselves. */
export const otherPurchases = sql`select customer_id, coalesce(sum(amount) filter (where kind = 'refund'), 0)::bigint as refund_total,
      count(*) filter (where kind = 'refund') as refund_count, max(occurred_at) filter (where kind = 'purchase') as free_at
    from purchases where not (kind = 'purchase' and amount > 0) group by customer_id`

/** Customers first and no full join, which several processes do not work out together beside a small table. */
const fromPass = (pass: RawBuilder<unknown>, scope: MetricsScope) =>
  withDays(
    sql`greatest(last_purchase_at, free_at) as last_activity_at`,
    sql`(select id as customer_id from customers) c left join ${pass} p using (customer_id) left join ${scope.others ?? sql`(${otherPurchases})`} o using (customer_id)`,
    scope,
  )

const withDays = (lastActivity: RawBuilder<unknown>, rows: RawBuilder<unknown>, { timeZone }: MetricsScope) =>
  sql`select customer_id, first_purchase_at, last_purchase_at, purchase_count, spend, days, refund_total, refund_count, largest_purchase, ${lastActivity},
      ${dayOf(sql`last_purchase_at`, timeZone)} as last_day, ${dayOf(sql`first_purchase_at`, timeZone)} as first_day from ${rows}`

function fromLines(scope: MetricsScope): RawBuilder<unknown> {
  const known = scope.until
    ? sql`and exists (select 1 from purchases p where p.customer_id = l.customer_id and p.id = l.purchase_id and p.occurred_at <= ${scope.until}::timestamptz)`
    : sql``
  return sql`select customer_id, count(*) as product_count from (
      select distinct customer_id, product from purchase_lines l where amount > 0 ${among(scope)} ${known}
    ) d group by customer_id`
}

const isActivity = sql`kind in ('tracked', 'page.viewed', 'screen.viewed')`

/** The same of customers of whom nothing else is new than what they did: as it was worked out, with their newest activity. */
export const metricsAndNews = (ids: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select m.customer_id, m.first_purchase_at, m.last_purchase_at, m.purchase_count, m.spend, m.refund_total, m.refund_count, m.largest_purchase,
      m.average_purchase, m.mean_gap_days, m.product_count, greatest(m.last_activity_at, n.at) as last_activity_at
    from metrics m left join (select e.customer_id, max(e.occurred_at) as at from ${newFacts(sql`h.customer_id = any(${ids})`)}
        where ${isActivity} group by e.customer_id) n on n.customer_id = m.customer_id
    where m.customer_id = any(${ids})`

function fromTracked(scope: MetricsScope): RawBuilder<unknown> {
  return sql`select customer_id, max(occurred_at) as last_activity_at from ${factsOf(scope.ids)} e where ${isActivity} ${by(scope)} group by customer_id`
}
