import { factOfKind, factOfPurchase } from '../../purchases/events.ts'
import { latestTime } from '../../purchases/latest-time.ts'
import { purchaseKey } from '../../purchases/purchase.ts'
import type { PurchaseRow } from '../read-purchase-row.ts'
import { type Keys, keyTexts } from '../row-keys.ts'
import { refuseRow } from '../row-reading.ts'
import { type Refusal, refusalWords } from '../refusals.ts'
import type { CsvRecord } from '../split-records.ts'
import { appendHistory, type HistoryFact } from './append-history.ts'
import { copyRows } from './copy-rows.ts'
import { insertCustomers, type NewCustomer } from './insert-customers.ts'
import { isHouseholds, matchCustomers, type Matcher } from './match-customers.ts'
import { draftKeys } from './seal-rows.ts'
import { newTally, type Portion, type PortionResult } from './portion.ts'
import { mergePurchases, readNumbers } from './merge-purchases.ts'
import { purchaseReader } from './read-ahead.ts'
import { type VoidOrder, voidPurchases } from './void-purchases.ts'
import { copyLines, type Order, purchaseColumns, type Sum, sumOf } from './sum-lines.ts'

/** Keeps one portion's lines: who bought, then orders that are new, then those that were there. */
export async function keepPurchases(portion: Portion, records: readonly CsvRecord[]): Promise<PortionResult> {
  const tally = newTally()
  const refusals: Refusal[] = []
  const { settings } = portion
  const { orders, voids } = gatherOrders(portion, records, refusals)
  const facts: HistoryFact[] = []
  const bought = await findBuyers(portion, orders, refusals, facts)
  portion.breakpoint('buyers-known')
  const sold = await keepOrders(portion, bought, facts, refusals)
  // Their lines came in with the orders, so nothing is refused of them.
  const back = await keepOrders(portion, refundsOf(sold.orders, settings.source), facts, [])
  const voided = await voidPurchases(portion, voids, refusals)
  await appendHistory(portion, facts, voided.customers)
  const fresh = [...sold.fresh, ...back.fresh]
  tally.rows = records.length
  tally.customersNew = facts.filter((fact) => fact.kind === 'customer.created').length
  tally.purchasesNew = fresh.filter((order) => order.kind === 'purchase').length
  tally.refundsNew = fresh.length - tally.purchasesNew
  tally.purchasesChanged = sold.changed + back.changed
  tally.purchasesSame = sold.same + back.same
  tally.purchasesVoided = voided.purchases
  tally.lines = sold.orders.reduce((sum, order) => sum + order.rows.length, 0)
  tally.refused = refusals.length
  return { counts: tally, refusals, touched: new Set([...sold.orders.map((order) => order.customerId), ...voided.customers]) }
}

type Kept = { readonly orders: readonly Order[]; readonly fresh: readonly Order[]; readonly changed: number; readonly same: number }

/** Orders whose buyers are known: those that are new, then those that were there. */
async function keepOrders(portion: Portion, orders: readonly Order[], facts: HistoryFact[], refusals: Refusal[]): Promise<Kept> {
  if (orders.length === 0) return { orders, fresh: [], changed: 0, same: 0 }
  const standing = await readNumbers(
    portion,
    orders.flatMap(({ numbers }) => numbers),
  )
  const known = refuseCancelled(orders, standing, refusals)
  const fresh = known.filter((order) => !standing.has(order.key))
  await insertPurchases(portion, fresh, facts)
  portion.breakpoint('purchases-kept')
  const merged = await mergePurchases(
    portion,
    known.filter((order) => standing.has(order.key)),
    standing,
    refusals,
  )
  facts.push(...merged.facts)
  return { orders: [...fresh, ...merged.orders], fresh, changed: merged.changed, same: merged.same }
}

/** What was given back of these orders, as the file says of each as a whole: a refund under the same number. */
function refundsOf(orders: readonly Order[], source: string): Order[] {
  const told = new Set(orders.map(({ key }) => key))
  return orders.flatMap((order) => {
    const [row] = order.rows
    const amount = order.rows.reduce((most, { refunded }) => Math.max(most, refunded), 0)
    const key = purchaseKey(source, 'refund', order.number)
    if (!row || amount === 0 || told.has(key)) return []
    const refund: PurchaseRow = { ...row, kind: 'refund', product: '—', productName: null, category: null, quantity: 1, amount }
    return [{ ...order, key, numbers: [key], kind: 'refund', rows: [refund], isWhole: true }]
  })
}

