import { climbByNewton, type Climbed, type Hill } from '../optimise/newton.ts'
import { chanceOf, type Columns } from './columns.ts'
import { dot, independentColumns, type Scale, scaleOf, standardise } from './scaling.ts'
import { type FitNote, noteOf } from './fit-notes.ts'

/** A fitted logistic regression as JSON: log-odds = intercept + Σ coefficient × value. `means` are those of the fit. */
export type LogisticModel = {
  readonly kind: 'logistic'
  readonly names: readonly string[]
  readonly intercept: number
  readonly coefficients: readonly number[]
  readonly means: readonly number[]
}

export type LogisticFit = {
  readonly model: LogisticModel
  /** Of the data, without the penalty. */
  readonly logLikelihood: number
  /** Of the intercept, then of each column; null for one that was left out, and for all where errors have no meaning. */
  readonly standardErrors: readonly (number | null)[]
  readonly iterations: number
  readonly converged: boolean
  /** Columns that tell nothing new: one value only, or a sum of the columns before them. Their coefficient is 0. */
  readonly leftOut: readonly string[]
  /** Columns that part the two answers without exception, so that their best coefficient has no end. */
  readonly separated: readonly string[]
  /** What a reader must know of the fit; null where all is well. */
  readonly note: FitNote | null
}

/**
 * Logistic regression by Newton's method, which is iteratively reweighted least squares (McCullagh and Nelder 1989).
 * Columns are standardised within, so that neither units nor a far-off zero matter.
 * @param ridge minimises -LL + ridge/2 · Σ(coefficient × its column's standard deviation)²; the intercept is free. 0 for none
 * @param labels 0 or 1 for each row
 * @throws RangeError where the lengths differ or a value is missing
 */
export function fitLogistic(options: {
  readonly columns: Columns
  readonly labels: ArrayLike<number>
  readonly ridge?: number
}): LogisticFit {
  const { columns, ridge = 0 } = options
  const labels = Float64Array.from(options.labels)
  if (labels.length !== columns.rows) throw new RangeError(`${columns.rows} rows stand against ${labels.length} labels`)
  const scales = columns.columns.map(scaleOf)
  const used = independentColumns(columns, scales, ridge > 0)
  const standard = used.map((j) => standardise(columns.columns[j] ?? new Float64Array(), scales[j]))
  const hits = labels.reduce((sum, label) => sum + label, 0)
  const hasBoth = hits > 0 && hits < labels.length
  const climbed = climbByNewton((beta) => likelihoodAt({ standard, labels, ridge }, beta), startOf(standard.length, hits, labels.length))
  const endless = hasBoth && ridge === 0 ? endlessColumns(standard, climbed) : []
  const separated = endless.flatMap((k) => columns.names[used[k] ?? -1] ?? [])
  const converged = climbed.converged && hasBoth && separated.length === 0
  return {
    ...inOwnUnits({ columns, scales, used, climbed, isSure: converged }),
    logLikelihood: likelihoodAt({ standard, labels, ridge: 0 }, climbed.at).value,
    iterations: climbed.iterations,
    converged,
    leftOut: columns.names.filter((_, j) => !used.includes(j)),
    separated,
    note: noteOf({ hasBoth, separated, converged }),
  }
}

/** The base rate's log-odds; half a row is lent to an answer that never came, so that it is finite. */
function startOf(size: number, hits: number, rows: number): Float64Array {
  const beta = new Float64Array(size + 1)
  beta[0] = Math.log((hits + 0.5) / (rows - hits + 0.5))
  return beta
}

type Problem = { readonly standard: readonly Float64Array[]; readonly labels: Float64Array; readonly ridge: number }

/** Value, slope and information of the penalised log-likelihood; the intercept stands first in `beta`. */
function likelihoodAt({ standard, labels, ridge }: Problem, beta: Float64Array): Hill {
  const size = beta.length
  const logOdds = lineOf(standard, beta, labels.length)
  const rest = new Float64Array(labels.length)
  const weights = new Float64Array(labels.length)
  let value = 0
  for (let i = 0; i < labels.length; i++) {
    const [label, odds] = [labels[i] ?? 0, logOdds[i] ?? 0]
    const chance = chanceOf(odds)
    rest[i] = label - chance
    weights[i] = chance * (1 - chance)
    // ln(1 + e^odds) without overflow.
    value += label * odds - Math.max(odds, 0) - Math.log1p(Math.exp(-Math.abs(odds)))
  }
  const gradient = new Float64Array(size)
  const information = new Float64Array(size * size)
  const ones = new Float64Array(labels.length).fill(1)
  for (let j = 0; j < size; j++) {
    const column = standard[j - 1] ?? ones
    const penalty = j === 0 ? 0 : ridge
    gradient[j] = dot(column, rest) - penalty * (beta[j] ?? 0)
    value -= (penalty / 2) * (beta[j] ?? 0) ** 2
    const weighted = column.map((each, i) => each * (weights[i] ?? 0))
    for (let k = 0; k <= j; k++) information[j * size + k] = dot(weighted, standard[k - 1] ?? ones)
    information[j * size + j] = (information[j * size + j] ?? 0) + penalty
    for (let k = 0; k < j; k++) information[k * size + j] = information[j * size + k] ?? 0
  }
  return { value, gradient, information: { size, values: information } }
}

