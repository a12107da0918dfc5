import { sql } from 'kysely'
import { arrayLiteral } from '../../../platform/database/array-literal.ts'
import { factOfPurchase, purchaseCorrected } from '../../purchases/events.ts'
import { isNumbered } from '../../purchases/is-numbered.ts'
import type { PurchaseKind } from '../../purchases/purchase.ts'
import type { PurchaseRow } from '../read-purchase-row.ts'
import { refuseRow } from '../row-reading.ts'
import { type Refusal, refusalWords } from '../refusals.ts'
import type { HistoryFact } from './append-history.ts'
import { copyRows } from './copy-rows.ts'
import type { Portion } from './portion.ts'
import { copyLines, lineColumns, type LinesOf, type Order, type Standing, sumOf, tidyNumber } from './sum-lines.ts'

export type KeptLine = readonly [product: string, name: string | null, category: string | null, quantity: number, amount: number]

/** A purchase as it stands, with its lines: what an undo puts back. */
export type KeptPurchase = {
  readonly kind: PurchaseKind
  readonly number: string
  readonly at: string
  readonly amount: number
  readonly items: number | null
  readonly channel: string | null
  readonly currency: string
  readonly lines: readonly KeptLine[]
}

export type Found = {
  customer_id: string
  first_customer_id: string | null
  source: string
  id: string
  kind: PurchaseKind
  number: string
  order_number: string | null
  occurred_at: Date
  amount: number
  items: string | null
  channel: string | null
  currency: string
  import_id: string | null
  touched: boolean
  lines: KeptLine[]
}

/** A purchase that changes: how it stands afterwards, and by how much its lines grow or are replaced. */
export type Change = {
  readonly customerId: string
  readonly id: string
  readonly source: string
  readonly before: KeptPurchase
  readonly after: KeptPurchase
}

export type Merged = {
  readonly orders: readonly Order[]
  readonly changed: number
  readonly same: number
  readonly facts: readonly HistoryFact[]
}

/**
 * Orders whose number is known already. Lines of an order that this very import has told before join it, wherever in the
 * file they stand. An order of another import or of the API is compared: the same is left alone, another is replaced by
 * what the file says, and what it was is kept for an undo.
 */
export async function mergePurchases(
  portion: Portion,
  orders: readonly Order[],
  standing: ReadonlyMap<string, Standing>,
  refusals: Refusal[],
): Promise<Merged> {
  const own: Order[] = []
  for (const order of orders) {
    if (standing.get(order.key)?.customerId === order.customerId) own.push(order)
    else refusals.push(...order.rows.map(({ record }) => refuseRow(record, refusalWords.otherBuyer)))
  }
  if (own.length === 0) return { orders: [], changed: 0, same: 0, facts: [] }
  const found = await readPurchases(portion, [...standing.values()])
  const changes: Change[] = []
  const touched: Found[] = []
  const replaced: LinesOf[] = []
  const joined: LinesOf[] = []
  const facts: HistoryFact[] = []
  let same = 0
  for (const order of own) {
    const at = standing.get(order.key)
    const before = at && found.get(at.purchaseId)
    if (!before) continue
    const isOfThisImport = before.import_id === portion.importId || before.touched
    if (order.isWhole && isOfThisImport) continue
    const lines = { customerId: order.customerId, id: before.id, source: before.source, rows: order.rows }
    if (isOfThisImport) {
      changes.push({ ...lines, before: asKept(before), after: joinedTo(before, order.rows) })
      joined.push({ ...lines, from: before.lines.length + 1 })
      continue
    }
    touched.push(before)
    const after = replacing(before, order.rows)
    if (isSame(asKept(before), after)) {
      same++
      continue
    }
    changes.push({ ...lines, before: asKept(before), after })
    replaced.push({ ...lines, from: 1 })
    facts.push({
      customerId: order.customerId,
      kind: purchaseCorrected.name,
      at: portion.now.toISOString(),
      payload: JSON.stringify({ number: order.number, before: before.amount, amount: after.amount, source: before.source }),
    })
  }
  await keepBefore(portion, touched)
  await removeLines(portion, replaced)
  await updatePurchases(portion, changes)
  await copyLines(portion, [...replaced, ...joined])
  return { orders: own, changed: replaced.length, same, facts }
}

/** Which of these order numbers have their purchase already. Locked in order of key, as everybody locks them, they stay so. */
export async function readNumbers({ db }: Portion, keys: readonly string[], isLocked = false): Promise<Map<string, Standing>> {
  const these = sql`key = any(${arrayLiteral(keys)}::text[])`
  const asked = isLocked
    ? sql<NumberRow>`select key, customer_id, purchase_id, voided_at from purchase_numbers where ${these} order by key for update`
    : sql<NumberRow>`select key, customer_id, purchase_id, voided_at from purchase_numbers where ${these}`
  const { rows } = await asked.execute(db)
  return new Map(
    rows.map((row) => [row.key, { customerId: row.customer_id, purchaseId: row.purchase_id, isVoided: row.voided_at !== null }]),
  )
}

type NumberRow = { readonly key: string; readonly customer_id: string; readonly purchase_id: string; readonly voided_at: Date | null }

