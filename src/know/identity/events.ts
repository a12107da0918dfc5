import { defineEvent } from '../../core/event/event.ts'
import type { Fields } from '../../core/entity/field.ts'

const payload = {
  merge: { type: 'text', label: { zh: '合并编号', en: 'Merge' } },
  names: { type: 'text', label: { zh: '档案', en: 'Records' } },
  count: { type: 'number', label: { zh: '档案数', en: 'How many records' } },
  facts: { type: 'number', label: { zh: '移动的事实', en: 'Facts moved' } },
  purchases: { type: 'number', label: { zh: '移动的消费', en: 'Purchases moved' } },
  by: { type: 'text', to: 'actor', label: { zh: '操作人', en: 'By' } },
} satisfies Fields

export const customerMerged = defineEvent({
  name: 'customer.merged',
  label: { zh: '合并客户', en: 'Customers merged' },
  sentence: {
    zh: '{by}把“{names}”合并进来（{facts} 条事实、{purchases} 笔消费）',
    en: '{by} merged “{names}” into this customer ({facts} {facts|fact|facts}, {purchases} {purchases|purchase|purchases})',
  },
  payload,
  tone: 'blue',
  askable: false,
})

export const customerParted = defineEvent({
  name: 'customer.parted',
  label: { zh: '拆分客户', en: 'Customers parted' },
  sentence: {
    zh: '{by}把“{names}”拆分出去（{facts} 条事实、{purchases} 笔消费）',
    en: '{by} parted “{names}” from this customer ({facts} {facts|fact|facts}, {purchases} {purchases|purchase|purchases})',
  },
  payload,
  tone: 'attention',
  askable: false,
})

export const customerRestored = defineEvent({
  name: 'customer.restored',
  label: { zh: '恢复为独立客户', en: 'Customer on its own again' },
  sentence: { zh: '{by}把这位客户从“{names}”拆分出来', en: '{by} parted this customer from “{names}”' },
  payload,
  tone: 'attention',
  askable: false,
})

/** What merging and parting tell of themselves. */
export const mergeFacts = [customerMerged.name, customerParted.name, customerRestored.name] as const
