import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isCurrency } from '../../../core/kit/money.ts'
import { noSuchField } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customersWithin } from '../../../platform/rights/decide.ts'
import { keptContacts } from '../../../platform/sealing/contacts.ts'
import { createCustomer } from '../../customers/actions.ts'
import { customer } from '../../customers/customer.ts'
import { identityKeys } from '../../customers/identity-keys.ts'
import type { recordPurchase as definition } from '../actions.ts'
import { factOfPurchase, purchaseCorrected } from '../events.ts'
import { isNumbered } from '../is-numbered.ts'
import { latestTime } from '../latest-time.ts'
import { namingLock } from '../naming-lock.ts'
import { purchaseKey } from '../purchase.ts'
import { lockNumber, type NumberRow } from './lock-number.ts'
import { readBuyer } from './read-buyer.ts'

type Input = InputOf<typeof definition>
type Answer = AnswerOf<typeof definition>

/** A purchase as it is to stand. */
type Wanted = {
  readonly id: string
  readonly customerId: string
  readonly kind: Input['kind']
  readonly number: string
  /** The order that a refund is of, where that has another number. */
  readonly orderNumber: string | null
  readonly source: string
  readonly occurredAt: Date
  readonly amount: number
  readonly currency: string
  readonly items: number | null
  readonly channel: string | null
  readonly lines: Input['lines']
}

/**
 * Records a purchase or a refund, or corrects the one that has this number. An order that was cancelled stays out unless it was
 * bought after that.
 * @throws Problem purchase.other-currency, purchase.unknown-currency, purchase.no-amount, purchase.no-customer,
 * purchase.in-the-future, purchase.others, record.missing
 */
export async function recordPurchase(ctx: Ctx, input: Input): Promise<Answer> {
  checkCurrency(ctx, input.currency)
  const occurredAt = input.occurredAt ? new Date(input.occurredAt) : ctx.now
  if (occurredAt > latestTime(ctx.now)) throw new Problem('purchase.in-the-future', { path: 'occurredAt' })
  const customerId = await buyerOf(ctx, input)
  const order =
    input.kind === 'refund' ? await lockNumber(ctx.db, purchaseKey(input.source, 'purchase', input.of ?? input.number)) : undefined
  if (order && order.voided_at !== null) return { id: order.purchase_id, customerId, outcome: 'voided' }
  const amount = amountOf(input)
  const key = purchaseKey(input.source, input.kind, input.number)
  const id = ctx.newId()
  const items = input.lines.length > 0 ? input.lines.reduce((sum, { quantity }) => sum + quantity, 0) : null
  const wanted: Wanted = {
    ...input,
    id,
    customerId,
    amount,
    orderNumber: input.kind === 'refund' && input.of !== undefined && input.of !== input.number ? input.of : null,
    currency: ctx.shop.currency,
    items,
    channel: input.channel ?? null,
    occurredAt,
  }
  const taken = await sql`with named as materialized (${namingLock(key)}) insert into purchase_numbers (key, customer_id, purchase_id)
      select ${key}, ${customerId}::uuid, ${id}::uuid from named on conflict do nothing returning 1`.execute(ctx.db)
  if (taken.rows.length > 0) return await make(ctx, wanted)
  const known = await lockNumber(ctx.db, key)
  if (!known) throw new Error('an order number was taken and is nobody’s')
  if (known.voided_at === null) return await correct(ctx, known, wanted, input)
  if (wanted.occurredAt <= known.voided_at) return { id: known.purchase_id, customerId, outcome: 'voided' }
  await sql`update purchase_numbers set customer_id = ${customerId}, purchase_id = ${id}, voided_at = null where key = ${key}`.execute(
    ctx.db,
  )
  return await make(ctx, wanted)
}

async function make(ctx: Ctx, wanted: Wanted): Promise<Answer> {
  const { id, customerId, occurredAt } = wanted
  await insert(ctx, wanted)
  await ctx.record({ customerId, occurredAt, ...factOfPurchase(wanted) })
  return { id, customerId, outcome: 'made' }
}

function checkCurrency(ctx: Ctx, given: string | undefined): void {
  const shop = ctx.shop.currency
  if (given === undefined || given.toUpperCase() === shop) return
  throw new Problem(isCurrency(given.toUpperCase()) ? 'purchase.other-currency' : 'purchase.unknown-currency', {
    path: 'currency',
    given,
    shop,
  })
}

function amountOf({ amount, lines }: Input): number {
  if (amount !== undefined) return amount
  if (lines.length === 0) throw new Problem('purchase.no-amount', { path: 'amount' })
  return lines.reduce((sum, line) => sum + line.amount, 0)
}

async function buyerOf(ctx: Ctx, input: Input): Promise<string> {
  if (input.customerId !== undefined) return await readBuyer(ctx, input.customerId)
  const given = input.customer ?? {}
  refuseHiddenKeys(ctx, given)
  const keys = identityKeys(keptContacts(ctx, given))
  if (keys.length === 0) throw new Problem('purchase.no-customer', { path: 'customer' })
  const { rows } = await sql<{
    key: string
    customer_id: string
  }>`select key, customer_id from identities where key = any(${keys.map((k) => k.key)}::text[])`.execute(ctx.db)
  const known = keys.map((k) => rows.find((row) => row.key === k.key)).find((row) => row !== undefined)
  if (known === undefined) return (await ctx.run(createCustomer, { ...given, onMatch: 'update' })).id
  // Of what is there already no fact is told, which would be refused.
  if ((await customersWithin(ctx, 'read', [known.customer_id])).size === 0) throw new Problem('record.missing', { what: customer.label })
  return known.customer_id
}

