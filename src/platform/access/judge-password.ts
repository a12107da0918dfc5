import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'
import { isLeaked } from './leaked-passwords.ts'
import { checkPassword } from './password-rules.ts'
import { mlpsPasswords, readPolicy } from './security-policy.ts'

/**
 * Whether a new password will do by the profile that is set, and its hash. Hashing is slow on purpose, so it is best done
 * with no transaction open.
 * @param words the user's name, e-mail, shop @throws Problem access.password-…
 */
export async function judgePassword(
  services: Services,
  userId: string | null,
  password: string,
  words: readonly string[],
  db: Db = services.database.db,
): Promise<string> {
  const { profile } = await readPolicy(services.database, db)
  checkPassword(password, words, profile)
  refuseLeaked(services, password)
  if (profile === 'mlps' && userId !== null) await refuseOld(services, db, userId, password)
  return services.passwords.hash(password)
}

/** A list that cannot be read lets nobody in with a password that nobody looked up. @throws Problem access.password-common, access.leaked-unread */
function refuseLeaked({ leakedPasswords, log }: Services, password: string): void {
  if (leakedPasswords === null) return
  let found = false
  try {
    found = isLeaked(leakedPasswords, password)
  } catch (error) {
    log.error({ file: leakedPasswords, error: error instanceof Error ? error.message : '' }, 'the list of leaked passwords cannot be read')
    throw new Problem('access.leaked-unread', { file: leakedPasswords })
  }
  if (found) throw new Problem('access.password-common', { path: 'password' })
}

/** The one that holds and those before it. */
async function refuseOld({ passwords }: Services, db: Db, userId: string, password: string): Promise<void> {
  const { rows } = await sql<{ hash: string }>`
    select password as hash from auth.accounts where user_id = ${userId} and provider_id = 'credential' and password is not null
    union all select hash from auth.old_passwords where user_id = ${userId}`.execute(db)
  for (const { hash } of rows)
    if (await passwords.verify(password, hash)) throw new Problem('access.password-reused', { path: 'password', n: mlpsPasswords.history })
}
