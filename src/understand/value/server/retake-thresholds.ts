import { sql } from 'kysely'
import { localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher, Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { keepThresholds, newestThresholds, quantilesOf, scoresOf, type Thresholds, thresholdsFrom, thresholdsOf } from '../thresholds.ts'

/** Takes the quantiles anew from all buyers and scores everybody against them; writes only scores that differ. */
export async function retakeThresholds(ctx: Ctx): Promise<Thresholds | null> {
  const { rows } = await quantilesOf(sql`metrics`, ctx.now, ctx.shop.timeZone).execute(ctx.db)
  const taken = thresholdsFrom(rows[0], ctx.now, ctx.shop.timeZone)
  if (!taken) return null
  await keepThresholds(taken).execute(ctx.db)
  const { recency, frequency, monetary } = scoresOf(taken, 'm')
  await sql`update metrics m set recency_score = ${recency}, frequency_score = ${frequency}, monetary_score = ${monetary}, computed_at = ${ctx.now}
    where (${recency}, ${frequency}, ${monetary}) is distinct from (m.recency_score, m.frequency_score, m.monetary_score)`.execute(ctx.db)
  return taken
}

/** Few buyers make shaky quantiles: while a shop is small they are retaken when its buyers have grown by half. */
const small = 5_000

async function isDue(ctx: Ctx): Promise<boolean> {
  const newest = thresholdsOf((await newestThresholds.execute(ctx.db)).rows[0])
  if (newest && newest.takenAt < startOfDay(localDate(ctx.now, ctx.shop.timeZone), ctx.shop.timeZone)) return true
  if (newest && newest.customers >= small) return false
  const { rows } = await sql<{ buyers: number }>`select count(*) as buyers from metrics where purchase_count > 0`.execute(ctx.db)
  return (rows[0]?.buyers ?? 0) > (newest?.customers ?? 0) * 1.5
}

/** Once a day, soon after midnight by the shop's clock, and while a new shop fills. */
export const thresholdsTick: Tick = {
  name: 'rfm-thresholds',
  everyMs: 30_000,
  run: (services) =>
    asSystem(services, 'rfm-thresholds', async (ctx) => {
      if (await isDue(ctx)) await retakeThresholds(ctx)
      return false
    }),
}

/** The first buyers are scored at once and not only at the next tick. */
export const firstThresholdsRefresher: Refresher = {
  name: 'first-thresholds',
  refresh: async (ctx, news) => {
    if (news.everyone) return
    const { rows } = await newestThresholds.execute(ctx.db)
    if (rows.length === 0) await retakeThresholds(ctx)
  },
}
