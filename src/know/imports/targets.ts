import { idField } from '../../core/entity/id-field.ts'
import type { Field, Fields } from '../../core/entity/field.ts'
import { customer } from '../customers/customer.ts'
import { contact } from '../contacts/contact.ts'
import { interactionTargets } from '../interactions/interaction-targets.ts'
import { productTargets } from '../products/product-targets.ts'
import { purchase } from '../purchases/purchase.ts'

export const importKinds = ['customers', 'companies', 'contacts', 'purchases', 'tags', 'interactions', 'products'] as const
export type ImportKind = (typeof importKinds)[number]

/** Kinds whose rows are customers themselves. */
export const isCustomerKind = (kind: ImportKind): boolean => kind === 'customers' || kind === 'companies'

const own: Fields = customer.fields
const shared: Fields = purchase.fields

function customerTarget(name: string, more: Partial<Field> = {}): Field {
  return { ...(own[name] ?? { type: 'text', label: { zh: name, en: name } }), ...more }
}

const nickname: Field = {
  type: 'text',
  label: { zh: '昵称', en: 'Nickname' },
  help: { zh: '没有姓名的客户以它为姓名；不据此认人', en: 'The name of a customer who has none; nobody is told apart by it' },
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
  owner: customerTarget('owner', {
    help: { zh: '同事的姓名或邮箱；没有这位同事的行会被拒绝', en: 'A colleague’s name or e-mail; lines with somebody else are refused' },
  }),
  emailConsent: customerTarget('emailConsent'),
  emailOptOut: {
    type: 'boolean',
    label: { zh: '已退订邮件', en: 'Opted out of e-mail' },
    help: {
      zh: '“是”或退订的时间记为不同意收邮件；“否”不算同意',
      en: 'A yes, or the time of it, withdraws the consent to e-mail; a no is not a consent',
    },
  },
  noPersonalisation: customerTarget('noPersonalisation'),
  note: customerTarget('note'),
  joinedAt: {
    type: 'time',
    label: { zh: '注册时间', en: 'Joined' },
    help: { zh: '作为新客户的建档时间', en: 'Becomes the time at which a new customer was created' },
  },
  lastName: { type: 'text', label: { zh: '姓', en: 'Last name' }, help: { zh: '与“名”合成姓名', en: 'Joined with the first name' } },
  firstName: { type: 'text', label: { zh: '名', en: 'First name' }, help: { zh: '与“姓”合成姓名', en: 'Joined with the last name' } },
  nickname,
  phone2: { ...customerTarget('phone'), label: { zh: '手机号 2', en: 'Phone 2' } },
  phone3: { ...customerTarget('phone'), label: { zh: '手机号 3', en: 'Phone 3' } },
  email2: { ...customerTarget('email'), label: { zh: '邮箱 2', en: 'E-mail 2' } },
  wechat2: { ...customerTarget('wechat'), label: { zh: '微信号 2', en: 'WeChat id 2' } },
  address2: { ...customerTarget('address'), label: { zh: '地址 2', en: 'Address 2' } },
  tags: {
    type: 'text',
    label: { zh: '标签', en: 'Tags' },
    help: {
      zh: '几个标签用逗号、顿号或分号隔开；没有的标签会新建',
      en: 'Several are parted by commas or semicolons; a tag that is not there is made',
    },
  },
  id: { ...idField, help: { zh: '从本系统导出的编号', en: 'As in an export of this system' } },
}

/** Targets of a customers file that are no fields of the customer itself. */
export const besideCustomer: ReadonlySet<string> = new Set(['lastName', 'firstName', 'nickname', 'emailOptOut', 'tags', 'id'])

/** Columns of further ways to reach a customer: target → kind. */
export const furtherPoints = { phone2: 'phone', phone3: 'phone', email2: 'email', wechat2: 'wechat', address2: 'address' } as const

const ofContact: Fields = contact.fields
const contactTarget = (name: string): Field => ofContact[name] ?? { type: 'text', label: { zh: name, en: name } }

