import { type Currency, minorDigits } from '../../core/kit/money.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import { ownNumbering, type PurchaseKind } from '../purchases/purchase.ts'
import { readTime } from './correct-time.ts'
import type { Properties, Wrong } from './read-message.ts'

/** What `record-purchase` is to be told, but for the customer. `amount` is missing where only a look at the purchase can tell. */
export type Order = {
  readonly kind: PurchaseKind
  /** How an order is now that was told before: when it was bought stays as it is, and it brings nothing back. */
  readonly isUpdate: boolean
  readonly number: string
  /** Whose numbering it is, where it is another than the shop's own. */
  readonly source: string
  /** The order that a refund is for. */
  readonly of: string
  readonly amount: number | undefined
  /** Of a purchase, where it is known that nothing of it was given back, or not any more. */
  readonly isNothingBack: boolean
  /** When its source said so, where it tells. */
  readonly toldAt: Date | null
  readonly currency: string | undefined
  readonly channel: string | undefined
  readonly lines: readonly { product: string; name: string | null; category: string | null; quantity: number; amount: number }[]
}

/** What `void-purchase` is to be told. */
export type CancelledOrder = {
  readonly kind: 'cancelled'
  readonly number: string
  readonly source: string
  readonly reason: string | undefined
}

/** Events of the Segment e-commerce spec that tell of an order as a whole. */
const orderEvents: Readonly<Record<string, PurchaseKind | 'update' | 'cancelled'>> = {
  'order completed': 'purchase',
  'order updated': 'update',
  'order refunded': 'refund',
  'order cancelled': 'cancelled',
  'order canceled': 'cancelled',
}

/** @returns null for an event that is no order */
export function readOrder(
  event: string,
  properties: Properties,
  key: string,
  currency: Currency,
): { order: Order | CancelledOrder } | { wrong: Wrong } | null {
  const told = orderEvents[event.toLowerCase()]
  if (told === undefined || !Object.hasOwn(orderEvents, event.toLowerCase())) return null
  const of = textOf(properties.order_id ?? properties.orderId, 150)
  if (of === null) return wrong({ zh: '缺少 order_id（订单号）', en: '“order_id” is missing' })
  const source = textOf(properties.numbered_by, 60)?.replaceAll(':', ' ') ?? ownNumbering
  if (told === 'cancelled') return { order: { kind: told, number: of, source, reason: textOf(properties.reason, 200) ?? undefined } }
  const kind = told === 'update' ? 'purchase' : told
  const amount = amountOf(properties, currency, kind)
  if (amount === 'unreadable')
    return wrong({ zh: '金额（total 或 revenue）无法识别', en: 'the amount (“total” or “revenue”) cannot be read' })
  const lines = linesOf(properties, currency)
  if (amount === undefined && !areAllPriced(properties, currency))
    return wrong({ zh: '没有总额（total 或 revenue），商品又缺价格', en: 'there is no “total” or “revenue”, and a product has no price' })
  const isPart = kind === 'refund' && (amount !== undefined || lines.length > 0)
  const number = kind === 'purchase' ? of : (textOf(properties.refund_id, 150) ?? (isPart ? `${of}/${key}`.slice(0, 200) : of))
  const said = { currency: textOf(properties.currency, 20) ?? undefined, channel: textOf(properties.affiliation, 200) ?? undefined }
  const toldAt = readTime(properties.told_at)
  const isNothingBack = kind === 'purchase' && properties.given_back === 0
  return {
    order: { kind, isUpdate: told === 'update', number, source, of, amount: amount ?? sumOf(lines), isNothingBack, toldAt, lines, ...said },
  }
}

const wrong = (reason: { zh: string; en: string }): { wrong: Wrong } => ({ wrong: { code: 'source.wrong-order', details: { reason } } })

function textOf(value: unknown, most: number): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  return String(value).trim().slice(0, most) || null
}

const money = { type: 'money', label: { zh: '金额', en: 'Amount' } } as const

/** Major units, as a number or as text, in minor units. Texts are read as those of files are: `12,50` is refused. */
function minor(value: unknown, currency: Currency): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.round(value * 10 ** minorDigits(currency)) : null
  if (typeof value !== 'string') return null
  const read = fieldTypes.money?.parse(value, money, { language: 'zh', currency, timeZone: 'UTC' })
  return read && 'value' in read && typeof read.value === 'number' ? read.value : null
}

/**
 * `total` is what was paid; `revenue` leaves out shipping and tax and stands in where there is no total. Refunds are told
 * with either sign.
 */
function amountOf(properties: Properties, currency: Currency, kind: PurchaseKind): number | undefined | 'unreadable' {
  const told = properties.total ?? properties.revenue ?? properties.value
  if (told === undefined || told === null) return undefined
  const amount = minor(told, currency)
  if (amount === null || (amount < 0 && kind === 'purchase')) return 'unreadable'
  return Math.abs(amount)
}

function linesOf(properties: Properties, currency: Currency): Order['lines'] {
  if (!Array.isArray(properties.products)) return []
  return properties.products.slice(0, 1_000).flatMap((item: unknown) => {
    const product: Properties = { ...Object(item) }
    const code = textOf(product.sku ?? product.product_id ?? product.productId ?? product.name, 200)
    if (code === null) return []
    const quantity = typeof product.quantity === 'number' && product.quantity >= 0 && product.quantity <= 1e9 ? product.quantity : 1
    const whole = minor(product.line_total, currency)
    const amount = Math.round(Math.abs(whole ?? (minor(product.price, currency) ?? 0) * quantity))
    return [
      {
        product: code,
        name: textOf(product.name, 500),
        category: textOf(product.category, 200),
        quantity,
        amount: Number.isSafeInteger(amount) ? amount : 0,
      },
    ]
  })
}

function areAllPriced({ products }: Properties, currency: Currency): boolean {
  return (
    !Array.isArray(products) || products.every((item: unknown) => minor(Object(item).line_total ?? Object(item).price, currency) !== null)
  )
}

const sumOf = (lines: Order['lines']) => (lines.length > 0 ? lines.reduce((sum, line) => sum + line.amount, 0) : undefined)
