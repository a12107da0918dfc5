/** For x = 0 … most: ln Γ(start + x) - ln Γ(start) and its derivative, as sums of positive terms. */
export type RisingSums = { readonly logs: Float64Array; readonly slopes: Float64Array }

/**
 * ln of the rising factorial (Pochhammer symbol) for whole x. Summed from the start, so that a large `start` loses no digit,
 * as the difference of two logarithms of gamma would.
 */
export function risingSums(start: number, most: number): RisingSums {
  const logs = new Float64Array(most + 1)
  const slopes = new Float64Array(most + 1)
  for (let x = 0; x < most; x++) {
    logs[x + 1] = (logs[x] ?? 0) + Math.log(start + x)
    slopes[x + 1] = (slopes[x] ?? 0) + 1 / (start + x)
  }
  return { logs, slopes }
}

/** For x = 0 … most: ln B(a, b + x) - ln B(a, b) and its derivatives by a and by b. */
export type StayingSums = { readonly logs: Float64Array; readonly byA: Float64Array; readonly byB: Float64Array }

export function stayingSums(a: number, b: number, most: number): StayingSums {
  const logs = new Float64Array(most + 1)
  const byA = new Float64Array(most + 1)
  const byB = new Float64Array(most + 1)
  for (let x = 0; x < most; x++) {
    const all = a + b + x
    logs[x + 1] = (logs[x] ?? 0) - Math.log1p(a / (b + x))
    byA[x + 1] = (byA[x] ?? 0) - 1 / all
    byB[x + 1] = (byB[x] ?? 0) + a / ((b + x) * all)
  }
  return { logs, byA, byB }
}