/** beta[0] + Σ beta[j] × column j-1, for every row. */
function lineOf(standard: readonly Float64Array[], beta: Float64Array, rows: number): Float64Array {
  const out = new Float64Array(rows).fill(beta[0] ?? 0)
  for (const [k, column] of standard.entries()) {
    const slope = beta[k + 1] ?? 0
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + slope * (column[i] ?? 0)
  }
  return out
}

/**
 * Places of the columns whose coefficient runs away. Where the answers can be parted, Newton's steps go on moving the
 * parted rows by about one in log-odds when nothing is left to win; at a proper top they are next to nothing.
 */
function endlessColumns(standard: readonly Float64Array[], { lastStep }: Climbed): readonly number[] {
  const moved = lineOf(standard, lastStep, standard[0]?.length ?? 0)
  if (!moved.some((by) => Math.abs(by) > 0.5)) return []
  return standard.flatMap((column, k) => {
    const reach = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    return Math.abs(lastStep[k + 1] ?? 0) * reach > 0.25 ? [k] : []
  })
}

function inOwnUnits(of: {
  readonly columns: Columns
  readonly scales: readonly Scale[]
  readonly used: readonly number[]
  readonly climbed: Climbed
  readonly isSure: boolean
}): Pick<LogisticFit, 'model' | 'standardErrors'> {
  const { columns, scales, used, climbed, isSure } = of
  const coefficients = columns.names.map(() => 0)
  const errors: (number | null)[] = columns.names.map(() => null)
  const { size, values } = climbed.covariance ?? { size: 1, values: new Float64Array(1) }
  // The intercept in own units is a sum of all coefficients, and so is its variance.
  const shift = new Float64Array(size)
  shift[0] = 1
  for (const [k, j] of used.entries()) {
    const { mean, sd } = scales[j] ?? { mean: 0, sd: 1 }
    coefficients[j] = (climbed.at[k + 1] ?? 0) / sd
    shift[k + 1] = -mean / sd
    errors[j] = isSure ? Math.sqrt(values[(k + 1) * size + k + 1] ?? Number.NaN) / sd : null
  }
  const means = scales.map(({ mean }) => mean)
  const intercept = (climbed.at[0] ?? 0) - coefficients.reduce((sum, each, j) => sum + each * (means[j] ?? 0), 0)
  let variance = 0
  for (let j = 0; j < size; j++) for (let k = 0; k < size; k++) variance += (shift[j] ?? 0) * (shift[k] ?? 0) * (values[j * size + k] ?? 0)
  return {
    model: { kind: 'logistic', names: columns.names, intercept, coefficients, means },
    standardErrors: [isSure ? Math.sqrt(variance) : null, ...errors],
  }
}

/** The chance of label 1 for each row, 0 to 1. The columns must be those of the fit, in their order. */
export function logisticChances(model: LogisticModel, { columns, rows }: Columns): Float64Array {
  const out = new Float64Array(rows).fill(model.intercept)
  for (const [j, column] of columns.entries()) {
    const coefficient = model.coefficients[j] ?? 0
    if (coefficient === 0) continue
    for (let i = 0; i < rows; i++) out[i] = (out[i] ?? 0) + coefficient * (column[i] ?? 0)
  }
  return out.map(chanceOf)
}

/** What each column adds to one row's log-odds against an average row; `base` plus all of them is the row's log-odds. */
export function logisticParts(model: LogisticModel, { columns }: Columns, row: number): { base: number; parts: Float64Array } {
  const base = model.intercept + model.coefficients.reduce((sum, each, j) => sum + each * (model.means[j] ?? 0), 0)
  const parts = Float64Array.from(model.coefficients, (each, j) => each * ((columns[j]?.[row] ?? 0) - (model.means[j] ?? 0)))
  return { base, parts }
}
