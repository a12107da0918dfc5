import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { findUser } from '../../../platform/access/keep-user.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import { requireFresh } from '../../../platform/access/require-fresh.ts'
import { dropSecondFactor } from '../../../platform/access/second-factor.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import { refuseAbove } from '../../../platform/rights/refuse-above.ts'
import type * as account from '../account.ts'
import { ownUser } from './own-user.ts'

/** @throws Problem access.session-missing, also for somebody else's */
export async function endSession(ctx: Ctx, { id }: InputOf<typeof account.endSession>): Promise<Record<never, never>> {
  const { user } = await ownUser(ctx)
  if ((await end(ctx, user.id, id, null)) === 0) throw new Problem('access.session-missing')
  return {}
}

export async function endOtherSessions(ctx: Ctx): Promise<{ ended: number }> {
  const { user, session } = await ownUser(ctx)
  return { ended: await end(ctx, user.id, null, session) }
}

/** @throws Problem user.missing, access.session-missing */
export async function endUserSessions(ctx: Ctx, { id, session }: InputOf<typeof account.endUserSessions>): Promise<{ ended: number }> {
  refuseAbove(ctx, (await findUser(ctx.db, id)).role)
  const ended = await end(ctx, id, session ?? null, null)
  if (session !== undefined && ended === 0) throw new Problem('access.session-missing')
  return { ended }
}

/** Takes away all that would be asked for beside the password, and ends all sessions. @throws Problem user.missing, access.not-fresh */
export async function resetSecondFactor(ctx: Ctx, { id }: InputOf<typeof account.resetSecondFactor>): Promise<Record<never, never>> {
  requireFresh(ctx)
  refuseAbove(ctx, (await findUser(ctx.db, id)).role)
  await dropSecondFactor(ctx.db, id)
  await sql`delete from auth.passkeys where user_id = ${id}`.execute(ctx.db)
  await sql`delete from auth.steps where user_id = ${id}`.execute(ctx.db)
  await end(ctx, id, null, null)
  return {}
}

/** @param only of the session that ends, null for all @param except of the one that stays @returns how many ended */
async function end(ctx: Ctx, userId: string, only: string | null, except: string | null): Promise<number> {
  const { rows } = await sql`
    delete from auth.sessions where user_id = ${userId} and (${only}::uuid is null or id = ${only}::uuid) and id is distinct from ${except}::uuid
    returning 1`.execute(ctx.db)
  actorMemory(ctx.services.database).forget()
  return rows.length
}
