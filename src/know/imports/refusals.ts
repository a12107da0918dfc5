import type { Words } from '../../core/kit/words.ts'
import { excerpt } from '../../fields/half-width.ts'
import { columnLetters } from '../../core/spreadsheet/cell-fault.ts'
import { placeOfLine } from './line-place.ts'
import type { CsvRecord } from './split-records.ts'

/** A row that is not taken, where it stands and why. */
export type Refusal = { readonly line: number; readonly reason: Words; readonly cells: readonly string[] }

/** What cells of refused rows that are kept sealed are bound to. */
export const refusedRow = 'refused row'

export const refusalWords = {
  openQuote: { zh: '这一行有引号没有闭合。请补上引号，或删去它', en: 'a quote on this line never closes; close it or remove it' },
  tooLong: {
    zh: '这一行超过一百万个字符，不像是表格的一行。请检查文件',
    en: 'this line is longer than a million characters, which is no row of a table; check the file',
  },
  tooWide: {
    zh: '这一行在第 500 列之后还有内容。请删去不需要的列',
    en: 'this row has something behind column 500; delete the columns that are not needed',
  },
  mixed: {
    zh: '这一行的编码与文件其余部分不同（UTF-8 混在 GBK 里）。请用原来的系统重新导出',
    en: 'this line is in another encoding than the rest of the file (UTF-8 among GBK); export it again',
  },
  headerAgain: { zh: '这一行又是一遍标题。不需要它，可以忽略', en: 'this line is the header once more; nothing needs to be done about it' },
  total: {
    zh: '看起来是合计行，不是一条记录。不需要它，可以忽略；若确实是一条记录，请改掉“合计”二字',
    en: 'looks like a line of totals, which is no record; if it is one, change the word “total” in it',
  },
  broken: {
    zh: '含有损坏的字符（编码不符）。请用原来的系统重新导出，或换一种编码再试',
    en: 'contains broken characters (wrong encoding); export it again, or try another encoding',
  },
  nobody: {
    zh: '没有客户编号、手机号或邮箱，不知道是谁。请补上其中一项',
    en: 'has no customer number, phone or e-mail, so nobody knows who it is; add one of them',
  },
  noKey: {
    zh: '用来查找客户的那一列是空的。请补上，或换一列查找',
    en: 'the column by which customers are found is empty here; fill it in, or find them by another column',
  },
  several: {
    zh: '有几位客户都是这个值，不知道是哪一位。请换一列查找，或先合并重复的客户',
    en: 'several customers have this value, so nobody knows which is meant; find them by another column, or merge the duplicates first',
  },
  voidOrder: {
    zh: '订单未付款、已取消、已关闭或已全额退款，不算消费，可以忽略这一行；确实成交的，请改订单状态',
    en: 'the order was never paid, cancelled, closed or refunded in full, so it is no purchase and this row can be left; if it was sold after all, change its status',
  },
  cancelledOrder: {
    zh: '这笔订单已由它的来源（接口或 Webhook）取消，没有计入。取消之后又成交的，请由来源再发送一次，或换一个订单号',
    en: 'this order was cancelled by its source (the API or a webhook), so it is left out; if it was bought again after that, let the source tell it once more, or give it another number',
  },
  voidLine: {
    zh: '这一件商品已关闭或已退款，没有计入；同一订单的其余商品照常导入',
    en: 'this item was closed or refunded, so it is left out; the others of its order came in',
  },
  someLines: {
    zh: '这一件商品已关闭或已退款，但这笔订单在系统里还有这份文件没有写出的商品，没有改动。请导入写有整笔订单全部商品的文件',
    en: 'this item was closed or refunded, but its order has others here that this file does not name, so nothing was changed; import a file with all items of the order',
  },
  olderFile: {
    zh: '这笔订单已作为消费记录在系统里，而这里还没付款，多半是更早导出的文件，没有改动。若确实没有成交，请把订单状态改为“已取消”',
    en: 'this order is on record as bought and not yet paid here, most likely because the file is older, so nothing was changed; if it came to nothing, change its status to “cancelled”',
  },
  household: {
    zh: '这个手机号或邮箱由一家人共用，不知道是哪一位。请补上这位的姓名或客户编号',
    en: 'a household shares this phone or e-mail, so nobody knows who of them is meant; add the name of one, or a customer number',
  },
  otherName: {
    zh: '这个手机号或邮箱属于一位姓名完全不同的客户，而本次不新建客户。请核对姓名，或补上客户编号，或允许新建',
    en: 'this phone or e-mail is that of a customer with quite another name, and no new ones are to be made; check the name, add a customer number, or allow new ones',
  },
  consentElsewhere: {
    zh: '这位客户已导入，但邮件许可没有记下：这一行的邮箱属于另一位客户，或不是这位客户的主要邮箱。请核对邮箱，或在邮箱的主人那里记录许可',
    en: 'this customer came in, but not the consent to mail: the e-mail beside it is another customer’s, or not this one’s first; check it, or record the consent with whose e-mail it is',
  },
  notUpdated: {
    zh: '系统里没有这位客户，而本次只更新已有的客户',
    en: 'this customer is not known, and this import updates known ones only',
  },
  noCompany: {
    zh: '没有企业名称、企业编号或信用代码，不知道是哪家企业的联系人。请补上其中一项',
    en: 'names no company, neither by name nor by number or credit code; add one of them',
  },
  unknownCompany: {
    zh: '系统里没有这家企业，且本次设为不新建。请先导入企业，或允许新建',
    en: 'this company is not known, and new ones are not to be made; import companies first, or allow new ones',
  },
  isPerson: {
    zh: '这个编号属于一位个人客户，个人没有联系人。请核对',
    en: 'this number is a person’s, who has no contacts; check it',
  },
  noContactName: { zh: '没有联系人姓名。请补上', en: 'has no name of the contact; add it' },
  noTags: { zh: '没有写标签。请补上', en: 'names no tag; add one' },
  tagTooLong: { zh: '标签名超过 30 个字。请改短', en: 'a tag’s name is longer than 30 letters; shorten it' },
  tooManyTags: {
    zh: '标签已满 1000 个，不能再新建。请先停用或合并一些',
    en: 'there are 1,000 tags already, so no new one can be made; retire or merge some first',
  },
  tagOver: { zh: '到期时间已经过去。请改为将来的时间', en: 'the time until which it holds is over; name one to come' },
  tooLate: {
    zh: '时间在将来，还没有发生。请核对日期的顺序',
    en: 'lies in the future, so it has not happened; check the order of the date',
  },
  nothingSaid: { zh: '没有内容，也没有结果。请补上其中一项', en: 'says neither what was said nor what came of it; add one' },
  noProduct: { zh: '没有商品编码。请补上', en: 'has no product code; add it' },
  negative: { zh: '售价、成本和库存不能是负数。请核对', en: 'a price, a cost or a stock cannot be negative; check it' },
  noTime: { zh: '没有时间。请补上下单时间', en: 'has no time; add when it was bought' },
  noAmount: { zh: '没有金额，也没有单价。请补上其中一项', en: 'has neither an amount nor a unit price; add one of them' },
  amountTooLarge: { zh: '金额大得不合情理。请检查单价和数量', en: 'the amount is too large to be real; check the price and the quantity' },
  unknownCustomer: {
    zh: '系统里没有这位客户，且本次设为不新建。请先导入客户，或允许新建',
    en: 'this customer is not known, and new ones are not to be made; import customers first, or allow new ones',
  },
  otherBuyer: {
    zh: '这个订单号属于另一位客户。请核对订单号或客户',
    en: 'this order number belongs to another customer; check the number or the customer',
  },
} satisfies Record<string, Words>

