import { type RawBuilder, sql } from 'kysely'
import type { ClosedSpan } from './closed-days.ts'
import { dayOf, openDaysBetween } from './open-days.ts'

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
 * While everybody is worked out, the pass over all purchases is kept under this name: rhythms make it, metrics and leaving
 * read it, and it is gone before the transaction ends. Each of them alone would read and sort all purchases again. It is no
 * temporary table, for of those PostgreSQL's parallel workers see nothing.
 */
export const passTable = 'fresh_purchases'

/** Of the rows of everybody's pass, if one was made in this transaction. */
export const passStands = sql<{ stands: boolean }>`select to_regclass(${passTable}) is not null as stands`

/**
 * One row a customer who ever bought, out of one pass over purchases above zero in order of customer and time: what metrics
 * count of them, and what a rhythm is made of, the logarithms of the open days between one purchase day and the next. Of gaps
 * only what had occurred by `now` is asked, of metrics everything. Where there is no day before, the step is null and so is the
 * gap, which every sum and quartile passes over. `q` holds the quartiles of the gaps and the longest.
 *
 * Days are compared by their place in the customer's list of days and not by a window function, which PostgreSQL keeps out of
 * its parallel workers; so two processes can take half of the customers each. For the same reason the fences say `offset '0'`:
 * for `offset 0`, which is no constant before it is planned, it does not look further. The lists are made in order of
 * customers, and where that is said, they need not be sorted again.
 */
export function purchasePass(scope: GapScope): RawBuilder<unknown> {
  const { closed, timeZone } = scope
  // A day is worked out once for each purchase, and not wherever it is named; so is a gap.
  const days = sql`select customer_id, amount, occurred_at, ${dayOf(sql`occurred_at`, timeZone)} as day
    from purchases where kind = 'purchase' and amount > 0 and ${scope.among(sql`customer_id`)} offset '0'`
  const gap = openDaysBetween(sql`list[i - 1]`, sql`list[i]`, closed)
  const gaps = sql`select l.*, list[i] as day, list[i] - list[i - 1] as step, case when i <= past and list[i] > list[i - 1] then ln(${gap}::float8) end as gap
    from (${lists(days, scope)}) l order by customer_id offset '0'`
  return sql`select p.*, ${dayOf(sql`last_at`, timeZone)} as last_day,
      case when gaps > 0 then ln(${openDaysBetween(dayOf(sql`first_purchase_at`, timeZone), sql`second_day`, closed)}::float8) end as first_gap
    from (${sums(gaps)}) p`
}

/** One row a purchase, `i` from 1, each with its customer's sums and `list`, the days of all of their purchases in order. */
const lists = (days: RawBuilder<unknown>, { now }: GapScope) => sql`select customer_id, generate_series(1, count(*)::int) as i,
    array_agg(day order by occurred_at) as list, count(*) filter (where occurred_at <= ${now}::timestamptz) as past,
    min(occurred_at) as first_purchase_at, max(occurred_at) as last_purchase_at, count(*) as purchase_count, sum(amount)::bigint as spend,
    max(amount) as largest_purchase, max(occurred_at) filter (where occurred_at <= ${now}::timestamptz) as last_at
  from (${days}) d group by customer_id order by customer_id`

const same = sql.join(
  ['first_purchase_at', 'last_purchase_at', 'purchase_count', 'spend', 'largest_purchase', 'last_at'].map(
    (name) => sql`max(${sql.id(name)}) as ${sql.id(name)}`,
  ),
)

const sums = (gaps: RawBuilder<unknown>) => sql`select customer_id, ${same},
    count(*) filter (where step is distinct from 0) as days, min(day) filter (where gap is not null) as second_day, count(gap) as gaps,
    percentile_cont(array[0.25, 0.5, 0.75, 1]::float8[]) within group (order by gap) as q,
    coalesce(sum(gap), 0) as total, coalesce(sum(gap * gap), 0) as squares
  from (${gaps}) g group by customer_id`
