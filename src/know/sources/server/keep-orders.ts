import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { tracked } from '../events.ts'
import { type Order, readOrder } from '../read-order.ts'
import type { Wrong } from '../read-message.ts'
import { sayReason } from './say-reason.ts'

export type OrderNote = { readonly fact: ToldFact; readonly reason: Wrong }

/**
 * Orders and refunds among the facts become purchases, by the same action as anybody's. One that is refused leaves its
 * fact in the log, nothing half done, and a note.
 */
export async function keepOrders(ctx: Ctx, facts: readonly ToldFact[]): Promise<OrderNote[]> {
  const notes: OrderNote[] = []
  for (const fact of facts) {
    const read =
      fact.kind === tracked.name
        ? readOrder(String(fact.payload.event), Object(fact.payload.properties), fact.key ?? '', ctx.shop.currency)
        : null
    if (read === null) continue
    const reason = 'wrong' in read ? read.wrong : await keepOrder(ctx, fact, read.order)
    if (reason) notes.push({ fact, reason })
  }
  return notes
}

async function keepOrder(ctx: Ctx, fact: ToldFact, order: Order): Promise<Wrong | null> {
  const { of, ...told } = order
  await sql`savepoint one_order`.execute(ctx.db)
  try {
    const amount = told.amount ?? (told.kind === 'refund' ? await amountOfPurchase(ctx, fact.customerId, of) : undefined)
    await ctx.run(recordPurchase, { ...told, amount, customerId: fact.customerId, occurredAt: fact.occurredAt.toISOString() })
    await sql`release savepoint one_order`.execute(ctx.db)
    return null
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await sql`rollback to savepoint one_order`.execute(ctx.db)
    return { code: 'source.wrong-order', details: { reason: sayReason(ctx, error) } }
  }
}

/** A refund that names no amount is of the whole order. */
async function amountOfPurchase(ctx: Ctx, customerId: string, number: string): Promise<number | undefined> {
  const { rows } = await sql<{
    amount: number
  }>`select amount from purchases where customer_id = ${customerId} and kind = 'purchase' and number = ${number}
    order by occurred_at desc limit 1`.execute(ctx.db)
  return rows[0]?.amount
}
