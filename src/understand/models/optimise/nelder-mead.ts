import type { Minimum, SearchLimits } from './objective.ts'

type Corner = { at: Float64Array; value: number }

/**
 * The minimum by Nelder and Mead's simplex (The Computer Journal 7, 1965; coefficients 1, 2, ½, ½): slow and sturdy, for
 * what has no derivatives. Restarted once from where it ends, since a simplex may collapse on the way.
 * @param size how far the first corners stand from the start
 */
export function nelderMead(
  value: (at: Float64Array) => number,
  start: Float64Array,
  { mostSteps = 2_000, tolerance = 1e-12, size = 0.5, shouldStop }: SearchLimits & { tolerance?: number; size?: number } = {},
): Minimum {
  let calls = 0
  const ask = (at: Float64Array): Corner => {
    calls++
    const found = value(at)
    return { at, value: Number.isFinite(found) ? found : Number.POSITIVE_INFINITY }
  }
  let best = ask(start)
  let converged = false
  for (let round = 0; round < 2; round++) {
    const corners = [best, ...Array.from(start, (_, i) => ask(best.at.map((each, j) => (i === j ? each + size : each))))]
    converged = shrinkToMinimum(corners, ask, { mostSteps, tolerance, shouldStop })
    best = corners[0] ?? best
  }
  return { at: best.at, value: best.value, converged, calls }
}

type Shrinking = { mostSteps: number; tolerance: number; shouldStop: (() => boolean) | undefined }

/** Leaves the best corner first. True when the corners came together within the steps. */
function shrinkToMinimum(corners: Corner[], ask: (at: Float64Array) => Corner, limits: Shrinking): boolean {
  const last = corners.length - 1
  for (let step = 0; step < limits.mostSteps; step++) {
    corners.sort((a, b) => a.value - b.value)
    const [best, worst, second] = [corners[0], corners[last], corners[last - 1]]
    if (!best || !worst || !second || limits.shouldStop?.()) return false
    if (worst.value - best.value <= limits.tolerance * Math.max(1, Math.abs(best.value)) && spread(corners) < 1e-6) return true
    const middle = centre(corners, last)
    const along = (by: number) => ask(middle.map((each, i) => each + by * ((worst.at[i] ?? 0) - each)))
    const taken = replaceWorst(along, best.value, second.value, worst.value)
    if (taken) corners[last] = taken
    else for (let i = 1; i <= last; i++) corners[i] = ask((corners[i] ?? best).at.map((each, j) => (each + (best.at[j] ?? 0)) / 2))
  }
  corners.sort((a, b) => a.value - b.value)
  return false
}

/** Reflected, stretched or drawn in; null when the whole simplex has to shrink. */
function replaceWorst(along: (by: number) => Corner, best: number, second: number, worst: number): Corner | null {
  const reflected = along(-1)
  if (reflected.value < best) {
    const stretched = along(-2)
    return stretched.value < reflected.value ? stretched : reflected
  }
  if (reflected.value < second) return reflected
  const drawn = reflected.value < worst ? along(-0.5) : along(0.5)
  return drawn.value < Math.min(reflected.value, worst) ? drawn : null
}

function centre(corners: readonly Corner[], count: number): Float64Array {
  const sum = new Float64Array(corners[0]?.at.length ?? 0)
  for (const corner of corners.slice(0, count)) corner.at.forEach((each, i) => (sum[i] = (sum[i] ?? 0) + each / count))
  return sum
}

function spread(corners: readonly Corner[]): number {
  const best = corners[0]
  return corners.reduce((most, { at }) => at.reduce((far, each, i) => Math.max(far, Math.abs(each - (best?.at[i] ?? 0))), most), 0)
}
