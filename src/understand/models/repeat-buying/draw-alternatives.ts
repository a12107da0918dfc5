import { cholesky, type Matrix } from '../optimise/cholesky.ts'
import type { Minimum, Objective } from '../optimise/objective.ts'
import type { Random } from '../random.ts'
import { named, type RepeatParameters } from './repeat-model.ts'

const candidates = 64
const kept = 8

/**
 * Parameters that fit about as well as the best ones, each as likely as the next: drawn from the normal distribution that
 * the curvature gives (in logarithms), weighed by how well they really fit, and drawn again by those weights (sampling
 * importance resampling, Rubin 1988). So a lopsided or flat likelihood shows in them as it is.
 */
export function drawAlternatives(
  names: readonly string[],
  objective: Objective,
  best: Minimum,
  covariance: Matrix,
  random: Random,
): RepeatParameters[] {
  const lower = cholesky(covariance)
  if (!lower) return []
  const drawn = Array.from({ length: candidates }, () => draw(best, lower, objective, random))
  const heaviest = drawn.reduce((most, each) => Math.max(most, each.logWeight), Number.NEGATIVE_INFINITY)
  // No draw weighs more than e^3 times the typical one: a few would otherwise stand for all.
  const weights = drawn.map((each) => Math.exp(Math.min(0, each.logWeight - heaviest + 3)))
  return resampled(weights, kept, random).map((i) => named(names, (drawn[i]?.at ?? best.at).map(Math.exp)))
}

function draw(best: Minimum, { size, values }: Matrix, objective: Objective, random: Random) {
  const z = Float64Array.from({ length: size }, () => random.normal())
  const at = Float64Array.from(best.at, (centre, i) => {
    let sum = centre
    for (let j = 0; j <= i; j++) sum += (values[i * size + j] ?? 0) * (z[j] ?? 0)
    return sum
  })
  const value = objective(at, null)
  const square = z.reduce((sum, each) => sum + each * each, 0)
  return { at, logWeight: Number.isFinite(value) ? best.value - value + square / 2 : Number.NEGATIVE_INFINITY }
}

/** Systematic resampling: places evenly spaced through the sum of weights, from one random beginning. */
export function resampled(weights: readonly number[], count: number, random: Random): number[] {
  const total = weights.reduce((sum, each) => sum + each, 0)
  const chosen: number[] = []
  let passed = 0
  let next = (random.uniform() * total) / count
  weights.forEach((weight, i) => {
    passed += weight
    while (passed > next && chosen.length < count) {
      chosen.push(i)
      next += total / count
    }
  })
  return chosen
}
