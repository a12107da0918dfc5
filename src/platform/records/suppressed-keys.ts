import { sql } from 'kysely'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'

/** Kinds of identity keys by which somebody is reached. */
export const reachedBy = ['phone', 'email', 'wechat'] as const

type Keeper = Pick<Services, 'secrets' | 'sealing'>

/**
 * What is kept of an identity key (`email:fang@example.com`) once its person is erased: nobody without the installation's key can
 * tell whose it was. A sealed one gives the same as one that is not.
 */
export const keptHash = ({ secrets, sealing }: Keeper, key: string): string =>
  secrets.sign('suppression', sealing.openContacts(key)).toString('base64url')

/** Those of these identity keys that nobody markets to again. */
export async function suppressedKeys(db: Db, { secrets, sealing }: Keeper, keys: Iterable<string>): Promise<ReadonlySet<string>> {
  const some = await sql<{ some: boolean }>`select exists (select 1 from suppressions where lifted_at is null) as some`.execute(db)
  if (!some.rows[0]?.some) return new Set()
  const hashes = new Map([...new Set(keys)].map((key) => [keptHash({ secrets, sealing }, key), key]))
  if (hashes.size === 0) return new Set()
  const { rows } = await sql<{
    hash: string
  }>`select hash from suppressions where hash = any(${[...hashes.keys()]}::text[]) and lifted_at is null`.execute(db)
  return new Set(rows.flatMap(({ hash }) => hashes.get(hash) ?? []))
}
