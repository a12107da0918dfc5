import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { beginNewPasskey as begin, keepPasskey, madePasskey } from '../../../platform/access/passkeys.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import { requireFresh } from '../../../platform/access/require-fresh.ts'
import { readPolicy } from '../../../platform/access/security-policy.ts'
import { hasAuthenticator } from '../../../platform/access/second-factor.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import { readInput } from '../../../platform/actions/run-inside.ts'
import type * as account from '../account.ts'
import { ownUser } from './own-user.ts'

/** @throws Problem access.not-fresh, access.passkey-address */
export async function beginNewPasskey(ctx: Ctx): Promise<{ options: Record<string, unknown> }> {
  const { user, session } = await ownUser(ctx)
  requireFresh(ctx)
  return { options: { ...(await begin(ctx.services, ctx.db, user, ctx.shop.name, session)) } }
}

/** Keeps it; a passkey that was made with finger, face or PIN counts as a second factor shown. @throws Problem access.passkey-refused, access.passkey-known */
export async function addPasskey(ctx: Ctx, { name, passkey }: InputOf<typeof account.addPasskey>): Promise<{ id: string }> {
  const { user, session } = await ownUser(ctx)
  const made = madePasskey.parse(readInput(madePasskey, passkey))
  const id = await keepPasskey(ctx.services, ctx.db, { userId: user.id, session, name, made })
  await sql`update auth.sessions set strong = true where id = ${session}`.execute(ctx.db)
  actorMemory(ctx.services.database).forget()
  return { id }
}

/** @throws Problem access.passkey-missing */
export async function renamePasskey(ctx: Ctx, { id, name }: InputOf<typeof account.renamePasskey>): Promise<Record<never, never>> {
  const { user } = await ownUser(ctx)
  const { rows } = await sql`update auth.passkeys set name = ${name} where id = ${id} and user_id = ${user.id} returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('access.passkey-missing')
  return {}
}

/** @throws Problem access.not-fresh, access.passkey-missing, account.factor-needed where it is the last one and one is needed */
export async function removePasskey(ctx: Ctx, { id }: InputOf<typeof account.removePasskey>): Promise<Record<never, never>> {
  const { user } = await ownUser(ctx)
  requireFresh(ctx)
  const { rows } = await sql`delete from auth.passkeys where id = ${id} and user_id = ${user.id} returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('access.passkey-missing')
  const { secondFactorFor } = await readPolicy(ctx.services.database, ctx.db)
  const { rows: others } = await sql`select 1 from auth.passkeys where user_id = ${user.id} limit 1`.execute(ctx.db)
  const isLast = others.length === 0 && !(await hasAuthenticator(ctx.db, user.id))
  if (isLast && secondFactorFor.includes(user.role)) throw new Problem('account.factor-needed')
  return {}
}
