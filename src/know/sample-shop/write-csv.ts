import type { Language, Words } from '../../core/kit/words.ts'
import { productCategories } from './products.ts'
import { sampleChannels, sampleSources, type SampleCustomer, type SampleLine, type SampleOrder, type SampleShop } from './shop.ts'
import { shopClock } from './weigh-days.ts'

const customerHeaders: readonly Words[] = [
  { zh: '会员号', en: 'Member number' },
  { zh: '姓名', en: 'Name' },
  { zh: '手机号', en: 'Mobile' },
  { zh: '邮箱', en: 'Email' },
  { zh: '性别', en: 'Sex' },
  { zh: '生日', en: 'Birthday' },
  { zh: '省份', en: 'Province' },
  { zh: '城市', en: 'City' },
  { zh: '注册时间', en: 'Joined at' },
  { zh: '来源', en: 'Source' },
  { zh: '接收邮件', en: 'Accepts email' },
  { zh: '客户类型', en: 'Customer type' },
]

const purchaseHeaders: readonly Words[] = [
  { zh: '订单号', en: 'Order number' },
  { zh: '会员号', en: 'Member number' },
  { zh: '手机号', en: 'Mobile' },
  { zh: '下单时间', en: 'Ordered at' },
  { zh: '商品编码', en: 'Product code' },
  { zh: '商品名称', en: 'Product name' },
  { zh: '类目', en: 'Category' },
  { zh: '数量', en: 'Quantity' },
  { zh: '单价', en: 'Unit price' },
  { zh: '实付金额', en: 'Amount paid' },
  { zh: '渠道', en: 'Channel' },
]

const sexWords = { male: { zh: '男', en: 'Male' }, female: { zh: '女', en: 'Female' } } as const satisfies Record<string, Words>
const kindWords = { person: { zh: '个人', en: 'Person' }, company: { zh: '企业', en: 'Company' } } as const satisfies Record<string, Words>
const yesNo = (yes: boolean): Words => (yes ? { zh: '是', en: 'Yes' } : { zh: '否', en: 'No' })

/** RFC 4180: quoted where it must be, lines end with CR LF. */
function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** 分 as yuan with two digits: 12800 is `128.00`. */
function yuan(minor: number): string {
  return (minor / 100).toFixed(2)
}

function customerRow(customer: SampleCustomer, language: Language): string[] {
  const { written, place, sex, source, acceptsEmail } = customer
  return [
    customer.number,
    written.name ?? customer.name,
    written.phone ?? customer.phone ?? '',
    written.email ?? customer.email ?? '',
    sex ? sexWords[sex][language] : '',
    written.birthday ?? customer.birthday ?? '',
    place?.province[language] ?? '',
    place?.city[language] ?? '',
    shopClock(customer.joinedAt),
    source ? sampleSources[source][language] : '',
    acceptsEmail === null ? '' : yesNo(acceptsEmail)[language],
    kindWords[customer.kind][language],
  ]
}

/**
 * The shop's customers as its own export would have them: one line each, with the carelessness of real life in one of
 * twenty (see `SampleCustomer.written`), times on the shop's clock (Beijing). People's names are Chinese in both languages.
 * @returns CSV text, the header line first, no byte order mark
 */
export function sampleCustomersCsv(shop: SampleShop, language: Language): string {
  return csvOf([customerHeaders.map((words) => words[language]), ...shop.customers.map((customer) => customerRow(customer, language))])
}

function purchaseRow(order: SampleOrder, at: Date, line: SampleLine, language: Language): string[] {
  return [
    order.number,
    order.memberUnknown ? '' : order.customerNumber,
    order.phone ?? '',
    shopClock(at),
    line.product.code,
    line.product.name[language],
    productCategories[line.product.category][language],
    String(line.quantity),
    yuan(line.product.price),
    yuan(line.paid),
    sampleChannels[order.channel][language],
  ]
}

/** An order's lines, then what came back, under the same order number at the time of the refund. */
function orderRows(order: SampleOrder, language: Language): string[][] {
  const bought = order.lines.map((line) => purchaseRow(order, order.at, line, language))
  const back = order.refund?.lines.map((line) => purchaseRow(order, order.refund?.at ?? order.at, line, language)) ?? []
  return [...bought, ...back]
}

/**
 * The shop's purchases as its till would export them: one line per item, an order's lines together, refunds as lines
 * with negative quantity and amount. Unit prices are list prices; the amount paid is the line's, after discounts.
 * @returns CSV text, the header line first, no byte order mark
 */
export function samplePurchasesCsv(shop: SampleShop, language: Language): string {
  return csvOf([purchaseHeaders.map((words) => words[language]), ...shop.orders.flatMap((order) => orderRows(order, language))])
}
