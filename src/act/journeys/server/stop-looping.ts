import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { findLoops, runningBeside } from './find-loops.ts'
import type { KeptJourney } from './read-journeys.ts'

/**
 * Pauses a journey into which somebody came again and again by facts, if journeys set each other off: somebody of the firm has to
 * look. Where no such circle is known only that customer is kept out.
 */
export async function stopLooping(ctx: Ctx, journey: KeptJourney): Promise<void> {
  const loops = await findLoops(ctx, journey, await runningBeside(ctx, journey))
  if (loops.length === 0) return
  ctx.log.error({ journey: journey.row.id, name: journey.row.name }, 'a journey was paused: journeys set each other off')
  await sql`update journeys set state = 'paused', paused_at = ${ctx.now}, paused_why = 'loop', updated_at = ${ctx.now} where id = ${journey.row.id} and state = 'live'`.execute(
    ctx.db,
  )
}
