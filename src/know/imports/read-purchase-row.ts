import { minorDigits } from '../../core/kit/money.ts'
import type { Words } from '../../core/kit/words.ts'
import type { PurchaseKind } from '../purchases/purchase.ts'
import { joinReasons, otherCurrency, type Refusal, refusalWords, wrongCell } from './refusals.ts'
import { type Keys, keysOf } from './row-keys.ts'
import { asText, cellReaders, isSome, isWrong, makeFilter, refuseRow, type RowReading, type Wrong } from './row-reading.ts'
import type { CsvRecord } from './split-records.ts'
import { importTargets } from './targets.ts'

export type PurchaseRow = {
  readonly record: CsvRecord
  readonly keys: Keys
  readonly name: string | null
  readonly nickname: string | null
  readonly number: string | null
  readonly kind: PurchaseKind
  readonly at: string
  readonly product: string
  readonly productName: string | null
  readonly category: string | null
  readonly quantity: number
  /** Minor units, never negative. */
  readonly amount: number
  /** What was given back of the whole order, in minor units. */
  readonly refunded: number
  readonly channel: string | null
  /** Whether its order stands, by the status in the file. */
  readonly standing: Standing
  /** The same of this line alone. */
  readonly lineStanding: Standing
  readonly status: string | null
  readonly lineStatus: string | null
}

/** `waiting`: not paid yet; `ended`: it came to nothing, or all of it went back. */
export type Standing = 'stands' | 'waiting' | 'ended'

/** Reads lines of purchases; money that came back, told by a minus, is a refund. A line may lack its buyer where its order has one. */
export function makePurchaseReader(rows: RowReading): (record: CsvRecord) => PurchaseRow | Refusal {
  const cell = cellReaders(rows)
  const readers = asked.flatMap((target) => (rows.settings.columns[target] === undefined ? [] : [[target, cell(target)] as const]))
  const nothing: Readonly<Record<string, string | number | boolean | null | undefined>> = Object.fromEntries(
    asked.map((target) => [target, null]),
  )
  const money = makeAmountReader(rows)
  const fromShop = (text: string) => text.toUpperCase() === rows.currency || (rows.currency === 'CNY' && /^(rmb|人民币|元)$/i.test(text))

  const cancelColumn = rows.settings.columns['cancelledAt'] ?? -1
  /** Paid or not: the order came to nothing, and its time tells so where its status does not. */
  const cancelled = (status: string | null, { cells }: CsvRecord) => {
    const said = [rows.header?.[cancelColumn], cells[cancelColumn]].join(' ').trim()
    return { standing: 'ended', status: standingBy(status, 'purchase') === 'ended' ? status : said } as const
  }
  const filter = makeFilter(rows)
  return (record) => {
    const fault = filter(record)
    if (fault) return refuseRow(record, fault)
    const got = { ...nothing }
    const wrongs: Words[] = []
    for (const [target, read] of readers) {
      const parsed = read(record)
      if (isWrong(parsed)) wrongs.push(parsed.wrong)
      // What is wrong is not missing besides.
      got[target] = isWrong(parsed) ? undefined : parsed.value
    }
    const currency = asText(got['currency'])
    if (currency !== null && !fromShop(currency)) wrongs.push(otherCurrency(currency, rows.currency))
    const at = asText(got['occurredAt'])
    if (got['occurredAt'] === null) wrongs.push(refusalWords.noTime)
    const said = money(record)
    if (isWrong(said)) wrongs.push(said.wrong)
    if (isSome(wrongs) || at === null || isWrong(said)) return refuseRow(record, isSome(wrongs) ? joinReasons(wrongs) : refusalWords.noTime)
    const productName = asText(got['productName'])
    const cancelledAt = asText(got['cancelledAt'])
    const stood = cancelledAt === null || cancelledAt < afterNought
    const order = stood ? byStatus(asText(got['status']), said.kind) : cancelled(asText(got['status']), record)
    return {
      record,
      keys: keysOf(got),
      name: asText(got['name']),
      nickname: asText(got['nickname']),
      number: asText(got['number']),
      at,
      ...said,
      refunded: typeof got['refunded'] === 'number' ? Math.abs(got['refunded']) : 0,
      product: (asText(got['product']) ?? productName ?? '—').slice(0, 200),
      productName,
      category: asText(got['category']),
      channel: asText(got['channel']),
      ...order,
      lineStanding: standingBy(asText(got['lineStatus']), said.kind),
      lineStatus: asText(got['lineStatus']),
    }
  }
}

