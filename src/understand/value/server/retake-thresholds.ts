import { sql } from 'kysely'
import { localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher, Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import {
  keepThresholds,
  newestSettings,
  newestThresholds,
  quantilesOf,
  type Scoring,
  scoresOf,
  scoringOf,
  type Thresholds,
  thresholdsFrom,
  thresholdsOf,
} from '../thresholds.ts'

export const settingsInForce = async (ctx: Ctx): Promise<Scoring> => scoringOf((await newestSettings.execute(ctx.db)).rows[0])

/** The edges that all buyers give now; null while there is none. */
export async function takeEdges(ctx: Ctx, scoring: Scoring): Promise<Thresholds | null> {
  const { rows } = await quantilesOf(sql`metrics`, scoring.settings, ctx.now, ctx.shop.timeZone).execute(ctx.db)
  return thresholdsFrom(rows[0], scoring, ctx.now, ctx.shop.timeZone)
}

/**
 * Takes the edges anew from all buyers and scores everybody against them; writes only scores that differ.
 * @returns the edges, and how many customers' scores changed; null while nobody has bought
 */
export async function retakeThresholds(ctx: Ctx): Promise<{ readonly taken: Thresholds; readonly moved: number } | null> {
  const taken = await takeEdges(ctx, await settingsInForce(ctx))
  if (!taken) return null
  await keepThresholds(taken).execute(ctx.db)
  const { recency, frequency, monetary } = scoresOf(taken, 'm', ctx.shop.timeZone)
  const written =
    await sql`update metrics m set recency_score = s.recency, frequency_score = s.frequency, monetary_score = s.monetary, computed_at = ${ctx.now}
    from (select m.customer_id, ${recency} as recency, ${frequency} as frequency, ${monetary} as monetary from metrics m) s
    where s.customer_id = m.customer_id and (s.recency, s.frequency, s.monetary) is distinct from (m.recency_score, m.frequency_score, m.monetary_score)`.execute(
      ctx.db,
    )
  return { taken, moved: Number(written.numAffectedRows ?? 0) }
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
  hears: 'records',
  refresh: async (ctx, news) => {
    if (news.everyone) return
    const { rows } = await newestThresholds.execute(ctx.db)
    if (rows.length === 0) await retakeThresholds(ctx)
  },
}
