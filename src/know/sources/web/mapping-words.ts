import type { Words } from '../../../core/kit/words.ts'
import { customer } from '../../customers/customer.ts'
import type { HookTarget } from '../hook-mapping.ts'

const fields: Readonly<Record<string, { readonly label: Words }>> = customer.fields

export function targetWords(target: HookTarget): Words {
  if (target === 'firstName') return { zh: '名', en: 'First name' }
  if (target === 'lastName') return { zh: '姓', en: 'Last name' }
  return fields[target]?.label ?? { zh: target, en: target }
}

export const purchaseWords = {
  number: { zh: '订单号', en: 'Order number' },
  numberedBy: { zh: '订单来源', en: 'Numbered by' },
  of: { zh: '原订单号', en: 'Number of the purchase' },
  amount: { zh: '金额', en: 'Amount' },
  left: { zh: '退款后余额', en: 'Left after refunds' },
  toldAt: { zh: '订单更新时间', en: 'When the order changed' },
  voided: { zh: '已取消的订单', en: 'Cancelled orders' },
  currency: { zh: '币种', en: 'Currency' },
  channel: { zh: '渠道', en: 'Channel' },
} as const

export const lineWords = {
  each: { zh: '商品列表', en: 'List of products' },
  product: { zh: '商品编码', en: 'Product code' },
  name: { zh: '商品名称', en: 'Product name' },
  quantity: { zh: '数量', en: 'Quantity' },
  price: { zh: '单价', en: 'Price of one' },
  amount: { zh: '该行金额', en: 'Amount of the line' },
} as const

export const timeWords = {
  iso: { zh: 'ISO 8601（2026-06-15T10:30:00+08:00）', en: 'ISO 8601 (2026-06-15T10:30:00+08:00)' },
  local: { zh: '店铺时间（2026-06-15 10:30:00）', en: 'The shop’s clock (2026-06-15 10:30:00)' },
  seconds: { zh: '1970 年以来的秒数', en: 'Seconds since 1970' },
  milliseconds: { zh: '1970 年以来的毫秒数', en: 'Milliseconds since 1970' },
} as const
