import { sql } from 'kysely'

/**
 * To be said first in a transaction over one snapshot that lasts: these tables stay what they are until it ends. Otherwise one could be put in
 * a table's place meanwhile (`exchange-rows.ts`) whose rows are all younger than the snapshot, and so would not be found.
 * A LOCK takes no snapshot, so that what was put there before the first question is seen.
 */
export const holdTables = (tables: readonly string[]) =>
  sql`lock table ${sql.join(tables.map((name) => sql.table(name)))} in access share mode`
