import { sql } from 'kysely'
import type { Clock } from '../../core/kit/id.ts'
import type { Secrets } from '../actions/secrets.ts'
import { type Database, inTransaction } from '../database/connect.ts'
import type { TokenKeeper } from './channel.ts'

type Kept = { sealed: string | null; expires_at: Date | null }

/** A token is given up this long before the vendor ends it, so that none ends on its way. */
const marginMs = 5 * 60_000

/**
 * Tokens in the database, sealed. One worker fetches while the others wait on the row's lock and take what it got: with most
 * vendors a second token ends the first.
 */
export function keepTokens(database: Database, secrets: Secrets, clock: Clock): TokenKeeper {
  const open = (kept: Kept | undefined, refused: string | undefined): string | null => {
    if (!kept?.sealed || !kept.expires_at || kept.expires_at.getTime() - marginMs <= clock().getTime()) return null
    const value = openOrNull(secrets, kept.sealed)
    return value === refused ? null : value
  }
  return {
    take: async (accountId, name, fetchNew, refused) => {
      const read = sql<Kept>`select sealed, expires_at from channel_tokens where account_id = ${accountId} and name = ${name}`
      const { rows } = await read.execute(database.db)
      const held = open(rows[0], refused)
      if (held !== null) return held
      return inTransaction(database, async ({ db }) => {
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
    },
  }
}

/** Sealed under a key that is gone: as good as no token. */
function openOrNull(secrets: Secrets, sealed: string): string | null {
  try {
    return secrets.open(sealed)
  } catch {
    return null
  }
}
