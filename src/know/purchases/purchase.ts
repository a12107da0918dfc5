import { defineEntity } from '../../core/entity/entity.ts'

/** What was bought, or came back. A fact of the shop's: it is told, not made here. */
export const purchase = defineEntity({
  name: 'purchase',
  label: { zh: '消费记录', en: 'Purchase' },
  plural: { zh: '消费记录', en: 'Purchases' },
  path: 'purchases',
  table: 'purchases',
  title: 'number',
  sort: { field: 'occurredAt', direction: 'desc' },
  fields: {
    number: { type: 'text', label: { zh: '订单号', en: 'Order number' }, required: true, listed: true },
    orderNumber: {
      type: 'text',
      label: { zh: '所退订单号', en: 'Refund of order' },
      help: { zh: '退款所属的订单；空着即与退款同号', en: 'The order that a refund is of; empty where it has the order’s number' },
    },
    customerId: { type: 'reference', to: 'customer', label: { zh: '客户', en: 'Customer' }, required: true, listed: true },
    kind: {
      type: 'choice',
      label: { zh: '类型', en: 'Kind' },
      required: true,
      listed: true,
      options: [
        { value: 'purchase', label: { zh: '消费', en: 'Purchase' }, tone: 'good' },
        { value: 'refund', label: { zh: '退款', en: 'Refund' }, tone: 'danger' },
      ],
    },
    occurredAt: { type: 'time', label: { zh: '时间', en: 'When' }, required: true, sortable: true, listed: true },
    amount: {
      type: 'money',
      label: { zh: '金额', en: 'Amount' },
      help: { zh: '退款也记为正数，看类型区分', en: 'Positive for refunds too; the kind tells them apart' },
      required: true,
      listed: true,
    },
    currency: { type: 'text', label: { zh: '币种', en: 'Currency' }, required: true },
    items: { type: 'number', label: { zh: '件数', en: 'Items' }, listed: true },
    channel: { type: 'text', label: { zh: '渠道', en: 'Channel' }, listed: true },
    source: {
      type: 'text',
      label: { zh: '订单来源', en: 'Numbered by' },
      help: { zh: '订单号由谁编：同一来源内订单号不重复', en: 'Whose numbering it is; a number comes once within one source' },
      required: true,
    },
    importId: { type: 'reference', to: 'import', label: { zh: '导入批次', en: 'Import' } },
    recordedAt: { type: 'time', label: { zh: '记录时间', en: 'Recorded' }, required: true },
  },
})

export type PurchaseKind = 'purchase' | 'refund'

/** Whose numbering an order number belongs to unless another is named: the shop's own. */
export const ownNumbering = 'shop'

/** Under which an order number is known to the whole shop, as kept in `purchase_numbers`. */
export function purchaseKey(source: string, kind: PurchaseKind, number: string): string {
  return `${source}:${kind}:${number}`
}
