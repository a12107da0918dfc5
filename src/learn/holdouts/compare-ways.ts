import type { TestMetric } from '../../act/journeys/steps/step.ts'
import { holm } from '../../understand/models/measure/pool-effects.ts'
import {
  sampleOf,
  type Sequential,
  type Sums,
  sequentialMeans,
  sequentialShares,
  usualAlpha,
} from '../../understand/models/measure/sequential.ts'
import type { Interval } from './compare-arms.ts'

/** What those did who went one way of a test: of a share `sum` people did it, of money it is their sum. */
export type Way = Sums & { readonly way: string }
export type WaysCompared = { readonly one: string; readonly other: string; readonly lift: Interval | null; readonly p: number }

/**
 * The ways of an A/B test inside a journey, each pair. The intervals are those that decide the test: 5 % divided by the number of
 * pairs (Bonferroni), true at all times at once; p is adjusted after Holm.
 */
export function compareWays(ways: readonly Way[], metric: TestMetric, plannedPeople: number): WaysCompared[] {
  const couples = ways.flatMap((one, i) => ways.slice(i + 1).map((other) => ({ one, other })))
  const watch = { plannedPeople, alpha: usualAlpha / Math.max(1, couples.length) }
  const found = couples.map(({ one, other }): Sequential | null =>
    metric === 'revenue'
      ? sequentialMeans(sampleOf(one), sampleOf(other), watch)
      : sequentialShares({ n: one.sum, of: one.people }, { n: other.sum, of: other.people }, watch),
  )
  const adjusted = holm(found.map((pair) => pair?.p ?? 1))
  return couples.map(({ one, other }, i) => {
    const pair = found[i]
    return {
      one: one.way,
      other: other.way,
      lift: pair ? { value: pair.value, low: pair.low, high: pair.high } : null,
      p: adjusted[i] ?? 1,
    }
  })
}
