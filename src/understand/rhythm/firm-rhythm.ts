import type { ClosedSpan } from './closed-days.ts'

/** A middle and a spread of logarithms of days. */
export type LogDays = { readonly middle: number; readonly spread: number }

/**
 * How customers of the firm buy, in natural logarithms of open days: `middle` of the customers' own middles, how much these
 * differ `between` customers, how much gaps differ `within` one, and the gap from the first to the second purchase day.
 */
export type FirmRhythm = {
  readonly middle: number
  readonly between: number
  readonly within: number
  readonly second: LogDays
  /** Customers with a gap, and all gaps, that this was taken from. */
  readonly customers: number
  readonly gaps: number
  readonly closed: readonly ClosedSpan[]
  /** Longer than this share of gaps was gone when everybody's rhythm was last worked out. */
  readonly goneShare?: number
}

/** Sums over the customers, as SQL brings them; null where there is nothing to sum. */
export type RhythmSums = {
  /** With at least one gap; their gaps together. */
  readonly customers: number
  readonly gaps: number
  /** Mean and variance of the customers' own middles, and the mean of one over what each knows. */
  readonly middle: number | null
  readonly variance: number | null
  readonly unknowing: number | null
  /** Squares about each customer's own mean, and their degrees of freedom. */
  readonly squares: number | null
  readonly freedom: number
  /** Of the first gaps. */
  readonly second: number | null
  readonly secondVariance: number | null
}

/** What stands until the firm's own customers say otherwise: a month, half and double within reach. It weighs as three customers. */
const beforehand = { middle: Math.log(30), variance: 0.8 ** 2, customers: 3 }
/** Nobody's customers are all alike to the day; below this a lone gap would count for nothing. */
const leastVariance = 0.04

const blend = (known: number | null, weight: number, given: number, givenWeight: number) =>
  known === null || !Number.isFinite(known) ? given : (known * weight + given * givenWeight) / (weight + givenWeight)

/**
 * The firm's rhythm by moments (Efron and Morris 1975): what the customers' middles vary beyond what their few gaps explain
 * is the variance between customers.
 */
export function firmRhythmOf(sums: RhythmSums, closed: readonly ClosedSpan[]): FirmRhythm {
  const { customers, freedom } = sums
  const within = blend(sums.squares === null || freedom === 0 ? null : sums.squares / freedom, freedom, beforehand.variance, 6)
  const left = sums.variance === null ? null : Math.max(leastVariance, sums.variance - within * (sums.unknowing ?? 1))
  const between = blend(left, customers, beforehand.variance, beforehand.customers)
  const middle = blend(sums.middle, customers, beforehand.middle, beforehand.customers)
  const second = {
    middle: blend(sums.second, customers, middle, beforehand.customers),
    spread: Math.sqrt(blend(sums.secondVariance, customers, between + within, beforehand.customers)),
  }
  return { middle, between, within, second, customers, gaps: sums.gaps, closed }
}

const nothing = { middle: null, variance: null, unknowing: null, squares: null, freedom: 0, second: null, secondVariance: null }
/** Of a firm that has sold nothing yet. */
export const firmOfNobody: FirmRhythm = firmRhythmOf({ customers: 0, gaps: 0, ...nothing }, [])

/** So like the one before that nobody need be worked out anew because of it. */
export function isAlike(a: FirmRhythm, b: FirmRhythm): boolean {
  const pairs = [
    [a.middle, b.middle],
    [a.second.middle, b.second.middle],
    [a.second.spread, b.second.spread],
    [Math.sqrt(a.within), Math.sqrt(b.within)],
    [Math.sqrt(a.between), Math.sqrt(b.between)],
  ] as const
  return (
    a.goneShare === b.goneShare && JSON.stringify(a.closed) === JSON.stringify(b.closed) && pairs.every(([x, y]) => Math.abs(x - y) < 0.01)
  )
}
