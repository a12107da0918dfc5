import { sql } from 'kysely'
import type { Clock } from '../../core/kit/id.ts'
import { openOrNull, type Secrets } from '../actions/secrets.ts'
import { type Database, inTransaction } from '../database/connect.ts'
import type { TokenKeeper } from './channel.ts'

type Kept = { sealed: string | null; expires_at: Date | null }

/** A token is given up this long before the vendor ends it, so that none ends on its way. */
const marginMs = 5 * 60_000

/**
 * Tokens in the database, sealed. One worker fetches while the others wait on the row's lock and take what it got: with most
 * vendors a second token ends the first. Within one process those who want the same one wait for it together, so that a vendor
 * who is slow to answer holds one connection to the database and not all of them.
 */
export function keepTokens(database: Database, secrets: Secrets, clock: Clock): TokenKeeper {
  const underWay = new Map<string, Promise<string>>()
  const open = (kept: Kept | undefined, refused: string | undefined): string | null => {
    if (!kept?.sealed || !kept.expires_at || kept.expires_at.getTime() - marginMs <= clock().getTime()) return null
    const value = openOrNull(secrets, kept.sealed)
    return value === refused ? null : value
  }
  const renew = (accountId: string, name: string, fetchNew: Parameters<TokenKeeper['take']>[2], refused: string | undefined) =>
    inTransaction(database, async ({ db }) => {
      // Writing the row takes its lock, until the new token stands in it.
      const locked = await sql<Kept>`insert into channel_tokens (account_id, name, updated_at) values (${accountId}, ${name}, ${clock()})
        on conflict (account_id, name) do update set updated_at = excluded.updated_at returning sealed, expires_at`.execute(db)
      const fetched = open(locked.rows[0], refused)
      if (fetched !== null) return fetched
      const { value, forSeconds } = await fetchNew()
      const until = new Date(clock().getTime() + forSeconds * 1_000)
      await sql`update channel_tokens set sealed = ${secrets.seal(value)}, expires_at = ${until}, updated_at = ${clock()}
        where account_id = ${accountId} and name = ${name}`.execute(db)
      return value
    })
  return {
    take: async (accountId, name, fetchNew, refused) => {
      const read = sql<Kept>`select sealed, expires_at from channel_tokens where account_id = ${accountId} and name = ${name}`
      const { rows } = await read.execute(database.db)
      const held = open(rows[0], refused)
      if (held !== null) return held
      return together(underWay, JSON.stringify([accountId, name, refused ?? null]), () => renew(accountId, name, fetchNew, refused))
    },
  }
}

/** Whoever asks for what somebody asks for already gets the same answer, and the same failure. */
function together<T>(underWay: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const known = underWay.get(key)
  if (known) return known
  const made = work().finally(() => underWay.delete(key))
  underWay.set(key, made)
  return made
}
