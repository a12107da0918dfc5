import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Services } from '../actions/services.ts'
import { admitGuess, guessedRight } from './count-tries.ts'
import { noteSignIn } from './note-sign-in.ts'
import type { Caller, Proof } from './sessions.ts'

/**
 * Whose e-mail and password these are. Whoever is unknown, disabled or without a password gets the same answer after the
 * same work.
 * @throws Problem access.wrong-password, access.too-many-tries
 */
export async function provePassword(services: Services, email: string, password: string, caller: Caller): Promise<Proof> {
  const account = email.trim().toLowerCase()
  const guess = { guessed: 'password', address: caller.address, account } as const
  await admitGuess(services, guess)
  const { rows } = await sql<{ id: string; password: string | null }>`
    select u.id, a.password from auth.users u
    left join auth.accounts a on a.user_id = u.id and a.provider_id = 'credential'
    where u.email = ${account} and u.disabled_at is null`.execute(services.database.db)
  const [user] = rows
  const isRight = await services.passwords.verify(password, user?.password ?? null)
  if (!isRight || !user) {
    noteSignIn(services, { userId: user?.id ?? null, caller, means: 'password', code: 'access.wrong-password' })
    throw new Problem('access.wrong-password')
  }
  await guessedRight(services, guess)
  if (user.password !== null && services.passwords.isDated(user.password)) await hashAnew(services, user.id, user.password, password)
  return { userId: user.id, means: 'password', strong: false }
}

/** Only here is the password known, so that a hash of a lower cost gives way to one of today’s. It stays the same password. */
async function hashAnew({ database, passwords }: Services, userId: string, old: string, password: string): Promise<void> {
  const hash = await passwords.hash(password)
  await sql`update auth.accounts set password = ${hash}
    where user_id = ${userId} and provider_id = 'credential' and password = ${old}`.execute(database.db)
}

/** The password of somebody who is in already. @throws Problem access.wrong-password, access.too-many-tries */
export async function proveOwnPassword(services: Services, userId: string, password: string, caller: Caller): Promise<Proof> {
  const { rows } = await sql<{ email: string }>`select email from auth.users where id = ${userId}`.execute(services.database.db)
  return provePassword(services, rows[0]?.email ?? '', password, caller)
}
