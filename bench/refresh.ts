import { sql } from 'kysely'
import { refreshEveryone } from '../src/platform/event-log/refresh-news.ts'
import { inTransaction } from '../src/platform/database/connect.ts'
import { type BenchRow, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

/** What is worked out of purchases for every customer. */
const derived = ['metrics', 'rhythms', 'churn_states', 'churn_spells'] as const

/** Everything derived for everybody from nothing, against the bare grouping of the same purchases kept in a table. */
export async function benchRefresh(world: BenchWorld): Promise<BenchRow[]> {
  const { services, database, size } = world
  await database.pool.query(`truncate ${derived.join(', ')}, firm_rhythms, stage_moves, rfm_thresholds`)
  await group(world)
  const bare = await timed(() => group(world))
  const parts = new Map<string, number>()
  const names = services.registry.refreshers.map(({ name }) => name)
  let from = performance.now()
  const taken = await timed(() =>
    refreshEveryone(services, (point) => {
      if (point === 'refreshed') parts.set(names[parts.size] ?? '', (performance.now() - from) / 1_000)
      from = performance.now()
    }),
  )
  for (const table of derived) await database.pool.query(`vacuum analyze ${table}`)
  const written = await timed(() => writeBare(world))
  const ratio = taken.seconds / bare.seconds
  const part = (name: string) => parts.get(name) ?? 0
  const [pass, metrics, leaving] = [part('rhythms'), part('metrics'), part('churn')]
  const who = `${size.customers.toLocaleString('en')} customers from ${size.purchases.toLocaleString('en')} purchases`
  return [
    {
      what: `metrics, RFM, rhythms, leaving and stages of ${who}, from scratch`,
      figure: `${s(taken.seconds)}: purchases read once and rhythms ${s(pass)}, metrics, RFM and stages ${s(metrics)}, leaving ${s(leaving)}, else ${s(taken.seconds - pass - metrics - leaving)}`,
      floor: `${s(bare.seconds)} (bare GROUP BY)`,
      ratio,
      mark: '≤ 3 × the GROUP BY',
      met: ratio <= 3,
    },
    {
      what: 'the same beside what cannot be left out: the GROUP BY, and the very rows written into empty tables with their indexes',
      figure: s(taken.seconds),
      floor: `${s(bare.seconds + written.seconds)} (${s(written.seconds)} of it writing)`,
      ratio: taken.seconds / (bare.seconds + written.seconds),
      mark: 'none; what writing alone takes',
      met: true,
    },
  ]
}

async function group({ database }: BenchWorld): Promise<void> {
  await inTransaction(database, async ({ db }) => {
    await sql`select set_config('work_mem', '256MB', true), set_config('enable_indexscan', 'off', true)`.execute(db)
    await sql`create temporary table grouped on commit drop as select customer_id, min(occurred_at), max(occurred_at), count(*), sum(amount) from purchases group by customer_id`.execute(
      db,
    )
  })
}

/** Tables of the same shape, filled from the real ones and taken away again. */
async function writeBare({ database }: BenchWorld): Promise<void> {
  await inTransaction(database, async ({ db }) => {
    for (const table of derived) {
      const copy = sql.id(`bare_${table}`)
      await sql`create table ${copy} (like ${sql.id(table)})`.execute(db)
      await sql`insert into ${copy} select * from ${sql.id(table)}`.execute(db)
      const { rows } = await sql<{ definition: string }>`select pg_get_indexdef(indexrelid) as definition from pg_index
        where indrelid = ${table}::regclass order by indexrelid`.execute(db)
      for (const { definition } of rows) await sql.raw(definition.replace(/INDEX \S+ ON \S+/, `INDEX ON bare_${table}`)).execute(db)
    }
  })
  await database.pool.query(`drop table ${derived.map((table) => `bare_${table}`).join(', ')}`)
}
