import { sql } from 'kysely'
import { factOfPurchase, purchaseVoided } from '../../purchases/events.ts'
import { purchaseKey } from '../../purchases/purchase.ts'
import { takingOut } from '../../purchases/taking-out.ts'
import type { PurchaseRow, Standing } from '../read-purchase-row.ts'
import { type Refusal, refusalWords } from '../refusals.ts'
import { refuseRow } from '../row-reading.ts'
import { copyRows } from './copy-rows.ts'
import { matchCustomers } from './match-customers.ts'
import { asKept, type Found, type KeptPurchase, readNumbers, readPurchases } from './merge-purchases.ts'
import type { Portion } from './portion.ts'
import { lineColumns, purchaseColumns } from './sum-lines.ts'

/** An order of the file that came to nothing, or is not paid yet, under the numbers by which it may stand here. */
export type VoidOrder = {
  readonly keys: readonly string[]
  readonly standing: Standing
  readonly rows: PurchaseRow[]
  /** Only its items say so; the order itself stands, by its own status. */
  readonly isByItems: boolean
}

/** A purchase that was taken out, as it was: what an undo puts back. */
export type KeptVoided = KeptPurchase & {
  readonly voided: {
    readonly source: string
    readonly importId: string | null
    readonly first: string | null
    readonly order?: string | null
  }
}

export type Voided = { readonly purchases: number; readonly customers: readonly string[] }

/**
 * Orders that counted until now and that, by the file, came to nothing: they go, with their refunds, and their own fact says so
 * from here on. What they were is kept for an undo. Orders that never counted are refused, being no purchases.
 */
export async function voidPurchases(portion: Portion, orders: readonly VoidOrder[], refusals: Refusal[]): Promise<Voided> {
  if (orders.length === 0) return { purchases: 0, customers: [] }
  const standing = await readNumbers(
    portion,
    orders.flatMap(({ keys }) => keys),
    true,
  )
  const found = await readPurchases(portion, [...standing.values()])
  const refunds = await readRefunds(portion, [...found.values()])
  const buyers = await matchCustomers(
    portion,
    orders.flatMap((order) => order.rows.map(({ keys }) => keys)),
  )
  const going: Going[] = []
  for (const order of orders) {
    const own = order.keys.flatMap((key) => found.get(standing.get(key)?.purchaseId ?? '') ?? [])
    const sold = order.isByItems ? [] : own.filter(({ kind }) => kind === 'purchase')
    const here = [...own, ...sold.flatMap((each) => refunds.get(orderOf(each, each.number)) ?? [])]
    const refuse = (words: Refusal['reason']) => void refusals.push(...order.rows.map(({ record }) => refuseRow(record, words)))
    const owners = new Set(here.map((each) => each.customer_id))
    if (here.length === 0) refuse(refusalWords.voidOrder)
    else if (order.standing === 'waiting') refuse(refusalWords.olderFile)
    else if (order.rows.some(({ keys, name }) => isAnothers(buyers.match(keys, { name }), owners))) refuse(refusalWords.otherBuyer)
    else if (order.isByItems && here.some((each) => isOfThisImport(portion, each))) refuse(refusalWords.voidLine)
    else if (order.isByItems && !here.every((each) => isCovered(each, order.rows))) refuse(refusalWords.someLines)
    else going.push(...here.map((purchase) => ({ purchase, reason: reasonOf(order) })))
  }
  const all = [...new Map(going.map((each) => [each.purchase.id, each])).values()]
  await takeOut(portion, all)
  return { purchases: all.length, customers: [...new Set(all.map(({ purchase }) => purchase.customer_id))] }
}

/** What was given back of these orders under numbers of its own, which are locked like those of the orders; by the order. */
async function readRefunds(portion: Portion, orders: readonly Found[]): Promise<ReadonlyMap<string, readonly Found[]>> {
  if (orders.length === 0) return new Map()
  const { rows } = await sql<{ source: string; number: string }>`select source, number from purchases
    where customer_id = any(${orders.map((order) => order.customer_id)}::uuid[]) and kind = 'refund'
      and order_number = any(${orders.map((order) => order.number)}::text[])`.execute(portion.db)
  if (rows.length === 0) return new Map()
  const standing = await readNumbers(
    portion,
    rows.map(({ source, number }) => purchaseKey(source, 'refund', number)),
    true,
  )
  const refunds = await readPurchases(portion, [...standing.values()])
  return Map.groupBy(refunds.values(), (refund) => orderOf(refund, refund.order_number))
}

const orderOf = ({ customer_id, source }: Found, number: string | null) => `${customer_id} ${source} ${number}`

const isAnothers = (match: ReturnType<Awaited<ReturnType<typeof matchCustomers>>['match']>, owners: ReadonlySet<string>): boolean =>
  match !== null && match !== 'shared' && !owners.has(match.id)

/** Lines of it that stand came in with an earlier portion. */
const isOfThisImport = ({ importId }: Portion, found: Found): boolean => found.import_id === importId || found.touched

/** Whether the rows name all that the purchase has, so that nothing of it is left to count. */
function isCovered({ lines, amount }: Found, rows: readonly PurchaseRow[]): boolean {
  // What is known by its sum alone is all there only where the sum is.
  if (lines.length === 0) return rows.reduce((sum, row) => sum + row.amount, 0) >= amount
  const named = new Map<string, number>()
  for (const { product, quantity } of rows) named.set(product, (named.get(product) ?? 0) + quantity)
  for (const [product, , , quantity] of lines) {
    const left = (named.get(product) ?? -1) - quantity
    if (left < -1e-9) return false
    named.set(product, left)
  }
  return true
}

