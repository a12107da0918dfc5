import type { Columns } from '../classify/columns.ts'
import { independentColumns, type Scale, scaleOf, standardise } from '../classify/scaling.ts'
import { climbByNewton, type Hill } from '../optimise/newton.ts'
import { byTime } from './kaplan-meier.ts'

export type CoxFit = {
  readonly names: readonly string[]
  /** ln of the factor by which one unit more multiplies the rate of leaving; 0 for a column that was left out. */
  readonly coefficients: readonly number[]
  /** null for a column that was left out, and for all where the fit has no end. */
  readonly standardErrors: readonly (number | null)[]
  /** Partial log-likelihood at the fit, and with all coefficients 0. */
  readonly logLikelihood: number
  readonly logLikelihoodOfNone: number
  readonly converged: boolean
  readonly leftOut: readonly string[]
}

/**
 * Cox's proportional hazards (1972) with Efron's handling of ties (1977), by Newton's method. Columns are standardised
 * within, so that units do not matter.
 * @param times how long each row was watched; @param events 1 for who left then, 0 for who was still there
 * @throws RangeError where the lengths differ, or a value is missing
 */
export function fitCox(options: {
  readonly columns: Columns
  readonly times: ArrayLike<number>
  readonly events: ArrayLike<number>
}): CoxFit {
  const { columns, times, events } = options
  const order = byTime(times, events)
  if (order.length !== columns.rows) throw new RangeError(`${columns.rows} rows stand against ${order.length} times`)
  const scales = columns.columns.map(scaleOf)
  const used = independentColumns(columns, scales, false)
  const standard = used.map((j) => standardise(columns.columns[j] ?? new Float64Array(), scales[j]))
  const data: Data = {
    standard: inRows(standard, columns.rows),
    size: used.length,
    order,
    times: Float64Array.from(times),
    events: Float64Array.from(events),
  }
  const climbed = climbByNewton((beta) => partialLikelihood(data, beta), new Float64Array(used.length))
  const endless = climbed.lastStep.some((step) => Math.abs(step) > 0.1)
  const converged = climbed.converged && !endless && data.events.some((event) => event === 1)
  return {
    names: columns.names,
    ...inOwnUnits({ names: columns.names, used, scales, at: climbed.at, variances: converged ? diagonal(climbed.covariance) : null }),
    logLikelihood: climbed.value,
    logLikelihoodOfNone: partialLikelihood(data, new Float64Array(used.length)).value,
    converged,
    leftOut: columns.names.filter((_, j) => !used.includes(j)),
  }
}

type Data = {
  /** Row by row, each with its columns side by side: the sums below are the whole time that a fit takes. */
  readonly standard: Float64Array
  readonly size: number
  /** Places of the rows, shortest time first. */
  readonly order: Uint32Array
  readonly times: Float64Array
  readonly events: Float64Array
}

function inRows(columns: readonly Float64Array[], rows: number): Float64Array {
  const size = columns.length
  const standard = new Float64Array(rows * size)
  for (const [j, column] of columns.entries()) for (let row = 0; row < rows; row++) standard[row * size + j] = column[row] ?? 0
  return standard
}

/** Sums over rows of weight, weight · x and weight · x xᵀ (lower triangle). */
type Sums = { weight: number; readonly first: Float64Array; readonly second: Float64Array }
const noSums = (size: number): Sums => ({ weight: 0, first: new Float64Array(size), second: new Float64Array(size * size) })

/** From the longest time to the shortest, so that everybody still at risk is in the running sums. */
function partialLikelihood(data: Data, beta: Float64Array): Hill {
  const { standard, size, order, times, events } = data
  const hill = { value: 0, gradient: new Float64Array(size), information: { size, values: new Float64Array(size * size) } }
  const risk = noSums(size)
  const mean = new Float64Array(size)
  for (let to = order.length; to > 0; ) {
    const time = times[order[to - 1] ?? 0]
    const leaving = noSums(size)
    let left = 0
    for (; to > 0 && times[order[to - 1] ?? 0] === time; to--) {
      const row = order[to - 1] ?? 0
      const line = lineOf(standard, row * size, beta)
      const weight = Math.exp(line)
      addRow(risk, standard, row * size, weight)
      if (events[row] !== 1) continue
      addRow(leaving, standard, row * size, weight)
      left++
      hill.value += line
      for (let j = 0; j < size; j++) hill.gradient[j] = (hill.gradient[j] ?? 0) + (standard[row * size + j] ?? 0)
    }
    for (let already = 0; already < left; already++) subtractStep({ hill, risk, leaving, mean }, already / left)
  }
  for (let j = 0; j < size; j++)
    for (let k = 0; k < j; k++) hill.information.values[k * size + j] = hill.information.values[j * size + k] ?? 0
  return hill
}

function lineOf(standard: Float64Array, start: number, beta: Float64Array): number {
  let line = 0
  for (let j = 0; j < beta.length; j++) line += (beta[j] ?? 0) * (standard[start + j] ?? 0)
  return line
}

function addRow(sums: Sums, standard: Float64Array, start: number, weight: number): void {
  const { first, second } = sums
  const size = first.length
  sums.weight += weight
  for (let j = 0; j < size; j++) {
    const x = weight * (standard[start + j] ?? 0)
    first[j] = (first[j] ?? 0) + x
    for (let k = 0, at = j * size; k <= j; k++, at++) second[at] = (second[at] ?? 0) + x * (standard[start + k] ?? 0)
  }
}

type Stepping = {
  readonly hill: Hill & { value: number }
  readonly risk: Sums
  readonly leaving: Sums
  /** Room for the mean, made once: there is a step for each to whom it happened. */
  readonly mean: Float64Array
}

/** One of several who left at the same time: those before it are, on average, already gone by this share (Efron). */
function subtractStep({ hill, risk, leaving, mean }: Stepping, gone: number): void {
  const { size, values } = hill.information
  const weight = risk.weight - gone * leaving.weight
  for (let j = 0; j < size; j++) mean[j] = ((risk.first[j] ?? 0) - gone * (leaving.first[j] ?? 0)) / weight
  hill.value -= Math.log(weight)
  for (let j = 0; j < size; j++) {
    const own = mean[j] ?? 0
    hill.gradient[j] = (hill.gradient[j] ?? 0) - own
    for (let k = 0, at = j * size; k <= j; k++, at++) {
      const square = ((risk.second[at] ?? 0) - gone * (leaving.second[at] ?? 0)) / weight
      values[at] = (values[at] ?? 0) + square - own * (mean[k] ?? 0)
    }
  }
}

const diagonal = (matrix: { size: number; values: Float64Array } | null) =>
  matrix && Float64Array.from({ length: matrix.size }, (_, j) => matrix.values[j * matrix.size + j] ?? Number.NaN)

function inOwnUnits(of: {
  readonly names: readonly string[]
  readonly used: readonly number[]
  readonly scales: readonly Scale[]
  readonly at: Float64Array
  readonly variances: Float64Array | null
}): Pick<CoxFit, 'coefficients' | 'standardErrors'> {
  const sd = (j: number) => of.scales[j]?.sd ?? 1
  const place = of.names.map((_, j) => of.used.indexOf(j))
  return {
    coefficients: place.map((k, j) => (k < 0 ? 0 : (of.at[k] ?? 0) / sd(j))),
    standardErrors: place.map((k, j) => (k < 0 || !of.variances ? null : Math.sqrt(of.variances[k] ?? Number.NaN) / sd(j))),
  }
}
