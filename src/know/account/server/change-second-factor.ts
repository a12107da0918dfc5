import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { requireFresh } from '../../../platform/access/require-fresh.ts'
import { dropSecondFactor, hasAuthenticator, keepAuthenticator, makeRecoveryCodes } from '../../../platform/access/second-factor.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import { readPolicy } from '../../../platform/access/security-policy.ts'
import { beginStep, takeStep } from '../../../platform/access/steps.ts'
import { matchCode, newTotpSecret, totpAddress } from '../../../platform/access/totp.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type * as account from '../account.ts'
import { ownUser } from './own-user.ts'

/** A new secret for this session; nothing holds before a code confirms it. @throws Problem access.not-fresh */
export async function beginAuthenticator(ctx: Ctx): Promise<{ secret: string; address: string }> {
  const { user, session } = await ownUser(ctx)
  requireFresh(ctx)
  const secret = newTotpSecret()
  const step = { userId: user.id, data: { secret: ctx.services.secrets.seal(secret) } }
  await beginStep(ctx.services, ctx.db, 'new-authenticator', step, session)
  return { secret, address: totpAddress(secret, ctx.shop.name || 'Regulars', user.email) }
}

/**
 * Switches the second factor on; the session has shown it now.
 * @throws Problem account.setup-over, account.code-wrong, which leaves the set-up as it was
 */
export async function confirmAuthenticator(ctx: Ctx, { code }: InputOf<typeof account.confirmAuthenticator>): Promise<{ codes: string[] }> {
  const { user, session } = await ownUser(ctx)
  const step = await takeStep(ctx.services, ctx.db, 'new-authenticator', session)
  const sealed = step?.userId === user.id ? step.data['secret'] : undefined
  if (sealed === undefined) throw new Problem('account.setup-over')
  const secret = ctx.services.secrets.open(sealed)
  const counter = matchCode(secret, code.replace(/\s/g, ''), ctx.now)
  if (counter === null) throw new Problem('account.code-wrong', { path: 'code' })
  await keepAuthenticator(ctx.services, ctx.db, user.id, secret, counter)
  await sql`update auth.sessions set strong = true where id = ${session}`.execute(ctx.db)
  actorMemory(ctx.services.database).forget()
  return { codes: await makeRecoveryCodes(ctx.services, ctx.db, user.id) }
}

/** @throws Problem access.not-fresh, account.factor-needed where this user's role must have one */
export async function removeAuthenticator(ctx: Ctx): Promise<Record<never, never>> {
  const { user } = await ownUser(ctx)
  requireFresh(ctx)
  const { secondFactorFor } = await readPolicy(ctx.services.database, ctx.db)
  const { rows: passkeys } = await sql`select 1 from auth.passkeys where user_id = ${user.id} limit 1`.execute(ctx.db)
  if (secondFactorFor.includes(user.role) && passkeys.length === 0) throw new Problem('account.factor-needed')
  await dropSecondFactor(ctx.db, user.id)
  return {}
}

/** @throws Problem access.not-fresh, account.no-authenticator */
export async function renewRecoveryCodes(ctx: Ctx): Promise<{ codes: string[] }> {
  const { user } = await ownUser(ctx)
  requireFresh(ctx)
  if (!(await hasAuthenticator(ctx.db, user.id))) throw new Problem('account.no-authenticator')
  return { codes: await makeRecoveryCodes(ctx.services, ctx.db, user.id) }
}
