import { sql } from 'kysely'
import { codeOf } from '../../core/kit/error-code.ts'
import type { Db } from './connect.ts'

/** So long others may wait behind us, who wait for a reader; sooner than PostgreSQL looks for deadlocks, so that we give way. */
const patience = '500ms'
/** A vacuum gives way to whoever has waited for a second. */
const vacuumPatience = '2s'

/**
 * Locks tables, unless somebody does not let go of them in time. A vacuum that PostgreSQL began by itself is asked to go first, and kept
 * away until the transaction ends: by a lock behind which neither readers nor writers wait, so that there is time for it.
 * @param lock takes the locks, and does what must be done again when they are not had
 * @returns false when somebody did not let go; nothing but what keeps vacuums away is locked then, and nothing done
 */
export async function lockInTime(db: Db, tables: readonly string[], lock: () => Promise<void>): Promise<boolean> {
  const noVacuum = sql`lock table ${sql.join(tables.map((name) => sql.table(name)))} in share update exclusive mode`
  return (await within(db, vacuumPatience, async () => void (await noVacuum.execute(db)))) && (await within(db, patience, lock))
}

async function within(db: Db, longest: string, lock: () => Promise<void>): Promise<boolean> {
  await sql`savepoint lock_in_time`.execute(db)
  try {
    await sql`select set_config('lock_timeout', ${longest}, true)`.execute(db)
    await lock()
    await sql`select set_config('lock_timeout', '0', true)`.execute(db)
    await sql`release savepoint lock_in_time`.execute(db)
    return true
  } catch (error) {
    await sql`rollback to savepoint lock_in_time`.execute(db)
    if (codeOf(error) === '55P03') return false
    throw error
  }
}