export async function readPurchases({ db, importId }: Portion, places: readonly Standing[]): Promise<Map<string, Found>> {
  const customers = [...new Set(places.map((place) => place.customerId))]
  const { rows } =
    await sql<Found>`select p.customer_id, p.id, p.kind, p.number, p.order_number, p.occurred_at, p.amount, p.items, p.channel, p.currency, p.import_id,
      p.first_customer_id, p.source,
      exists (select 1 from import_purchase_changes c where c.customer_id = p.customer_id and c.import_id = ${importId} and c.purchase_id = p.id) as touched,
      coalesce((select jsonb_agg(jsonb_build_array(l.product, l.name, l.category, l.quantity, l.amount) order by l.line)
        from purchase_lines l where l.customer_id = p.customer_id and l.purchase_id = p.id), '[]'::jsonb) as lines
    from purchases p where p.customer_id = any(${customers}::uuid[]) and p.id = any(${places.map((place) => place.purchaseId)}::uuid[])`.execute(
      db,
    )
  return new Map(rows.map((row) => [row.id, row]))
}

export const asKept = (row: Found): KeptPurchase => ({
  kind: row.kind,
  number: row.number,
  at: row.occurred_at.toISOString(),
  amount: row.amount,
  items: row.items === null ? null : Number(row.items),
  channel: row.channel,
  currency: row.currency,
  lines: row.lines,
})

const asLines = (rows: readonly PurchaseRow[]): KeptLine[] =>
  rows.map((row) => [row.product, row.productName, row.category, row.quantity, row.amount])

function replacing(before: Found, rows: readonly PurchaseRow[]): KeptPurchase {
  const sum = sumOf(rows, before.currency)
  return { ...asKept(before), ...sum, channel: sum.channel ?? before.channel, lines: asLines(rows) }
}

function joinedTo(before: Found, rows: readonly PurchaseRow[]): KeptPurchase {
  const kept = asKept(before)
  const more = sumOf(rows, before.currency)
  return {
    ...kept,
    at: more.at < kept.at ? more.at : kept.at,
    amount: kept.amount + more.amount,
    items: tidyNumber((kept.items ?? 0) + (more.items ?? 0)),
    channel: kept.channel ?? more.channel,
    lines: [...kept.lines, ...asLines(rows)],
  }
}

function isSame(a: KeptPurchase, b: KeptPurchase): boolean {
  return (
    a.at === b.at &&
    a.amount === b.amount &&
    a.items === b.items &&
    a.channel === b.channel &&
    JSON.stringify(a.lines) === JSON.stringify(b.lines)
  )
}

async function keepBefore({ client, importId }: Portion, found: readonly Found[]): Promise<void> {
  const rows = found.map((row) => [row.customer_id, importId, row.id, JSON.stringify(asKept(row))])
  await copyRows(client, 'import_purchase_changes', ['customer_id', 'import_id', 'purchase_id', 'before'], rows)
}

export async function removeLines({ db }: Pick<Portion, 'db'>, all: readonly Pick<LinesOf, 'customerId' | 'id'>[]): Promise<void> {
  if (all.length === 0) return
  await sql`delete from purchase_lines where customer_id = any(${[...new Set(all.map((each) => each.customerId))]}::uuid[])
    and purchase_id = any(${all.map((each) => each.id)}::uuid[])`.execute(db)
}

/**
 * Writes how purchases stand now, and lets their facts say the same, so that what rules count and sum is right. A fact is
 * known by its customer, kind, number, numbering and time.
 */
export async function updatePurchases({ db, now }: Pick<Portion, 'db' | 'now'>, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const ids = [...new Set(changes.map((change) => change.customerId))]
  const rows = changes.map(({ customerId, id, source, before, after }) => {
    const fact = factOfPurchase({ ...after, source, lines: after.lines.map(([product, name]) => ({ product, name })) })
    return {
      customer_id: customerId,
      id,
      at: after.at,
      amount: after.amount,
      items: after.items,
      channel: after.channel,
      number: after.number,
      source,
      at_before: before.at,
      fact: fact.kind,
      payload: fact.payload,
    }
  })
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as r(customer_id uuid, id uuid, at timestamptz, amount bigint, items numeric, channel text, number text, source text, at_before timestamptz, fact text, payload jsonb)`
  await sql`update purchases p set occurred_at = r.at, amount = r.amount, items = r.items, channel = r.channel, recorded_at = ${now}
    from ${given} where p.customer_id = r.customer_id and p.id = r.id and p.customer_id = any(${ids}::uuid[])`.execute(db)
  await sql`update events e set payload = r.payload, occurred_at = r.at
    from ${given} where e.customer_id = r.customer_id and e.customer_id = any(${ids}::uuid[]) and e.kind = r.fact and e.occurred_at = r.at_before
      and ${isNumbered(sql.ref('r.number'), sql.ref('r.source'))}`.execute(db)
}

/** Puts purchases back as they were. */
export async function restorePurchases(place: Pick<Portion, 'db' | 'client' | 'now'>, changes: readonly Change[]): Promise<void> {
  await removeLines(place, changes)
  await updatePurchases(place, changes)
  const lines = changes.flatMap(({ customerId, id, after }) => after.lines.map((line, at) => [customerId, id, at + 1, ...line]))
  await copyRows(place.client, 'purchase_lines', lineColumns, lines)
}
