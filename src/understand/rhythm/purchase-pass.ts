import { type RawBuilder, sql } from 'kysely'
import type { ClosedSpan } from './closed-days.ts'
import { dayOf, openDay } from './open-days.ts'

export type GapScope = {
  /** Which customers, as a condition on the column that holds a customer's id. */
  readonly among: (column: RawBuilder<unknown>) => RawBuilder<unknown>
  /** What a clock ahead of ours told of the future is left out until then. */
  readonly now: Date
  /** Where a day begins; null where the session is set to that zone, which is twice as quick over many rows. */
  readonly timeZone: string | null
  readonly closed: readonly ClosedSpan[]
}

/**
 * While everybody is worked out, the pass over all purchases is kept under this name until the transaction ends: rhythms
 * make it, metrics and leaving read it. Each of them alone would read and sort all purchases again.
 */
export const passTable = 'fresh_purchases'

/** Of the rows of everybody's pass, if one was made in this transaction. */
export const passStands = sql<{ stands: boolean }>`select to_regclass(${`pg_temp.${passTable}`}) is not null as stands`

/**
 * One row a customer who ever bought, out of one pass over purchases above zero in order of customer and time: what metrics
 * count of them, and what a rhythm is made of, the logarithms of the open days between one purchase day and the next. Of gaps
 * only what had occurred by `now` is asked, of metrics everything. A gap's day is told apart from the one before by `lag`;
 * where there is none, the comparison is null and so is the gap, which every sum and quartile passes over.
 * `q` holds the quartiles of the gaps and the longest.
 */
export function purchasePass(scope: GapScope): RawBuilder<unknown> {
  const { closed, now, timeZone } = scope
  // `offset 0`: a day is worked out once for each purchase, and not wherever it is named.
  const days = sql`select customer_id, amount, occurred_at, ${dayOf(sql`occurred_at`, timeZone)} as day
    from purchases where kind = 'purchase' and amount > 0 and ${scope.among(sql`customer_id`)} offset 0`
  const steps = sql`select d.*, occurred_at <= ${now}::timestamptz as past,
      lag(day) over (partition by customer_id order by occurred_at) as before from (${days}) d`
  const gap = sql`greatest(1, ${openDay(sql`day`, closed)} - ${openDay(sql`before`, closed)})`
  const gaps = sql`select s.*, case when past and day > before then ln(${gap}::float8) end as gap from (${steps}) s`
  return sql`select p.*, ${dayOf(sql`last_at`, timeZone)} as last_day,
      case when gaps > 0 then ln(greatest(1, ${openDay(sql`second_day`, closed)} - ${openDay(dayOf(sql`first_purchase_at`, timeZone), closed)})::float8) end as first_gap
    from (${sums(gaps)} group by customer_id) p`
}

const sums = (gaps: RawBuilder<unknown>) => sql`select customer_id,
    min(occurred_at) as first_purchase_at, max(occurred_at) as last_purchase_at, count(*) as purchase_count, sum(amount)::bigint as spend,
    count(*) filter (where before is distinct from day) as days, max(amount) as largest_purchase,
    max(occurred_at) filter (where past) as last_at, min(day) filter (where gap is not null) as second_day, count(gap) as gaps,
    percentile_cont(array[0.25, 0.5, 0.75, 1]::float8[]) within group (order by gap) as q,
    coalesce(sum(gap), 0) as total, coalesce(sum(gap * gap), 0) as squares
  from (${gaps}) g`
