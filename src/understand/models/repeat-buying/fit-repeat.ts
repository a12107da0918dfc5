import { bfgs } from '../optimise/bfgs.ts'
import { invertPositive, type Matrix } from '../optimise/cholesky.ts'
import { hessianAt } from '../optimise/hessian.ts'
import type { Minimum, Objective } from '../optimise/objective.ts'
import { makeRandom } from '../random.ts'
import { drawAlternatives } from './draw-alternatives.ts'
import { customersIn, named, type RepeatFit, type RepeatModel, type RepeatModelKind, type RepeatRows } from './repeat-model.ts'
import { repeatModels } from './repeat-models.ts'

export type FitOptions = {
  /** Chance in choosing rows to begin with and in drawing alternatives. */
  readonly seed?: number
  /** Draws the parameters towards zero: this much times the sum of their squares, for each customer. */
  readonly penalty?: number
  /** Told from 0 to 1. */
  readonly onProgress?: (share: number) => void
  /** True breaks off: the fit then counts as not converged. */
  readonly shouldStop?: () => boolean
}

/** Below this many customers, a fit carries alternatives: from here on, chance in customers' own doings is all that matters. */
const manyCustomers = 2_000
/** Below this many customers the parameters are held by a wide prior, so that a lucky sample does not send them far away. */
const fewCustomers = 500
/** Beginnings are tried on about this many rows; all rows are asked from the best one on. */
const rowsToBegin = 1_500
/** Parameters stay between e^-14 and e^14 unless the data pull hard: where nothing is to be told they would run away for ever. */
const edge = 14

/**
 * Maximum likelihood. Four beginnings, one of them the plain model's own optimum, so that the result can never be worse than
 * the plain model.
 * @param rows at least one row with t > 0 and some x > 0, otherwise nothing can be told and the fit does not converge
 */
export function fitRepeat(kind: RepeatModelKind, rows: RepeatRows, options: FitOptions = {}): RepeatFit {
  const { seed = 1, onProgress, shouldStop } = options
  const model = repeatModels[kind]
  const customers = customersIn(rows)
  const prior = customers < fewCustomers ? 1 : 0
  const all = objectiveOf(model, rows, options.penalty ?? 0, prior)
  const thin = thinned(rows, rowsToBegin, seed)
  const start = bestBeginning(model, thin, thin === rows ? all : objectiveOf(model, thin, options.penalty ?? 0, 0), shouldStop)
  onProgress?.(0.3)
  let found = bfgs(all, start, { shouldStop })
  onProgress?.(0.8)
  if (model.hasLeaving) found = notBelowPlain(found, all, rows, options)
  onProgress?.(0.9)
  const values = found.at.map(Math.exp)
  const spread = found.converged ? invertPositive(hessianAt(all, found.at)) : null
  const fit: RepeatFit = {
    kind,
    parameters: named(model.names, values),
    logLikelihood: model.evaluate(values, rows, null),
    converged: found.converged,
    standardErrors: spread && standardErrors(model.names, values, spread),
    customers,
    alternatives: spread && customers < manyCustomers ? drawAlternatives(model.names, all, found, spread, makeRandom(seed)) : [],
  }
  onProgress?.(1)
  return fit
}

/** Minus the log-likelihood by the logarithms of the parameters, with what holds them. */
function objectiveOf(model: RepeatModel, rows: RepeatRows, penalty: number, prior: number): Objective {
  const weight = penalty * customersIn(rows)
  return (at, gradient) => {
    const values = at.map(Math.exp)
    let value = -model.evaluate(values, rows, gradient)
    for (let i = 0; i < at.length; i++) {
      const log = at[i] ?? 0
      const each = values[i] ?? 0
      const over = Math.sign(log) * Math.max(0, Math.abs(log) - edge)
      const centre = model.priorLogs[i] ?? 0
      value += weight * each * each + 0.5 * over * over + (prior * (log - centre) ** 2) / (2 * priorWidth ** 2)
      if (gradient) gradient[i] = -(gradient[i] ?? 0) * each + 2 * weight * each * each + over + (prior * (log - centre)) / priorWidth ** 2
    }
    return value
  }
}