const asked = [
  'number',
  'code',
  'phone',
  'email',
  'name',
  'nickname',
  'occurredAt',
  'product',
  'productName',
  'category',
  'currency',
  'channel',
  'status',
  'cancelledAt',
  'lineStatus',
  'refunded',
] as const

const endedInChinese = /关闭|取消|作废|全额退款|全部退款|退款成功|^已退款$/
const waitingInChinese = /待付款|未付款|待支付|未支付|等待买家付款/
const saysRefund = /退款|refund/i
/** Of a refund that came to nothing, or of a part: the order stands. */
const standsAll = /^部分|^退款已?(?:关闭|取消|撤销)/
const waitingInEnglish: ReadonlySet<string> = new Set(['unpaid', 'pending', 'pending payment', 'payment pending', 'awaiting payment'])
const endedInEnglish: ReadonlySet<string> = new Set([
  'cancelled',
  'canceled',
  'void',
  'voided',
  'expired',
  'failed',
  'abandoned',
  'refunded',
])

/** Programs that count times from 1970 on write their nought, in whichever zone, where there is none. */
const afterNought = '1970-01-03'

const byStatus = (status: string | null, kind: PurchaseKind) => ({ standing: standingBy(status, kind), status })

/**
 * 交易关闭, 待付款, Cancelled, voided: such an order brought nothing. 已付款, 交易成功 and 部分退款 did. A line of the money that went back
 * is no less a refund because it says so.
 */
function standingBy(status: string | null, kind: PurchaseKind): Standing {
  if (status === null || standsAll.test(status) || (kind === 'refund' && saysRefund.test(status))) return 'stands'
  const plain = status
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
  if (endedInChinese.test(status) || endedInEnglish.has(plain)) return 'ended'
  return waitingInChinese.test(status) || waitingInEnglish.has(plain) ? 'waiting' : 'stands'
}

type Said = { readonly kind: PurchaseKind; readonly quantity: number; readonly amount: number }

const plainNumber = /^-?\d{1,12}(?:\.\d{1,6})?$/
const largest = 1e15

/** Quantity and amount of a line: what was paid, or else quantity × unit price, rounded to the minor unit once. */
function makeAmountReader(rows: RowReading): (record: CsvRecord) => Said | Wrong {
  const { columns, kind } = rows.settings
  const commas = rows.settings.decimalMark === ','
  const factor = 10 ** minorDigits(rows.currency)
  const cell = cellReaders(rows)
  /** As written, in major units; a plain number takes the short way. */
  const reader = (target: string, scale: number) => {
    const position = columns[target]
    const slow = cell(target)
    return (record: CsvRecord): number | null | Wrong => {
      if (position === undefined) return null
      const text = (record.cells[position] ?? '').trim()
      const isDoubtful = record.faults?.[position] !== undefined || commas
      if (text === '' && !isDoubtful) return null
      if (!isDoubtful && plainNumber.test(text)) return Number(text)
      const parsed = slow(record)
      if (isWrong(parsed)) return parsed
      return typeof parsed.value === 'number' ? parsed.value / scale : null
    }
  }
  const readers = { quantity: reader('quantity', 1), price: reader('price', factor), amount: reader('amount', factor) }
  return (record) => {
    const quantity = readers.quantity(record)
    if (isWrong(quantity)) return quantity
    // An amount that is merged over several lines is that of all of them; it counts in the first.
    const isMerged = columns['amount'] !== undefined && record.filled?.has(columns['amount']) === true
    const paid = isMerged ? 0 : readers.amount(record)
    if (isWrong(paid)) return paid
    const pieces = quantity ?? 1
    let amount = paid
    if (amount === null) {
      const price = readers.price(record)
      if (isWrong(price)) return price
      if (price === null)
        return { wrong: wrongCell(importTargets[kind]['amount']?.label ?? { zh: '金额', en: 'Amount' }, refusalWords.noAmount) }
      amount = price * pieces
    }
    const minor = roundMinor(Math.abs(amount) * factor)
    if (minor > largest) return { wrong: refusalWords.amountTooLarge }
    return { kind: amount < 0 || pieces < 0 ? 'refund' : 'purchase', quantity: Math.abs(pieces), amount: minor }
  }
}

/** Half away from zero, forgiving the last bits of a product of decimals: 1.005 × 100 is 100.49999999999999 and means 100.5. */
function roundMinor(value: number): number {
  return Number.isInteger(value) ? value : Math.round(value * (1 + 4 * Number.EPSILON))
}
