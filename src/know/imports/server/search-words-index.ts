import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'

/**
 * Search words of a large import are put into their index by the ten thousand rows, not by the thousand: that took a
 * quarter of the time of writing customers. Searches meanwhile look through those that wait, 16 MB at most.
 */
export async function gatherSearchWords(db: Db): Promise<void> {
  await sql`select set_config('gin_pending_list_limit', '16MB', true), set_config('work_mem', '64MB', true)`.execute(db)
}

/** Puts into the index what still waits, so that searching is as quick as before. */
export async function putSearchWordsIn(db: Db): Promise<void> {
  await sql`select gin_clean_pending_list('customers_search'::regclass)`.execute(db)
}
