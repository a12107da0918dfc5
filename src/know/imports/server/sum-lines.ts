import type { PurchaseKind } from '../../purchases/purchase.ts'
import type { PurchaseRow } from '../read-purchase-row.ts'
import type { Keys } from '../row-keys.ts'
import { copyRows } from './copy-rows.ts'
import type { Portion } from './portion.ts'

/** The lines of one order number in this portion. */
export type Order = {
  readonly key: string
  /** Its own key, and that of the order that a refund is for. */
  readonly numbers: readonly string[]
  readonly number: string
  readonly kind: PurchaseKind
  readonly keys: Keys
  readonly rows: PurchaseRow[]
  /** Its one row says all of it; other portions of the file can only say so again. */
  readonly isWhole?: true
  customerId: string
}

/** Where an order number that is known already has its purchase, or had it until its source cancelled the order. */
export type Standing = { readonly customerId: string; readonly purchaseId: string; readonly isVoided: boolean }

export const purchaseColumns = [
  'customer_id',
  'id',
  'kind',
  'source',
  'number',
  'occurred_at',
  'amount',
  'currency',
  'items',
  'channel',
  'import_id',
  'recorded_at',
]

export const lineColumns = ['customer_id', 'purchase_id', 'line', 'product', 'name', 'category', 'quantity', 'amount']

/** What an order's lines come to. */
export type Sum = {
  readonly at: string
  readonly amount: number
  readonly items: number
  readonly channel: string | null
  readonly currency: string
}

/** An order's time is its first line's, its amount and items the sums, its channel the first that is said. */
export function sumOf(rows: readonly PurchaseRow[], currency: string): Sum {
  let at = rows[0]?.at ?? ''
  let amount = 0
  let items = 0
  for (const row of rows) {
    if (row.at < at) at = row.at
    amount += row.amount
    items += row.quantity
  }
  return { at, amount, items: tidyNumber(items), channel: rows.find((row) => row.channel !== null)?.channel ?? null, currency }
}

/** Without the dust that adding decimals leaves: 0.1 + 0.2 is 0.3. */
export const tidyNumber = (n: number) => (Number.isInteger(n) ? n : Number(n.toPrecision(12)))

export type LinesOf = { readonly customerId: string; readonly id: string; readonly rows: readonly PurchaseRow[]; readonly from: number }

export async function copyLines({ client }: Portion, all: readonly LinesOf[]): Promise<void> {
  function* lines() {
    for (const { customerId, id, rows, from } of all) {
      let line = from
      for (const row of rows) yield [customerId, id, line++, row.product, row.productName, row.category, row.quantity, row.amount]
    }
  }
  await copyRows(client, 'purchase_lines', lineColumns, lines())
}
