import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { endSessions, findUser, keepAnOwner, readPasswordHash, setPassword } from '../../../platform/access/keep-user.ts'
import { admitGuess, guessedRight } from '../../../platform/access/count-tries.ts'
import { judgePassword } from '../../../platform/access/judge-password.ts'
import { requireFresh, requireFreshFor } from '../../../platform/access/require-fresh.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import { refuseAbove } from '../../../platform/rights/refuse-above.ts'
import type * as users from '../users.ts'

/** @throws Problem user.missing, user.last-owner */
export async function updateUser(ctx: Ctx, input: InputOf<typeof users.updateUser>): Promise<{ id: string }> {
  await requireFreshFor('rights', ctx)
  const user = await findUser(ctx.db, input.id)
  const { name = user.name, role = user.role } = input
  refuseAbove(ctx, user.role, role)
  await sql`update auth.users set name = ${name}, role = ${role}, updated_at = ${ctx.now} where id = ${input.id}`.execute(ctx.db)
  if (role !== user.role) await keepAnOwner(ctx.db)
  actorMemory(ctx.services.database).forget()
  forgetCards(ctx.services.database)
  return { id: input.id }
}

/** Signs the user out at once and keeps them out. @throws Problem user.missing, user.last-owner */
export async function disableUser(ctx: Ctx, { id }: InputOf<typeof users.disableUser>): Promise<{ id: string }> {
  await requireFreshFor('rights', ctx)
  refuseAbove(ctx, (await findUser(ctx.db, id)).role)
  await sql`update auth.users set disabled_at = ${ctx.now}, updated_at = ${ctx.now} where id = ${id} and disabled_at is null`.execute(
    ctx.db,
  )
  await keepAnOwner(ctx.db)
  await endSessions(ctx, id)
  await sql`delete from auth.links where user_id = ${id}`.execute(ctx.db)
  actorMemory(ctx.services.database).forget()
  forgetCards(ctx.services.database)
  return { id }
}

/** @throws Problem user.missing */
export async function enableUser(ctx: Ctx, { id }: InputOf<typeof users.enableUser>): Promise<{ id: string }> {
  await requireFreshFor('rights', ctx)
  refuseAbove(ctx, (await findUser(ctx.db, id)).role)
  await sql`update auth.users set disabled_at = null, updated_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  forgetCards(ctx.services.database)
  return { id }
}

/**
 * Whoever has no password yet sets the first one after a fresh proof of who they are.
 * @throws Problem user.missing (for an API key), user.password-wrong, access.too-many-tries, access.not-fresh, access.password-*
 */
export async function changePassword(ctx: Ctx, input: InputOf<typeof users.changePassword>): Promise<Record<never, never>> {
  const id = ctx.actor.kind === 'user' ? ctx.actor.id.replace(/^user:/, '') : null
  const user = await findUser(ctx.db, id)
  const before = await readPasswordHash(ctx.db, user.id)
  if (before === null) requireFresh(ctx)
  else await checkCurrent(ctx, user.email, input.current, before)
  const hash = await judgePassword(ctx.services, user.id, input.password, [user.name, user.email, ctx.shop.name], ctx.db)
  await setPassword(ctx, user.id, hash)
  return {}
}

/** Counted like tries at the door, for a session may be stolen. */
async function checkCurrent({ services, actor }: Ctx, email: string, current: string, hash: string): Promise<void> {
  const guess = { guessed: 'password', address: actor.origin?.address ?? '', account: email } as const
  await admitGuess(services, guess)
  if (!(await services.passwords.verify(current, hash))) throw new Problem('user.password-wrong', { path: 'current' })
  await guessedRight(services, guess)
}
