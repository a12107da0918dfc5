import { sql } from 'kysely'
import type { Role } from '../../core/action/action.ts'
import type { ActorSession } from '../actions/context.ts'
import { hashToken } from '../actions/secrets.ts'
import type { Services } from '../actions/services.ts'
import { mlpsPasswords, readPolicy, type SecurityPolicy } from './security-policy.ts'
import { type SignInMeans, sessionIsOpen } from './sessions.ts'

/** What somebody has to do before anything else: choose a new password, or show (or first set up) a second factor. */
export type Must = 'password' | 'second-factor'

export type SignedIn = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly session: ActorSession
  readonly must: Must | null
}

type Row = {
  id: string
  name: string
  email: string
  role: Role
  session_id: string
  fresh_at: Date
  last_seen_at: Date
  strong: boolean
  means: SignInMeans
  password_set_at: Date | null
}

const writtenEveryMs = 60_000

/** Whose token this is: of a session that is open, of a user who is not disabled. That it was used is written once a minute. */
export async function readSession(services: Services, token: string): Promise<SignedIn | null> {
  const { db } = services.database
  const now = services.clock()
  const policy = await readPolicy(services.database)
  const { rows } = await sql<Row>`
    select u.id, u.name, u.email, u.role, s.id as session_id, s.fresh_at, s.last_seen_at, s.strong, s.means, a.password_set_at
    from auth.sessions s join auth.users u on u.id = s.user_id
    left join auth.accounts a on a.user_id = u.id and a.provider_id = 'credential' and a.password is not null
    where s.token = ${hashToken(token)} and ${sessionIsOpen(now, policy)} and u.disabled_at is null`.execute(db)
  const [row] = rows
  if (!row) return null
  if (now.getTime() - row.last_seen_at.getTime() >= writtenEveryMs)
    await sql`update auth.sessions set last_seen_at = ${now} where id = ${row.session_id}`.execute(db)
  const { id, name, email, role } = row
  const session = { id: row.session_id, freshAt: row.fresh_at, strong: row.strong }
  return { id, name, email, role, session, must: mustOf(row, policy, now) }
}

function mustOf(row: Row, policy: SecurityPolicy, now: Date): Must | null {
  if (policy.secondFactorFor.includes(row.role) && !row.strong) return 'second-factor'
  const oldest = now.getTime() - mlpsPasswords.days * 86_400_000
  const isOld = row.means === 'password' && row.password_set_at !== null && row.password_set_at.getTime() < oldest
  return policy.profile === 'mlps' && isOld ? 'password' : null
}
