import type { Matrix } from './cholesky.ts'
import type { Objective } from './objective.ts'

/**
 * Second derivatives at a place, by central differences of the gradient, made symmetric.
 * @param step how far to each side, in the coordinates of the objective (logarithms: 1e-4 is right)
 */
export function hessianAt(objective: Objective, at: Float64Array, step = 1e-4): Matrix {
  const size = at.length
  const values = new Float64Array(size * size)
  const above = new Float64Array(size)
  const below = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    const probe = Float64Array.from(at)
    probe[i] = (at[i] ?? 0) + step
    objective(probe, above)
    probe[i] = (at[i] ?? 0) - step
    objective(probe, below)
    for (let j = 0; j < size; j++) values[i * size + j] = ((above[j] ?? 0) - (below[j] ?? 0)) / (2 * step)
  }
  return { size, values: values.map((each, k) => (each + (values[(k % size) * size + Math.floor(k / size)] ?? 0)) / 2) }
}