/** What a column of a file of contacts may be: at which company, and who. */
const contactTargets: Fields = {
  company: { type: 'text', label: { zh: '企业名称', en: 'Company' }, help: { zh: '全称或简称', en: 'Its full or short name' } },
  companyCode: { ...customerTarget('code'), label: { zh: '企业的客户编号', en: 'Company’s customer number' } },
  companyCreditCode: { ...customerTarget('creditCode'), label: { zh: '企业的统一社会信用代码', en: 'Company’s credit code' } },
  name: contactTarget('name'),
  lastName: customerTargets['lastName'] ?? contactTarget('name'),
  firstName: customerTargets['firstName'] ?? contactTarget('name'),
  role: contactTarget('role'),
  title: contactTarget('title'),
  department: contactTarget('department'),
  phone: contactTarget('phone'),
  email: contactTarget('email'),
  wechat: contactTarget('wechat'),
  isPrimary: contactTarget('isPrimary'),
  noMail: contactTarget('noMail'),
  note: contactTarget('note'),
}

/** What a column of a file of tags may be: who, which tags, until when. */
const tagTargets: Fields = {
  code: customerTarget('code'),
  phone: customerTarget('phone'),
  email: customerTarget('email'),
  wechat: customerTarget('wechat'),
  idCard: customerTarget('idCard'),
  creditCode: customerTarget('creditCode'),
  tags: { ...(customerTargets['tags'] ?? customerTarget('tags')), required: true },
  expiresAt: { type: 'time', label: { zh: '到期时间', en: 'Until' }, help: { zh: '到时自动去掉', en: 'Taken off by itself at that time' } },
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
  nickname,
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
  refunded: {
    type: 'money',
    label: { zh: '已退金额（整单）', en: 'Refunded (order)' },
    help: {
      zh: '这笔订单已退的钱，记为它的一笔退款；各行都写时只计一次',
      en: 'What was given back of the order becomes a refund of it; it counts once where every line says it',
    },
  },
  currency: {
    type: 'text',
    label: { zh: '币种', en: 'Currency' },
    help: { zh: '与店铺币种不同的行会被拒绝', en: 'Lines in another currency than the shop’s are refused' },
  },
  channel: { type: 'text', label: { zh: '渠道', en: 'Channel' } },
  status: {
    type: 'text',
    label: { zh: '订单状态', en: 'Order status' },
    help: {
      zh: '未付款、已取消、已关闭或全额退款的订单不算消费：新的列为被拒绝的行，以前计入的不再计入',
      en: 'Orders that were never paid, cancelled, closed or refunded in full are no purchases: new ones are refused, and those that counted count no more',
    },
  },
  cancelledAt: {
    type: 'time',
    label: { zh: '取消时间', en: 'Cancelled at' },
    help: {
      zh: '有时间的订单已取消，不算消费，与订单状态无关',
      en: 'An order with a time here was cancelled and is no purchase, whatever its status says',
    },
  },
  lineStatus: {
    type: 'text',
    label: { zh: '商品状态', en: 'Item status' },
    help: {
      zh: '这一件商品的状态：已关闭或已退款的商品不计入，同一订单的其余商品不受影响',
      en: 'Of this item alone: one that was closed or refunded is left out, the others of its order are not affected',
    },
  },
}

export const importTargets: Readonly<Record<ImportKind, Fields>> = {
  customers: customerTargets,
  companies: customerTargets,
  contacts: contactTargets,
  purchases: purchaseTargets,
  tags: tagTargets,
  interactions: interactionTargets,
  products: productTargets,
}

/** The targets of a kind of file; a customers file may fill the firm's own fields too, for whom `customer` is the card's fields. */
export function targetsFor(kind: ImportKind, customer: Fields): Fields {
  const fixed = importTargets[kind]
  if (!isCustomerKind(kind)) return fixed
  const customs = Object.entries(customer).filter(([name, field]) => field.custom === true && !Object.hasOwn(fixed, name))
  return {
    ...withColleagues(fixed, customer),
    ...Object.fromEntries(customs.map(([name, field]) => [name, { ...field, required: false }])),
  }
}

/** Who there is to be named comes from the database. */
function withColleagues(targets: Fields, customer: Fields): Fields {
  const people = Object.entries(targets).filter(([, field]) => field.type === 'person')
  const answered = people.map(([name, field]) => [name, { ...field, options: customer[name]?.options ?? [] }] as const)
  return { ...targets, ...Object.fromEntries(answered) }
}

/** Which column of the file is what: target → position, counted from 0. Two columns of one name have two positions. */
export type Columns = Readonly<Record<string, number>>
