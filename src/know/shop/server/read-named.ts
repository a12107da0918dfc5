import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'

/** Settings as kept, by their names; each reader opens its own. */
export async function readNamed(db: Db, names: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  const { rows } = await sql<{ name: string; value: unknown }>`select name, value from settings where name = any (${names})`.execute(db)
  return new Map(rows.map(({ name, value }) => [name, value]))
}
