import type { Words } from '../../../core/kit/words.ts'
import type { BuyingAhead } from './buying-ahead.ts'

/**
 * Distinct (x, t_x, T) rows with how many customers have each. `x` = days with a purchase after the first such day (whole
 * numbers), `tx` = weeks from the first to the last, 0 where x = 0, `t` = weeks from the first to the cut-off.
 */
export type RepeatRows = {
  readonly x: Float64Array
  readonly tx: Float64Array
  readonly t: Float64Array
  readonly count: Float64Array
}

export const repeatModelKinds = ['nbd', 'bg-nbd', 'mbg-nbd', 'pareto-nbd'] as const
export type RepeatModelKind = (typeof repeatModelKinds)[number]

export type RepeatParameters = Readonly<Record<string, number>>

export type RepeatFit = {
  readonly kind: RepeatModelKind
  readonly parameters: RepeatParameters
  /** With time in weeks, and without a penalty even where one was used. */
  readonly logLikelihood: number
  readonly converged: boolean
  /** Null where the likelihood is flat, so that the parameters cannot be told. */
  readonly standardErrors: RepeatParameters | null
  readonly customers: number
  /** Where customers are few: parameters that fit them about as well, each as likely as the next. Widths are taken over them. */
  readonly alternatives: readonly RepeatParameters[]
}

/** One customer's past in weeks, as in `RepeatRows`. */
export type Past = { readonly x: number; readonly tx: number; readonly t: number }

export type RepeatModel = {
  readonly kind: RepeatModelKind
  readonly label: Words
  /** The parameters in the order of `evaluate`; all are above zero. */
  readonly names: readonly string[]
  /** Logarithms of values that are usual in shops, by the same order: the middle of the prior for few customers. */
  readonly priorLogs: readonly number[]
  /** Whether the model knows customers who have left for good. */
  readonly hasLeaving: boolean
  /** Log-likelihood of the rows; fills `gradient`, where given, with its derivatives by the parameters. */
  evaluate(values: Float64Array, rows: RepeatRows, gradient: Float64Array | null): number
  /** What a customer with this past is going to do. */
  aheadOf(parameters: RepeatParameters, past: Past): BuyingAhead
  /** What somebody is going to do who bought for the first time just now. */
  aheadOfNew(parameters: RepeatParameters): BuyingAhead
}

export const valuesOf = (names: readonly string[], parameters: RepeatParameters): Float64Array =>
  Float64Array.from(names, (name) => parameters[name] ?? Number.NaN)

export const named = (names: readonly string[], values: ArrayLike<number>): Record<string, number> =>
  Object.fromEntries(names.map((name, i) => [name, values[i] ?? Number.NaN]))

/** The highest x, at least 0. */
export const mostRepeats = ({ x }: RepeatRows): number => x.reduce((most, each) => Math.max(most, each), 0)

export const customersIn = ({ count }: RepeatRows): number => count.reduce((sum, each) => sum + each, 0)
