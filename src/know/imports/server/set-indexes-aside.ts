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

/** Indexes into which customers come in another order than they are made in, as the schema has them. */
const scattered = {
  customers_search: sql`using gin (search) with (fastupdate = on)`,
  customers_name: sql`(name_pinyin, id)`,
  customers_city: sql`(city, created_at, id, owner_id) where city is not null`,
}

/** The base is next to nothing beside a file of ten times as many rows. */
const timesLarger = 10

/**
 * Before a large file goes into a shop that is next to empty, these indexes are taken away: built over everybody at the
 * end they cost a third of what keeping them up row by row does. Searches, lists by name and lists of a city meanwhile
 * read the whole table. If somebody holds on to the table, the indexes stay.
 */
export async function setIndexesAside(services: Services, rowsExpected: number): Promise<void> {
  await asSystem(services, 'imports', async ({ db }) => {
    const few = Math.floor(rowsExpected / timesLarger)
    const { rows } = await sql`select 1 from customers limit ${few + 1}`.execute(db)
    if (rows.length > few) return
    const names = sql.join(Object.keys(scattered).map((name) => sql.id(name)))
    await lockInTime(db, ['customers'], async () => void (await sql`drop index if exists ${names}`.execute(db)))
  })
}

/** Builds them where they were taken away, and puts in the search words that still wait, so that finding is as quick as before. */
export async function putIndexesBack(db: Db): Promise<void> {
  for (const [name, columns] of Object.entries(scattered)) {
    await sql`create index if not exists ${sql.id(name)} on customers ${columns}`.execute(db)
  }
  await sql`select gin_clean_pending_list('customers_search'::regclass)`.execute(db)
}
