import { type RawBuilder, sql } from 'kysely'
import { hashToken, newToken } from '../actions/secrets.ts'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'
import { actorMemory } from './remember-actors.ts'
import { readPolicy } from './security-policy.ts'

/** Who knocks, kept beside the session. */
export type Caller = { readonly address: string; readonly agent: string }

/** How somebody came in. */
export const signInMeans = ['password', 'link', 'passkey', 'provider'] as const
export type SignInMeans = (typeof signInMeans)[number]

/** That somebody is who they say; `strong` with a second factor, a passkey, or a provider that vouches for one. */
export type Proof = { readonly userId: string; readonly means: SignInMeans; readonly strong: boolean }

/** @returns the new session's token and how many seconds it may live, or null for a user who is disabled */
export async function openSession(services: Services, proof: Proof, caller: Caller): Promise<{ token: string; seconds: number } | null> {
  const { db } = services.database
  const now = services.clock()
  const { longestHours } = await readPolicy(services.database)
  const token = newToken('')
  await sql`delete from auth.sessions where expires_at <= ${now}`.execute(db)
  const { rows } = await sql`
    insert into auth.sessions (id, user_id, token, expires_at, ip_address, user_agent, created_at, means, strong, fresh_at, last_seen_at)
    select ${services.newId()}, u.id, ${hashToken(token)}, ${new Date(now.getTime() + longestHours * 3_600_000)}, ${caller.address},
           ${caller.agent}, ${now}, ${proof.means}, ${proof.strong}, ${now}, ${now}
    from auth.users u where u.id = ${proof.userId} and u.disabled_at is null returning 1`.execute(db)
  return rows.length > 0 ? { token, seconds: longestHours * 3_600 } : null
}

/** Ends the session of this token, at once. */
export async function endSession(services: Services, token: string): Promise<void> {
  await sql`delete from auth.sessions where token = ${hashToken(token)}`.execute(services.database.db)
  actorMemory(services.database).forget()
}

/**
 * After somebody proved anew who they are: the session is fresh, and has a new token.
 * @returns the token, or null when the session is over
 */
export async function renewSession(services: Services, token: string, strong: boolean): Promise<string | null> {
  const renewed = newToken('')
  const { rows } = await sql`
    update auth.sessions set token = ${hashToken(renewed)}, fresh_at = ${services.clock()}, strong = strong or ${strong}
    where token = ${hashToken(token)} returning 1`.execute(services.database.db)
  actorMemory(services.database).forget()
  return rows.length > 0 ? renewed : null
}

export type OpenSession = {
  readonly id: string
  readonly means: SignInMeans
  readonly strong: boolean
  readonly address: string | null
  readonly agent: string | null
  readonly since: Date
  readonly lastSeen: Date
}

/** Which sessions are over, whatever their row says; `s` is the session. */
export function sessionIsOpen(now: Date, limits: { readonly idleMinutes: number; readonly longestHours: number }): RawBuilder<boolean> {
  const idle = new Date(now.getTime() - limits.idleMinutes * 60_000)
  const oldest = new Date(now.getTime() - limits.longestHours * 3_600_000)
  return sql<boolean>`s.expires_at > ${now} and s.last_seen_at > ${idle} and s.created_at > ${oldest}`
}

/** Somebody's open sessions, the one used last first. */
export async function listSessions(services: Services, db: Db, userId: string): Promise<OpenSession[]> {
  const isOpen = sessionIsOpen(services.clock(), await readPolicy(services.database, db))
  const { rows } = await sql<OpenSession>`
    select s.id, s.means, s.strong, s.ip_address as address, s.user_agent as agent, s.created_at as since, s.last_seen_at as "lastSeen"
    from auth.sessions s where s.user_id = ${userId} and ${isOpen} order by s.last_seen_at desc, s.id`.execute(db)
  return rows
}
