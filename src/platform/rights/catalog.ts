import { sql } from 'kysely'
import type { Database, Db } from '../database/connect.ts'

/** Every table of the schema with its columns in order and their types, as the database itself tells. */
export type Catalog = ReadonlyMap<string, ReadonlyMap<string, string>>

const kept = new WeakMap<Database, Promise<Catalog>>()

/** Read once: migrations are over before anybody asks. */
export function readCatalog(database: Database): Promise<Catalog> {
  const known = kept.get(database)
  if (known) return known
  const reading = ask(database.db)
  kept.set(database, reading)
  reading.catch(() => kept.delete(database))
  return reading
}

async function ask(db: Db): Promise<Catalog> {
  const { rows } = await sql<{ name: string; columns: { name: string; type: string }[] }>`
    select c.relname as name, jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by c.relname order by c.relname`.execute(db)
  return new Map(rows.map(({ name, columns }) => [name, new Map(columns.map((column) => [column.name, column.type]))]))
}
