const mostTerms = 5_000_000

/**
 * ln ₂F₁(a, b; c; z) for a, b, c > 0 and 0 ≤ z < 1: Gauss's series, all of whose terms are positive there, so that nothing
 * cancels; scaled down on the way where it would overflow. Relative error of ₂F₁ below 1e-12.
 */
export function lnHypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(a > 0 && b > 0 && c > 0 && z >= 0 && z < 1)) return Number.NaN
  let term = 1
  let sum = 1
  let scaled = 0
  for (let n = 0; n < mostTerms; n++) {
    const ratio = ((a + n) / (c + n)) * ((b + n) / (n + 1)) * z
    term *= ratio
    sum += term
    if (sum > 1e280) {
      sum *= 1e-280
      term *= 1e-280
      scaled += 280 * Math.LN10
    }
    const bound = Math.max(ratio, z)
    if (bound < 1 && term / (1 - bound) < 1e-16 * sum) break
  }
  return Math.log(sum) + scaled
}
