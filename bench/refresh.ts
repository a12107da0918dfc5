import { sql } from 'kysely'
import { refreshEveryone } from '../src/platform/event-log/refresh-news.ts'
import { inTransaction } from '../src/platform/database/connect.ts'
import { type BenchRow, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

/** Everything derived for everybody from nothing, against the bare grouping of the same purchases kept in a table. */
export async function benchRefresh({ services, database, size }: BenchWorld): Promise<BenchRow[]> {
  await database.pool.query('truncate metrics, stage_moves, rfm_thresholds')
  const group = () =>
    inTransaction(database, async ({ db }) => {
      await sql`select set_config('work_mem', '256MB', true), set_config('enable_indexscan', 'off', true)`.execute(db)
      await sql`create temporary table grouped on commit drop as select customer_id, min(occurred_at), max(occurred_at), count(*), sum(amount) from purchases group by customer_id`.execute(
        db,
      )
    })
  await group()
  const bare = await timed(group)
  const taken = await timed(() => refreshEveryone(services))
  await database.pool.query('vacuum analyze metrics')
  const ratio = taken.seconds / bare.seconds
  return [
    {
      what: `metrics, RFM and stages of ${size.customers.toLocaleString('en')} customers from ${size.purchases.toLocaleString('en')} purchases, from scratch`,
      figure: s(taken.seconds),
      floor: `${s(bare.seconds)} (bare GROUP BY)`,
      ratio,
      mark: '≤ 3 × the GROUP BY',
      met: ratio <= 3,
    },
  ]
}
