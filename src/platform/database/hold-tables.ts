import { sql } from 'kysely'
import type { Db } from './connect.ts'

/**
 * Tables with rows in whose place another may be put as a whole (`exchange-rows.ts`), and no others ever are. Of one that was empty a
 * snapshot from before finds nothing in the other either.
 */
export const exchangedTables: readonly string[] = ['predictions']

/**
 * To be said first in a transaction over one snapshot that lasts: these tables stay what they are until it ends. Otherwise one could be put in
 * a table's place meanwhile whose rows are all younger than the snapshot, and so would not be found.
 * A LOCK takes no snapshot, so that what was put there before the first question is seen.
 */
export async function holdTables(db: Db, tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return
  await sql`lock table ${sql.join(tables.map((name) => sql.table(name)))} in access share mode`.execute(db)
}

/** Those that may be exchanged and that the program may read: one that it cannot read it need not hold. */
export async function tablesToHold(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relname = any(${exchangedTables}::text[]) and has_table_privilege(oid, 'select') order by 1`.execute(
    db,
  )
  return rows.map(({ name }) => name)
}
