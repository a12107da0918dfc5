import { sql } from 'kysely'

/** Who tells of one order comes one after the other: by a lock of its name, for what is told may have no row yet that could be locked. */
export const namingLock = (key: string) => sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`
