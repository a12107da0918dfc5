import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { dayOf } from '../../rhythm/open-days.ts'
import { englishProvince } from '../../../core/china/english-places.ts'
import type { Awaited, FactorName } from '../awaited.ts'
import type { Watched } from '../hazards.ts'
import type * as rateQuestions from '../rate-questions.ts'
import { fitHazards } from './fit-hazards.ts'

/** So many buyers tell effects of a seventh apart, however many more there are; of more every so many-th is looked at. */
const mostWatched = 4_000

type Row = {
  days: number
  happened: boolean
  amount: number | null
  products: number | null
  year: number
  channel: string | null
  category: string | null
  province: string | null
}

/** What goes with an earlier second purchase or an earlier leaving, of what was known on the day of the first purchase. */
export async function readHazards(
  ctx: Ctx,
  { of }: InputOf<typeof rateQuestions.churnHazards>,
): Promise<AnswerOf<typeof rateQuestions.churnHazards>> {
  const { rows: counted } = await sql<{
    n: number
  }>`select count(*)::int as n from metrics where first_purchase_at <= ${ctx.now}::timestamptz`.execute(ctx.db)
  const all = counted[0]?.n ?? 0
  const every = Math.max(1, Math.ceil(all / mostWatched))
  const { rows } = await sql<Row>`${watchedSince(ctx, of, every)}`.execute(ctx.db)
  const { hazards, ...known } = await fitHazards(rows.map(watched))
  return {
    asOf: ctx.now.toISOString(),
    all,
    ...known,
    hazards: hazards.map((one) => ({ ...one, value: said(one.factor, one.value), against: said(one.factor, one.against) })),
  }
}

const said = (factor: FactorName, value: string | null) =>
  value === null ? null : { zh: value, en: factor === 'province' ? englishProvince(value) : value }

const number = (value: number | null) => (value === null ? null : Number(value))
const watched = (row: Row): Watched => ({
  ...row,
  days: Number(row.days),
  amount: number(row.amount),
  products: number(row.products),
  year: Number(row.year),
})

/**
 * One row a buyer. The first purchase is the first above nothing, and only amounts in the shop's currency are compared.
 * Who is looked at is drawn by a hash of the id, so that each look is at the same.
 */
function watchedSince({ now, shop }: Ctx, of: Awaited, every: number): RawBuilder<unknown> {
  const at = sql`${now}::timestamptz`
  const drawn = every === 1 ? sql`true` : sql`('x' || substr(md5(m.customer_id::text), 1, 7))::bit(28)::int % ${every}::int = 0`
  const bought = sql`p.kind = 'purchase' and p.amount > 0 and p.occurred_at <= ${at}`
  const day = (column: RawBuilder<unknown>) => dayOf(column, shop.timeZone)
  const ends =
    of === 'second'
      ? sql`(select min(${day(sql`p.occurred_at`)}) from purchases p where p.customer_id = f.customer_id and ${bought} and ${day(sql`p.occurred_at`)} > f.day)`
      : sql`(select min(${day(sql`k.left_at`)}) from churn_spells k where k.customer_id = f.customer_id and k.left_at <= ${at})`
  const lines = sql`select count(distinct l.product)::int as products, (array_agg(l.category order by l.amount desc, l.line))[1] as category
    from purchase_lines l where l.customer_id = f.customer_id and l.purchase_id = f.id`
  return sql`with first as materialized (
      select distinct on (p.customer_id) p.customer_id, p.id, ${day(sql`p.occurred_at`)} as day, p.channel, case when p.currency = ${shop.currency} then p.amount end as amount
      from metrics m join purchases p on p.customer_id = m.customer_id where m.first_purchase_at <= ${at} and ${drawn} and ${bought}
      order by p.customer_id, p.occurred_at, p.id
    ), watched as (select f.*, ${ends} as end_day from first f)
    select greatest(0, coalesce(f.end_day, ${day(at)}) - f.day)::float8 as days, f.end_day is not null as happened, f.amount::float8 as amount,
      nullif(l.products, 0)::float8 as products, extract(year from f.day)::float8 + extract(doy from f.day)::float8 / 366 as year, f.channel, l.category, c.province
    from watched f join customers c on c.id = f.customer_id left join lateral (${lines}) l on true order by f.customer_id`
}
