import { lnGamma, stirlingTail } from './gamma.ts'

const mostTerms = 100_000

/** x^a (1-x)^b / B(a, b), about its peak where a and b are large so that the powers do not lose digits. */
function betaFront(a: number, b: number, x: number): number {
  const all = a + b
  if (Math.min(a, b) < 8) return Math.exp(a * Math.log(x) + b * Math.log1p(-x) + lnGamma(all) - lnGamma(a) - lnGamma(b))
  const off = x - a / all
  const log = a * Math.log1p((off * all) / a) + b * Math.log1p((-off * all) / b)
  return Math.sqrt((a * (b / all)) / (2 * Math.PI)) * Math.exp(log + stirlingTail(all) - stirlingTail(a) - stirlingTail(b))
}

const awayFromZero = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value)

/** Continued fraction of the incomplete beta function by Lentz's method (Numerical Recipes, section 6.4). */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m <= mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    h *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return h
}

/** I_x(a, b), the regularised incomplete beta function: P(X ≤ x) for X from beta(a, b). */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 0
  if (x >= 1) return 1
  const front = betaFront(a, b, x)
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b
}

/** x^a e^-x / Γ(a). */
function gammaFront(a: number, x: number): number {
  if (a < 8) return Math.exp(a * Math.log(x) - x - lnGamma(a))
  const off = (x - a) / a
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(a * log1pLess(off) - stirlingTail(a))
}

/** ln(1 + d) - d, by its series where the two nearly cancel. */
function log1pLess(d: number): number {
  if (Math.abs(d) > 0.3) return Math.log1p(d) - d
  let power = d
  let sum = 0
  for (let k = 2; k < 60; k++) {
    power *= -d
    sum += power / k
    if (Math.abs(power) < 1e-18) break
  }
  return sum
}

/** P(a, x), the regularised lower incomplete gamma function: P(X ≤ x) for X from gamma(a) of rate 1. */
export function incompleteGamma(a: number, x: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 0
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x)
}

/** 1 - P(a, x), exact also where it is tiny. */
export function incompleteGammaAbove(a: number, x: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 1
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x)
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < mostTerms; n++) {
    term *= x / (a + n)
    sum += term
    if (term < sum * 1e-17) break
  }
  return sum * gammaFront(a, x)
}

/** Continued fraction of the upper function by Lentz's method (Numerical Recipes, section 6.2). */
function gammaFraction(a: number, x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / awayFromZero(b)
  let h = d
  for (let n = 1; n < mostTerms; n++) {
    const term = -n * (n - a)
    b += 2
    d = 1 / awayFromZero(term * d + b)
    c = awayFromZero(b + term / c)
    h *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return h * gammaFront(a, x)
}

/** Φ(z), P(X ≤ z) for a standard normal X, exact also far below zero. */
export function normalBelow(z: number): number {
  const half = incompleteGammaAbove(0.5, (z * z) / 2) / 2
  return z < 0 ? half : 1 - half
}