/** A factor of e² either way is nothing unusual: shops differ by more than that only where something is wrong. */
const priorWidth = 2

function bestBeginning(model: RepeatModel, rows: RepeatRows, objective: Objective, shouldStop?: () => boolean): Float64Array {
  const tried = beginnings(model, rows).map((start) => bfgs(objective, start, { mostSteps: 60, tolerance: 1e-6, shouldStop }))
  const [first, ...others] = tried
  return (
    others.reduce((best, each) => (each.value < (best?.value ?? Infinity) ? each : best), first)?.at ?? new Float64Array(model.names.length)
  )
}

function beginnings(model: RepeatModel, rows: RepeatRows): Float64Array[] {
  const rate = meanRate(rows)
  const logs = (...values: readonly number[]) => Float64Array.from(values, Math.log)
  if (!model.hasLeaving) return [logs(0.4, 0.4 / rate), logs(2, 2 / rate)]
  const plain = bfgs(objectiveOf(repeatModels.nbd, rows, 0, 0), logs(0.4, 0.4 / rate), { mostSteps: 60, tolerance: 1e-6 })
  const [r = 1, alpha = 1] = plain.at.map(Math.exp)
  if (model.kind === 'pareto-nbd') return [logs(r, alpha, 0.5, 10), logs(r * 1.5, alpha, 1, 2 / rate), logs(r, alpha, 0.01, 10)]
  return [logs(r, alpha, 0.7, 2.5), logs(r * 1.5, alpha, 1, 1.5), logs(r, alpha, 0.01, 2)]
}

/** Repeat purchases a week over everybody. */
function meanRate({ x, t, count }: RepeatRows): number {
  const purchases = x.reduce((sum, each, i) => sum + each * (count[i] ?? 0), 0)
  const weeks = t.reduce((sum, each, i) => sum + each * (count[i] ?? 0), 0)
  return purchases > 0 && weeks > 0 ? purchases / weeks : 1e-4
}

/** A model that holds the plain one as a special case cannot fit worse; one that does has stopped early and begins again there. */
function notBelowPlain(found: Minimum, all: Objective, rows: RepeatRows, { penalty, shouldStop }: FitOptions): Minimum {
  if (penalty) return found
  const [r = 1, alpha = 1] = fitPlain(rows, shouldStop).at
  // A chance of leaving of one in a hundred thousand, or leaving once in a hundred thousand weeks.
  const atPlain = Float64Array.of(r, alpha, Math.log(1e-4), Math.log(10))
  if (found.converged && found.value <= all(atPlain, null)) return found
  const again = bfgs(all, atPlain, { shouldStop })
  return found.value <= again.value ? found : again
}

const fitPlain = (rows: RepeatRows, shouldStop?: () => boolean): Minimum => {
  const rate = meanRate(rows)
  return bfgs(objectiveOf(repeatModels.nbd, rows, 0, 0), Float64Array.from([0.4, 0.4 / rate], Math.log), { shouldStop })
}

/** The rows, or where they are more than twice as many, about this many of them by chance. */
export function thinned(rows: RepeatRows, most: number, seed: number): RepeatRows {
  const { length } = rows.x
  if (length <= most * 2) return rows
  const random = makeRandom(seed)
  const kept = Uint32Array.from({ length: most }, () => random.whole(length))
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i] ?? 0)
  return { x: pick(rows.x), tx: pick(rows.tx), t: pick(rows.t), count: pick(rows.count) }
}

/** From the covariance of the logarithms; at the optimum this is the same as from the parameters' own Hessian. */
function standardErrors(names: readonly string[], values: Float64Array, { size, values: spread }: Matrix): Record<string, number> {
  return named(
    names,
    values.map((value, i) => value * Math.sqrt(spread[i * size + i] ?? Number.NaN)),
  )
}
