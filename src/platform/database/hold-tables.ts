import { sql } from 'kysely'
import type { Db } from './connect.ts'

/**
 * To be said first in a transaction over one snapshot that lasts: these tables stay what they are until it ends. Otherwise one could be put in
 * a table's place meanwhile (`exchange-rows.ts`) whose rows are all younger than the snapshot, and so would not be found.
 * A LOCK takes no snapshot, so that what was put there before the first question is seen.
 */
export const holdTables = (tables: readonly string[]) =>
  sql`lock table ${sql.join(tables.map((name) => sql.table(name)))} in access share mode`

/** All tables of the schema that may be read: in a database that is shared there may be others, which are no matter of ours. */
export async function readableTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and has_table_privilege(oid, 'select') order by 1`.execute(db)
  return rows.map(({ name }) => name)
}
