import { lnBeta, lnGamma } from './gamma.ts'
import { incompleteBeta, incompleteGamma, normalBelow } from './incomplete.ts'

/** Coefficients of P. J. Acklam's rational approximation of the normal quantile (2003, relative error 1.15e-9). */
const middleTop = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239]
const middleBottom = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1]
const tailTop = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783]
const tailBottom = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1]

const polynomial = (coefficients: readonly number[], x: number) => coefficients.reduce((sum, each) => sum * x + each, 0)

/** z with Φ(z) = p: Acklam's approximation, made exact by two of Halley's steps. ±∞ at 0 and 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0)) return p === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (p > 0.5) return p < 1 ? -normalQuantile(1 - p) : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN
  let z = roughNormalQuantile(p)
  for (let round = 0; round < 2; round++) {
    const off = ((normalBelow(z) - p) * Math.sqrt(2 * Math.PI)) / Math.exp((-z * z) / 2)
    z -= off / (1 + (z * off) / 2)
  }
  return z
}

/** The same to 1e-9 of its size, in a tenth of the time: for widths of a million customers. 0 < p < 1 */
export function roughNormalQuantile(p: number): number {
  if (p > 0.5) return -roughNormalQuantile(1 - p)
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    return polynomial(tailTop, q) / polynomial(tailBottom, q)
  }
  const q = p - 0.5
  return (polynomial(middleTop, q * q) * q) / polynomial(middleBottom, q * q)
}

/** x with P(X ≤ x) = p for X from gamma(shape) of rate 1. */
export function gammaQuantile(shape: number, p: number): number {
  if (p <= 0) return 0
  if (p >= 1) return Number.POSITIVE_INFINITY
  // Wilson and Hilferty (1931); for small shapes P is nearly x^shape / Γ(shape + 1).
  const cube = shape * (1 - 1 / (9 * shape) + normalQuantile(p) / (3 * Math.sqrt(shape))) ** 3
  const start = shape > 0.5 && cube > 1e-6 ? cube : Math.exp((Math.log(p) + lnGamma(shape + 1)) / shape)
  const density = (x: number) => Math.exp((shape - 1) * Math.log(x) - x - lnGamma(shape))
  return solveRising((x) => incompleteGamma(shape, x) - p, density, start, 0, Number.POSITIVE_INFINITY)
}

/** x with P(X ≤ x) = p for X from beta(a, b). */
export function betaQuantile(a: number, b: number, p: number): number {
  if (p <= 0) return 0
  if (p >= 1) return 1
  if (p > incompleteBeta(a, b, 0.5) && a > b) return 1 - betaQuantile(b, a, 1 - p)
  const log = lnBeta(a, b)
  const density = (x: number) => Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - log)
  return solveRising((x) => incompleteBeta(a, b, x) - p, density, a / (a + b), 0, 1)
}

/** The zero of a rising function between two bounds: Newton's steps, halving where one would leave what is known. */
function solveRising(value: (x: number) => number, slope: (x: number) => number, start: number, from: number, to: number): number {
  let low = from
  let high = to
  let x = start > from && start < to ? start : 1
  for (let round = 0; round < 400; round++) {
    const here = value(x)
    if (here === 0) return x
    if (here > 0) high = x
    else low = x
    const newton = x - here / slope(x)
    const isInside = newton > low && newton < high
    const next = isInside ? newton : high === Number.POSITIVE_INFINITY ? x * 4 : low === 0 ? high / 8 : (low + high) / 2
    if (Math.abs(next - x) <= 1e-15 * Math.abs(x)) return next
    x = next
  }
  return x
}
