import { digamma, lnBeta } from '../special/gamma.ts'

/** Mean amount of the repeat purchase days of customers, distinct (x, z) with how many have each; x from 1, z above 0. */
export type SpendRows = { readonly x: Float64Array; readonly z: Float64Array; readonly count: Float64Array }

export type SpendParameters = { readonly p: number; readonly q: number; readonly v: number }

/** Amount that a purchase of somebody is expected to have: x repeat purchases with mean z; the firm's mean where x is 0. */
export const expectedSpend = ({ p, q, v }: SpendParameters, x: number, z: number): number =>
  x > 0 && z > 0 ? (p * (v + x * z)) / (p * x + q - 1) : (p * v) / (q - 1)

/**
 * Log-likelihood of Gamma-Gamma (Fader and Hardie 2013, note 025): a customer's amounts are gamma(p) with a rate of their
 * own, rates are gamma(q) with scale v, and neither has to do with how often somebody buys. Fills `gradient`, where given,
 * with the derivatives by p, q and v.
 */
export function evaluateSpend({ p, q, v }: SpendParameters, rows: SpendRows, gradient: Float64Array | null): number {
  const parts = partsByX(p, q, v, rows)
  let sum = 0
  let byP = 0
  let byQ = 0
  let byV = 0
  for (let i = 0; i < rows.x.length; i++) {
    const x = rows.x[i] ?? 0
    const z = rows.z[i] ?? 0
    const count = rows.count[i] ?? 0
    const power = p * x + q
    const all = Math.log1p((x * z) / v)
    const logZ = Math.log((x * z) / v)
    // v^q z^(px-1) x^(px) / (v + xz)^(px+q), by shares of v so that large powers lose nothing.
    sum += count * ((parts.logs[x] ?? 0) + (p * x - 1) * logZ - power * all)
    byP += count * x * ((parts.byP[x] ?? 0) + logZ - all)
    byQ += count * ((parts.byQ[x] ?? 0) - all)
    byV += count * ((-p * x) / v + (power * x * z) / (v * (v + x * z)))
  }
  gradient?.set([byP, byQ, byV])
  return sum
}

/** What depends on x alone: ln (x / v) - ln B(px, q) and the derivatives of the latter, once for each x that occurs. */
function partsByX(p: number, q: number, v: number, rows: SpendRows) {
  const occurring = occurringIn(rows)
  const most = occurring.at(-1) ?? 0
  const logs = new Float64Array(most + 1)
  const byP = new Float64Array(most + 1)
  const byQ = new Float64Array(most + 1)
  const ofQ = digamma(q)
  for (const x of occurring) {
    const both = digamma(p * x + q)
    logs[x] = Math.log(x / v) - lnBeta(p * x, q)
    byP[x] = both - digamma(p * x)
    byQ[x] = both - ofQ
  }
  return { logs, byP, byQ }
}

const occurringOf = new WeakMap<Float64Array, readonly number[]>()

/** Each x once, in order; a fit asks for the same rows some fifty times. */
function occurringIn({ x }: SpendRows): readonly number[] {
  const known = occurringOf.get(x)
  if (known) return known
  const found = [...new Set(x)].sort((a, b) => a - b)
  occurringOf.set(x, found)
  return found
}
