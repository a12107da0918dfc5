import { holm } from '../../understand/models/measure/pool-effects.ts'
import {
  type Sample,
  type Sequential,
  sequentialMeans,
  surelyBest,
  usualAlpha,
  type Watch,
} from '../../understand/models/measure/sequential.ts'
import type { Interval } from './compare-arms.ts'

export type NamedSample = { readonly variant: string; readonly sample: Sample }

export type VariantsCompared = {
  /** Each variant against the holdout, in their order; null without a holdout. */
  readonly against: readonly { readonly lift: Interval | null; readonly p: number | null }[]
  readonly pairs: readonly { readonly one: string; readonly other: string; readonly lift: Interval | null; readonly p: number }[]
  /** The one that is surely better than each other. */
  readonly best: string | null
}

const plain = (found: Sequential | null): Interval | null => found && { value: found.value, low: found.low, high: found.high }

/**
 * Several variants against the holdout and each other. Intervals are at 5 % divided by the number of comparisons of their kind
 * (Bonferroni), so that all of them hold at once and at all times; p is adjusted after Holm.
 */
export function compareVariants(variants: readonly NamedSample[], holdout: Sample | null, watch: Watch): VariantsCompared {
  const at = (alpha: number): Watch => ({ ...watch, alpha })
  const each = at(usualAlpha / Math.max(1, variants.length))
  const against = variants.map(({ sample }) => (holdout ? sequentialMeans(sample, holdout, each) : null))
  const adjusted = holm(against.map((found) => found?.p ?? 1))
  const couples = variants.flatMap((one, i) => variants.slice(i + 1).map((other) => ({ one, other })))
  const narrow = at(usualAlpha / Math.max(1, couples.length))
  const pairs = couples.map(({ one, other }) => ({
    one: one.variant,
    other: other.variant,
    found: sequentialMeans(one.sample, other.sample, narrow),
  }))
  const pairsAdjusted = holm(pairs.map(({ found }) => found?.p ?? 1))
  const best = surelyBest(variants.length, (a, b, alpha) => {
    const [one, other] = [variants[a], variants[b]]
    return one && other ? sequentialMeans(one.sample, other.sample, at(alpha)) : null
  })
  return {
    against: against.map((found, i) => ({ lift: plain(found), p: found ? (adjusted[i] ?? 1) : null })),
    pairs: pairs.map(({ one, other, found }, i) => ({ one, other, lift: plain(found), p: pairsAdjusted[i] ?? 1 })),
    best: best === null ? null : (variants[best]?.variant ?? null),
  }
}
