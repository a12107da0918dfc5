import type { Binned } from './bins.ts'
import { binWidth, type Histogram } from './histogram.ts'

/** Sums over rows: gradient, curvature and number. */
export type Sums = { readonly gradient: number; readonly curvature: number; readonly count: number }

/** What keeps a tree from learning the rows by heart. */
export type SplitRules = {
  /** λ of the leaf weight -G / (H + λ). */
  readonly leafPenalty: number
  readonly fewestRows: number
  readonly leastCurvature: number
  readonly leastGain: number
  /** For each column 1 (the chance may only rise with it), -1 (only fall) or 0. */
  readonly directions: readonly number[]
}

/** The leaf values that a node may have, so that a direction asked for above it is kept below it. */
export type Limits = { readonly low: number; readonly high: number }

export type Split = {
  readonly feature: number
  /** Codes up to this one go left. */
  readonly code: number
  readonly missingLeft: boolean
  readonly gain: number
  readonly left: Sums
  readonly right: Sums
}

/** The weight that lowers the loss most, within its limits. */
export function leafValue({ gradient, curvature }: Sums, penalty: number, { low, high }: Limits): number {
  return Math.min(high, Math.max(low, -gradient / (curvature + penalty)))
}

/** How far the loss falls where the rows all get this value (twice, as is usual; Chen and Guestrin 2016, formula 6). */
const won = ({ gradient, curvature }: Sums, value: number, penalty: number) =>
  -(2 * gradient * value + (curvature + penalty) * value * value)

const minus = (a: Sums, b: Sums): Sums => ({
  gradient: a.gradient - b.gradient,
  curvature: a.curvature - b.curvature,
  count: a.count - b.count,
})

/** The best split of a node over the columns that may be used, or null where none keeps the rules. */
export function findSplit(options: {
  readonly columns: readonly Binned[]
  readonly usable: readonly number[]
  readonly sums: Histogram
  readonly all: Sums
  readonly limits: Limits
  readonly rules: SplitRules
}): Split | null {
  const { columns, usable, all, limits, rules } = options
  const here = won(all, leafValue(all, rules.leafPenalty, limits), rules.leafPenalty)
  let best: Split | null = null
  for (const feature of usable) {
    const column = columns[feature]
    const bins = options.sums[feature]
    if (!column || !bins || all.count < 2 * rules.fewestRows) continue
    for (const missingLeft of column.hasMissing ? [false, true] : [false]) {
      const found = scan({
        bins,
        feature,
        last: column.edges.length,
        missingLeft,
        all,
        limits,
        rules,
        floor: best?.gain ?? rules.leastGain,
        here,
      })
      if (found) best = found
    }
  }
  return best
}

/** One pass over a column's bins from the left. */
function scan(options: {
  readonly bins: Float64Array
  readonly feature: number
  readonly last: number
  readonly missingLeft: boolean
  readonly all: Sums
  readonly limits: Limits
  readonly rules: SplitRules
  readonly floor: number
  readonly here: number
}): Split | null {
  const { bins, feature, last, missingLeft, all, limits, rules, here } = options
  const { leafPenalty, fewestRows, leastCurvature } = rules
  const direction = rules.directions[feature] ?? 0
  const missing = (last + 1) * binWidth
  let [gradient, curvature, count] = missingLeft ? [bins[missing] ?? 0, bins[missing + 1] ?? 0, bins[missing + 2] ?? 0] : [0, 0, 0]
  let floor = options.floor
  let best: Split | null = null
  // With missing values on the right, the last cut has all that is known on the left.
  for (let code = 0; code <= (missingLeft ? last - 1 : last); code++) {
    const place = code * binWidth
    const inBin = bins[place + 2] ?? 0
    if (inBin === 0) continue
    gradient += bins[place] ?? 0
    curvature += bins[place + 1] ?? 0
    count += inBin
    if (count < fewestRows || curvature < leastCurvature) continue
    if (all.count - count < fewestRows || all.curvature - curvature < leastCurvature) break
    const gain = gainOf(gradient, curvature, all, leafPenalty, limits, direction) - here
    if (gain <= floor) continue
    floor = gain
    const left = { gradient, curvature, count }
    best = { feature, code, missingLeft, gain, left, right: minus(all, left) }
  }
  return best
}

/** What both sides win together; nothing where the sides would run against the direction. */
function gainOf(gradient: number, curvature: number, all: Sums, penalty: number, { low, high }: Limits, direction: number): number {
  const restGradient = all.gradient - gradient
  const restCurvature = all.curvature - curvature
  const left = Math.min(high, Math.max(low, -gradient / (curvature + penalty)))
  const right = Math.min(high, Math.max(low, -restGradient / (restCurvature + penalty)))
  if (direction * (right - left) < 0) return Number.NEGATIVE_INFINITY
  return (
    -(2 * gradient * left + (curvature + penalty) * left * left) - (2 * restGradient * right + (restCurvature + penalty) * right * right)
  )
}
