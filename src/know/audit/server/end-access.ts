import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import type { endAccess as definition, settleAlarm as settling } from '../audit.ts'

type Ended = { sessions: number; keys: number }

/**
 * Ends every session of a user and revokes the keys that they made; of a key, the key. Answers of a moment ago are
 * forgotten once it is committed, here at once and in other processes within a second.
 */
export async function endAccess(ctx: Ctx, { actor }: InputOf<typeof definition>): Promise<Done<Ended>> {
  const [kind, id = ''] = actor.split(':')
  const sessions = kind === 'user' ? await sql`delete from auth.sessions where user_id = ${id} returning 1`.execute(ctx.db) : { rows: [] }
  if (kind === 'user') await sql`delete from auth.links where user_id = ${id}`.execute(ctx.db)
  const keys = await sql`update api_keys set revoked_at = ${ctx.now} where revoked_at is null
    and ${kind === 'user' ? sql`created_by = ${actor}` : sql`id = ${id}`} returning 1`.execute(ctx.db)
  await settle(ctx, actor, 'access-ended')
  ctx.log.warn({ actor, by: ctx.actor.id }, 'all sessions and keys of somebody were ended')
  const answer = { sessions: sessions.rows.length, keys: keys.rows.length }
  return {
    answer,
    afterCommit: async () => {
      actorMemory(ctx.services.database).forget()
      return answer
    },
  }
}

/** @throws Problem audit.no-alarm */
export async function settleAlarm(ctx: Ctx, { id }: InputOf<typeof settling>): Promise<{ id: string }> {
  const { rows } = await sql<{ actor: string }>`select actor from audit_alarms where id = ${id} and settled_at is null`.execute(ctx.db)
  if (!rows[0]) throw new Problem('audit.no-alarm')
  await settle(ctx, rows[0].actor, 'in-order')
  return { id }
}

async function settle(ctx: Ctx, actor: string, how: 'in-order' | 'access-ended'): Promise<void> {
  await sql`update audit_alarms set settled_at = ${ctx.now}, settled_by = ${ctx.actor.id}, settled_how = ${how} where actor = ${actor} and settled_at is null`.execute(
    ctx.db,
  )
}
