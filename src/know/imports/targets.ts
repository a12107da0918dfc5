import type { Field, Fields } from '../../core/entity/field.ts'
import { customer } from '../customers/customer.ts'
import { purchase } from '../purchases/purchase.ts'

export const importKinds = ['customers', 'purchases'] as const
export type ImportKind = (typeof importKinds)[number]

const own: Fields = customer.fields
const shared: Fields = purchase.fields

function customerTarget(name: string, more: Partial<Field> = {}): Field {
  return { ...(own[name] ?? { type: 'text', label: { zh: name, en: name } }), ...more }
}

/** What a column of a customers file may be. The names are the customer's fields; `joinedAt` becomes the day of creation. */
const customerTargets: Fields = {
  code: customerTarget('code'),
  name: customerTarget('name'),
  kind: customerTarget('kind'),
  shortName: customerTarget('shortName'),
  phone: customerTarget('phone'),
  email: customerTarget('email'),
  wechat: customerTarget('wechat'),
  idCard: customerTarget('idCard'),
  creditCode: customerTarget('creditCode'),
  gender: customerTarget('gender'),
  birthday: customerTarget('birthday'),
  lunarBirthday: customerTarget('lunarBirthday'),
  province: customerTarget('province'),
  city: customerTarget('city'),
  district: customerTarget('district'),
  address: customerTarget('address'),
  origin: customerTarget('origin'),
  emailConsent: customerTarget('emailConsent'),
  note: customerTarget('note'),
  joinedAt: {
    type: 'time',
    label: { zh: '注册时间', en: 'Joined' },
    help: { zh: '作为新客户的建档时间', en: 'Becomes the time at which a new customer was created' },
  },
}

/** What a column of a purchases file may be; one line of the file is one item of an order. */
const purchaseTargets: Fields = {
  number: {
    ...(shared['number'] ?? { type: 'text', label: { zh: '订单号', en: 'Order number' } }),
    required: false,
    help: {
      zh: '同一订单号的各行是一笔消费；没有此列时，同一客户同一时间的各行是一笔',
      en: 'Lines of one number are one purchase; without it, lines of one customer at one time are',
    },
  },
  code: customerTarget('code'),
  phone: customerTarget('phone'),
  email: customerTarget('email'),
  name: customerTarget('name', { help: { zh: '只用于新建客户', en: 'Used only for customers who are new' } }),
  occurredAt: { type: 'time', label: { zh: '下单时间', en: 'When' }, required: true },
  product: { type: 'text', label: { zh: '商品编码', en: 'Product code' } },
  productName: { type: 'text', label: { zh: '商品名称', en: 'Product name' } },
  category: { type: 'text', label: { zh: '类目', en: 'Category' } },
  quantity: { type: 'number', label: { zh: '数量', en: 'Quantity' } },
  price: {
    type: 'money',
    label: { zh: '单价', en: 'Unit price' },
    help: { zh: '没有“实付金额”时，金额 = 数量 × 单价', en: 'Without an amount paid, the amount is quantity × unit price' },
  },
  amount: {
    type: 'money',
    label: { zh: '实付金额（该行）', en: 'Amount paid (line)' },
    help: { zh: '负数记为退款', en: 'A negative one is a refund' },
  },
  currency: {
    type: 'text',
    label: { zh: '币种', en: 'Currency' },
    help: { zh: '与店铺币种不同的行会被拒绝', en: 'Lines in another currency than the shop’s are refused' },
  },
  channel: { type: 'text', label: { zh: '渠道', en: 'Channel' } },
}

export const importTargets: Readonly<Record<ImportKind, Fields>> = { customers: customerTargets, purchases: purchaseTargets }

/** The targets of a kind of file; a customers file may fill the firm's own fields too, for whom `customer` is the card's fields. */
export function targetsFor(kind: ImportKind, customer: Fields): Fields {
  const fixed = importTargets[kind]
  if (kind !== 'customers') return fixed
  const customs = Object.entries(customer).filter(([name, field]) => field.custom === true && !Object.hasOwn(fixed, name))
  return { ...fixed, ...Object.fromEntries(customs.map(([name, field]) => [name, { ...field, required: false }])) }
}

/** Which column of the file is what: target → position, counted from 0. Two columns of one name have two positions. */
export type Columns = Readonly<Record<string, number>>
