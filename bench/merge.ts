import { sql } from 'kysely'
import { unmergeCustomers } from '../src/know/identity/actions.ts'
import { type Merged, type MergeGroup, mergeGroups, mergePortion } from '../src/know/identity/server/merge-groups.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { asSystem, systemActor } from '../src/platform/actions/services.ts'
import { inTransaction } from '../src/platform/database/connect.ts'
import { benchId } from './generate-base.ts'
import { type BenchRow, ms, perSecond, quantile, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

const groupsOf = (count: number, first: number): MergeGroup[] =>
  Array.from({ length: count }, (_, group) => ({ ids: Array.from({ length: 5 }, (_each, i) => benchId(first + group * 5 + i)) }))

/** 4,000 groups of five in sets, against moving nothing but the purchases and facts of as many; then parting one by one. */
export async function benchMerge(world: BenchWorld): Promise<BenchRow[]> {
  const count = Math.min(4_000, Math.floor(world.size.customers / 20))
  const bare = await timed(() => moveBarely(world, groupsOf(count, 1 + count * 5)))
  const merged: Merged[] = []
  const taken = await timed(async () => {
    const groups = groupsOf(count, 1)
    for (let i = 0; i < groups.length; i += mergePortion)
      merged.push(...(await asSystem(world.services, 'bench', (ctx) => mergeGroups(ctx, groups.slice(i, i + mergePortion)))))
  })
  const facts = merged.reduce((sum, each) => sum + each.facts, 0)
  const times: number[] = []
  for (const { mergeId } of merged.slice(0, 200)) {
    const parted = await timed(() =>
      runAction(world.services, { actor: systemActor('bench'), source: 'app' }, unmergeCustomers, { id: mergeId }),
    )
    times.push(parted.seconds)
  }
  const ratio = taken.seconds / bare.seconds
  return [
    {
      what: `${count.toLocaleString('en')} groups of five merged, ${facts.toLocaleString('en')} facts moved`,
      figure: `${s(taken.seconds)}, ${perSecond(count, taken.seconds)}`,
      floor: `${s(bare.seconds)} (moving purchases and facts alone)`,
      ratio,
      mark: '< 60 s, ≤ 10 × the moving',
      met: taken.seconds < 60 && ratio <= 10,
    },
    {
      what: 'parting one of them again',
      figure: `p95 ${ms(quantile(times, 0.95))}, median ${ms(quantile(times, 0.5))}`,
      mark: 'p95 < 200 ms',
      met: quantile(times, 0.95) < 0.2,
    },
  ]
}

/** What cannot be spared: each row deleted here and inserted there, in the same portions. */
async function moveBarely({ database }: BenchWorld, groups: readonly MergeGroup[]): Promise<void> {
  for (let i = 0; i < groups.length; i += mergePortion) {
    const pairs = groups.slice(i, i + mergePortion).flatMap(({ ids: [into, ...from] }) => from.map((id) => [id, into] as const))
    const given = sql`unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, into]) => into)}::uuid[]) p(from_id, into_id)`
    const ids = sql`${pairs.map(([id]) => id)}::uuid[]`
    await inTransaction(database, async ({ db }) => {
      await sql`with gone as (delete from purchases where customer_id = any(${ids}) returning *)
        insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, items, recorded_at, first_customer_id)
        select p.into_id, g.id, g.kind, g.source, g.number, g.occurred_at, g.amount, g.currency, g.items, g.recorded_at, g.customer_id from gone g join ${given} on p.from_id = g.customer_id`.execute(
        db,
      )
      await sql`with gone as (delete from events where customer_id = any(${ids}) returning *)
        insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, quiet, payload, first_customer_id)
        select p.into_id, 1000000 + row_number() over (partition by p.into_id), g.id, g.kind, g.occurred_at, g.recorded_at, g.source, true, g.payload, g.customer_id from gone g join ${given} on p.from_id = g.customer_id`.execute(
        db,
      )
    })
  }
}
