import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { askingForCount } from '../../../know/products/count-asked.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { askForWork, stopWork } from '../../../platform/jobs/ask-for-work.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { type RecommendationSettings, settingName } from '../settings.ts'

export const workKind = 'make-recommendations'

/** Asks for a making; it is done in the background. @returns null where one is under way */
export async function askMaking(ctx: Ctx): Promise<string | null> {
  const { rows } = await sql<{ id: string; state: string }>`select id, state from work
    where kind = ${workKind} and state in ('waiting', 'running', 'stopping') order by created_at limit 1`.execute(ctx.db)
  if (rows[0]) return rows[0].state === 'waiting' ? rows[0].id : null
  await sql`delete from work where kind = ${workKind}`.execute(ctx.db)
  return askForWork(ctx, { kind: workKind })
}

/**
 * Products are counted anew besides, so that how many bought one is of today as what is bought with it is.
 * @throws Problem recommendation.under-way
 */
export async function makeRecommendations(ctx: Ctx): Promise<{ id: string }> {
  const id = await askMaking(ctx)
  if (id === null) throw new Problem('recommendation.under-way')
  await askingForCount(ctx.now).execute(ctx.db)
  return { id }
}

/** @throws Problem recommendation.nothing-to-stop */
export async function stopRecommendations(ctx: Ctx): Promise<{ id: string }> {
  const id = await stopWork(ctx, workKind)
  if (id === null) throw new Problem('recommendation.nothing-to-stop')
  return { id }
}

export async function saveSettings(ctx: Ctx, settings: RecommendationSettings): Promise<{ saved: boolean }> {
  await saveSetting(ctx, settingName, settings)
  await askMaking(ctx)
  return { saved: true }
}
