import { digamma, tetragamma, trigamma } from '../special/gamma.ts'
import type { Buying } from './buying-ahead.ts'
import type { SpendParameters } from './gamma-gamma.ts'

/** What is known of purchases within one time of somebody who is still a customer. */
export type WithinTime = {
  readonly mean: number
  readonly none: number
  /** P(at most n purchases), n = 0, 1, 2, … */
  readonly atMost: Float64Array
  /** Raw moments of ln(gamma(p n)) over n, given that n > 0; null without amounts. */
  readonly logs: LogMoments | null
}

export type LogMoments = { readonly first: number; readonly second: number; readonly third: number }

/** ψ, ψ′ and ψ″ of p n by n: they are asked for every customer. */
export type GammaLogs = (n: number) => LogMoments

/** The raw moments of the logarithm of a gamma variable with shape p n, kept by n. */
export function gammaLogs({ p }: SpendParameters): GammaLogs {
  const kept: LogMoments[] = []
  const make = (n: number): LogMoments => {
    const first = digamma(p * n)
    const variance = trigamma(p * n)
    return {
      first,
      second: variance + first * first,
      third: tetragamma(p * n) + 3 * first * variance + first ** 3,
    }
  }
  return (n) => (kept[n] ??= make(n))
}

/** Chances above one minus this are left out of sums over n. */
const negligible = 1e-7

export function withinTime(buying: Buying, weeks: number, amounts: GammaLogs | null): WithinTime {
  const chances = buying.chances(weeks)
  const atMost: number[] = []
  let sum = 0
  let first = 0
  let second = 0
  let third = 0
  for (let n = 0; n < chances.length && sum < 1 - negligible; n++) {
    const chance = chances[n] ?? 0
    sum += chance
    atMost.push(sum)
    if (n === 0 || !amounts) continue
    const logs = amounts(n)
    first += chance * logs.first
    second += chance * logs.second
    third += chance * logs.third
  }
  const some = sum - (chances[0] ?? 0)
  return {
    mean: buying.mean(weeks),
    none: chances[0] ?? 1,
    atMost: Float64Array.from(atMost),
    logs: amounts && some > 0 ? { first: first / some, second: second / some, third: third / some } : null,
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
