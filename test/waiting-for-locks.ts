import { sql } from 'kysely'
import type { World } from './world.ts'

/** How many wait at this moment for what somebody else holds. */
export async function waitingForLocks({ db }: Pick<World, 'db'>): Promise<number | undefined> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows[0]?.n
}
