import type { Words } from '../../../core/kit/words.ts'
import { bfgs } from '../optimise/bfgs.ts'
import { invertPositive, type Matrix } from '../optimise/cholesky.ts'
import { hessianAt } from '../optimise/hessian.ts'
import type { Objective } from '../optimise/objective.ts'
import { makeRandom } from '../random.ts'
import { drawAlternatives } from './draw-alternatives.ts'
import type { FitOptions } from './fit-repeat.ts'
import { evaluateSpend, type SpendParameters, type SpendRows } from './gamma-gamma.ts'
import { saySpend, type SpendVerdict } from './say-spend.ts'

export type SpendFit = {
  readonly verdict: SpendVerdict
  readonly parameters: SpendParameters
  /** Of the mean amounts, in their own unit; 0 where nothing was fitted. */
  readonly logLikelihood: number
  readonly converged: boolean
  readonly standardErrors: SpendParameters | null
  /** Customers that it rests on. */
  readonly customers: number
  /** Customers left out, since their mean amount was zero or below. */
  readonly dropped: number
  /** Of x and the mean amount; the model assumes 0. */
  readonly correlation: number
  readonly alternatives: readonly SpendParameters[]
  readonly inWords: Words
}

/** Below this many customers there is no telling how amounts differ between them. */
const fewestCustomers = 10
const manyCustomers = 300
const fewCustomers = 500
const edge = 14
/** Above this, how much somebody spends has to do with how often they come. */
const strongCorrelation = 0.3

/**
 * Fits Gamma-Gamma. Rows with an amount of zero or below, or without repeat purchases, are dropped; the former are counted.
 * With one price, or too few customers, it gives parameters that say just the mean.
 * @param given amounts in any one unit of one currency
 */
export function fitSpend(given: SpendRows, { seed = 1, onProgress, shouldStop }: FitOptions = {}): SpendFit {
  const { rows, dropped } = usable(given)
  const facts = factsOf(rows)
  const about = { customers: facts.customers, dropped, correlation: facts.correlation }
  const isOnePrice = facts.customers > 0 && facts.spread <= 1e-6 * facts.mean
  if (facts.customers < fewestCustomers || isOnePrice) {
    const verdict = facts.customers === 0 ? 'nobody' : isOnePrice ? 'one-price' : 'too-few'
    return { ...justTheMean(verdict, facts.mean), ...about, inWords: saySpend(verdict, about) }
  }
  // In shares of the mean, so that fen and yuan are fitted alike.
  const scaled = { ...rows, z: rows.z.map((z) => z / facts.mean) }
  const prior = facts.customers < fewCustomers ? 1 : 0
  const objective = objectiveOf(scaled, prior)
  const some = thinnedSpend(scaled, seed)
  const begun = bestBeginning(some === scaled ? objective : objectiveOf(some, prior), shouldStop)
  onProgress?.(0.3)
  const best = bfgs(objective, begun, { shouldStop })
  const spread = best.converged ? invertPositive(hessianAt(objective, best.at)) : null
  const natural = readLogs(best.at, facts.mean)
  const verdict = Math.abs(facts.correlation) > strongCorrelation ? 'goes-with-frequency' : 'fitted'
  onProgress?.(1)
  return {
    verdict,
    parameters: natural,
    logLikelihood: evaluateSpend(natural, rows, null),
    converged: best.converged,
    standardErrors: spread && errorsOf(natural, spread),
    ...about,
    alternatives:
      spread && facts.customers < manyCustomers
        ? drawAlternatives(['p', 'q', 'v'], objective, best, spread, makeRandom(seed)).map(({ p = 1, q = 1, v = 1 }) => ({
            p,
            q: 1 + q,
            v: v * facts.mean,
          }))
        : [],
    inWords: saySpend(verdict, about),
  }
}

/** Logarithms of p, q - 1 and v, the amounts in shares of their mean. */
const beginnings = [
  [2, 2, 1],
  [6, 2.7, 0.5],
  [1, 1, 1],
].map((values) => Float64Array.from(values, Math.log))

