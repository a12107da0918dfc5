import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { makeNews } from '../../../platform/event-log/make-news.ts'
import type { voidPurchase as definition } from '../actions.ts'
import { type PurchaseKind, purchaseKey } from '../purchase.ts'
import { takingOut } from '../taking-out.ts'
import { lockNumber, type NumberRow } from './lock-number.ts'
import { readBuyer } from './read-buyer.ts'

type Input = InputOf<typeof definition>
type Answer = AnswerOf<typeof definition>

/**
 * Takes an order out that came to nothing, with the refunds of it, and remembers its number: what is told of it late, or
 * again, brings it back only where it was bought after this.
 * @throws Problem record.missing, purchase.others
 */
export async function voidPurchase(ctx: Ctx, input: Input): Promise<Answer> {
  const { number, source } = input
  const customerId = await readBuyer(ctx, input.customerId)
  const at = input.occurredAt === undefined ? ctx.now : new Date(input.occurredAt)
  const key = purchaseKey(source, 'purchase', number)
  const known = await takeNumber(ctx, { key, customerId, at })
  if (known && known.voided_at !== null) {
    await sql`update purchase_numbers set voided_at = greatest(voided_at, ${at}::timestamptz) where key = ${key}`.execute(ctx.db)
    return { customerId, outcome: 'unchanged' }
  }
  if (known && known.customer_id !== customerId) throw new Problem('purchase.others', { path: 'number', number })
  const going = await readOrder(ctx, customerId, input)
  // Bought again under the number after it was cancelled, which is heard of only now.
  if (input.occurredAt !== undefined && going.some((each) => each.kind === 'purchase' && each.at > at))
    return { customerId, outcome: 'unchanged' }
  const gone = going.map((each) => ({ ...each, customerId, source, reason: input.reason ?? null }))
  for (const statement of takingOut(gone, ctx.now)) await statement.execute(ctx.db)
  const keys = going.map((each) => purchaseKey(source, each.kind, each.number))
  await sql`update purchase_numbers set voided_at = ${at} where key = any(${keys}::text[])`.execute(ctx.db)
  if (going.length > 0) await makeNews(ctx, [customerId])
  return { customerId, outcome: known ? 'voided' : 'noted' }
}

type Claim = { readonly key: string; readonly customerId: string; readonly at: Date }

/** @returns how the order stands; nothing where this is the first that is heard of it, which its number remembers */
async function takeNumber(ctx: Ctx, { key, customerId, at }: Claim): Promise<NumberRow | undefined> {
  const known = await lockNumber(ctx.db, key)
  if (known) return known
  const { rows } = await sql`insert into purchase_numbers (key, customer_id, purchase_id, voided_at)
    values (${key}, ${customerId}, ${ctx.newId()}, ${at}) on conflict do nothing returning 1`.execute(ctx.db)
  return rows.length > 0 ? undefined : await lockNumber(ctx.db, key)
}

type Row = { readonly id: string; readonly kind: PurchaseKind; readonly number: string; readonly at: Date; readonly amount: number }

/** The purchase and what was given back of it: under its own number, or under one that begins with it and a stroke. */
async function readOrder({ db }: Ctx, customerId: string, { source, number }: Input): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`select id, kind, number, occurred_at as at, amount from purchases
    where customer_id = ${customerId} and source = ${source}
      and (number = ${number} or (kind = 'refund' and starts_with(number, ${`${number}/`}::text)))
    order by kind, number for update`.execute(db)
  return rows
}
