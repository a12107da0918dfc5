import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { makeNews } from '../../../platform/event-log/make-news.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import type { voidPurchase as definition } from '../actions.ts'
import { purchaseVoided } from '../events.ts'
import { namingLock } from '../naming-lock.ts'
import { type PurchaseKind, purchaseKey } from '../purchase.ts'
import { takingOut } from '../taking-out.ts'
import { lockNumber, type NumberRow } from './lock-number.ts'
import { readBuyer } from './read-buyer.ts'

type Input = InputOf<typeof definition>
type Answer = AnswerOf<typeof definition>

/**
 * Takes an order out that came to nothing, with the refunds of it, and remembers its number: what is told of it late, or
 * again, brings it back only where it was bought after this. A refund that was taken back goes alone.
 * @throws Problem record.missing, purchase.others
 */
export async function voidPurchase(ctx: Ctx, input: Input): Promise<Answer> {
  const told = { ...input, customerId: await readBuyer(ctx, input.customerId) }
  return { customerId: told.customerId, outcome: input.kind === 'refund' ? await takeBack(ctx, told) : await cancel(ctx, told) }
}

type Outcome = Answer['outcome']

async function cancel(ctx: Ctx, input: Input): Promise<Outcome> {
  const { customerId, number, source } = input
  const at = input.occurredAt === undefined ? ctx.now : new Date(input.occurredAt)
  const key = purchaseKey(source, 'purchase', number)
  const known = await takeNumber(ctx, { key, customerId, at })
  if (known && !(await isTheirs(ctx, known, customerId))) throw new Problem('purchase.others', { path: 'number', number })
  if (known && known.voided_at !== null) {
    await sql`update purchase_numbers set voided_at = greatest(voided_at, ${at}::timestamptz) where key = ${key}`.execute(ctx.db)
    return 'unchanged'
  }
  const going = await lockOrder(ctx, input)
  // Bought again under the number after it was cancelled, which is heard of only now.
  if (input.occurredAt !== undefined && going.some((each) => each.kind === 'purchase' && each.at > at)) return 'unchanged'
  await takeOut(ctx, input, going)
  await sql`update purchase_numbers set voided_at = ${at} where key = any(${keysOf(source, going)}::text[])`.execute(ctx.db)
  return known ? 'voided' : 'noted'
}

/** Nothing is remembered of a refund: its order may stand, and told again it was given again. */
async function takeBack(ctx: Ctx, input: Input): Promise<Outcome> {
  const { customerId, number, source } = input
  const key = purchaseKey(source, 'refund', number)
  const known = await lockNumber(ctx.db, key)
  if (!known || known.voided_at !== null) return 'unchanged'
  if (known.customer_id !== customerId) throw new Problem('purchase.others', { path: 'number', number })
  await takeOut(ctx, input, await readRows(ctx, customerId, sql`id = ${known.purchase_id}`))
  await sql`delete from purchase_numbers where key = ${key}`.execute(ctx.db)
  return 'voided'
}

type Claim = { readonly key: string; readonly customerId: string; readonly at: Date }

/** @returns how the order stands; nothing where this is the first that is heard of it, which its number remembers */
async function takeNumber(ctx: Ctx, { key, customerId, at }: Claim): Promise<NumberRow | undefined> {
  const known = await lockNumber(ctx.db, key)
  if (known) return known
  const { rows } =
    await sql`with named as materialized (${namingLock(key)}) insert into purchase_numbers (key, customer_id, purchase_id, voided_at)
    select ${key}, ${customerId}::uuid, ${ctx.newId()}::uuid, ${at}::timestamptz from named on conflict do nothing returning 1`.execute(
      ctx.db,
    )
  return rows.length > 0 ? undefined : await lockNumber(ctx.db, key)
}

/** The number of an order that is out names whoever had it then; its fact went along when they were merged or parted since. */
async function isTheirs({ db }: Ctx, known: NumberRow, customerId: string): Promise<boolean> {
  if (known.customer_id === customerId) return true
  if (known.voided_at === null) return false
  if ((await currentCustomer(db, known.customer_id)) === customerId) return true
  const { rows } = await sql`select 1 from events where customer_id = ${customerId} and kind = ${purchaseVoided.name}
    and payload ->> 'purchase' = ${known.purchase_id}`.execute(db)
  return rows.length > 0
}

type Row = { readonly id: string; readonly kind: PurchaseKind; readonly number: string; readonly at: Date; readonly amount: number }

/**
 * An order with what was given back of it. Numbers are locked before the purchases that they name, as by everybody: whoever takes
 * one of these refunds back has its number, and waits for its purchase.
 */
async function lockOrder(ctx: Ctx, { customerId, number, source }: Input): Promise<readonly Row[]> {
  const which = sql`source = ${source} and case kind when 'refund' then coalesce(order_number, number) else number end = ${number}`
  const { rows } = await sql<Named>`select kind, number from purchases where customer_id = ${customerId} and ${which}`.execute(ctx.db)
  await sql`select 1 from purchase_numbers where customer_id = ${customerId} and key = any(${keysOf(source, rows)}::text[])
    order by key for update`.execute(ctx.db)
  return readRows(ctx, customerId, which)
}

type Named = Pick<Row, 'kind' | 'number'>

const keysOf = (source: string, rows: readonly Named[]) => rows.map(({ kind, number }) => purchaseKey(source, kind, number))

async function readRows({ db }: Ctx, customerId: string, which: RawBuilder<unknown>): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`select id, kind, number, occurred_at as at, amount from purchases
    where customer_id = ${customerId} and ${which} order by kind, number for update`.execute(db)
  return rows
}

async function takeOut(ctx: Ctx, { customerId, source, reason }: Input, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const gone = rows.map((each) => ({ ...each, customerId, source, reason: reason ?? null }))
  for (const statement of takingOut(gone, ctx.now)) await statement.execute(ctx.db)
  await makeNews(ctx, [customerId])
}
