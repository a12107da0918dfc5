import { bfgs } from './bfgs.ts'
import { invertPositive } from './cholesky.ts'
import { hessianAt } from './hessian.ts'
import { withNumericGradient } from './objective.ts'

export type LikelihoodFit = {
  readonly values: Float64Array
  readonly logLikelihood: number
  readonly converged: boolean
  /** Null where the likelihood is flat. */
  readonly standardErrors: Float64Array | null
}

/** Parameters stay between e^-14 and e^14: a likelihood without an optimum would run for ever. */
const edge = 14

/**
 * Maximum likelihood over parameters above zero, for likelihoods so small that numeric derivatives cost nothing. The best of
 * all `starts`.
 */
export function maximiseLikelihood(logLikelihood: (values: Float64Array) => number, starts: readonly (readonly number[])[]): LikelihoodFit {
  const objective = withNumericGradient((at) => {
    const over = at.reduce((sum, each) => sum + Math.max(0, Math.abs(each) - edge) ** 2, 0)
    return -logLikelihood(at.map(Math.exp)) + over / 2
  })
  const best = starts
    .map((start) => bfgs(objective, Float64Array.from(start, Math.log), { tolerance: 1e-8 }))
    .reduce((a, b) => (b.value < a.value ? b : a))
  const values = best.at.map(Math.exp)
  const spread = invertPositive(hessianAt(objective, best.at, 1e-3))
  return {
    values,
    logLikelihood: logLikelihood(values),
    converged: best.converged,
    standardErrors: spread && values.map((value, i) => value * Math.sqrt(spread.values[i * (values.length + 1)] ?? Number.NaN)),
  }
}
