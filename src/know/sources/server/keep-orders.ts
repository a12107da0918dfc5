import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { recordPurchase, voidPurchase } from '../../purchases/actions.ts'
import { latestTime } from '../../purchases/latest-time.ts'
import { namingLock } from '../../purchases/naming-lock.ts'
import { purchaseKey } from '../../purchases/purchase.ts'
import { tracked } from '../events.ts'
import { type CancelledOrder, type Order, readOrder } from '../read-order.ts'
import type { Message, Wrong } from '../read-message.ts'
import { sayReason } from './say-reason.ts'

export type OrderNote = { readonly fact: ToldFact; readonly reason: Wrong }

/**
 * Orders and refunds among the facts become purchases, and cancelled ones count no more, by the same actions as anybody's.
 * One that is refused leaves its fact in the log, nothing half done, and a note.
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

/** The names of the orders that are told of, before anybody's log is locked: who tells of one through the API locks its name first, too. */
export async function lockOrders(ctx: Ctx, messages: readonly Message[]): Promise<void> {
  const keys = messages.flatMap((message) => {
    const read = message.kind === 'track' ? readOrder(message.event, message.properties, message.key ?? '', ctx.shop.currency) : null
    return read !== null && 'order' in read ? namesOf(read.order) : []
  })
  if (keys.length > 0) await namingLock(...new Set(keys)).execute(ctx.db)
}

const namesOf = (order: Order | CancelledOrder): string[] =>
  order.kind === 'cancelled'
    ? [purchaseKey(order.source, 'purchase', order.number)]
    : [purchaseKey(order.source, 'purchase', order.of), purchaseKey(order.source, order.kind, order.number)]

async function keepOrder(ctx: Ctx, fact: ToldFact, order: Order | CancelledOrder): Promise<Wrong | null> {
  await sql`savepoint one_order`.execute(ctx.db)
  try {
    await tell(ctx, order, { customerId: fact.customerId, occurredAt: fact.occurredAt.toISOString() })
    await sql`release savepoint one_order`.execute(ctx.db)
    return null
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await sql`rollback to savepoint one_order`.execute(ctx.db)
    return { code: 'source.wrong-order', details: { reason: sayReason(ctx, error) } }
  }
}

type Whose = { readonly customerId: string; readonly occurredAt: string }

async function tell(ctx: Ctx, order: Order | CancelledOrder, { customerId, occurredAt }: Whose): Promise<void> {
  if (order.kind === 'cancelled') {
    const { number, source, reason } = order
    await ctx.run(voidPurchase, { customerId, occurredAt, number, source, reason })
    return
  }
  const { isUpdate, of, isNothingBack, toldAt: _, ...told } = order
  if (await isOvertaken(ctx, order)) return
  if (isUpdate) {
    const at = await boughtAt(ctx, told)
    // Of what was cancelled there is nothing to bring up to date, nor is there where no amount is said.
    if (at === 'cancelled' || told.amount === undefined) return
    await ctx.run(recordPurchase, { ...told, customerId, occurredAt: at?.toISOString() ?? occurredAt })
    await noteTold(ctx, order)
    return
  }
  if (told.kind === 'purchase') {
    await ctx.run(recordPurchase, { ...told, customerId, occurredAt })
    const { source, number } = told
    if (isNothingBack) await ctx.run(voidPurchase, { kind: 'refund', customerId, source, number })
    await noteTold(ctx, order)
  } else
    await ctx.run(recordPurchase, {
      ...told,
      of,
      amount: told.amount ?? (await amountOfPurchase(ctx, customerId, order)),
      customerId,
      occurredAt,
    })
}

/** Deliveries may overtake each other: whether something later was said of the order already. Who tells of it waits for the others. */
async function isOvertaken({ db }: Ctx, { source, of, toldAt }: Order): Promise<boolean> {
  if (toldAt === null) return false
  const key = purchaseKey(source, 'purchase', of)
  await namingLock(key).execute(db)
  const { rows } = await sql`select 1 from purchase_numbers where key = ${key} and told_at > ${toldAt}`.execute(db)
  return rows.length > 0
}

/** By a clock that is years ahead it was told a day from now at most: nothing that comes later would hold otherwise. */
async function noteTold({ db, now }: Ctx, { source, number, toldAt }: Order): Promise<void> {
  if (toldAt === null) return
  const at = new Date(Math.min(toldAt.getTime(), latestTime(now).getTime()))
  await sql`update purchase_numbers set told_at = ${at} where key = ${purchaseKey(source, 'purchase', number)}`.execute(db)
}

/** When an order was bought that stands; null of one that is not known. Told with that time it stays out where it is cancelled just then. */
async function boughtAt({ db }: Ctx, { source, number }: Pick<Order, 'source' | 'number'>): Promise<Date | 'cancelled' | null> {
  const { rows } = await sql<{ cancelled: boolean; at: Date | null }>`select n.voided_at is not null as cancelled, p.occurred_at as at
    from purchase_numbers n left join purchases p on p.customer_id = n.customer_id and p.id = n.purchase_id
    where n.key = ${purchaseKey(source, 'purchase', number)}`.execute(db)
  return rows[0]?.cancelled ? 'cancelled' : (rows[0]?.at ?? null)
}

/** A refund that names no amount is of the whole order. */
async function amountOfPurchase(ctx: Ctx, customerId: string, { of, source }: Order): Promise<number | undefined> {
  const { rows } = await sql<{
    amount: number
  }>`select amount from purchases where customer_id = ${customerId} and kind = 'purchase' and number = ${of} and source = ${source}
    order by occurred_at desc limit 1`.execute(ctx.db)
  return rows[0]?.amount
}
