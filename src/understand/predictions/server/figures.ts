import { type RawBuilder, sql } from 'kysely'
import { addDays, type LocalDate } from '../../../core/kit/local-time.ts'
import type { Currency } from '../../../core/kit/money.ts'
import { dayOf } from './pasts.ts'

export type FiguresScope = {
  /** The condition on a column of customers' ids that says who is asked about. */
  readonly who: (id: RawBuilder<unknown>) => RawBuilder<unknown>
  /** The day as of which they are looked at, by the shop's clock. */
  readonly cut: LocalDate
  /** How many days after it are known: those that came are told for 30 and 90 days, where they are over. */
  readonly known: number
  readonly currency: Currency
  /** Null where the session's clock is the shop's. */
  readonly timeZone: string | null
}

/**
 * One row for every buyer as of the day: the customer, the columns of `buyerFigures` in their order, and whether they
 * bought in the 30 and 90 days after. Purchases of a day are one; nothing after the day is in the figures.
 */
export function figuresFromFacts({ who, cut, known, currency, timeZone }: FiguresScope): RawBuilder<unknown> {
  const id = sql`customer_id`
  const on = dayOf(sql`occurred_at`, timeZone)
  const back = (days: number) => sql`${addDays(cut, -days)}::date`
  const at = sql`${cut}::date`
  const visits = (from: number, to: number) => sql`(count(*) filter (where bought and day > ${back(from)} and day <= ${back(to)}))::int`
  const came = (days: number) =>
    known < days ? sql`null::int` : sql`coalesce(bool_or(bought and day > ${at} and day <= ${addDays(cut, days)}::date), false)::int`
  return sql`select b.customer_id, b.days, ${at} - b.first_day as tenure, ${at} - b.last_day as recency, b.spend, b.days30, b.days90,
      case when (select ${dayOf(sql`min(occurred_at)`, timeZone)} from purchases) <= ${back(180)} then b.days_before90 end as days_before90,
      l.lines, b.items, b.refunds, b.several_channels, coalesce(i.interactions, 0)::int as interactions90, b.bought30, b.bought90
    from (
      select customer_id, ${visits(40_000, 0)} as days, min(day) filter (where bought) as first_day, max(day) filter (where bought and day <= ${at}) as last_day,
        coalesce(sum(spend) filter (where day <= ${at}), 0)::float8 as spend, ${visits(30, 0)} as days30, ${visits(90, 0)} as days90,
        ${visits(180, 90)} as days_before90, (sum(items) filter (where day <= ${at}))::float8 as items,
        (count(*) filter (where refunded and day <= ${at}))::int as refunds,
        coalesce(min(first_channel) filter (where day <= ${at}) < max(last_channel) filter (where day <= ${at}), false)::int as several_channels,
        ${came(30)} as bought30, ${came(90)} as bought90
      from (
        select customer_id, ${on} as day, coalesce(bool_or(kind = 'purchase' and amount > 0), false) as bought, bool_or(kind = 'refund') as refunded,
          sum(amount) filter (where kind = 'purchase' and currency = ${currency}) as spend, sum(items) filter (where kind = 'purchase') as items,
          min(channel) filter (where kind = 'purchase') as first_channel, max(channel) filter (where kind = 'purchase') as last_channel
        from purchases where ${who(id)} and ${on} <= ${addDays(cut, known)}::date group by 1, 2
      ) by_day group by customer_id having bool_or(bought and day <= ${at})
    ) b
    left join (
      select p.customer_id, count(*)::int as lines from purchases p join purchase_lines l on l.customer_id = p.customer_id and l.purchase_id = p.id
      where ${who(sql`p.customer_id`)} and p.kind = 'purchase' and p.amount > 0 and ${dayOf(sql`p.occurred_at`, timeZone)} <= ${at} group by 1
    ) l on l.customer_id = b.customer_id
    left join (
      select customer_id, count(*)::int as interactions from interactions
      where ${who(id)} and ${on} > ${back(90)} and ${on} <= ${at} group by 1
    ) i on i.customer_id = b.customer_id`
}
