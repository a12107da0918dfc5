import { cholesky, invertPositive, type Matrix, solveCholesky } from './cholesky.ts'

/** A function with one top, at a place: its value, its slope, and the matrix of its second derivatives turned positive. */
export type Hill = { readonly value: number; readonly gradient: Float64Array; readonly information: Matrix }

export type Climbed = {
  readonly at: Float64Array
  readonly value: number
  /** The inverse of the information at the top: the covariance of the estimates where `value` is a log-likelihood. */
  readonly covariance: Matrix | null
  /** The last whole step of Newton's method: next to nothing at a top, about as long as ever on a slope without end. */
  readonly lastStep: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

const mostIterations = 80
/** So little is left to win that no printed digit would change. */
const enough = (value: number) => 1e-9 * Math.max(1, Math.abs(value) * 1e-4)

/**
 * Climbs to the top of a concave function by Newton's method, halving a step as long as it leads down (Boyd and
 * Vandenberghe 2004, section 9.5). Not converged: the information turned singular, or there is no end.
 */
export function climbByNewton(hillAt: (at: Float64Array) => Hill, start: Float64Array): Climbed {
  let at = start
  let hill = hillAt(at)
  let lastStep: Float64Array = new Float64Array(start.length)
  for (let iterations = 1; iterations <= mostIterations; iterations++) {
    const lower = cholesky(hill.information)
    if (!lower) return { at, value: hill.value, covariance: null, lastStep, iterations, converged: false }
    lastStep = solveCholesky(lower, hill.gradient)
    const toWin = lastStep.reduce((sum, step, j) => sum + step * (hill.gradient[j] ?? 0), 0)
    const next = firstHigher(hillAt, at, lastStep, hill.value)
    if (next) [at, hill] = [next.at, next.hill]
    if (!next || toWin < enough(hill.value)) {
      const covariance = invertPositive(hill.information)
      return { at, value: hill.value, covariance, lastStep, iterations, converged: covariance !== null }
    }
  }
  return { at, value: hill.value, covariance: null, lastStep, iterations: mostIterations, converged: false }
}

function firstHigher(hillAt: (at: Float64Array) => Hill, from: Float64Array, step: Float64Array, value: number) {
  for (let share = 1; share > 1e-7; share /= 2) {
    const at = from.map((each, j) => each + share * (step[j] ?? 0))
    const hill = hillAt(at)
    if (hill.value >= value) return { at, hill }
  }
  return null
}
