import { sql } from 'kysely'
import type { Db } from './connect.ts'

type Row<T> = { value: T }

/** A named setting as it was kept; nothing where it never was. */
export async function readSetting<T>(db: Db, name: string): Promise<T | undefined> {
  const { rows } = await sql<Row<T>>`select value from settings where name = ${name}`.execute(db)
  return rows[0]?.value
}

/**
 * The same, and nobody else changes it until the transaction ends: what they ask for would be lost under what is written here.
 * By a writing that changes nothing: a cluster locks rows of customers alone, and a table that all its nodes have by writing.
 */
export async function lockSetting<T>(db: Db, name: string): Promise<T | undefined> {
  const { rows } = await sql<Row<T>>`update settings set value = value where name = ${name} returning value`.execute(db)
  return rows[0]?.value
}
