import { type RawBuilder, sql } from 'kysely'
import { addDays, type LocalDate } from '../../../core/kit/local-time.ts'
import type { Currency } from '../../../core/kit/money.ts'
import { dayOf, daysToCompare, recentDays } from './pasts.ts'

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
  const on = dayOf(sql`occurred_at`, timeZone)
  const at = sql`${cut}::date`
  const came = (days: number) =>
    known < days ? sql`null::int` : sql`coalesce(bool_or(day > ${at} and day <= ${addDays(cut, days)}::date), false)::int`
  return sql`select b.customer_id, b.days, ${at} - b.first_day as tenure, ${at} - b.last_day as recency, b.spend, b.days30, b.days90,
      case when (select ${dayOf(sql`min(occurred_at)`, timeZone)} from purchases) <= ${addDays(cut, -daysToCompare)}::date then b.days_before90 end as days_before90,
      o.lines, o.items, o.refunds, o.several_channels, o.interactions90, b.bought30, b.bought90
    from (
      select customer_id, (count(*) filter (where day <= ${at}))::int as days, min(day) as first_day, max(day) filter (where day <= ${at}) as last_day,
        coalesce(sum(spend) filter (where day <= ${at}), 0)::float8 as spend, ${recentDays(cut)}, ${came(30)} as bought30, ${came(90)} as bought90
      from (
        select customer_id, ${on} as day, sum(amount::float8) filter (where currency = ${currency}) as spend
        from purchases where kind = 'purchase' and amount > 0 and ${who(sql`customer_id`)} and ${on} <= ${addDays(cut, known)}::date group by 1, 2
      ) by_day group by customer_id having min(day) <= ${at}
    ) b join (${otherFigures({ who, cut, timeZone })}) o on o.customer_id = b.customer_id`
}

/** What of `buyerFigures` does not hang on days with a purchase: lines, pieces, refunds, channels, what was noted of them. */
export function otherFigures({ who, cut, timeZone }: Pick<FiguresScope, 'who' | 'cut' | 'timeZone'>): RawBuilder<unknown> {
  const id = sql`customer_id`
  const on = dayOf(sql`occurred_at`, timeZone)
  const at = sql`${cut}::date`
  return sql`select a.customer_id, l.lines, a.items, a.refunds, a.several_channels, coalesce(i.interactions, 0)::int as interactions90
    from (
      select customer_id, (sum(items) filter (where kind = 'purchase'))::float8 as items, (count(*) filter (where kind = 'refund'))::int as refunds,
        coalesce(min(channel) filter (where kind = 'purchase') < max(channel) filter (where kind = 'purchase'), false)::int as several_channels
      from purchases where ${who(id)} and ${on} <= ${at} group by 1
    ) a
    left join (
      select p.customer_id, count(*)::int as lines from purchases p join purchase_lines l on l.customer_id = p.customer_id and l.purchase_id = p.id
      where ${who(sql`p.customer_id`)} and p.kind = 'purchase' and p.amount > 0 and ${dayOf(sql`p.occurred_at`, timeZone)} <= ${at} group by 1
    ) l on l.customer_id = a.customer_id
    left join (
      select customer_id, count(*)::int as interactions from interactions
      where ${who(id)} and ${on} > ${addDays(cut, -90)}::date and ${on} <= ${at} group by 1
    ) i on i.customer_id = a.customer_id`
}
