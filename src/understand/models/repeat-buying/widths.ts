import { expectedSpend, type SpendParameters } from './gamma-gamma.ts'
import type { WithinTime } from './outlook.ts'
import { shapeQuantile, shareBelow } from './spend-shape.ts'

/** A mean with the range that holds what comes in eight cases of ten. */
export type Range = { readonly mean: number; readonly low: number; readonly high: number }

/** One way that things may be, each as likely as the next: the chance of still being a customer, and purchases if so. */
export type Possibility = { readonly alive: number; readonly within: WithinTime }

/**
 * Which shares of chance the range ends at. One tenth is left out on each side; where nothing at all comes with more than a
 * tenth, the range begins at zero and leaves out two tenths above. So it holds eight of ten either way, and more only where
 * nothing has more than eight already, or because purchases are whole.
 */
const ends = (none: number): readonly [number, number] => (none >= 0.1 ? [0, 0.8] : [0.1, 0.9])

const meanOver = <T>(many: readonly T[], of: (one: T, i: number) => number) =>
  many.reduce((sum, one, i) => sum + of(one, i), 0) / many.length

/** Purchases within the time. @param best what the mean is taken from */
export function purchaseRange(best: Possibility, possibilities: readonly Possibility[]): Range {
  const atMost = (n: number) =>
    meanOver(possibilities, ({ alive, within }) => 1 - alive + alive * (n < within.atMost.length ? (within.atMost[n] ?? 1) : 1))
  const [from, to] = ends(atMost(0))
  return { mean: best.alive * best.within.mean, low: leastWith(atMost, from), high: leastWith(atMost, to) }
}

/** The least whole number that is not passed with this chance. */
function leastWith(atMost: (n: number) => number, share: number): number {
  if (atMost(0) >= share) return 0
  let low = 0
  let high = 1
  while (atMost(high) < share && high < 1e6) {
    low = high
    high *= 2
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (atMost(middle) >= share) high = middle
    else low = middle
  }
  return high
}

export type Amounts = { readonly x: number; readonly z: number; readonly parameters: SpendParameters }

/**
 * Spend within the time: a sum of n amounts, n random, with nothing at its own chance.
 * @param amounts one for each possibility
 */
export function spendRange(
  best: Possibility,
  bestAmounts: Amounts,
  possibilities: readonly Possibility[],
  amounts: readonly Amounts[],
): Range {
  const price = expectedSpend(bestAmounts.parameters, bestAmounts.x, bestAmounts.z)
  const mean = best.alive * best.within.mean * price
  if (!(mean > 0)) return { mean: 0, low: 0, high: 0 }
  const none = meanOver(possibilities, ({ alive, within }) => 1 - alive * (1 - within.none))
  const [from, to] = ends(none)
  const at = (share: number) => (share <= none ? 0 : Math.exp(logAt(share, none, possibilities, amounts)))
  return { mean, low: at(from), high: at(to) }
}

const unitOf = ({ x, z, parameters: { v } }: Amounts): number => Math.log(x > 0 && z > 0 ? v + x * z : v)

/** The logarithm of what is not passed with this chance. */
function logAt(share: number, none: number, possibilities: readonly Possibility[], amounts: readonly Amounts[]): number {
  const [only] = possibilities
  const [its] = amounts
  if (!only?.within.spend || !its) return Number.NEGATIVE_INFINITY
  const first = unitOf(its) + shapeQuantile(only.within.spend, (share - none) / (1 - none))
  if (possibilities.length === 1) return first
  const below = (log: number) =>
    meanOver(possibilities, ({ alive, within }, i) => {
      const each = amounts[i] ?? its
      const some = alive * (1 - within.none)
      return 1 - some + (within.spend ? some * shareBelow(within.spend, log - unitOf(each)) : 0)
    })
  return risesTo(below, share, first)
}

/** Where a rising share passes `wanted`: doubling steps away from `start`, then halving. */
function risesTo(below: (log: number) => number, wanted: number, start: number): number {
  let low = start - 0.25
  let high = start + 0.25
  for (let step = 0.5; below(low) > wanted && step < 64; step *= 2) low -= step
  for (let step = 0.5; below(high) < wanted && step < 64; step *= 2) high += step
  for (let round = 0; round < 24 && high - low > 1e-4; round++) {
    const middle = (low + high) / 2
    if (below(middle) < wanted) low = middle
    else high = middle
  }
  return (low + high) / 2
}
