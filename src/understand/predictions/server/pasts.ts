import { type RawBuilder, sql } from 'kysely'
import { addDays, type LocalDate } from '../../../core/kit/local-time.ts'
import type { Currency } from '../../../core/kit/money.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { withSettings } from '../../../platform/database/side-by-side.ts'

export type PastsScope = {
  /** The condition on a column of customers' ids that says who is asked about. */
  readonly who: (id: RawBuilder<unknown>) => RawBuilder<unknown>
  /** The last day that counts, by the shop's clock. */
  readonly until: LocalDate
  /** A day before it, so that what came after that day can be held against what was expected; null without such a trial. */
  readonly trialDay: LocalDate | null
  /** What came is counted up to this day. */
  readonly trialUntil: LocalDate | null
  readonly currency: Currency
  /** Null where the session's clock is the shop's, which is quicker over many rows. */
  readonly timeZone: string | null
}

export const dayOf = (at: RawBuilder<unknown>, timeZone: string | null): RawBuilder<unknown> =>
  timeZone === null ? sql`(${at})::date` : sql`(${at} at time zone ${timeZone}::text)::date`

/**
 * One row for every buyer: `days` with a purchase above zero, the first and the last, the mean amount of the days after
 * the first (null where none is known in the shop's currency), what they spent in all; the same as of the trial day
 * (`…_before`), and what came after it. All purchases of a day are one; refunds are left out. `private`: no prediction is
 * made of this customer alone.
 */
export function pastsFromFacts(scope: PastsScope): RawBuilder<unknown> {
  const { who, until, trialDay, trialUntil } = scope
  const before = trialDay === null ? sql`false` : sql`day <= ${trialDay}::date`
  // The day is worked out once for each purchase; of `offset '0'` see rhythm/purchase-pass.ts.
  const purchaseDays = sql`select customer_id, ${dayOf(sql`occurred_at`, scope.timeZone)} as day, amount, currency
            from purchases where kind = 'purchase' and amount > 0 and ${who(sql`customer_id`)} order by customer_id offset '0'`
  const after = trialDay === null || trialUntil === null ? sql`false` : sql`day > ${trialDay}::date and day <= ${trialUntil}::date`
  return sql`select d.customer_id, d.days, d.first_day, d.last_day, d.total,
      case when d.known > d.first_known then (d.total - coalesce(d.first_amount, 0)) / (d.known - d.first_known) end as repeat_spend,
      d.days_before, d.last_before, d.total_before,
      case when d.known_before > d.first_known then (d.total_before - coalesce(d.first_amount, 0)) / (d.known_before - d.first_known) end as repeat_before,
      d.came, d.came_spend, d.days30, d.days90, d.days_before90,
      c.no_personalisation or exists (select 1 from restrictions r where r.customer_id = d.customer_id) as private
    from (
      select f.*, (f.first_amount is not null)::int as first_known from (
        select customer_id, count(*)::int as days, min(day) as first_day, max(day) as last_day, (array_agg(amount order by day))[1] as first_amount,
          coalesce(sum(amount), 0)::float8 as total, count(amount)::int as known,
          (count(*) filter (where ${before}))::int as days_before, max(day) filter (where ${before}) as last_before,
          coalesce(sum(amount) filter (where ${before}), 0)::float8 as total_before,
          (count(amount) filter (where ${before}))::int as known_before,
          (count(*) filter (where ${after}))::int as came, coalesce(sum(amount) filter (where ${after}), 0)::float8 as came_spend,
          ${recentDays(until)}
        from (
          select customer_id, day, sum(amount::float8) filter (where currency = ${scope.currency}) as amount
          from (${purchaseDays}) one where day <= ${until}::date group by 1, 2
        ) by_day group by customer_id
      ) f
    ) d join customers c on c.id = d.customer_id`
}

/** Before the last 90 days other 90 must lie within the shop's records, or the one cannot be held against the other. */
export const daysToCompare = 180

/** Of rows with a `day` on which was bought, how many lie in the last 30 and 90 days and in the 90 before those. */
export function recentDays(cut: LocalDate): RawBuilder<unknown> {
  const days = (from: number, to: number) =>
    sql`(count(*) filter (where day > ${addDays(cut, -from)}::date and day <= ${addDays(cut, -to)}::date))::int`
  return sql`${days(30, 0)} as days30, ${days(90, 0)} as days90, ${days(daysToCompare, 90)} as days_before90`
}

/** A day of the shop: its purchases, and what of that day is left out. */
export type ShopDay = {
  readonly day: LocalDate
  readonly purchases: number
  readonly zero: number
  readonly refunds: number
  readonly foreign: number
}

/** In no order: each process can then count its part of the purchases by itself. Of two conditions the one that costs less, or holds for fewer, is asked first. */
const countedDays = (currency: Currency, timeZone: string | null): RawBuilder<ShopDay> =>
  sql<ShopDay>`select ${dayOf(sql`occurred_at`, timeZone)} as day, count(*) filter (where amount > 0 and kind = 'purchase') as purchases,
    count(*) filter (where amount <= 0 and kind = 'purchase') as zero, count(*) filter (where kind = 'refund') as refunds,
    count(*) filter (where currency <> ${currency} and amount > 0 and kind = 'purchase') as foreign
  from purchases group by 1`

/** PostgreSQL takes every purchase for a day of its own, and would sort them all. */
const countingApart = { enable_sort: 'off', parallel_setup_cost: '0', parallel_tuple_cost: '0' }

/** All days of the shop on which there is anything, in order. In a transaction. */
export async function readShopDays(db: Db, currency: Currency, timeZone: string | null): Promise<ShopDay[]> {
  const { rows } = await withSettings(db, countingApart, () => countedDays(currency, timeZone).execute(db))
  return rows.toSorted((a, b) => (a.day < b.day ? -1 : 1))
}
