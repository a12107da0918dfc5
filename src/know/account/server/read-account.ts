import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { readPasswordHash } from '../../../platform/access/keep-user.ts'
import { readPolicy } from '../../../platform/access/security-policy.ts'
import { listSessions } from '../../../platform/access/sessions.ts'
import { findUser, type User } from '../../../platform/access/keep-user.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type * as account from '../account.ts'
import { ownUser } from './own-user.ts'

type Own = AnswerOf<typeof account.readAccount>

/** What one's own account page shows. @throws Problem access.no-session */
export async function readAccount(ctx: Ctx): Promise<Own> {
  const { user, session } = await ownUser(ctx)
  const { profile } = await readPolicy(ctx.services.database, ctx.db)
  return {
    name: user.name,
    email: user.email,
    passwordProfile: profile,
    ...(await readFactors(ctx, user)),
    sessions: await readSessions(ctx, user.id, session),
  }
}

/** How somebody comes in, and where they are in. @throws Problem user.missing */
export async function listUserSessions(
  ctx: Ctx,
  { id }: InputOf<typeof account.listUserSessions>,
): Promise<AnswerOf<typeof account.listUserSessions>> {
  const { passkeys, ...factors } = await readFactors(ctx, await findUser(ctx.db, id))
  return { ...factors, passkeys: passkeys.length, sessions: await readSessions(ctx, id, ctx.actor.session?.id ?? null) }
}

async function readSessions(ctx: Ctx, userId: string, here: string | null): Promise<Own['sessions']> {
  const sessions = await listSessions(ctx.services, ctx.db, userId)
  return sessions.map(({ since, lastSeen, ...session }) => ({
    ...session,
    since: since.toISOString(),
    lastSeen: lastSeen.toISOString(),
    here: session.id === here,
  }))
}

type Factors = Pick<Own, 'hasPassword' | 'authenticatorSince' | 'recoveryCodesLeft' | 'secondFactorNeeded' | 'passkeys'>

async function readFactors(ctx: Ctx, user: User): Promise<Factors> {
  const { secondFactorFor } = await readPolicy(ctx.services.database, ctx.db)
  const { rows: authenticators } = await sql<{ made_at: Date }>`select made_at from auth.authenticators where user_id = ${user.id}`.execute(
    ctx.db,
  )
  const { rows: codes } = await sql<{ n: number }>`
    select count(*)::int as n from auth.recovery_codes where user_id = ${user.id} and used_at is null`.execute(ctx.db)
  return {
    hasPassword: (await readPasswordHash(ctx.db, user.id)) !== null,
    authenticatorSince: authenticators[0]?.made_at.toISOString() ?? null,
    recoveryCodesLeft: codes[0]?.n ?? 0,
    secondFactorNeeded: secondFactorFor.includes(user.role),
    passkeys: await readPasskeys(ctx, user.id),
  }
}

type PasskeyRow = { id: string; name: string; made_at: Date; last_used_at: Date | null; backed_up: boolean }

async function readPasskeys(ctx: Ctx, userId: string): Promise<Own['passkeys']> {
  const { rows } = await sql<PasskeyRow>`
    select id, name, made_at, last_used_at, backed_up from auth.passkeys where user_id = ${userId} order by made_at, id`.execute(ctx.db)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    madeAt: row.made_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    backedUp: row.backed_up,
  }))
}
