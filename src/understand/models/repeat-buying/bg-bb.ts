import { maximiseLikelihood } from '../optimise/maximise-likelihood.ts'
import { lnBeta } from '../special/gamma.ts'

/** Buying is taken from beta(alpha, beta) at each chance, leaving before a chance from beta(gamma, delta). */
export type BgBbParameters = { readonly alpha: number; readonly beta: number; readonly gamma: number; readonly delta: number }

/** `x` purchases at `n` chances, the last at chance `last` (0 where x is 0). */
export type ChancesPast = { readonly x: number; readonly last: number; readonly n: number }

/**
 * BG/BB, for purchases that can happen once in each of a row of chances: a yearly donation, a monthly meeting, a season
 * (Fader, Hardie and Shang 2010, Marketing Science 29).
 */
export function fitBgBb(pasts: readonly (ChancesPast & { readonly count: number })[]) {
  const { values, ...fit } = maximiseLikelihood(
    (given) => pasts.reduce((sum, past) => sum + past.count * Math.log(likelihood(read(given), past)), 0),
    [
      [1, 1, 1, 1],
      [0.5, 0.5, 0.5, 5],
    ],
  )
  return { ...fit, parameters: read(values) }
}

const read = ([alpha = Number.NaN, beta = Number.NaN, gamma = Number.NaN, delta = Number.NaN]: Float64Array): BgBbParameters => ({
  alpha,
  beta,
  gamma,
  delta,
})

/** B(a + i, b + j) / B(a, b): the chance of i yes and j no in a row. */
const row = (a: number, b: number, i: number, j: number): number => Math.exp(lnBeta(a + i, b + j) - lnBeta(a, b))

/** Chance of staying through the first t chances. */
const stays = ({ gamma, delta }: BgBbParameters, t: number): number => row(gamma, delta, 0, t)
/** Chance of leaving right after chance t. */
const leavesAfter = ({ gamma, delta }: BgBbParameters, t: number): number => row(gamma, delta, 1, t)

function likelihood(parameters: BgBbParameters, { x, last, n }: ChancesPast): number {
  const { alpha, beta } = parameters
  let sum = row(alpha, beta, x, n - x) * stays(parameters, n)
  for (let t = last; t < n; t++) sum += row(alpha, beta, x, t - x) * leavesAfter(parameters, t)
  return sum
}

/** Chance of being there at the next chance. */
export const bgBbAlive = (parameters: BgBbParameters, past: ChancesPast): number =>
  (row(parameters.alpha, parameters.beta, past.x, past.n - past.x) * stays(parameters, past.n + 1)) / likelihood(parameters, past)

/** Purchases expected at the next `chances`; with a `rate` (0.1 for 10 % from one chance to the next) each is discounted to now. */
export function bgBbConditional(parameters: BgBbParameters, past: ChancesPast, chances: number, rate = 0): number {
  const { alpha, beta } = parameters
  let sum = 0
  for (let t = 1; t <= chances; t++) sum += stays(parameters, past.n + t) / (1 + rate) ** t
  return (row(alpha, beta, past.x + 1, past.n - past.x) / likelihood(parameters, past)) * sum
}

/** Purchases that somebody new is expected to make at `chances`. */
export function bgBbExpected(parameters: BgBbParameters, chances: number): number {
  let sum = 0
  for (let t = 1; t <= chances; t++) sum += stays(parameters, t)
  return (parameters.alpha / (parameters.alpha + parameters.beta)) * sum
}

/** Chance that somebody new makes x purchases at n chances. */
export function bgBbProbability(parameters: BgBbParameters, x: number, n: number): number {
  const { alpha, beta } = parameters
  const ways = (of: number) => Math.exp(-lnBeta(x + 1, of - x + 1)) / (of + 1)
  let sum = ways(n) * row(alpha, beta, x, n - x) * stays(parameters, n)
  for (let t = x; t < n; t++) sum += ways(t) * row(alpha, beta, x, t - x) * leavesAfter(parameters, t)
  return sum
}
