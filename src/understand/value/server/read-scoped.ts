import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as questions from '../rfm-questions.ts'
import { quantilesOf, scoresOf, type Thresholds, thresholdsFrom } from '../thresholds.ts'
import { settingsInForce } from './retake-thresholds.ts'
import { customersIn, gridOf, groupsIn, type ScoredCell, sumOf, tellThresholds } from './rfm-cells.ts'

export type Scope = { readonly scope: 'channel' | 'category'; readonly value: string }

/** What was bought within a channel or a category, with the columns of `metrics` that scores are made of. */
export function boughtWithin({ scope, value }: Scope): RawBuilder<unknown> {
  const counts = sql`filter (where kind = 'purchase' and amount > 0)`
  const rows =
    scope === 'channel'
      ? sql`(select customer_id, kind, occurred_at, amount from purchases where channel = ${value})`
      : sql`(select p.customer_id, p.kind, p.occurred_at, l.amount from purchases p join (
          select l.customer_id, l.purchase_id, sum(l.amount)::bigint as amount from purchase_lines l left join products g on g.code = l.product
          where coalesce(g.category, l.category) = ${value} group by l.customer_id, l.purchase_id
        ) l on l.customer_id = p.customer_id and l.purchase_id = p.id)`
  return sql`(select w.* from (select customer_id, max(occurred_at) ${counts} as last_purchase_at, count(*) ${counts} as purchase_count,
      coalesce(sum(amount) ${counts}, 0)::bigint as spend, coalesce(sum(amount) filter (where kind = 'refund'), 0)::bigint as refund_total, max(amount) ${counts} as largest_purchase
    from ${rows} r group by customer_id) w where w.purchase_count > 0)`
}

export async function edgesWithin(ctx: Ctx, scope: Scope): Promise<Thresholds | null> {
  const scoring = await settingsInForce(ctx)
  const { rows } = await quantilesOf(boughtWithin(scope), scoring.settings, ctx.now, ctx.shop.timeZone).execute(ctx.db)
  return thresholdsFrom(rows[0], scoring, ctx.now, ctx.shop.timeZone)
}

export async function scopedRfm(ctx: Ctx, input: InputOf<typeof questions.scopedRfm>): Promise<AnswerOf<typeof questions.scopedRfm>> {
  const taken = await edgesWithin(ctx, input)
  const rows = taken ? await cellsWithin(ctx, input, taken) : []
  const settings = taken?.settings ?? (await settingsInForce(ctx)).settings
  return {
    asOf: ctx.now.toISOString(),
    settings,
    thresholds: tellThresholds(ctx, taken),
    buyers: customersIn(rows),
    purchases: sumOf(rows, 'purchases'),
    spend: sumOf(rows, 'spend'),
    cells: gridOf(rows, settings.bands),
    groups: groupsIn(rows, settings.bands),
  }
}

async function cellsWithin(ctx: Ctx, scope: Scope, taken: Thresholds): Promise<readonly ScoredCell[]> {
  const s = scoresOf(taken, 'w', ctx.shop.timeZone)
  const { rows } =
    await sql<ScoredCell>`select recency, frequency, monetary, count(*) as customers, sum(spend)::bigint as spend, sum(purchase_count)::bigint as purchases
    from (select w.*, ${s.recency} as recency, ${s.frequency} as frequency, ${s.monetary} as monetary from ${boughtWithin(scope)} w) x group by 1, 2, 3`.execute(
      ctx.db,
    )
  return rows
}

export async function listScopes(ctx: Ctx): Promise<AnswerOf<typeof questions.listScopes>> {
  const channels = await sql<{
    name: string
  }>`select channel as name from purchases where channel is not null and kind = 'purchase' group by 1 order by count(*) desc, 1 limit 200`.execute(
    ctx.db,
  )
  const categories = await sql<{
    name: string
  }>`select category as name from products where category is not null group by 1 order by sum(buyers) desc, 1 limit 500`.execute(ctx.db)
  return { channels: channels.rows.map((row) => row.name), categories: categories.rows.map((row) => row.name) }
}
