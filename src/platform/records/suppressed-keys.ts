import { sql } from 'kysely'
import type { Secrets } from '../actions/secrets.ts'
import type { Db } from '../database/connect.ts'

/** Kinds of identity keys by which somebody is reached. */
export const reachedBy = ['phone', 'email', 'wechat'] as const

/** What is kept of an identity key (`email:fang@example.com`) once its person is erased: nobody without the installation's key can tell whose it was. */
export const keptHash = (secrets: Secrets, key: string): string => secrets.sign('suppression', key).toString('base64url')

/** Those of these identity keys that nobody markets to again. */
export async function suppressedKeys(db: Db, secrets: Secrets, keys: Iterable<string>): Promise<ReadonlySet<string>> {
  const some = await sql<{ some: boolean }>`select exists (select 1 from suppressions where lifted_at is null) as some`.execute(db)
  if (!some.rows[0]?.some) return new Set()
  const hashes = new Map([...new Set(keys)].map((key) => [keptHash(secrets, key), key]))
  if (hashes.size === 0) return new Set()
  const { rows } = await sql<{
    hash: string
  }>`select hash from suppressions where hash = any(${[...hashes.keys()]}::text[]) and lifted_at is null`.execute(db)
  return new Set(rows.flatMap(({ hash }) => hashes.get(hash) ?? []))
}
