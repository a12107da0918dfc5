import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { globalHoldoutName, type GlobalHoldout, openGlobalHoldout } from '../global-holdout.ts'

/** The global holdout as kept; one that holds nobody out where none was set. */
export async function readGlobalHoldout(db: Db): Promise<GlobalHoldout> {
  const { rows } = await sql<{ value: unknown }>`select value from settings where name = ${globalHoldoutName}`.execute(db)
  return openGlobalHoldout(rows[0]?.value)
}
