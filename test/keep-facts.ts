import { sql } from 'kysely'
import type { World } from './world.ts'

export type GivenPurchase = {
  readonly customerId?: string
  readonly at: string
  readonly amount: number
  readonly kind?: 'purchase' | 'refund'
  readonly number?: string
  readonly lines?: readonly (readonly [product: string, amount: number])[]
  /** History, which wakes nobody. */
  readonly quiet?: boolean
}

let numbers = 0

/** Keeps purchases with their facts, as the intake does, without its checks: for tests of what follows from facts. */
export async function keepFacts(world: World, purchases: readonly GivenPurchase[]): Promise<void> {
  await world.system(async (ctx) => {
    for (const p of purchases) {
      const id = ctx.newId()
      const number = p.number ?? `n${++numbers}`
      const kind = p.kind ?? 'purchase'
      await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
        values (${p.customerId}, ${id}, ${kind}, 'test', ${number}, ${new Date(p.at)}, ${p.amount}, 'CNY', ${ctx.now})`.execute(ctx.db)
      for (const [i, [product, amount]] of (p.lines ?? []).entries()) {
        await sql`insert into purchase_lines (customer_id, purchase_id, line, product, quantity, amount) values (${p.customerId}, ${id}, ${i + 1}, ${product}, 1, ${amount})`.execute(
          ctx.db,
        )
      }
      await ctx.record({
        customerId: p.customerId ?? '',
        kind: kind === 'purchase' ? 'purchase.made' : 'purchase.refunded',
        occurredAt: new Date(p.at),
        quiet: p.quiet ?? false,
        payload: { amount: p.amount, currency: 'CNY', number, items: p.lines?.length ?? 1 },
      })
    }
  })
}
