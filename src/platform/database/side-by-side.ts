import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'

/** `work_mem` that is enough for the hash of a million customers. */
export const roomForEverybody = '256MB'
/** `work_mem` for sorting everybody's purchases: more is filled by each process, and saves neither reading nor comparing. */
export const roomForSorting = '64MB'

const handingOnIsCheap = { parallel_setup_cost: '0', parallel_tuple_cost: '0' }

/** A statement over everybody whose rows several processes work out while one writes them. */
export const sharedOut = { ...handingOnIsCheap, parallel_leader_participation: 'off' }

/** Not the scan of a table is shared out but the parts of a `union all`: each is one process's. */
const eachPartItsProcess = { ...handingOnIsCheap, min_parallel_table_scan_size: '5TB' }

/** Half of a customer table's rows are of customers before this one, judging by one page in a hundred; null while they are few. */
export async function middleCustomer(db: Db, table: string): Promise<string | null> {
  const { rows } = await sql<{
    middle: string | null
    seen: number
  }>`select percentile_disc(0.5) within group (order by customer_id) as middle, count(*) as seen
    from ${sql.table(table)} tablesample system (1)`.execute(db)
  return (rows[0]?.seen ?? 0) >= 1_000 ? (rows[0]?.middle ?? null) : null
}

/** A statement over everybody as two of half of them each; as it is where there is no middle. */
export function inHalves(
  middle: string | null,
  half: (among: (column: RawBuilder<unknown>) => RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (middle === null) return half(() => sql`true`)
  const before = half((column) => sql`${column} < ${middle}::uuid`)
  return sql`(${before}) union all (${half((column) => sql`${column} >= ${middle}::uuid`)})`
}

/** Settings of this transaction, as long as `work` takes; a failure ends the transaction, and them with it. */
export async function withSettings<T>(db: Db, settings: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const before = await setAll(db, settings)
  const done = await work()
  await setAll(db, before)
  return done
}

/** As `withSettings`, and what has two halves is worked out by two processes. */
export function sideBySide<T>(
  db: Db,
  middle: string | null,
  settings: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  return withSettings(db, { ...settings, ...(middle === null ? {} : eachPartItsProcess) }, work)
}

/** @returns what they were */
async function setAll(db: Db, settings: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const names = Object.keys(settings)
  const { rows } = await sql<{ name: string; was: string }>`select n.name, n.was, set_config(n.name, n.given, true)
    from (select name, given, current_setting(name) as was from unnest(${names}::text[], ${Object.values(settings)}::text[]) as s(name, given) offset 0) n`.execute(
    db,
  )
  return Object.fromEntries(rows.map((row) => [row.name, row.was]))
}
