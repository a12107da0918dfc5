import { sql } from 'kysely'
import { minorDigits } from '../../../core/kit/money.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { countsSince } from '../periods.ts'
import type { Scheme } from '../scheme.ts'
import { roundThreshold, standardTiers } from '../standard-tiers.ts'

/** The standard tiers with thresholds out of the firm’s own last twelve months; plain ones where nobody has bought. */
export async function suggestTiers(ctx: Ctx): Promise<{ buyers: number; scheme: Scheme }> {
  const since = countsSince('year', ctx.now, ctx.shop.timeZone)
  const { rows } = await sql<{ buyers: number; spend: number[] | null; times: number[] | null }>`select count(*)::int as buyers,
      percentile_cont(array[0.8, 0.95]::float8[]) within group (order by net) as spend, percentile_cont(array[0.8, 0.95]::float8[]) within group (order by times) as times
    from (select customer_id, coalesce(sum(amount) filter (where kind = 'purchase'), 0) - coalesce(sum(amount) filter (where kind = 'refund'), 0) as net,
        count(*) filter (where kind = 'purchase' and amount > 0) as times
      from purchases where occurred_at >= ${since}::timestamptz and occurred_at <= ${ctx.now}::timestamptz group by customer_id) y where times > 0`.execute(
    ctx.db,
  )
  const row = rows[0]
  const unit = 10 ** minorDigits(ctx.shop.currency)
  const [spend80 = 1_000 * unit, spend95 = 5_000 * unit] = row?.spend ?? []
  const [times80 = 3, times95 = 8] = row?.times ?? []
  const spend = roundThreshold(Math.max(spend80, unit), unit)
  const times = Math.max(2, Math.ceil(times80))
  return {
    buyers: row?.buyers ?? 0,
    scheme: standardTiers({
      spend,
      times,
      topSpend: Math.max(roundThreshold(spend95, unit), spend * 2),
      topTimes: Math.max(Math.ceil(times95), times + 1),
      unit,
    }),
  }
}