const bestBeginning = (objective: Objective, shouldStop?: () => boolean): Float64Array =>
  beginnings
    .map((start) => bfgs(objective, start, { mostSteps: 60, tolerance: 1e-6, shouldStop }))
    .reduce((a, b) => (b.value < a.value ? b : a)).at

const rowsToBegin = 4_000

function thinnedSpend(rows: SpendRows, seed: number): SpendRows {
  if (rows.x.length <= rowsToBegin * 2) return rows
  const random = makeRandom(seed)
  const kept = Uint32Array.from({ length: rowsToBegin }, () => random.whole(rows.x.length))
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i] ?? 0)
  return { x: pick(rows.x), z: pick(rows.z), count: pick(rows.count) }
}

/** The logarithms are of p, q - 1 and v: with q up to 1 the mean amount would be infinite. */
const readLogs = (at: Float64Array, unit: number): SpendParameters => {
  const [p = 1, q = 1, v = 1] = at.map(Math.exp)
  return { p, q: 1 + q, v: v * unit }
}

/** Logarithms of usual values, and how far from them nothing is unusual: the prior for few customers. */
const priorLogs = [1, 0.8, -0.2]
const priorWidth = 1.5

function objectiveOf(rows: SpendRows, prior: number): Objective {
  return (at, gradient) => {
    const parameters = readLogs(at, 1)
    let value = -evaluateSpend(parameters, rows, gradient)
    const slopes = [parameters.p, parameters.q - 1, parameters.v]
    for (let i = 0; i < at.length; i++) {
      const log = at[i] ?? 0
      const over = Math.sign(log) * Math.max(0, Math.abs(log) - edge)
      const off = (prior * (log - (priorLogs[i] ?? 0))) / priorWidth ** 2
      value += 0.5 * over * over + (off * (log - (priorLogs[i] ?? 0))) / 2
      if (gradient) gradient[i] = -(gradient[i] ?? 0) * (slopes[i] ?? 0) + over + off
    }
    return value
  }
}

function usable({ x, z, count }: SpendRows): { rows: SpendRows; dropped: number } {
  let dropped = 0
  const kept: number[] = []
  for (let i = 0; i < x.length; i++) {
    const repeats = x[i] ?? 0
    if (!(repeats >= 1)) continue
    if (Number.isFinite(z[i]) && (z[i] ?? 0) > 0) kept.push(i)
    else dropped += count[i] ?? 0
  }
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i] ?? 0)
  return { rows: kept.length === x.length ? { x, z, count } : { x: pick(x), z: pick(z), count: pick(count) }, dropped }
}

/** Moments over customers. */
function factsOf({ x, z, count }: SpendRows) {
  let customers = 0
  let meanX = 0
  let mean = 0
  let squareX = 0
  let squareZ = 0
  let product = 0
  for (let i = 0; i < x.length; i++) {
    const weight = count[i] ?? 0
    customers += weight
    const offX = (x[i] ?? 0) - meanX
    const offZ = (z[i] ?? 0) - mean
    meanX += (offX * weight) / customers
    mean += (offZ * weight) / customers
    squareX += weight * offX * ((x[i] ?? 0) - meanX)
    squareZ += weight * offZ * ((z[i] ?? 0) - mean)
    product += weight * offX * ((z[i] ?? 0) - mean)
  }
  const both = Math.sqrt(squareX * squareZ)
  return { customers, mean, spread: customers > 0 ? Math.sqrt(squareZ / customers) : 0, correlation: both > 0 ? product / both : 0 }
}

/** With one price the amounts hardly differ; with too few customers they may differ as they do in most shops. */
function justTheMean(verdict: SpendVerdict, mean: number) {
  const [p, q] = verdict === 'one-price' ? [1e6, 1e6 + 1] : [2.5, 3.2]
  return {
    verdict,
    parameters: { p, q, v: (mean * (q - 1)) / p },
    logLikelihood: 0,
    converged: false,
    standardErrors: null,
    alternatives: [],
  }
}

function errorsOf({ p, q, v }: SpendParameters, { values }: Matrix): SpendParameters {
  const error = (i: number) => Math.sqrt(values[i * 4] ?? Number.NaN)
  return { p: p * error(0), q: (q - 1) * error(1), v: v * error(2) }
}
