import type { FirmRhythm, LogDays } from './firm-rhythm.ts'
import { normalEdge, normalShare } from './normal.ts'

/** Of how many gaps the edges speak: later than this share of one's gaps is late, and then gone. */
export type RhythmShares = { readonly late: number; readonly gone: number }
export const usualShares: RhythmShares = { late: 0.8, gone: 0.95 }

/** A median of n gaps knows as much as the mean of 2/π · n; of one or two it is the mean. */
export const knows = (gaps: number): number => (gaps <= 2 ? gaps : (2 * gaps) / Math.PI)
/** Of a spread the distance between the quartiles knows 0.37 of what all gaps do; of fewer than four gaps, nothing. */
export const knowsOfSpread = (gaps: number): number => (gaps < 4 ? 0 : 0.37 * (gaps - 1))
/** The firm's spread weighs as two gaps. */
export const firmWeight = 2
/** Between the quartiles of a normal distribution lie so many standard deviations. */
export const quartileWidth = 1.349

/**
 * A customer's own rhythm out of the logarithms of their gaps: the middle of the gaps, drawn towards the firm's by how
 * little few gaps say (empirical Bayes for normal means: Efron and Morris 1975), and the spread that the next gap is to be
 * expected with. Medians, so that one giant gap moves neither. Without a gap it is the firm's from the first purchase to the
 * second. The same is written as SQL in rhythms-from-facts.ts; a test holds them together.
 * @param gaps open days between purchase days, each at least 1
 */
export function ownRhythm(gaps: readonly number[], firm: FirmRhythm): LogDays {
  if (gaps.length === 0) return firm.second
  const logs = gaps.map(Math.log).toSorted((a, b) => a - b)
  const known = knows(logs.length) / firm.within
  const middle = (firm.middle / firm.between + quantile(logs, 0.5) * known) / (1 / firm.between + known)
  const own = (quantile(logs, 0.75) - quantile(logs, 0.25)) / quartileWidth
  const weight = knowsOfSpread(logs.length)
  const within = (firmWeight * firm.within + weight * own ** 2) / (firmWeight + weight)
  return { middle, spread: Math.sqrt(within + 1 / (1 / firm.between + known)) }
}

/** Linear between order statistics, as PostgreSQL's percentile_cont. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}

/** The share of gaps that are shorter than so many open days. @returns 0 to 1 */
export const shareShorter = (rhythm: LogDays, days: number): number =>
  days <= 0 ? 0 : normalShare((Math.log(days) - rhythm.middle) / rhythm.spread)

/** Longer than this is longer than that share of gaps, in open days. */
export const edgeDays = (rhythm: LogDays, share: number): number => Math.exp(rhythm.middle + normalEdge(share) * rhythm.spread)
