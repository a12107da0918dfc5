import { defineEvent } from '../../core/event/event.ts'
import { purchase, type PurchaseKind } from './purchase.ts'

export const purchaseMade = defineEvent({
  name: 'purchase.made',
  label: { zh: '消费', en: 'Bought something' },
  sentence: { zh: '消费 {amount}[（{items} 件）][：{products}]', en: 'Bought for {amount}[ ({items} {items|item|items})][: {products}]' },
  payload: {
    amount: { type: 'money', label: { zh: '金额', en: 'Amount' } },
    currency: { type: 'text', label: { zh: '币种', en: 'Currency' } },
    number: { type: 'text', label: { zh: '订单号', en: 'Order number' } },
    items: { type: 'number', label: { zh: '件数', en: 'Items' } },
    channel: { type: 'text', label: { zh: '渠道', en: 'Channel' } },
    products: { type: 'text', label: { zh: '商品', en: 'Products' } },
    source: { type: 'text', label: { zh: '订单来源', en: 'Numbered by' } },
  },
  tone: 'good',
})

export const purchaseRefunded = defineEvent({
  name: 'purchase.refunded',
  label: { zh: '退款', en: 'Refunded' },
  sentence: { zh: '退款 {amount}，订单号 {number}', en: 'Refunded {amount}, order {number}' },
  payload: {
    amount: { type: 'money', label: { zh: '金额', en: 'Amount' } },
    number: { type: 'text', label: { zh: '订单号', en: 'Order number' } },
    source: { type: 'text', label: { zh: '订单来源', en: 'Numbered by' } },
  },
  tone: 'danger',
})

/** The purchase's own fact then says the corrected values, so that what is counted and summed is right. */
export const purchaseCorrected = defineEvent({
  name: 'purchase.corrected',
  label: { zh: '更正消费记录', en: 'Purchase corrected' },
  sentence: { zh: '更正了订单 {number}：{before} → {amount}', en: 'Corrected order {number}: {before} → {amount}' },
  payload: {
    number: { type: 'text', label: { zh: '订单号', en: 'Order number' } },
    before: { type: 'money', label: { zh: '原金额', en: 'Amount before' } },
    amount: { type: 'money', label: { zh: '现金额', en: 'Amount now' } },
    source: { type: 'text', label: { zh: '订单来源', en: 'Numbered by' } },
  },
  tone: 'attention',
  askable: false,
})

/** What a purchase's own fact becomes once the order came to nothing: it counts no more, and the timeline still tells of it. */
export const purchaseVoided = defineEvent({
  name: 'purchase.voided',
  label: { zh: '消费取消', en: 'Purchase came to nothing' },
  sentence: {
    zh: '{was} {number} 后来取消，{amount} 不再计入[（{reason}）]',
    en: '{was} {number} came to nothing later; {amount} counts no more[ ({reason})]',
  },
  payload: {
    number: { type: 'text', label: { zh: '订单号', en: 'Order number' } },
    amount: { type: 'money', label: { zh: '金额', en: 'Amount' } },
    reason: { type: 'text', label: { zh: '订单状态', en: 'Order status' } },
    was: { type: 'choice', label: { zh: '原来是', en: 'Was' }, options: purchase.fields.kind.options },
    purchase: { type: 'text', label: { zh: '消费记录的标识', en: 'Id of the purchase' } },
  },
  tone: 'attention',
  askable: false,
})

/** Which fact tells of a purchase, and which of a refund. */
export const factOfKind: Readonly<Record<PurchaseKind, string>> = { purchase: purchaseMade.name, refund: purchaseRefunded.name }

/** What the facts of a purchase say of it. */
export type ToldPurchase = {
  readonly kind: PurchaseKind
  readonly number: string
  /** Whose numbering it is: two shops may have one number. */
  readonly source: string
  /** Minor units, never negative. */
  readonly amount: number
  readonly currency: string
  readonly items: number | null
  readonly channel: string | null
  readonly lines: readonly { readonly product: string; readonly name?: string | null }[]
}

const longestProducts = 500

/** The fact of a purchase or a refund: its kind in the log and its payload. */
export function factOfPurchase(told: ToldPurchase): { readonly kind: string; readonly payload: Readonly<Record<string, unknown>> } {
  const { amount, number, source, currency, items, channel } = told
  const kind = factOfKind[told.kind]
  if (told.kind === 'refund') return { kind, payload: { amount, number, source } }
  return { kind, payload: { amount, currency, number, items, channel, products: productsOf(told.lines), source } }
}

/** Names of what was bought, each once, cut where they would be longer than a text may be. */
function productsOf(lines: ToldPurchase['lines']): string | null {
  let said = ''
  for (const name of new Set(lines.map((line) => line.name || line.product))) {
    if (said.length + name.length + 1 > longestProducts) return `${said}…`.slice(0, longestProducts)
    said = said === '' ? name : `${said}、${name}`
  }
  return said || null
}
