import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { askForWork, stopWork } from '../../../platform/jobs/ask-for-work.ts'

export const workKind = 'make-predictions'

/** fit: models are chosen anew. again: everybody is predicted anew with the parameters that there are. */
export type MakingKind = 'fit' | 'again'

/**
 * Asks for a making; it is done in the background. What was asked for before and has not begun is done with this one.
 * @returns null where one is under way
 */
export async function askMaking(ctx: Ctx, kind: MakingKind): Promise<string | null> {
  const busy = await sql`select 1 from work where kind = ${workKind} and state in ('running', 'stopping') limit 1`.execute(ctx.db)
  if (busy.rows.length > 0 && kind === 'fit') return null
  const waiting = await sql<{ id: string; making: MakingKind }>`select id, input ->> 'making' as making from work
    where kind = ${workKind} and state = 'waiting' order by created_at limit 1`.execute(ctx.db)
  const [already] = waiting.rows
  if (already && (already.making === 'fit' || kind === 'again')) return already.id
  await sql`delete from work where kind = ${workKind} and state in ('waiting', 'done', 'stopped', 'failed')`.execute(ctx.db)
  return askForWork(ctx, { kind: workKind, input: { making: kind } })
}

/** @throws Problem prediction.under-way */
export async function makePredictions(ctx: Ctx): Promise<{ id: string }> {
  const id = await askMaking(ctx, 'fit')
  if (id === null) throw new Problem('prediction.under-way')
  return { id }
}

/** @throws Problem prediction.nothing-to-stop */
export async function stopPredictions(ctx: Ctx): Promise<{ id: string }> {
  const id = await stopWork(ctx, workKind)
  if (id === null) throw new Problem('prediction.nothing-to-stop')
  return { id }
}
