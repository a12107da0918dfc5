import { sql } from 'kysely'
import type { Role } from '../../core/action/action.ts'
import type { Services } from '../actions/services.ts'
import { cookieName, tokenOf } from './open-auth.ts'

export type SignedIn = { readonly id: string; readonly name: string; readonly email: string; readonly role: Role; readonly token: string }

/** The value of one cookie of the header, or null. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return null
}

/** Who holds this cookie: a session that is open, of a user who is not disabled. One query. */
export async function readSession(services: Services, cookie: string): Promise<SignedIn | null> {
  const token = tokenOf(services, cookie)
  if (!token) return null
  const { rows } = await sql<SignedIn>`
    select u.id, u.name, u.email, u.role, s.token
    from auth.sessions s join auth.users u on u.id = s.user_id
    where s.token = ${token} and s.expires_at > ${services.clock()} and u.disabled_at is null`.execute(services.database.db)
  return rows[0] ?? null
}

export function sessionCookie(header: string | undefined, url: string): string | null {
  return readCookie(header, cookieName(url))
}
