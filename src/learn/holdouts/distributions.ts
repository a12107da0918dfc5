import { incompleteBeta } from '../../understand/models/special/incomplete.ts'

/** The standard normal's quantile for 97.5 %: both sides of a 95 % interval. */
export const z95 = 1.959963984540054
/** The standard normal's quantile for 80 %: the power that sample sizes are said for. */
export const zPower80 = 0.8416212335729143

/** P(|T| > t) of Student's t with `df` degrees of freedom, which need not be whole. */
export function tailOfT(t: number, df: number): number {
  return incompleteBeta(df / 2, 0.5, df / (df + t * t))
}

/** The t for which P(|T| > t) = 5 %, by halving. */
export function t95(df: number): number {
  let low = 0
  let high = 1e6
  for (let i = 0; i < 200 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2
    if (tailOfT(middle, df) > 0.05) low = middle
    else high = middle
  }
  return (low + high) / 2
}
