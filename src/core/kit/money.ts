import type { Language } from './words.ts'

/** An ISO 4217 code, e.g. `CNY`. Amounts are integers of its minor unit (分, cents). */
export type Currency = string

/** Digits after the decimal point: 2 for CNY, 0 for JPY, 3 for KWD. @throws RangeError for a code that is not three letters */
export function minorDigits(currency: Currency): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

const known = new Set(Intl.supportedValuesOf('currency'))

export function isCurrency(code: string): boolean {
  return known.has(code)
}

/**
 * Reads a decimal amount as people and spreadsheets write it: `1,234.50`, `¥1 234.5`, `(12.00)` for a negative.
 * Digits beyond the currency's are rounded half away from zero.
 * @returns minor units, or null when it is not an amount
 */
export function parseMoney(text: string, digits: number): number | null {
  let s = text.trim().replace(/^([(（])(.*)([)）])$/, '-$2')
  s = s.replace(/[¥￥$€£元,，\s\u00a0]/g, '').replace(/^(-?)[A-Z]{3}/, '$1')
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(s)
  if (!match || (!match[2] && !match[3])) return null
  const fraction = (match[3] ?? '').padEnd(digits + 1, '0')
  const whole = Number(`${match[2] || '0'}${fraction.slice(0, digits)}`) + (Number(fraction[digits]) >= 5 ? 1 : 0)
  if (!Number.isSafeInteger(whole)) return null
  return match[1] === '-' && whole !== 0 ? -whole : whole
}

/**
 * An amount as the reader writes it, e.g. `¥1,234.50`. `short` gives 万/亿 in Chinese and K/M in English; what is too small
 * for these stays as people write it: `¥8,867`, and below a hundred to the last digit.
 */
export function sayMoney(minor: number, currency: Currency, language: Language, short = false): string {
  const digits = minorDigits(currency)
  const exact = minor / 10 ** digits
  // ¥9,999.50 would be written as ten thousand, so it is.
  const amount = short && Math.round(Math.abs(exact)) === 10_000 ? Math.sign(exact) * 10_000 : exact
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...(short ? shortened(Math.abs(amount)) : {}),
  }).format(amount)
}

function shortened(amount: number): Intl.NumberFormatOptions {
  if (amount >= 10_000) return { notation: 'compact', maximumFractionDigits: 1 }
  return Number.isInteger(amount) || amount >= 100 ? { maximumFractionDigits: 0 } : {}
}
