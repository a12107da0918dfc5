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
  const data: Data = { standard, order, times: Float64Array.from(times), events: Float64Array.from(events) }
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
  readonly standard: readonly Float64Array[]
  /** Places of the rows, shortest time first. */
  readonly order: Uint32Array
  readonly times: Float64Array
  readonly events: Float64Array
}

/** Sums over rows of weight, weight · x and weight · x xᵀ (lower triangle). */
type Sums = { weight: number; readonly first: Float64Array; readonly second: Float64Array }
const noSums = (size: number): Sums => ({ weight: 0, first: new Float64Array(size), second: new Float64Array(size * size) })

/** From the longest time to the shortest, so that everybody still at risk is in the running sums. */
function partialLikelihood({ standard, order, times, events }: Data, beta: Float64Array): Hill {
  const size = beta.length
  const hill = { value: 0, gradient: new Float64Array(size), information: { size, values: new Float64Array(size * size) } }
  const risk = noSums(size)
  for (let to = order.length; to > 0; ) {
    const time = times[order[to - 1] ?? 0]
    const leaving = noSums(size)
    let left = 0
    for (; to > 0 && times[order[to - 1] ?? 0] === time; to--) {
      const row = order[to - 1] ?? 0
      const line = beta.reduce((sum, each, j) => sum + each * (standard[j]?.[row] ?? 0), 0)
      const weight = Math.exp(line)
      addRow(risk, standard, row, weight)
      if (events[row] !== 1) continue
      addRow(leaving, standard, row, weight)
      left++
      hill.value += line
      for (let j = 0; j < size; j++) hill.gradient[j] = (hill.gradient[j] ?? 0) + (standard[j]?.[row] ?? 0)
    }
    for (let already = 0; already < left; already++) subtractStep(hill, risk, leaving, already / left)
  }
  for (let j = 0; j < size; j++)
    for (let k = 0; k < j; k++) hill.information.values[k * size + j] = hill.information.values[j * size + k] ?? 0
  return hill
}

function addRow(sums: Sums, standard: readonly Float64Array[], row: number, weight: number): void {
  const size = standard.length
  sums.weight += weight
  for (let j = 0; j < size; j++) {
    const x = weight * (standard[j]?.[row] ?? 0)
    sums.first[j] = (sums.first[j] ?? 0) + x
    for (let k = 0; k <= j; k++) sums.second[j * size + k] = (sums.second[j * size + k] ?? 0) + x * (standard[k]?.[row] ?? 0)
  }
}

/** One of several who left at the same time: those before it are, on average, already gone by this share (Efron). */
function subtractStep(hill: Hill & { value: number }, risk: Sums, leaving: Sums, gone: number): void {
  const { size, values } = hill.information
  const weight = risk.weight - gone * leaving.weight
  const mean = risk.first.map((sum, j) => (sum - gone * (leaving.first[j] ?? 0)) / weight)
  hill.value -= Math.log(weight)
  for (let j = 0; j < size; j++) {
    hill.gradient[j] = (hill.gradient[j] ?? 0) - (mean[j] ?? 0)
    for (let k = 0; k <= j; k++) {
      const square = ((risk.second[j * size + k] ?? 0) - gone * (leaving.second[j * size + k] ?? 0)) / weight
      values[j * size + k] = (values[j * size + k] ?? 0) + square - (mean[j] ?? 0) * (mean[k] ?? 0)
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
