import { expect, test } from 'vitest'
import { bfgs } from './bfgs.ts'
import { cholesky, invertPositive, solveCholesky } from './cholesky.ts'
import { hessianAt } from './hessian.ts'
import { maximiseLikelihood } from './maximise-likelihood.ts'
import { nelderMead } from './nelder-mead.ts'
import { type Objective, withNumericGradient } from './objective.ts'

/** Rosenbrock's banana, whose least value 0 lies at (1, 1) at the end of a curved valley. */
const banana: Objective = (at, gradient) => {
  const [x = 0, y = 0] = at
  gradient?.set([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2
}
const value = (at: Float64Array) => banana(at, null)
const starts = [
  [-1.2, 1],
  [0, 0],
  [5, -5],
  [-3, 10],
]

test.each(starts)('Rosenbrock’s valley is walked to its end from (%d, %d)', (x = 0, y = 0) => {
  const from = Float64Array.of(x, y)
  const found = [bfgs(banana, from, { tolerance: 1e-10 }), bfgs(withNumericGradient(value), from), nelderMead(value, from)]
  for (const { at, converged } of found) {
    expect(converged).toBe(true)
    expect(at[0]).toBeCloseTo(1, 5)
    expect(at[1]).toBeCloseTo(1, 5)
  }
})

test('a search with few steps, or one that is asked to stop, does not say that it has arrived', () => {
  const from = Float64Array.of(-1.2, 1)
  expect(bfgs(banana, from, { mostSteps: 3 }).converged).toBe(false)
  expect(nelderMead(value, from, { mostSteps: 3 }).converged).toBe(false)
  expect(bfgs(banana, from, { shouldStop: () => true }).converged).toBe(false)
  expect(nelderMead(value, from, { shouldStop: () => true }).converged).toBe(false)
})

test('what is not finite is outside, and a search that begins there ends at once', () => {
  const half: Objective = (at, gradient) => {
    const [x = 0] = at
    gradient?.set([1 - 1 / x])
    return x > 0 ? x - Math.log(x) : Number.NaN
  }
  expect(bfgs(half, Float64Array.of(40)).at[0]).toBeCloseTo(1, 6)
  expect(bfgs(half, Float64Array.of(-1)).converged).toBe(false)
  expect(nelderMead((at) => half(at, null), Float64Array.of(4)).at[0]).toBeCloseTo(1, 4)
})

test('the second derivatives are those of the function', () => {
  const [a, b, c, d] = hessianAt(banana, Float64Array.of(1, 1)).values
  expect([a, b, c, d].map((each) => Math.round((each ?? 0) * 1e3) / 1e3)).toEqual([802, -400, -400, 200])
})

test('a positive definite matrix is taken apart, solved and inverted; another is refused', () => {
  const matrix = { size: 3, values: Float64Array.of(4, 2, 1, 2, 5, 3, 1, 3, 6) }
  const lower = cholesky(matrix)
  const solved = lower && solveCholesky(lower, Float64Array.of(7, 10, 10))
  expect(Array.from(solved ?? [], (each) => Math.round(each * 1e12) / 1e12)).toEqual([1, 1, 1])
  const inverse = invertPositive(matrix)?.values ?? new Float64Array(9)
  const product = (i: number, j: number) =>
    [0, 1, 2].reduce((sum, k) => sum + (matrix.values[i * 3 + k] ?? 0) * (inverse[k * 3 + j] ?? 0), 0)
  for (const i of [0, 1, 2]) for (const j of [0, 1, 2]) expect(product(i, j)).toBeCloseTo(i === j ? 1 : 0, 12)
  expect(invertPositive({ size: 2, values: Float64Array.of(1, 2, 2, 1) })).toBeNull()
})

test('the most likely rate of an exponential is one over the mean, and a flat likelihood has no errors', () => {
  const fit = maximiseLikelihood(([rate = 0]) => 50 * Math.log(rate) - 25 * rate, [[1], [10]])
  expect(fit.values[0]).toBeCloseTo(2, 5)
  expect(fit.standardErrors?.[0]).toBeCloseTo(2 / Math.sqrt(50), 3)
  expect(maximiseLikelihood(() => 1, [[1]]).standardErrors).toBeNull()
})
