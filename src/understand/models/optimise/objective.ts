/**
 * What is made as small as possible. `gradient`, where it is given, is filled with the derivatives at `at`. A value that is
 * not finite means "outside": the searches step back from there.
 */
export type Objective = (at: Float64Array, gradient: Float64Array | null) => number

export type Minimum = {
  readonly at: Float64Array
  readonly value: number
  /** Whether the search ended because it could not be improved, and not because its steps were used up. */
  readonly converged: boolean
  /** How often the objective was asked. */
  readonly calls: number
}

export type SearchLimits = {
  readonly mostSteps?: number
  /** Asked now and then; true breaks the search off, which then counts as not converged. */
  readonly shouldStop?: () => boolean
}

/** An objective without derivatives, given some by central differences (step 1e-6 of each coordinate's size). */
export function withNumericGradient(value: (at: Float64Array) => number): Objective {
  return (at, gradient) => {
    if (gradient) fillGradient(value, at, gradient)
    return value(at)
  }
}

function fillGradient(value: (at: Float64Array) => number, at: Float64Array, gradient: Float64Array): void {
  const probe = Float64Array.from(at)
  for (let i = 0; i < at.length; i++) {
    const here = at[i] ?? 0
    const step = 1e-6 * Math.max(1, Math.abs(here))
    probe[i] = here + step
    const above = value(probe)
    probe[i] = here - step
    gradient[i] = (above - value(probe)) / (2 * step)
    probe[i] = here
  }
}
