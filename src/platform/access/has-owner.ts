import { sql } from 'kysely'
import type { Db } from '../database/connect.ts'

/** Whether anybody owns this installation. */
export async function hasOwner(db: Db): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select 1 from auth.users where role = 'owner') as found`.execute(db)
  return rows[0]?.found ?? false
}
