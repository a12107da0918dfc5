import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'

/** A named setting as it was kept; nothing where it never was. */
export const readSetting = <T = unknown>(db: Db, name: string): Promise<T | undefined> => read(db, name, sql``)

/** The same, and nobody else changes it until the transaction ends: what they ask for would be lost under what is written here. */
export const lockSetting = <T>(db: Db, name: string): Promise<T | undefined> => read(db, name, sql`for update`)

async function read<T>(db: Db, name: string, how: RawBuilder<unknown>): Promise<T | undefined> {
  const { rows } = await sql<{ value: T }>`select value from settings where name = ${name} ${how}`.execute(db)
  return rows[0]?.value
}
