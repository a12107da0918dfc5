import { sql } from 'kysely'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'

/** Open pairs and keys of customers who are none any more, e.g. since an import was undone. Decisions stay, for undoing brings people back. */
export async function dropGonePairs(services: Services): Promise<void> {
  await asSystem(services, 'matching', async ({ db }) => {
    const { rows } = await sql<{ low: string; high: string }>`delete from match_pairs p where p.state = 'open'
      and (not exists (select 1 from customers c where c.id = p.low) or not exists (select 1 from customers c where c.id = p.high))
      returning p.low, p.high`.execute(db)
    const ids = [...new Set(rows.flatMap(({ low, high }) => [low, high]))]
    await sql`delete from match_keys k where k.customer_id = any(${ids}::uuid[]) and not exists (select 1 from customers c where c.id = k.customer_id)`.execute(
      db,
    )
  })
}

export const gonePairsTick: Tick = {
  name: 'gone-pairs',
  everyMs: 120_000,
  run: async (services) => {
    await dropGonePairs(services)
    return false
  },
}
