import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { lockInTime } from '../../../platform/database/lock-in-time.ts'

/**
 * Search words of a large import are put into their index by the ten thousand rows, not by the thousand: that took a
 * quarter of the time of writing customers. Searches meanwhile look through those that wait, 16 MB at most.
 */
export async function gatherSearchWords(db: Db): Promise<void> {
  await sql`select set_config('gin_pending_list_limit', '16MB', true), set_config('work_mem', '64MB', true)`.execute(db)
}

/** The base is next to nothing beside a file of ten times as many rows. */
const timesLarger = 10

/**
 * Before a large file goes into a shop that is next to empty, the index of search words is taken away: built over
 * everybody at the end it costs a third of one that is kept up row by row. Searches meanwhile read the whole table. If
 * somebody holds on to the table, the index stays.
 */
export async function setSearchIndexAside(services: Services, rowsExpected: number): Promise<void> {
  await asSystem(services, 'imports', async ({ db }) => {
    const few = Math.floor(rowsExpected / timesLarger)
    const { rows } = await sql`select 1 from customers limit ${few + 1}`.execute(db)
    if (rows.length > few) return
    await lockInTime(db, ['customers'], async () => void (await sql`drop index if exists customers_search`.execute(db)))
  })
}

/** Puts into the index what still waits, or builds it where it was taken away, so that searching is as quick as before. */
export async function putSearchWordsIn(db: Db): Promise<void> {
  await sql`create index if not exists customers_search on customers using gin (search) with (fastupdate = on)`.execute(db)
  await sql`select gin_clean_pending_list('customers_search'::regclass)`.execute(db)
}
