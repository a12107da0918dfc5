import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

/** Customers whose values are kept otherwise now are compared anew by those. One run is enough. */
export async function askForMatching(ctx: Ctx): Promise<void> {
  await sql`insert into match_runs (id, kind, state, progress, started_by, created_at)
    select ${ctx.newId()}, 'catch-up', 'waiting', '{}'::jsonb, ${ctx.actor.name}, ${ctx.now}
    where not exists (select 1 from match_runs where state = 'waiting')`.execute(ctx.db)
}
