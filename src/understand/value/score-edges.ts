import { addDays, localDate } from '../../core/kit/local-time.ts'

/** The values that get one score: from and to both count; null where it is open. */
export type Reach<T> = { readonly from: T | null; readonly to: T | null }

/** As many as there are bands: one more than edges. */
const bandsOf = (edges: readonly unknown[]): readonly number[] => Array.from({ length: edges.length + 1 }, (_, at) => at)

/**
 * Which whole numbers get each score from 1 on, for edges that are the quantiles themselves: a score is 1 + the number of
 * quantiles strictly below the value. Null where no whole number can have the score, as happens with ties.
 */
export function numberReaches(edges: readonly number[]): readonly (Reach<number> | null)[] {
  // What is above a quantile is at least the next whole number; interpolation leaves binary crumbs behind.
  const whole = edges.map((edge) => Math.floor(edge + 1e-6))
  return bandsOf(edges).map((at) => {
    const below = whole[at - 1]
    const from = below === undefined ? null : below + 1
    const to = whole[at] ?? null
    return from !== null && to !== null && from > to ? null : { from, to }
  })
}

/** The same for bands of equal size: a value on an edge may stand on both of its sides. */
export function rankedReaches(edges: readonly number[]): readonly Reach<number>[] {
  return bandsOf(edges).map((at) => ({ from: edges[at - 1] ?? null, to: edges[at] ?? null }))
}

/**
 * Which days get each recency score from 1 (long ago) on, for edges that are instants: whoever bought at or after the
 * n-th edge has more than n. Days are `YYYY-MM-DD` by the shop's clock; null where no day can have the score.
 */
export function dayReaches(edges: readonly Date[], timeZone: string): readonly (Reach<string> | null)[] {
  const days = edges.map((edge) => localDate(edge, timeZone))
  return bandsOf(edges).map((at) => {
    const from = days[at - 1] ?? null
    const next = days[at]
    const to = next === undefined ? null : addDays(next, -1)
    return from !== null && to !== null && from > to ? null : { from, to }
  })
}

/** The same for bands of equal size, whose edge is the last day of the band below. */
export function rankedDays(edges: readonly Date[], timeZone: string): readonly Reach<string>[] {
  const days = edges.map((edge) => localDate(edge, timeZone))
  return bandsOf(edges).map((at) => ({ from: days[at - 1] ?? null, to: days[at] ?? null }))
}
