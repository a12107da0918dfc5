import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { endSessions, findUser, keepAnOwner, readPasswordHash, setPassword } from '../../../platform/access/keep-user.ts'
import { checkPassword } from '../../../platform/access/password-rules.ts'
import { hashPassword, verifyPassword } from '../../../platform/access/passwords.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type * as users from '../users.ts'

/** @throws Problem user.missing, user.last-owner */
export async function updateUser(ctx: Ctx, input: InputOf<typeof users.updateUser>): Promise<{ id: string }> {
  const user = await findUser(ctx.db, input.id)
  const { name = user.name, role = user.role } = input
  await sql`update auth.users set name = ${name}, role = ${role}, updated_at = ${ctx.now} where id = ${input.id}`.execute(ctx.db)
  if (role !== user.role) await keepAnOwner(ctx.db)
  actorMemory(ctx.services.database).forget()
  return { id: input.id }
}

/** Signs the user out at once and keeps them out. @throws Problem user.missing, user.last-owner */
export async function disableUser(ctx: Ctx, { id }: InputOf<typeof users.disableUser>): Promise<{ id: string }> {
  await findUser(ctx.db, id)
  await sql`update auth.users set disabled_at = ${ctx.now}, updated_at = ${ctx.now} where id = ${id} and disabled_at is null`.execute(
    ctx.db,
  )
  await keepAnOwner(ctx.db)
  await endSessions(ctx, id)
  await sql`delete from auth.links where user_id = ${id}`.execute(ctx.db)
  actorMemory(ctx.services.database).forget()
  return { id }
}

/** @throws Problem user.missing */
export async function enableUser(ctx: Ctx, { id }: InputOf<typeof users.enableUser>): Promise<{ id: string }> {
  await findUser(ctx.db, id)
  await sql`update auth.users set disabled_at = null, updated_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  return { id }
}

/** @throws Problem user.missing (for an API key), user.password-wrong, access.password-* */
export async function changePassword(ctx: Ctx, input: InputOf<typeof users.changePassword>): Promise<Record<never, never>> {
  const id = ctx.actor.kind === 'user' ? ctx.actor.id.replace(/^user:/, '') : null
  const user = await findUser(ctx.db, id)
  const hash = await readPasswordHash(ctx.db, user.id)
  if (!hash || !(await verifyPassword(input.current, hash))) throw new Problem('user.password-wrong', { path: 'current' })
  checkPassword(input.password, [user.name, user.email, ctx.shop.name])
  await setPassword(ctx, user.id, await hashPassword(input.password))
  actorMemory(ctx.services.database).forget()
  return {}
}
