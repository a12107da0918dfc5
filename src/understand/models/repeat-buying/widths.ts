import { digamma, tetragamma, trigamma } from '../special/gamma.ts'
import { roughNormalQuantile } from '../special/quantiles.ts'
import { expectedSpend, type SpendParameters } from './gamma-gamma.ts'
import type { LogMoments, WithinTime } from './outlook.ts'

/** A mean with the range that holds what comes in eight cases of ten. */
export type Range = { readonly mean: number; readonly low: number; readonly high: number }

/** One way that things may be, each as likely as the next: the chance of still being a customer, and purchases if so. */
export type Possibility = { readonly alive: number; readonly within: WithinTime }

/**
 * Which shares of chance the range leaves out. One tenth on each side; where nothing at all comes with more than a tenth,
 * the range begins at zero and leaves out two tenths above. So it holds eight of ten either way, and more only where even
 * nothing has more than eight.
 */
const ends = (none: number): readonly [number, number] => (none >= 0.1 ? [0, 0.8] : [0.1, 0.9])

const meanOver = <T>(many: readonly T[], of: (one: T) => number) => many.reduce((sum, one) => sum + of(one), 0) / many.length

/** Purchases within the time. @param best what the mean is taken from */
export function purchaseRange(best: Possibility, possibilities: readonly Possibility[]): Range {
  const atMost = (n: number) =>
    meanOver(possibilities, ({ alive, within }) => 1 - alive + alive * (n < within.atMost.length ? (within.atMost[n] ?? 1) : 1))
  const [from, to] = ends(atMost(0))
  return { mean: best.alive * best.within.mean, low: leastWith(atMost, from), high: leastWith(atMost, to) }
}

function leastWith(atMost: (n: number) => number, share: number): number {
  let low = 0
  let high = 1
  while (atMost(high) < share && high < 1e6) high *= 2
  if (atMost(0) >= share) return 0
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (atMost(middle) >= share) high = middle
    else low = middle
  }
  return high
}

export type Amounts = { readonly x: number; readonly z: number; readonly parameters: SpendParameters }

/**
 * Spend within the time: a sum of n amounts, n random. Given one's rate of amounts the sum of n is gamma(p n), the rate is
 * gamma(q + p x); so the logarithm of the sum is a mixture whose first three cumulants are exact sums of ψ, ψ′ and ψ″. Its
 * quantiles by Cornish and Fisher's expansion (1938), and nothing with its own chance. Logarithms, since amounts have tails
 * so heavy that their variance may not exist.
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
  const logs = logsOfSums(possibilities, amounts)
  const [from, to] = ends(none)
  const at = (share: number) => (share <= none || !logs ? 0 : Math.exp(cornishFisher(logs, (share - none) / (1 - none))))
  return { mean, low: at(from), high: at(to) }
}

type Cumulants = { readonly mean: number; readonly variance: number; readonly skew: number }

function logsOfSums(possibilities: readonly Possibility[], amounts: readonly Amounts[]): Cumulants | null {
  let weight = 0
  let first = 0
  let second = 0
  let third = 0
  possibilities.forEach(({ alive, within }, i) => {
    const given = amounts[i]
    if (!within.logs || !given) return
    const some = alive * (1 - within.none)
    const { mean, variance, skew } = withRate(within.logs, given)
    weight += some
    first += some * mean
    second += some * (variance + mean * mean)
    third += some * (skew + 3 * mean * variance + mean ** 3)
  })
  if (!(weight > 0)) return null
  const mean = first / weight
  const variance = second / weight - mean * mean
  return { mean, variance, skew: third / weight - 3 * mean * variance - mean ** 3 }
}

/** The logarithm of a sum: that of gamma(p n), less that of the rate of amounts, in the unit of the amounts. */
function withRate({ first, second, third }: LogMoments, { x, z, parameters: { p, q, v } }: Amounts): Cumulants {
  const hasAmounts = x > 0 && z > 0
  const shape = hasAmounts ? q + p * x : q
  const variance = second - first * first
  return {
    mean: first - digamma(shape) + Math.log(hasAmounts ? v + x * z : v),
    variance: variance + trigamma(shape),
    skew: third - 3 * first * variance - first ** 3 - tetragamma(shape),
  }
}

/** The quantile from mean, variance and third central moment. */
function cornishFisher({ mean, variance, skew }: Cumulants, share: number): number {
  const z = Math.max(-3, Math.min(3, roughNormalQuantile(Math.min(1 - 1e-6, Math.max(1e-6, share)))))
  const deviation = Math.sqrt(Math.max(0, variance))
  const lean = deviation > 0 ? Math.max(-1.5, Math.min(1.5, skew / deviation ** 3)) : 0
  return mean + deviation * (z + ((z * z - 1) * lean) / 6 - ((2 * z ** 3 - 5 * z) * lean * lean) / 36)
}
