import { sql } from 'kysely'
import { refreshEveryone } from '../src/platform/event-log/refresh-news.ts'
import { makeRandom } from '../src/understand/models/random.ts'
import type { World } from './world.ts'

export type PlantedPurchase = {
  readonly at: Date
  readonly amount: number
  readonly currency?: string
  readonly kind?: 'purchase' | 'refund'
}

/** Puts a customer with these purchases for each list straight into the tables, and works out the metrics of all. @returns their ids */
export async function plantBuyers(world: World, buyers: readonly (readonly PlantedPurchase[])[]): Promise<string[]> {
  const recordedAt = new Date(world.now().getTime() - 86_400_000)
  const ids = buyers.map(() => world.services.newId())
  const lines = buyers.flatMap((purchases, i) =>
    purchases.map((one, k) => ({
      customer_id: ids[i],
      id: world.services.newId(),
      kind: one.kind ?? 'purchase',
      source: 'app',
      number: `P${i}-${k}-${ids[i]}`,
      occurred_at: one.at.toISOString(),
      amount: one.amount,
      currency: one.currency ?? 'CNY',
      recorded_at: recordedAt.toISOString(),
    })),
  )
  await sql`insert into customers (id, kind, name, created_at, updated_at, search, name_pinyin)
    select id, 'person', '客户' || n, ${recordedAt}, ${recordedAt}, ''::tsvector, '' from unnest(${ids}::uuid[]) with ordinality as t(id, n)`.execute(
    world.db,
  )
  await sql`insert into log_heads (customer_id) select unnest(${ids}::uuid[])`.execute(world.db)
  await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
    select customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at from jsonb_populate_recordset(null::purchases, ${JSON.stringify(lines)}::jsonb)`.execute(
    world.db,
  )
  await refreshEveryone(world.services)
  return ids
}

export type DrawnShop = {
  readonly customers: number
  readonly seed?: number
  /** For how many days customers have been coming for the first time. */
  readonly days?: number
  /** Chance of leaving after a purchase; 0: nobody leaves. */
  readonly leaving?: number
  /** Mean amount in minor units; every amount the same where `onePrice`. */
  readonly amount?: number
  readonly onePrice?: boolean
}

/** Customers who buy at rates of their own and leave at some time, drawn by chance that is always the same. */
export function drawBuyers(
  world: World,
  { customers, seed = 7, days = 500, leaving = 0.12, amount = 20_000, onePrice = false }: DrawnShop,
) {
  const random = makeRandom(seed)
  const dayMs = 86_400_000
  const now = world.now().getTime()
  return Array.from({ length: customers }, (): PlantedPurchase[] => {
    const rate = random.gamma(0.8) / 30 + 0.002
    const price = onePrice ? amount : amount * (0.3 + random.gamma(3) / 4)
    const purchases: PlantedPurchase[] = []
    let at = now - (1 + random.uniform() * days) * dayMs
    while (at < now - dayMs) {
      purchases.push({ at: new Date(at), amount: Math.round(onePrice ? price : price * (0.5 + random.uniform())) })
      if (random.uniform() < leaving) break
      at += Math.max(1, random.exponential() / rate) * dayMs
    }
    return purchases
  })
}
