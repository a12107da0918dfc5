import type { Part } from './shares.ts'

/** So many observations, their sum and the sum of their squares: what one pass over rows gives. */
export type Sums = { readonly people: number; readonly sum: number; readonly squares: number }
/**
 * The same as mean and sample variance (divisor n - 1; 0 for fewer than two). `active` are those with an outcome other than
 * nothing, e.g. buyers; everybody when left out.
 */
export type Sample = { readonly people: number; readonly mean: number; readonly variance: number; readonly active?: number }

/**
 * How one means to look. `plannedPeople` is the size, both arms together, for which the interval is made narrowest; it must not
 * be chosen after seeing outcomes. `plannedVariance`, of one person's outcome at the end, is for outcomes that still grow
 * while one looks (what somebody has spent so far): then what has been gathered is measured in variance, else in people.
 */
export type Watch = { readonly plannedPeople: number; readonly plannedVariance?: number | undefined; readonly alpha?: number | undefined }

/**
 * A difference of `a` less `b` whose interval holds at all times at once: however often one looks and whenever one stops,
 * it misses the truth in at most a share `alpha` of trials. `p` is always valid too (the least alpha at which zero is outside).
 * `stop` says which is surely higher; null while neither is.
 */
export type Sequential = {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly p: number
  /** How many standard errors the interval reaches to each side. */
  readonly errors: number
  readonly stop: 'a' | 'b' | null
}

export const usualAlpha = 0.05

export function sampleOf({ people, sum, squares }: Sums): Sample {
  if (people === 0) return { people, mean: 0, variance: 0 }
  return { people, mean: sum / people, variance: people < 2 ? 0 : Math.max(0, (squares - sum ** 2 / people) / (people - 1)) }
}

/**
 * The weight r* of the mixture at the planned size that makes the interval there narrowest: the root above 1 of
 * x - ln x = 1 + 2 ln(1 / alpha), less 1 (Waudby-Smith et al. 2024, section B.2: by the Lambert function W₋₁(-alpha²/e)).
 */
export function bestMixture(alpha: number): number {
  const wanted = 1 + 2 * Math.log(1 / alpha)
  let x = wanted + Math.log(wanted)
  for (let round = 0; round < 50; round++) x -= (x - Math.log(x) - wanted) / (1 - 1 / x)
  return x - 1
}

/**
 * How many standard errors the interval reaches to each side when a share `gathered` of what was planned is in: Robbins' normal
 * mixture, which is also the mixture sequential probability ratio test (Robbins 1970; Johari, Koomen, Pekelis and Walsh 2022,
 * "Always valid inference"): sqrt((1 + 1/r) (ln(1 + r) + 2 ln(1/alpha))) with r = gathered · r*. 3.04 at the planned size
 * for alpha 0.05, where one look alone would take 1.96. Infinite before anything is in.
 */
export function errorsToEachSide(gathered: number, alpha = usualAlpha): number {
  const r = gathered * bestMixture(alpha)
  return r > 0 ? Math.sqrt((1 + 1 / r) * (Math.log1p(r) + 2 * Math.log(1 / alpha))) : Number.POSITIVE_INFINITY
}

/** The least alpha at which `errors` standard errors would be outside: 1 over the mixture's likelihood ratio, at most 1. */
function alwaysValidP(errors: number, gathered: number, alpha: number): number {
  const r = gathered * bestMixture(alpha)
  return Math.min(1, Math.sqrt(1 + r) * Math.exp((-(errors ** 2) * r) / (2 * (1 + r))))
}

/**
 * With fewer active people than this an arm's own variance is not to be trusted: with long tails it is most often far too small,
 * and small just when the mean is low, which cries wolf in up to a fifth of trials without effect. Then an arm counts with at least
 * the variance of both arms together.
 */
const fewActive = 50

/** The variance that each arm counts with. */
export function soundVariances(a: Sample, b: Sample): readonly [number, number] {
  if (Math.min(a.active ?? a.people, b.active ?? b.people) >= fewActive) return [a.variance, b.variance]
  const both = ((a.people - 1) * a.variance + (b.people - 1) * b.variance) / (a.people + b.people - 2)
  return [Math.max(a.variance, both), Math.max(b.variance, both)]
}

/** For harmonic counts: two arms of so many are worth as much as so many pairs. */
const pairsOf = (a: number, b: number) => (a * b) / (a + b)

function around(value: number, centre: number, variance: number, gathered: number, alpha: number): Sequential {
  const error = Math.sqrt(variance)
  const errors = errorsToEachSide(gathered, alpha)
  const half = error * errors
  const [low, high] = [Math.min(value, centre - half), Math.max(value, centre + half)]
  const p = error > 0 ? alwaysValidP(centre / error, gathered, alpha) : 1
  return { value, low, high, p, errors, stop: low > 0 ? 'a' : high < 0 ? 'b' : null }
}

/**
 * Difference of two means at all times: an asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024,
 * "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 52; theorem 2.2 for two
 * arms). Asymptotic: it leans on the central limit theorem, so callers ask for some tens of people and of buyers first.
 * Where outcomes grow while one looks it holds as well, as long as those who spent more so far do not spend less after.
 * @returns null with fewer than two people in an arm, or where nobody differs
 */
export function sequentialMeans(a: Sample, b: Sample, watch: Watch): Sequential | null {
  if (a.people < 2 || b.people < 2) return null
  const [ofA, ofB] = soundVariances(a, b)
  const variance = ofA / a.people + ofB / b.people
  if (variance === 0) return null
  const people = a.people + b.people
  const pairs = pairsOf(a.people, b.people)
  const planned = pairs * (watch.plannedPeople / people)
  const gathered =
    watch.plannedVariance === undefined || watch.plannedVariance <= 0
      ? people / watch.plannedPeople
      : (pairs ** 2 * variance) / (planned * watch.plannedVariance)
  const value = a.mean - b.mean
  return around(value, value, variance, gathered, watch.alpha ?? usualAlpha)
}

/**
 * Difference of two shares at all times. The variance is of both arms with one more who did and one more who did not
 * (Agresti and Caffo 2000), so that an arm in which nobody did yet is not taken for certain.
 * @returns null without people in an arm
 */
export function sequentialShares(a: Part, b: Part, watch: Watch): Sequential | null {
  if (a.of === 0 || b.of === 0) return null
  const [one, other] = [(a.n + 1) / (a.of + 2), (b.n + 1) / (b.of + 2)]
  const variance = (one * (1 - one)) / (a.of + 2) + (other * (1 - other)) / (b.of + 2)
  return around(a.n / a.of - b.n / b.of, one - other, variance, (a.of + b.of) / watch.plannedPeople, watch.alpha ?? usualAlpha)
}

/**
 * Which of several arms is surely the best by now: the one whose interval against each other lies above zero, every pair at
 * alpha divided by the number of pairs (Bonferroni), so that the whole choice is wrong in at most a share alpha of trials.
 * `compare` gives the interval of the arms at two places, e.g. by sequentialMeans.
 * @returns its place, or null while none is
 */
export function surelyBest(
  arms: number,
  compare: (a: number, b: number, alpha: number) => Sequential | null,
  alpha = usualAlpha,
): number | null {
  const each = alpha / Math.max(1, (arms * (arms - 1)) / 2)
  for (let a = 0; a < arms; a++) {
    let beats = 0
    for (let b = 0; b < arms; b++) if (b !== a && compare(a, b, each)?.stop === 'a') beats += 1
    if (beats > 0 && beats === arms - 1) return a
  }
  return null
}
