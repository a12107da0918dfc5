import type { SampleCustomer, SampleLine, SampleOrder, SampleShop } from './shop.ts'
import { instantOf, shopDayOf } from './weigh-days.ts'

/** So many days before now the shop begins to work with the product: what lies before comes in as history. */
export const daysPlayed = 90
/** A turn every other day: each costs as much as everybody's rules being asked anew. */
const daysATurn = 2
const morning = 10 * 3600

/** Ten in the morning, by the shop's clock, of every other one of the last days, and at the end now itself. */
export function sampleTurns(now: Date): Date[] {
  const first = shopDayOf(now) - daysPlayed
  const mornings = Array.from({ length: Math.floor(daysPlayed / daysATurn) + 1 }, (_, i) => instantOf(first + i * daysATurn, morning))
  return [...mornings.filter((at) => at < now), now]
}

/** The shop as its exports showed it at an earlier time. */
export function shopUntil(shop: SampleShop, until: Date): SampleShop {
  return {
    customers: shop.customers.filter(({ joinedAt }) => joinedAt <= until),
    orders: shop.orders
      .filter(({ at }) => at <= until)
      .map((order) => (order.refund && order.refund.at > until ? { ...order, refund: null } : order)),
  }
}

/** Something paid or paid back. Quantities and amounts are positive in both. */
export type SampleSale = {
  readonly kind: 'purchase' | 'refund'
  readonly order: Pick<SampleOrder, 'number' | 'customerNumber' | 'phone' | 'memberUnknown' | 'channel'>
  readonly at: Date
  readonly lines: readonly SampleLine[]
}

export type SampleNews = { readonly customers: readonly SampleCustomer[]; readonly sales: readonly SampleSale[] }

/** What happened in the shop after one time, up to another, in the order of the clock. */
export function newsOfShop(shop: SampleShop, after: Date, until: Date): SampleNews {
  const isNews = (at: Date) => at > after && at <= until
  const sales = shop.orders.flatMap((order) => salesOf(order).filter(({ at }) => isNews(at)))
  return {
    customers: shop.customers.filter(({ joinedAt }) => isNews(joinedAt)),
    sales: sales.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
  }
}

function salesOf(order: SampleOrder): SampleSale[] {
  const bought: SampleSale = { kind: 'purchase', order, at: order.at, lines: order.lines }
  if (!order.refund) return [bought]
  const lines = order.refund.lines.map((line) => ({ ...line, quantity: Math.abs(line.quantity), paid: Math.abs(line.paid) }))
  return [bought, { kind: 'refund', order, at: order.refund.at, lines }]
}
