/** The standard normal's quantile for 97.5 %: both sides of a 95 % interval. */
const z95 = 1.959963984540054

export type Interval = { readonly value: number; readonly low: number; readonly high: number }
/** So many of so many. */
export type Part = { readonly of: number; readonly n: number }

/** Wilson's score interval of a share, 95 % (Wilson 1927). NaN for nobody at all. */
export function wilson(successes: number, n: number): Interval {
  const p = successes / n
  const centre = (p + z95 ** 2 / (2 * n)) / (1 + z95 ** 2 / n)
  const half = (z95 / (1 + z95 ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z95 ** 2 / (4 * n ** 2))
  // Of none or of all one end is the share itself; rounding alone would put it a hair beside.
  return { value: p, low: p === 0 ? 0 : Math.max(0, centre - half), high: p === 1 ? 1 : Math.min(1, centre + half) }
}

/** Difference of two shares, 95 %: Newcombe's hybrid of two Wilson intervals (Newcombe 1998, method 10). Null without people on both sides. */
export function newcombe(one: Part, other: Part): Interval | null {
  if (one.of === 0 || other.of === 0) return null
  const a = wilson(one.n, one.of)
  const b = wilson(other.n, other.of)
  const value = a.value - b.value
  return { value, low: value - Math.hypot(a.value - a.low, b.high - b.value), high: value + Math.hypot(a.high - a.value, b.value - b.low) }
}

/** P(|Z| > z) of the standard normal: the complementary error function by Chebyshev's polynomial (Numerical Recipes, erfccheb; relative error below 1.2e-7). */
export function tailOfNormal(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.5 * x)
  const powers = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
  ]
  const sum = powers.reduceRight((total, each) => each + t * total, 0)
  return t * Math.exp(-x * x + sum)
}

/** Two-sided p of two shares being alike, by the pooled z-test. 1 where nothing can be told. */
export function sharesAlike(one: Part, other: Part): number {
  if (one.of === 0 || other.of === 0) return 1
  const pooled = (one.n + other.n) / (one.of + other.of)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / one.of + 1 / other.of))
  return error === 0 ? 1 : tailOfNormal((one.n / one.of - other.n / other.of) / error)
}

/**
 * Adjusted p-values of many tests made at once, in their order: what is at most q may be believed with at most a share q of
 * false finds among them (Benjamini and Hochberg 1995).
 */
export function adjustForMany(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).toSorted((a, b) => (p[b] ?? 1) - (p[a] ?? 1))
  const adjusted = p.map(() => 1)
  let least = 1
  for (const [rank, i] of order.entries()) {
    least = Math.min(least, ((p[i] ?? 1) * p.length) / (p.length - rank))
    adjusted[i] = least
  }
  return adjusted
}
