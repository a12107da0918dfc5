import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

/** What it found so far stays. */
export async function stopCheck(ctx: Ctx): Promise<Record<never, never>> {
  await sql`update audit_checks set state = 'stopped', ended_at = ${ctx.now} where state = 'running'`.execute(ctx.db)
  return {}
}
