import { type Currency, sayMoney } from '../core/kit/money.ts'
import type { Language } from '../core/kit/words.ts'

/** What the shop has decided for everybody: the currency of its amounts and the zone of its days. */
export type Shop = { readonly name: string; readonly currency: Currency; readonly timeZone: string }

type Instant = Date | string | number | null | undefined
type Amount = number | null | undefined

/** Shown where there is no value. */
export const nothing = '—'

const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }
const plainDay = /^\d{4}-\d{2}-\d{2}$/
const plainMonth = /^\d{4}-\d{2}(-\d{2})?$/

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** Three letters for every month, as fields for dates write them: English calls only this one by four. */
export const threeLetters = (said: string): string => said.replace(/\bSept\b/, 'Sep')

/** Reads an instant, or null when there is none or it is not one. */
function toDate(at: Instant): Date | null {
  if (at === null || at === undefined || at === '') return null
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? null : date
}

/**
 * Writes figures and dates by the reader's custom. Instants are told in the shop's time zone; a plain day or month
 * (`2026-11-21`, a birthday; `2026-11`) stays that one in every zone. Amounts are minor units. Missing values become a dash.
 */
export function makeFormat(language: Language, shop: Shop, now: () => Date) {
  const locale = locales[language]
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const compact = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', {
    notation: 'compact',
    maximumFractionDigits: 1,
    useGrouping: 'always',
  })
  const relative = new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric: 'auto' })
  const clock = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: shop.timeZone, ...options })
  const dayOf = clock({ dateStyle: 'medium' })
  const plainDayOf = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' })
  const momentOf = clock({
    year: 'numeric',
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const timeOf = clock({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const monthAs = { year: 'numeric', month: language === 'zh' ? 'long' : 'short' } as const
  const monthOf = clock(monthAs)
  const plainMonthOf = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...monthAs })
  const with_ = (format: Intl.DateTimeFormat) => (at: Instant) => {
    const date = toDate(at)
    return date ? threeLetters(format.format(date)) : nothing
  }
  return {
    /** 12,345 */
    count: (n: Amount) => (n === null || n === undefined ? nothing : whole.format(n)),
    /** 1.2万 / 12K, where space is short; the full figure belongs in a title beside it */
    shortCount: (n: Amount) => (n === null || n === undefined ? nothing : compact.format(n)),
    /** 3.14 with at most `digits` after the point */
    number: (n: Amount, digits = 2) =>
      n === null || n === undefined ? nothing : new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(n),
    /** 0.1234 → 12.3%; one of ten thousand → <0.1%, for it is not nobody, and all but one → >99.9%, for it is not everybody */
    percent: (share: Amount, digits = 1) => {
      if (share === null || share === undefined || !Number.isFinite(share)) return nothing
      const say = (n: number) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(n)
      const least = 1 / 10 ** (digits + 2)
      if (share > 0 && share < least / 2) return `<${say(least)}`
      // What came of adding fractions may lie a hair below one.
      return share < 1 - 1e-9 && share >= 1 - least / 2 - 1e-9 ? `>${say(1 - least)}` : say(share)
    },
    /** 0.1234 → +12.3%, for changes and lift */
    change: (share: Amount, digits = 1) =>
      share === null || share === undefined || !Number.isFinite(share)
        ? nothing
        : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits, signDisplay: 'exceptZero' }).format(share),
    /** ¥1,234.50 from 123450 minor units */
    money: (minor: Amount, currency: Currency = shop.currency) =>
      minor === null || minor === undefined ? nothing : sayMoney(minor, currency, language),
    /** ¥12.3万 / ¥123K */
    shortMoney: (minor: Amount, currency: Currency = shop.currency) =>
      minor === null || minor === undefined ? nothing : sayMoney(minor, currency, language, true),
    /** 2026年11月21日 / 21 Nov 2026 */
    date: (at: Instant) => (typeof at === 'string' && plainDay.test(at) ? with_(plainDayOf)(at) : with_(dayOf)(at)),
    /** 2026年11月21日 14:05 / 21 Nov 2026, 14:05 */
    dateTime: with_(momentOf),
    /** 14:05 */
    time: with_(timeOf),
    /** 2026年11月 / Nov 2026 */
    month: (at: Instant) => (typeof at === 'string' && plainMonth.test(at) ? with_(plainMonthOf)(at) : with_(monthOf)(at)),
    /** 3天前 / 3 days ago; in the first minute 刚刚 / just now */
    relative: (at: Instant) => {
      const date = toDate(at)
      if (!date) return nothing
      const away = date.getTime() - now().getTime()
      const step = steps.find(([, length]) => Math.abs(away) >= length)
      return step ? relative.format(Math.trunc(away / step[1]), step[0]) : { zh: '刚刚', en: 'just now' }[language]
    },
  }
}

export type Format = ReturnType<typeof makeFormat>
