import { sql } from 'kysely'
import type { Db } from './connect.ts'

type Row<T> = { value: T }

/** A named setting as it was kept; nothing where it never was. */
export async function readSetting<T>(db: Db, name: string): Promise<T | undefined> {
  const { rows } = await sql<Row<T>>`select value from settings where name = ${name}`.execute(db)
  return rows[0]?.value
}

/**
 * A named setting that is an object, and nobody else changes it until the transaction ends: what they ask for would be lost under
 * what is written here. Where it never was, it is kept empty, so that the first of all can be waited for as well.
 * By a writing that changes nothing: a cluster locks rows of customers alone, and a table that all its nodes have by writing.
 */
export async function lockSetting<T extends object>(
  { db, now }: { readonly db: Db; readonly now: Date },
  name: string,
): Promise<Partial<T>> {
  const { rows } = await sql<Row<Partial<T>>>`insert into settings (name, value, updated_at) values (${name}, '{}', ${now})
    on conflict (name) do update set value = settings.value returning value`.execute(db)
  return rows[0]?.value ?? {}
}