/** What a portion says, order by order; of those that came to nothing apart. */
type Gathered = { readonly orders: readonly Order[]; readonly voids: readonly VoidOrder[] }

function gatherOrders(portion: Portion, records: readonly CsvRecord[], refusals: Refusal[]): Gathered {
  const { rows, settings } = portion
  const { read } = purchaseReader(rows)
  const orders = new Map<string, Order>()
  const voids = new Map<string, VoidOrder>()
  const leftOut = new Map<string, VoidOrder>()
  const latest = latestTime(portion.now).toISOString()
  for (const record of records) {
    const found = read(record)
    if ('reason' in found) {
      refusals.push(found)
      continue
    }
    if (found.at > latest) {
      refusals.push(refuseRow(record, refusalWords.tooLate))
      continue
    }
    const drafts = draftKeys(portion, found.keys)
    const row = drafts === found.keys ? found : { ...found, keys: drafts }
    const number = row.number ?? numberless(row)
    if (number === null) {
      refusals.push(refuseRow(record, row.standing === 'stands' ? refusalWords.nobody : refusalWords.voidOrder))
      continue
    }
    const key = purchaseKey(settings.source, row.kind, number)
    if (row.standing !== 'stands') {
      const keys = [...new Set([key, purchaseKey(settings.source, 'refund', number)])]
      // A status may stand in any one line of an order: the lines before it go with it.
      const gone = keys.flatMap((each) => orders.get(each)?.rows ?? [])
      for (const each of keys) orders.delete(each)
      addRows(voids, key, { keys, standing: row.standing, rows: [...gone, row], isByItems: false })
      continue
    }
    // What never was sold cannot come back.
    const itsVoid = voids.size === 0 ? undefined : (voids.get(key) ?? voids.get(purchaseKey(settings.source, 'purchase', number)))
    if (itsVoid) {
      itsVoid.rows.push(row)
      continue
    }
    if (row.lineStanding !== 'stands') {
      addRows(leftOut, key, { keys: [key], standing: row.lineStanding, rows: [row], isByItems: true })
      continue
    }
    const order = orders.get(key)
    if (order) {
      // A line without a buyer is its order's; one with another buyer is a contradiction.
      if (Object.keys(row.keys).length > 0 && !isSameBuyer(order.keys, row.keys)) refusals.push(refuseRow(record, refusalWords.otherBuyer))
      else order.rows.push(row)
    } else if (Object.keys(row.keys).length === 0) refusals.push(refuseRow(record, refusalWords.nobody))
    else orders.set(key, newOrder(settings.source, key, number, row))
  }
  for (const [key, lines] of leftOut) {
    if (orders.has(key)) refusals.push(...lines.rows.map(({ record }) => refuseRow(record, refusalWords.voidLine)))
    // An order all of whose lines came to nothing did so itself; whether these are all, only what stands here can tell.
    else addRows(voids, key, lines)
  }
  return { orders: [...orders.values()], voids: [...voids.values()] }
}

/** What its source cancelled stays out, with what was given back of it, however old the file is. */
function refuseCancelled(orders: readonly Order[], standing: Awaited<ReturnType<typeof readNumbers>>, refusals: Refusal[]): Order[] {
  return orders.filter((order) => {
    if (!order.numbers.some((key) => standing.get(key)?.isVoided)) return true
    refusals.push(...order.rows.map(({ record }) => refuseRow(record, refusalWords.cancelledOrder)))
    return false
  })
}

/** A refund hangs on its order, too. */
function newOrder(source: string, key: string, number: string, row: PurchaseRow): Order {
  const { kind, keys } = row
  const numbers = kind === 'refund' ? [key, purchaseKey(source, 'purchase', number)] : [key]
  return { key, numbers, number, kind, keys, rows: [row], customerId: '' }
}

/** To those that are there of an order, or as its first. */
function addRows(all: Map<string, VoidOrder>, key: string, order: VoidOrder): void {
  const known = all.get(key)
  if (known) known.rows.push(...order.rows)
  else all.set(key, order)
}

