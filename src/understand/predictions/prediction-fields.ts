import type { Foretold, Range } from './predict-past.ts'

/** A row of `predictions` without the customer: amounts in whole minor units, chances in per cent, instants as ISO texts. */
export type PredictionFields = {
  readonly expected_purchases30: number | null
  readonly expected_purchases90: number | null
  readonly expected_purchases365: number | null
  readonly expected_spend30: number | null
  readonly expected_spend90: number | null
  readonly expected_spend365: number | null
  readonly next_purchase_from: string | null
  readonly next_purchase: string | null
  readonly next_purchase_to: string | null
  readonly alive_chance: number | null
  readonly buy_chance30: number | null
  readonly buy_chance90: number | null
  readonly clv12: number | null
  readonly clv12_low: number | null
  readonly clv12_high: number | null
  readonly clv36: number | null
  readonly clv36_low: number | null
  readonly clv36_high: number | null
}

/** How figures are rounded to be kept. */
export const times = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value * 1_000) / 1_000)
/** Beyond this no amount fits its column; it is also beyond any shop. */
const most = 9_000_000_000_000_000
export const amount = (value: number | undefined): number | null => (value === undefined ? null : Math.min(most, Math.round(value)))
export const percent = (share: number | null | undefined): number | null =>
  share === null || share === undefined ? null : Math.round(share * 1_000) / 10
const weekMs = 7 * 86_400_000
const dayMs = 86_400_000

/** The same few thousand days come again for every customer. */
const texts = new Map<number, string>()
const mostTexts = 20_000

function textOf(instant: number): string {
  const known = texts.get(instant)
  if (known !== undefined) return known
  if (texts.size >= mostTexts) texts.clear()
  const text = new Date(instant).toISOString()
  texts.set(instant, text)
  return text
}

/** Milliseconds of the day's beginning so many weeks after the instant. */
export const instantAfter = (beginsAt: number, weeks: number): number => beginsAt + Math.floor((weeks * weekMs) / dayMs) * dayMs

/** What stands in the database of what was foretold. @param beginsAt milliseconds of the instant from which it was foretold */
export function fieldsOf({ purchases, spend, chance, alive, next, value12, value36 }: Foretold, beginsAt: number): PredictionFields {
  const instant = (weeks: number | undefined) => (weeks === undefined ? null : textOf(instantAfter(beginsAt, weeks)))
  const range = (of: Range | null) => [amount(of?.mean), amount(of?.low), amount(of?.high)] as const
  const [clv12, clv12_low, clv12_high] = range(value12)
  const [clv36, clv36_low, clv36_high] = range(value36)
  return {
    expected_purchases30: times(purchases?.[0]),
    expected_purchases90: times(purchases?.[1]),
    expected_purchases365: times(purchases?.[2]),
    expected_spend30: amount(spend?.[0]),
    expected_spend90: amount(spend?.[1]),
    expected_spend365: amount(spend?.[2]),
    next_purchase_from: instant(next?.from),
    next_purchase: instant(next?.middle),
    next_purchase_to: instant(next?.to),
    alive_chance: percent(alive),
    buy_chance30: percent(chance?.[0]),
    buy_chance90: percent(chance?.[1]),
    clv12,
    clv12_low,
    clv12_high,
    clv36,
    clv36_low,
    clv36_high,
  }
}
