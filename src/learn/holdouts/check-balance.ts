import { tailOfT } from './distributions.ts'

export type Balance = { readonly expected: number; readonly observed: number; readonly p: number }

/**
 * Is the share held out the one that was drawn? Normal approximation of the binomial (the chi-square test with one
 * degree of freedom). A p below 0.001 means that somebody counted twice or not at all, and no result is to be believed.
 */
export function checkBalance(treated: number, holdout: number, percent: number): Balance | null {
  const n = treated + holdout
  const expected = percent / 100
  if (n === 0 || expected === 0) return null
  const observed = holdout / n
  const z = (observed - expected) / Math.sqrt((expected * (1 - expected)) / n)
  return { expected, observed, p: tailOfT(z, 1e7) }
}