export function wrongWidth(given: number, header: number): Words {
  return {
    zh: `有 ${given} 格，而标题行有 ${header} 格。请检查这一行的分隔符和引号`,
    en: `has ${given} ${given === 1 ? 'cell' : 'cells'} where the header has ${header}; check this line’s delimiters and quotes`,
  }
}

export function otherCurrency(given: string, shop: string): Words {
  return {
    zh: `币种“${excerpt(given)}”不是店铺的币种 ${shop}。请换算后再导入`,
    en: `the currency “${excerpt(given)}” is not the shop’s ${shop}; convert it first`,
  }
}

/** Where a cell stands, as a person finds it: `C17` in a sheet, `column 3` in a text. */
export type CellPlace = { readonly line: number; readonly position: number; readonly isSheet: boolean }

/** What is wrong with a cell, behind the name of its field and where it stands. */
export function wrongCell(label: Words, wrong: Words, place?: CellPlace): Words {
  if (!place) return { zh: `${label.zh}：${wrong.zh}`, en: `${label.en}: ${wrong.en}` }
  const { line, position, isSheet } = place
  const at = isSheet ? cellInSheet(line, position) : { zh: `第 ${position + 1} 列`, en: `column ${position + 1}` }
  return { zh: `${label.zh}（${at.zh}）：${wrong.zh}`, en: `${label.en} (${at.en}): ${wrong.en}` }
}

function cellInSheet(line: number, position: number): Words {
  const { row, sheet } = placeOfLine(line)
  const cell = `${columnLetters(position)}${row}`
  return sheet === null ? { zh: cell, en: cell } : { zh: `第 ${sheet} 张表 ${cell}`, en: `sheet ${sheet}, ${cell}` }
}

/** Several reasons as one. */
export function joinReasons([first, ...others]: readonly [Words, ...Words[]]): Words {
  return others.reduce<Words>((all, each) => ({ zh: `${all.zh}；${each.zh}`, en: `${all.en}; ${each.en}` }), first)
}

/** Cells as they may be kept: without null characters, each at most a thousand characters, at most two hundred. */
export function keptCells(cells: readonly string[]): string[] {
  return cells.slice(0, 200).map((text) => text.slice(0, 1_000).replaceAll('\0', '').toWellFormed())
}

const faultWords: Readonly<Record<NonNullable<CsvRecord['fault']>, Words>> = {
  'open-quote': refusalWords.openQuote,
  'too-long': refusalWords.tooLong,
  'too-wide': refusalWords.tooWide,
  mixed: refusalWords.mixed,
}

/** Why a record cannot be looked at at all, or null. */
export function faultOf(record: CsvRecord, width: number, isSheet = false): Words | null {
  if (record.fault) return faultWords[record.fault]
  const { cells } = record
  if (cells.length === width || (isSheet && cells.length < width)) return null
  // Spreadsheets leave empty cells behind the last column.
  if (cells.length > width && cells.slice(width).every((text) => text.trim() === '')) return null
  return wrongWidth(cells.length, width)
}