/** Whether somebody has a number that is hidden from the caller would else be told by who is found. As for any new customer. */
function refuseHiddenKeys({ sight }: Ctx, given: object): void {
  const hidden = Object.keys(given).find((name) => sight.limits?.fields.get(name) === 'hidden')
  if (hidden !== undefined) throw new Problem('input.invalid', { path: hidden, reason: noSuchField(hidden) })
}

async function insert(ctx: Ctx, p: Wanted): Promise<void> {
  await sql`insert into purchases (customer_id, id, kind, source, number, order_number, occurred_at, amount, currency, items, channel, recorded_at)
    values (${p.customerId}, ${p.id}, ${p.kind}, ${p.source}, ${p.number}, ${p.orderNumber}, ${p.occurredAt}, ${p.amount}, ${p.currency}, ${p.items}, ${p.channel}, ${ctx.now})`.execute(
    ctx.db,
  )
  await insertLines(ctx, p)
}

async function insertLines(ctx: Ctx, p: Wanted): Promise<void> {
  if (p.lines.length === 0) return
  await sql`insert into purchase_lines (customer_id, purchase_id, line, product, name, category, quantity, amount)
    select ${p.customerId}::uuid, ${p.id}::uuid, l.n, l.v ->> 'product', l.v ->> 'name', l.v ->> 'category', (l.v ->> 'quantity')::numeric, (l.v ->> 'amount')::bigint
    from jsonb_array_elements(${JSON.stringify(p.lines)}::jsonb) with ordinality l(v, n)`.execute(ctx.db)
}

type Standing = {
  id: string
  order_number: string | null
  occurred_at: Date
  amount: number
  items: string | null
  channel: string | null
  lines: string
}

async function readStanding(ctx: Ctx, { customer_id: customerId, purchase_id: id }: NumberRow): Promise<Standing> {
  await sql`select 1 from purchases where customer_id = ${customerId} and id = ${id} for no key update`.execute(ctx.db)
  const { rows } = await sql<Standing>`select p.id, p.order_number, p.occurred_at, p.amount, p.items, p.channel,
      coalesce((select jsonb_agg(jsonb_build_array(l.product, l.name, l.category, l.quantity, l.amount) order by l.line)
        from purchase_lines l where l.customer_id = p.customer_id and l.purchase_id = p.id), '[]'::jsonb)::text as lines
    from purchases p where p.customer_id = ${customerId} and p.id = ${id}`.execute(ctx.db)
  if (!rows[0]) throw new Error('an order number names a purchase that is not there')
  return rows[0]
}

async function correct(ctx: Ctx, known: NumberRow, given: Wanted, input: Input): Promise<Answer> {
  if (known.customer_id !== given.customerId) throw new Problem('purchase.others', { path: 'number', number: given.number })
  const before = await readStanding(ctx, known)
  const wanted = keepUnsaid(before, given, input)
  const answer = { id: wanted.id, customerId: wanted.customerId }
  if (isSame(before, wanted)) return { ...answer, outcome: 'unchanged' }
  const { customerId, id, orderNumber, occurredAt, amount, items, channel } = wanted
  await sql`update purchases set order_number = ${orderNumber}, occurred_at = ${occurredAt}, amount = ${amount}, items = ${items}, channel = ${channel}, recorded_at = ${ctx.now} where customer_id = ${customerId} and id = ${id}`.execute(
    ctx.db,
  )
  await sql`delete from purchase_lines where customer_id = ${customerId} and purchase_id = ${id}`.execute(ctx.db)
  await insertLines(ctx, wanted)
  const fact = factOfPurchase(wanted)
  // By its time too, for facts that do not say whose numbering it is.
  await sql`update events e set payload = ${JSON.stringify(fact.payload)}::jsonb, occurred_at = ${occurredAt}
    where e.customer_id = ${customerId} and e.kind = ${fact.kind} and e.occurred_at = ${before.occurred_at}
      and ${isNumbered(wanted.number, wanted.source)}`.execute(ctx.db)
  await ctx.record({
    customerId,
    kind: purchaseCorrected.name,
    occurredAt: ctx.now,
    payload: { number: wanted.number, before: before.amount, amount, source: wanted.source },
  })
  return { ...answer, outcome: 'corrected' }
}

/** What a second telling leaves unsaid stays as it was. */
function keepUnsaid(before: Standing, given: Wanted, input: Input): Wanted {
  const lines = input.lines.length > 0 ? input.lines : linesOf(before)
  return {
    ...given,
    id: before.id,
    orderNumber: given.orderNumber ?? before.order_number,
    occurredAt: input.occurredAt === undefined ? before.occurred_at : given.occurredAt,
    channel: input.channel === undefined ? before.channel : given.channel,
    items: input.lines.length > 0 || before.items === null ? given.items : Number(before.items),
    lines,
  }
}

type KeptLine = readonly [product: string, name: string | null, category: string | null, quantity: number, amount: number]

function linesOf(before: Standing): Wanted['lines'] {
  const kept: readonly KeptLine[] = JSON.parse(before.lines)
  return kept.map(([product, name, category, quantity, amount]) => ({ product, name, category, quantity, amount }))
}

function isSame(before: Standing, p: Wanted): boolean {
  const lines = (each: Wanted['lines']) =>
    JSON.stringify(each.map((l) => [l.product, l.name ?? null, l.category ?? null, l.quantity, l.amount]))
  const sameItems = (before.items === null ? null : Number(before.items)) === p.items
  return (
    before.amount === p.amount &&
    before.order_number === p.orderNumber &&
    before.occurred_at.getTime() === p.occurredAt.getTime() &&
    before.channel === p.channel &&
    sameItems &&
    lines(linesOf(before)) === lines(p.lines)
  )
}
