import type { Words } from '../../../core/kit/words.ts'
import { purchaseChances } from './buying-ahead.ts'
import { type FitOptions, fitRepeat, thinned } from './fit-repeat.ts'
import { customersIn, type RepeatFit, type RepeatModelKind, type RepeatRows } from './repeat-model.ts'
import { aheadOf, repeatModels } from './repeat-models.ts'
import { type ChoiceVerdict, sayChoice } from './say-choice.ts'

/** Pasts up to an earlier cut-off, with the number of purchases that each made in the `weeks` after it. */
export type HoldoutRows = RepeatRows & { readonly came: Float64Array }
export type Holdout = {
  readonly rows: HoldoutRows
  readonly weeks: number
  /** Models that were fitted to these pasts already. */
  readonly fits?: readonly RepeatFit[]
}

export type RepeatChoice = {
  /** Null where there is nothing to fit: see the verdict. */
  readonly chosen: RepeatFit | null
  readonly tried: readonly RepeatFit[]
  readonly verdict: ChoiceVerdict
  /** How much better the best model with leaving fits than the plain one, as a difference of log-likelihoods. */
  readonly gain: number
  /** Mean logarithm of the chance that each model gave to what came after the earlier cut-off; empty without a holdout. */
  readonly scores: Readonly<Partial<Record<RepeatModelKind, number>>>
  readonly inWords: Words
}

const fewestCustomers = 20
/**
 * A model with leaving has two parameters more, one of them on the edge of its range where nobody leaves. Twice the
 * difference of log-likelihoods is then at most like chi-square with two degrees of freedom, whose 95 % point is 6 (Self and
 * Liang 1987, Journal of the American Statistical Association 82).
 */
export const leastGain = 3
/** Models are compared on at most this many distinct rows; the chosen one is then fitted to all. */
const rowsToCompare = 8_000
const rowsToScore = 2_000
/** Models whose likelihoods differ by less than this cannot be told apart. */
const indistinct = 2

const leavingKinds = ['mbg-nbd', 'pareto-nbd', 'bg-nbd'] as const

/**
 * Chooses one model for the firm. The plain one unless the likelihood says that customers leave; among those with leaving,
 * the one that foretold best what came after an earlier cut-off, or without such a holdout the one that fits best.
 * @param holdout the same firm at an earlier cut-off, with what came in the weeks after
 */
export function chooseRepeat(rows: RepeatRows, { holdout, ...options }: FitOptions & { holdout?: Holdout } = {}): RepeatChoice {
  const customers = customersIn(rows)
  const verdict = unfit(rows, customers)
  if (verdict) return { chosen: null, tried: [], verdict, gain: 0, scores: {}, inWords: sayChoice(verdict, { customers }) }
  const progress = (from: number, to: number) => (share: number) => options.onProgress?.(from + share * (to - from))
  const some = thinned(rows, rowsToCompare, options.seed ?? 1)
  const plain = fitRepeat('nbd', some, { ...options, onProgress: progress(0, 0.05) })
  const leaving = leavingKinds.map((kind, i) =>
    fitRepeat(kind, some, { ...options, onProgress: progress(0.05 + i * 0.15, 0.2 + i * 0.15) }),
  )
  const best = leaving.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a))
  const gain = Math.max(0, best.logLikelihood - plain.logLikelihood)
  const isIdentified = gain >= leastGain && leaving.some((fit) => isTold(fit, plain))
  const scores = holdout ? scoresOf(isIdentified ? ['nbd', ...leavingKinds] : ['nbd'], holdout, options) : {}
  const kind = isIdentified
    ? pickLeaving(
        leaving.filter((fit) => isTold(fit, plain)),
        scores,
      )
    : 'nbd'
  const tried = [plain, ...leaving]
  const found = tried.find((fit) => fit.kind === kind)
  const chosen = some === rows && found ? found : fitRepeat(kind, rows, { ...options, onProgress: progress(0.7, 1) })
  options.onProgress?.(1)
  const outcome = isIdentified ? 'leaving-identified' : 'leaving-not-identified'
  return { chosen, tried, verdict: outcome, gain, scores, inWords: sayChoice(outcome, { customers, label: repeatModels[kind].label }) }
}

function unfit(rows: RepeatRows, customers: number): ChoiceVerdict | null {
  if (customers === 0) return 'nobody'
  if (customers < fewestCustomers) return 'too-few'
  if (rows.x.every((x) => x === 0)) return 'all-once'
  return rows.t.every((t) => t === 0) ? 'too-short' : null
}

/** Better than the plain one by more than chance. Where customers hardly differ, single parameters may be untold all the same. */
const isTold = (fit: RepeatFit, plain: RepeatFit) => fit.converged && fit.logLikelihood - plain.logLikelihood >= leastGain

/**
 * MBG/NBD comes first and others must beat it by more than is indistinct: BG/NBD in particular takes everybody who bought
 * once to be there for ever.
 */
function pickLeaving(fits: readonly RepeatFit[], scores: RepeatChoice['scores']): RepeatModelKind {
  const scored = fits.filter((fit) => Number.isFinite(scores[fit.kind]))
  if (scored.length > 0) return bestBy(scored, (fit) => scores[fit.kind] ?? Number.NEGATIVE_INFINITY, 0.001)
  return bestBy(fits, (fit) => fit.logLikelihood, indistinct)
}

/** The kind with the highest measure; a later one must beat an earlier one by more than `least`. */
function bestBy(fits: readonly RepeatFit[], measure: (fit: RepeatFit) => number, least: number): RepeatModelKind {
  let kind: RepeatModelKind = 'nbd'
  let highest = Number.NEGATIVE_INFINITY
  for (const fit of fits) {
    if (measure(fit) <= highest + least) continue
    kind = fit.kind
    highest = measure(fit)
  }
  return kind
}

function scoresOf(kinds: readonly RepeatModelKind[], { rows, weeks, fits }: Holdout, options: FitOptions): RepeatChoice['scores'] {
  if (unfit(rows, customersIn(rows))) return {}
  const earlier = thinned(rows, rowsToCompare, options.seed ?? 1)
  const scores: Partial<Record<RepeatModelKind, number>> = {}
  kinds.forEach((kind, i) => {
    const fit = fits?.find((one) => one.kind === kind) ?? fitRepeat(kind, earlier, { ...options, onProgress: undefined })
    scores[kind] = scoreOf(fit, { rows, weeks })
    options.onProgress?.(0.5 + ((i + 1) / kinds.length) * 0.2)
  })
  return scores
}

/** The mean logarithm of the chance that the fit gave to what came: higher is better, and overconfidence costs most. */
export function scoreOf(fit: RepeatFit, { rows, weeks }: Holdout): number {
  const step = Math.max(1, Math.floor(rows.x.length / rowsToScore))
  let sum = 0
  let customers = 0
  for (let i = 0; i < rows.x.length; i += step) {
    const count = rows.count[i] ?? 0
    const chances = purchaseChances(aheadOf(fit, rows.x[i] ?? 0, rows.tx[i] ?? 0, rows.t[i] ?? 0), weeks)
    sum += count * Math.log(Math.max(chances[rows.came[i] ?? 0] ?? 0, 1e-9))
    customers += count
  }
  return sum / customers
}
