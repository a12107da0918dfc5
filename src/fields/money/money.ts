import { z } from 'zod'
import type { Customs, FieldType, Parsed } from '../../core/entity/field-type.ts'
import { type Currency, minorDigits, parseMoney, sayMoney } from '../../core/kit/money.ts'
import type { Words } from '../../core/kit/words.ts'
import { excerpt, halfWidth } from '../half-width.ts'
import { isNothing, nothing } from '../nothing.ts'
import { wholeFromPayload } from '../payload-value.ts'

type Custom = { readonly digits: number; readonly symbols: readonly string[] }

const customs = new Map<Currency, Custom>()

function symbolOf(currency: Currency, locale: string): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(1)
  return halfWidth(parts.find((p) => p.type === 'currency')?.value ?? currency)
}

/** How a currency is written: its digits and the signs that may stand beside an amount. Kept, since Intl is slow to ask. */
function customOf(currency: Currency): Custom {
  let known = customs.get(currency)
  if (!known) {
    const own = new Set([symbolOf(currency, 'en'), symbolOf(currency, 'zh-CN'), currency])
    for (const sign of currency === 'CNY' ? ['¥', '￥', '元', 'RMB'] : currency === 'JPY' ? ['¥', '￥', '円'] : []) own.add(sign)
    known = { digits: minorDigits(currency), symbols: [...own].sort((a, b) => b.length - a.length) }
    customs.set(currency, known)
  }
  return known
}

/** Commas and spaces stand only between groups of three, so that `12,50` is refused and not read as 1250. */
const amountShape = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d*)(?:\.\d*)?$/
const shifts: Readonly<Record<string, number>> = { 万: 4, 亿: 8 }

function wrong(text: string, currency: Currency): { wrong: Words } {
  const said = excerpt(text)
  return {
    wrong: {
      zh: `“${said}”不是${currency === 'CNY' ? '' : ` ${currency} `}金额，请写成 1234.50 这样的形式`,
      en: `“${said}” is not an amount in ${currency}; write it like 1234.50`,
    },
  }
}

function tooLarge(text: string): { wrong: Words } {
  const said = excerpt(text)
  return { wrong: { zh: `“${said}”太大，不像是金额，请核对`, en: `“${said}” is too large for an amount; check it` } }
}

/** The amount's sign and digits, without brackets and the currency's own signs. */
function bareAmount(text: string, symbols: readonly string[]): string {
  const signed = text.replace(/^\((.+)\)$/, '-$1')
  const stripped = symbols.reduce((s, symbol) => {
    const at = s.toUpperCase().indexOf(symbol.toUpperCase())
    return at < 0 ? s : `${s.slice(0, at)}${s.slice(at + symbol.length)}`
  }, signed)
  return stripped.trim().replace(/^([+-]) +/, '$1')
}

function parse(text: string, currency: Currency): Parsed {
  const plain = halfWidth(text)
  if (plain === '') return { value: null }
  const { digits, symbols } = customOf(currency)
  const bare = bareAmount(plain, symbols)
  const shift = shifts[bare.slice(-1)] ?? 0
  const amount = shift === 0 ? bare : bare.slice(0, -1).trim()
  if (!amountShape.test(amount)) return wrong(text, currency)
  const value = parseMoney(amount, digits + shift)
  return value !== null ? { value } : /\d/.test(amount) ? tooLarge(text) : wrong(text, currency)
}

function say(value: unknown, { currency, language }: Customs): string {
  const minor = isNothing(value) ? Number.NaN : Number(value)
  return Number.isNaN(minor) ? nothing : sayMoney(minor, currency, language)
}

/** An amount in the shop's currency, in minor units. Another currency's sign is refused, not ignored. */
export const money: FieldType = {
  name: 'money',
  label: { zh: '金额', en: 'Amount' },
  columnType: 'bigint',
  operators: ['at-least', 'at-most', 'more-than', 'less-than', 'is-between', 'is', 'is-not', 'is-known', 'is-unknown'],
  schema: () => z.int(),
  parse: (text, _, reading) => parse(text, reading.currency),
  say: (value, _, reader) => say(value, reader),
  fromPayload: wholeFromPayload,
  inSheet: (_, { currency }) => {
    const { digits } = customOf(currency)
    const major = (value: unknown) => (isNothing(value) || !Number.isFinite(Number(value)) ? null : Number(value) / 10 ** digits)
    return {
      format: digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`,
      cell: major,
      text: (value) => major(value)?.toFixed(digits) ?? '',
    }
  },
}
