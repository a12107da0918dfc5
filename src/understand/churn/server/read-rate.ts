import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as rateQuestions from '../rate-questions.ts'
import { shareOf } from '../share-of.ts'
import { medianOf, type MonthCount, survivalOf } from '../survival.ts'
import { lastMonths } from './months.ts'

type Counted = { at: number; key: string | null; there: number; hits: number; back: number }

const keyOf = {
  none: () => sql`'all'::text`,
  cohort: ({ shop }: Ctx) => sql`to_char(m.first_purchase_at at time zone ${shop.timeZone}::text, 'YYYY')`,
  tier: () => sql`t.tier::text`,
  stage: () => sql`m.stage`,
}

/** Leaving month by month: of those who had bought and were not away when the month began. */
export async function readRate(
  ctx: Ctx,
  { months, by, segment }: InputOf<typeof rateQuestions.churnRate>,
): Promise<AnswerOf<typeof rateQuestions.churnRate>> {
  const shown = lastMonths(ctx, months)
  const rows = await countMonths(ctx, shown, keyOf[by](ctx), segment)
  const sums = new Map<string, { of: number; hits: number }>()
  for (const { key, there, hits } of rows) {
    const sum = sums.get(key ?? '') ?? { of: 0, hits: 0 }
    sums.set(key ?? '', { of: sum.of + there, hits: sum.hits + hits })
  }
  return {
    asOf: ctx.now.toISOString(),
    spells: rows.reduce((sum, { hits }) => sum + hits, 0),
    months: shown.map(({ month, isWhole }, at) => {
      const own = rows.filter((row) => row.at === at)
      const total = (read: (row: Counted) => number) => own.reduce((sum, row) => sum + read(row), 0)
      return {
        month,
        isWhole,
        left: shareOf(
          total((row) => row.hits),
          total((row) => row.there),
        ),
        back: total((row) => row.back),
      }
    }),
    groups:
      by === 'none'
        ? []
        : [...sums].map(([key, { of, hits }]) => ({ key, left: shareOf(hits, of) })).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  }
}

async function countMonths(
  ctx: Ctx,
  shown: ReturnType<typeof lastMonths>,
  key: RawBuilder<unknown>,
  segment: string | undefined,
): Promise<Counted[]> {
  const within = segment
    ? sql`and exists (select 1 from memberships g where g.customer_id = s.customer_id and g.segment_id = ${segment}::uuid and g.left_at is null)`
    : sql``
  const spans = sql`unnest(${shown.map((_, at) => at)}::int[], ${shown.map(({ from }) => from)}::timestamptz[], ${shown.map(({ to }) => to)}::timestamptz[]) as x(at, starts, ends)`
  const base = sql`select s.customer_id, m.first_purchase_at as since, ${key} as key from churn_states s join metrics m on m.customer_id = s.customer_id
    left join customer_tiers t on t.customer_id = s.customer_id where m.first_purchase_at is not null ${within}`
  const { rows } = await sql<Counted>`with base as materialized (${base})
    select x.at, b.key, b.n - coalesce(a.n, 0) as there, coalesce(l.n, 0) as hits, coalesce(l.back, 0) as back from ${spans}
      join lateral (select key, count(*)::int as n from base where since < x.starts group by 1) b on true
      left join lateral (select d.key, count(*)::int as n from churn_spells k join base d on d.customer_id = k.customer_id
        where k.left_at < x.starts and (k.back_at is null or k.back_at >= x.starts) group by 1) a on a.key is not distinct from b.key
      left join lateral (select d.key, count(*)::int as n, count(k.back_at)::int as back from churn_spells k join base d on d.customer_id = k.customer_id
        where k.left_at >= x.starts and k.left_at < x.ends and d.since < x.starts
          and not exists (select 1 from churn_spells o where o.customer_id = k.customer_id and o.left_at < x.starts and (o.back_at is null or o.back_at >= x.starts))
        group by 1) l on l.key is not distinct from b.key
    order by x.at`.execute(ctx.db)
  return rows
}

/** From the first purchase to the first leaving. */
export async function readSurvival(
  ctx: Ctx,
  { months }: InputOf<typeof rateQuestions.churnSurvival>,
): Promise<AnswerOf<typeof rateQuestions.churnSurvival>> {
  const { rows } =
    await sql<MonthCount>`select greatest(0, floor(extract(epoch from coalesce(first_left, ${ctx.now}::timestamptz) - since) / 2629800))::int as month,
      count(first_left)::int as left, count(*) filter (where first_left is null)::int as stayed
    from (select m.first_purchase_at as since, (select min(k.left_at) from churn_spells k where k.customer_id = s.customer_id) as first_left
      from churn_states s join metrics m on m.customer_id = s.customer_id where m.first_purchase_at <= ${ctx.now}::timestamptz) f group by 1`.execute(
      ctx.db,
    )
  const points = survivalOf(rows, months)
  return {
    asOf: ctx.now.toISOString(),
    customers: rows.reduce((sum, { left, stayed }) => sum + left + stayed, 0),
    left: rows.reduce((sum, { left }) => sum + left, 0),
    points,
    medianMonths: medianOf(points),
  }
}
