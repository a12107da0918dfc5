import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

/** One line of what was done about a request. */
export async function addStep(ctx: Ctx, requestId: string, what: string, note: string | null = null): Promise<void> {
  await sql`select 1 from privacy_requests where id = ${requestId}`.execute(ctx.db)
  await sql`insert into privacy_steps (request_id, number, at, what, note, by_id, by_name)
    select ${requestId}::uuid, coalesce(max(number), 0) + 1, ${ctx.now}::timestamptz, ${what}, ${note}::text, ${ctx.actor.id}, ${ctx.actor.name}
    from privacy_steps where request_id = ${requestId}`.execute(ctx.db)
}
