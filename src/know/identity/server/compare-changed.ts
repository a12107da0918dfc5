import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { compareCustomers } from './compare-customers.ts'
import { givenWereCompared, newlyGiven } from './given-pairs.ts'

/** Customers a portion: a tenth of a second or two. */
const portion = 200

/** One process compares at a time; another that finds it taken leaves it be. */
export const alone = sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7236, 20) as mine`

/**
 * Compares customers who have changed, or for whom something was given that is another's, some at a time. One who changes meanwhile stays in the queue with the newer
 * version.
 * @returns whether there may be more
 */
export async function compareChanged(services: Services, limit = portion): Promise<boolean> {
  return asSystem(services, 'matching', async ({ db, client, now }) => {
    if (!client || !(await alone.execute(db)).rows[0]?.mine) return false
    const { rows } = await sql<{
      customer_id: string
      version: number
    }>`select customer_id, version from match_queue order by customer_id limit ${limit}`.execute(db)
    const given = await newlyGiven(db, limit)
    const keys = [...given.fresh, ...given.withdrawn]
    if (rows.length + keys.length === 0) return false
    const ids = [...new Set([...rows.map((row) => row.customer_id), ...keys.map((each) => each.customerId)])]
    await compareCustomers({ db, client }, ids, now)
    await givenWereCompared({ db, now }, given)
    await sql`delete from match_queue q using unnest(${rows.map((row) => row.customer_id)}::uuid[], ${rows.map((row) => row.version)}::int[]) d(customer_id, version)
      where q.customer_id = d.customer_id and q.version = d.version`.execute(db)
    return rows.length === limit || keys.length === limit
  })
}