/** The status by which it came to nothing: the order's, or else its items'. */
const reasonOf = ({ rows, isByItems }: VoidOrder): string | null => {
  const told = isByItems ? rows[0]?.lineStatus : rows.find(({ standing }) => standing !== 'stands')?.status
  return told?.slice(0, 200) ?? null
}

type Going = { readonly purchase: Found; readonly reason: string | null }

async function takeOut(portion: Portion, going: readonly Going[]): Promise<void> {
  if (going.length === 0) return
  const { db, importId, now } = portion
  const rows = going.map(({ purchase }) => ({
    customer_id: purchase.customer_id,
    first_customer_id: purchase.first_customer_id,
    id: purchase.id,
    before: keptOf(purchase),
  }))
  // What this import corrected first was kept then.
  await sql`insert into import_purchase_changes as c (customer_id, import_id, purchase_id, before, first_customer_id)
    select r.customer_id, ${importId}::uuid, r.id, r.before, r.first_customer_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, first_customer_id uuid, id uuid, before jsonb)
    on conflict (customer_id, import_id, purchase_id) do update set before = c.before || jsonb_build_object('voided', excluded.before -> 'voided')`.execute(
    db,
  )
  const gone = going.map(({ purchase: { customer_id: customerId, occurred_at: at, ...purchase }, reason }) => ({
    ...purchase,
    customerId,
    at,
    reason,
  }))
  for (const statement of takingOut(gone, now)) await statement.execute(db)
  await sql`delete from purchase_numbers where key = any(${gone.map(({ source, kind, number }) => purchaseKey(source, kind, number))}::text[])`.execute(
    db,
  )
}

const keptOf = (purchase: Found): KeptVoided => ({
  ...asKept(purchase),
  voided: { source: purchase.source, importId: purchase.import_id, first: purchase.first_customer_id, order: purchase.order_number },
})

/** A purchase that was taken out, and whose it is now. */
export type TakenOut = {
  readonly customer_id: string
  readonly first_customer_id: string | null
  readonly purchase_id: string
  readonly before: KeptVoided
}

type Place = Pick<Portion, 'db' | 'client' | 'now'>

/** Puts purchases back in, with their lines, numbers and facts: those whose number is free. @returns which */
export async function putBackIn({ db, client, now }: Place, gone: readonly TakenOut[]): Promise<readonly TakenOut[]> {
  if (gone.length === 0) return []
  const keyOf = ({ before }: TakenOut) => purchaseKey(before.voided.source, before.kind, before.number)
  const listed = gone.map((each) => ({ key: keyOf(each), customer_id: each.customer_id, id: each.purchase_id }))
  const { rows: free } = await sql<{ key: string }>`insert into purchase_numbers (key, customer_id, purchase_id)
    select r.key, r.customer_id, r.id from jsonb_to_recordset(${JSON.stringify(listed)}::jsonb) as r(key text, customer_id uuid, id uuid)
    order by r.key on conflict do nothing returning key`.execute(db)
  const keys = new Set(free.map(({ key }) => key))
  const back = gone.filter((each) => keys.has(keyOf(each)))
  await copyRows(client, 'purchases', ['first_customer_id', 'order_number', ...purchaseColumns], back.map(asPurchase(now)))
  await copyRows(
    client,
    'purchase_lines',
    ['first_customer_id', ...lineColumns],
    back.flatMap((each) =>
      each.before.lines.map((line, at) => [firstOf(each), each.customer_id, each.purchase_id, at + 1, ...line] as const),
    ),
  )
  await tellAgain(db, back)
  return back
}

const firstOf = ({ before, first_customer_id: first }: TakenOut) => before.voided.first ?? first

const asPurchase = (now: Date) => (each: TakenOut) => {
  const { kind, number, at, amount, currency, items, channel, voided } = each.before
  const where = [firstOf(each), voided.order ?? null, each.customer_id, each.purchase_id, kind, voided.source, number, at]
  return [...where, amount, currency, items, channel, voided.importId, now.toISOString()]
}

/** Their facts say again that something was bought, or came back. */
async function tellAgain(db: Place['db'], back: readonly TakenOut[]): Promise<void> {
  if (back.length === 0) return
  const rows = back.map(({ customer_id, purchase_id: id, before }) => {
    const fact = factOfPurchase({
      ...before,
      source: before.voided.source,
      lines: before.lines.map(([product, name]) => ({ product, name })),
    })
    return { customer_id, id, number: before.number, was: before.kind, at: before.at, fact: fact.kind, payload: fact.payload }
  })
  await sql`update events e set kind = r.fact, payload = r.payload, occurred_at = r.at from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(customer_id uuid, id text, number text, was text, at timestamptz, fact text, payload jsonb)
    where e.customer_id = r.customer_id and e.customer_id = any(${rows.map((row) => row.customer_id)}::uuid[]) and e.kind = ${purchaseVoided.name}
      and ${isVoidOf}`.execute(db)
}

/**
 * Whether the fact `e` tells that the purchase `r` was taken out. Its number says that only of facts that name no purchase yet:
 * two shops, or one order that came in again, may have the same.
 */
export const isVoidOf = sql`e.payload ->> 'number' = r.number and e.payload ->> 'was' = r.was
      and coalesce(e.payload ->> 'purchase', r.id) = r.id`
