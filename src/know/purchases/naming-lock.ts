import { sql } from 'kysely'

/**
 * Who tells of one order comes one after the other: by a lock of its name, for what is told may have no row yet that could be locked.
 * Names are locked before the logs of customers, by everybody, or two who tell of one order would wait for each other.
 */
export const namingLock = (...keys: readonly string[]) =>
  sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys.toSorted()}::text[]) as key`
