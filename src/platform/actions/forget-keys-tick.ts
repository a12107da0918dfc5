import { sql } from 'kysely'
import type { Tick } from './feature.ts'

/** A repeat comes within minutes, or within days from a machine that was switched off; nobody repeats after a month. */
const keptDays = 30
const portion = 5_000

/** Lets go of idempotency keys, which would otherwise grow by a row with every write for ever. */
export const forgetKeysTick: Tick = {
  name: 'forget-keys',
  everyMs: 600_000,
  run: async ({ database, clock }) => {
    const oldest = new Date(clock().getTime() - keptDays * 86_400_000)
    const { rows } =
      await sql`delete from action_keys where (actor, key) in (select actor, key from action_keys where at < ${oldest} limit ${portion})
      returning 1`.execute(database.db)
    return rows.length >= portion
  },
}
