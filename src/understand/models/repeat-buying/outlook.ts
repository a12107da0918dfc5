import type { Buying } from './buying-ahead.ts'
import { type SpendShape, spendShape } from './spend-shape.ts'
import type { SpendParameters } from './gamma-gamma.ts'

/** What is known of purchases within one time of somebody who is still a customer. */
export type WithinTime = {
  readonly mean: number
  readonly none: number
  /** P(at most n purchases), n = 0, 1, 2, … */
  readonly atMost: Float64Array
  /** How what is spent lies where something is; null without amounts. */
  readonly spend: SpendShape | null
}

/** What is left of all chances after a sum over n is negligible below this. */
const negligible = 1e-7

/** @param x repeat purchases so far, which say how well the customer's own amounts are known */
export function withinTime(buying: Buying, weeks: number, amounts: SpendParameters | null, x: number): WithinTime {
  const chances = buying.chances(weeks)
  let sum = 0
  let length = 0
  while (length < chances.length && sum < 1 - negligible) sum += chances[length++] ?? 0
  const atMost = chances.slice(0, length)
  for (let n = 1; n < length; n++) atMost[n] = (atMost[n] ?? 0) + (atMost[n - 1] ?? 0)
  // Of five times only two are asked how spend lies, and to work that out takes longer than all the rest.
  let shape: SpendShape | null | undefined
  return {
    mean: buying.mean(weeks),
    none: chances[0] ?? 1,
    atMost,
    get spend() {
      if (shape === undefined) shape = amounts && spendShape(chances, amounts.p, amounts.q + amounts.p * x)
      return shape
    },
  }
}

/**
 * Expected purchases of somebody who is still a customer in the first 0, 1, 2, … months, each month's discounted to now.
 * @param monthlyRate 0.01 for one per cent a month
 */
export function discountedPurchases(buying: Buying, months: number, monthlyRate: number, weeksEach = weeksAMonth): Float64Array {
  const sums = new Float64Array(months + 1)
  let before = 0
  for (let month = 1; month <= months; month++) {
    const until = buying.mean(month * weeksEach)
    sums[month] = (sums[month - 1] ?? 0) + (until - before) / (1 + monthlyRate) ** month
    before = until
  }
  return sums
}

export const weeksAMonth = 365.25 / 12 / 7
