import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listColleagues as definition } from '../users.ts'

/** Everybody who is not disabled, oneself first, then by name. */
export async function listColleagues(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const { rows } = await sql<{ id: string; name: string }>`select 'user:' || id::text as id, name from auth.users
    where disabled_at is null order by 'user:' || id::text <> ${ctx.actor.id}, name, id`.execute(ctx.db)
  return { colleagues: rows.map(({ id, name }) => ({ id, name, you: id === ctx.actor.id })) }
}