/** Without order numbers, what one customer bought at one time is one purchase, and has the same number in every import. */
function numberless(row: PurchaseRow): string | null {
  const [key] = keyTexts(row.keys)
  return key === undefined ? null : `${key}@${row.at}`
}

function isSameBuyer(a: Keys, b: Keys): boolean {
  if (a.code !== undefined && b.code !== undefined) return a.code.toLowerCase() === b.code.toLowerCase()
  if (a.phone !== undefined && b.phone !== undefined) return a.phone === b.phone
  return a.email === undefined || b.email === undefined || a.email === b.email
}

async function findBuyers(portion: Portion, orders: readonly Order[], refusals: Refusal[], facts: HistoryFact[]): Promise<Order[]> {
  const matcher = await matchCustomers(
    portion,
    orders.map((order) => order.keys),
  )
  const made: NewCustomer[] = []
  const known: Order[] = []
  for (const order of orders) {
    const owner = matcher.match(order.keys, order.rows[0] ? { name: order.rows[0].name } : {})
    if (owner === 'shared' || (owner === null && isHouseholds(matcher, order.keys))) {
      refusals.push(...order.rows.map(({ record }) => refuseRow(record, refusalWords.household)))
      continue
    }
    if (owner) order.customerId = owner.id
    else if (portion.settings.createCustomers) order.customerId = makeBuyer(portion, matcher, order, made)
    if (order.customerId !== '') known.push(order)
    else refusals.push(...order.rows.map(({ record }) => refuseRow(record, refusalWords.unknownCustomer)))
  }
  facts.push(...(await insertCustomers(portion, made)))
  return known
}

function makeBuyer({ newId, now }: Portion, matcher: Matcher, { keys, rows }: Order, made: NewCustomer[]): string {
  const owner = { id: newId(), numbers: keys }
  const own = keyTexts(keys).filter((key) => !matcher.ownerOf(key) && !matcher.isShared(key))
  for (const key of own) matcher.adopt(key, owner)
  const values: Record<string, string> = {}
  for (const [field, value] of Object.entries(keys)) if (own.some((key) => key.startsWith(`${field}:`))) values[field] = value
  const name = rows.find((row) => row.name !== null)?.name ?? rows.find((row) => row.nickname !== null)?.nickname
  if (name) values['name'] = name
  made.push({ id: owner.id, values, keys: own, createdAt: now.toISOString() })
  return owner.id
}

async function insertPurchases(portion: Portion, orders: readonly Order[], facts: HistoryFact[]): Promise<void> {
  const { client, importId, newId, now, settings, shop } = portion
  const kept = orders.map((order) => ({ order, id: newId() }))
  const numbers = kept.map(({ order, id }) => [order.key, order.customerId, id]).sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))
  // In order of customer, so that neighbours in the indexes are written together.
  kept.sort((a, b) => (a.order.customerId < b.order.customerId ? -1 : 1))
  await copyRows(client, 'purchase_numbers', ['key', 'customer_id', 'purchase_id'], numbers)
  // Worked out one by one on the way, while the database takes in those before.
  function* purchases() {
    for (const { order, id } of kept) {
      const sum = sumOf(order.rows, shop.currency)
      const { at, amount, items, channel } = sum
      facts.push(factFor(order, settings.source, sum))
      yield [
        order.customerId,
        id,
        order.kind,
        settings.source,
        order.number,
        at,
        amount,
        shop.currency,
        items,
        channel,
        importId,
        now.toISOString(),
      ]
    }
  }
  await copyRows(client, 'purchases', purchaseColumns, purchases())
  portion.breakpoint('between-tables')
  await copyLines(
    portion,
    kept.map(({ order, id }) => ({ customerId: order.customerId, id, rows: order.rows, from: 1 })),
  )
}

function factFor({ customerId, kind, number, rows }: Order, source: string, sum: Sum): HistoryFact {
  const payload = () => {
    const lines = rows.map((row) => ({ product: row.product, name: row.productName }))
    return JSON.stringify(factOfPurchase({ ...sum, source, kind, number, lines }).payload)
  }
  return { customerId, kind: factOfKind[kind], at: sum.at, payload }
}
