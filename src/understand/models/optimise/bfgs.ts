import type { Minimum, Objective, SearchLimits } from './objective.ts'

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, each, i) => sum + each * (b[i] ?? 0), 0)
const largest = (a: Float64Array) => a.reduce((most, each) => Math.max(most, Math.abs(each)), 0)

/** No coordinate moves further than this in one step: coordinates are logarithms, so this is a factor of seven. */
const longestStep = 2

/**
 * The minimum by the method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal and Wright, Numerical Optimization, 2nd
 * edition, algorithm 6.1) with a backtracking line search.
 * @param objective with its gradient (`withNumericGradient` where there is none)
 * @param tolerance the search ends when no derivative is larger than this share of |value|, at least of 1
 */
export function bfgs(
  objective: Objective,
  start: Float64Array,
  { mostSteps = 300, tolerance = 1e-9, shouldStop }: SearchLimits & { tolerance?: number } = {},
): Minimum {
  const n = start.length
  const inverse = new Float64Array(n * n)
  let at = Float64Array.from(start)
  let gradient = new Float64Array(n)
  let value = objective(at, gradient)
  let calls = 1
  let idle = 0
  resetTo(inverse, n, 1 / Math.max(1, largest(gradient)))
  const ended = (converged: boolean): Minimum => ({ at, value, converged, calls })
  for (let step = 0; step < mostSteps; step++) {
    if (!Number.isFinite(value) || shouldStop?.()) return ended(false)
    if (largest(gradient) <= tolerance * Math.max(1, Math.abs(value))) return ended(true)
    const direction = descend(inverse, gradient, n)
    const found = searchLine(objective, at, value, gradient, direction)
    calls += found.calls
    if (!found.better) {
      // From a plain gradient step nothing is better either: this is as low as rounding lets us see.
      if (idle++ > 0) return ended(largest(gradient) <= 1e-5 * Math.max(1, Math.abs(value)))
      resetTo(inverse, n, 1 / Math.max(1, largest(gradient)))
      continue
    }
    idle = value - found.value <= 1e-13 * Math.abs(value) ? idle + 1 : 0
    update(inverse, n, at, gradient, found.at, found.gradient, step === 0)
    at = found.at
    gradient = found.gradient
    value = found.value
    if (idle > 2) return ended(largest(gradient) <= 1e-5 * Math.max(1, Math.abs(value)))
  }
  return ended(false)
}

function resetTo(inverse: Float64Array, n: number, scale: number): void {
  inverse.fill(0)
  for (let i = 0; i < n; i++) inverse[i * n + i] = scale
}

function descend(inverse: Float64Array, gradient: Float64Array, n: number): Float64Array {
  const direction = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0; j < n; j++) sum -= (inverse[i * n + j] ?? 0) * (gradient[j] ?? 0)
    direction[i] = sum
  }
  const size = largest(direction)
  return size > longestStep ? direction.map((each) => (each * longestStep) / size) : direction
}

type Found = { better: boolean; at: Float64Array<ArrayBuffer>; value: number; gradient: Float64Array<ArrayBuffer>; calls: number }

/** Halves (or interpolates) until the value falls by a ten-thousandth of what the slope promises. */
function searchLine(objective: Objective, at: Float64Array, value: number, gradient: Float64Array, direction: Float64Array): Found {
  const slope = dot(gradient, direction)
  const fresh = new Float64Array(at.length)
  let length = 1
  for (let calls = 1; calls <= 40; calls++) {
    const there = Float64Array.from(at, (each, i) => each + length * (direction[i] ?? 0))
    const then = objective(there, fresh)
    if (Number.isFinite(then) && then < value && then <= value + 1e-4 * length * slope) {
      return { better: true, at: there, value: then, gradient: fresh, calls }
    }
    const guess = (-slope * length * length) / (2 * (then - value - slope * length))
    length = Number.isFinite(guess) ? Math.min(length / 2, Math.max(length / 10, guess)) : length / 4
  }
  return { better: false, at: Float64Array.from(at), value, gradient: fresh, calls: 40 }
}

function update(
  inverse: Float64Array,
  n: number,
  from: Float64Array,
  slopeFrom: Float64Array,
  to: Float64Array,
  slopeTo: Float64Array,
  isFirst: boolean,
): void {
  const s = Float64Array.from(to, (each, i) => each - (from[i] ?? 0))
  const y = Float64Array.from(slopeTo, (each, i) => each - (slopeFrom[i] ?? 0))
  const curvature = dot(s, y)
  if (!(curvature > 1e-12 * Math.sqrt(dot(s, s) * dot(y, y)))) return
  if (isFirst) resetTo(inverse, n, curvature / dot(y, y))
  const hy = new Float64Array(n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) hy[i] = (hy[i] ?? 0) + (inverse[i * n + j] ?? 0) * (y[j] ?? 0)
  const factor = (1 + dot(y, hy) / curvature) / curvature
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const si = s[i] ?? 0
      const sj = s[j] ?? 0
      inverse[i * n + j] = (inverse[i * n + j] ?? 0) + factor * si * sj - (si * (hy[j] ?? 0) + (hy[i] ?? 0) * sj) / curvature
    }
  }
}
