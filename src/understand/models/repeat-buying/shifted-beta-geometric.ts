import { maximiseLikelihood } from '../optimise/maximise-likelihood.ts'
import { lnBeta } from '../special/gamma.ts'

/** Each subscriber's chance of not renewing is taken from beta(gamma, delta). */
export type SbgParameters = { readonly gamma: number; readonly delta: number }

/**
 * The shifted beta-geometric model of subscriptions (Fader and Hardie 2007, Journal of Interactive Marketing 21): everybody's
 * chance of leaving stays the same, but those with a high one leave first, so that retention rises by itself.
 * @param there how many were there at the start and after each period; at least two numbers, never rising
 */
export function fitSbg(there: readonly number[]) {
  const { values, ...fit } = maximiseLikelihood(
    ([gamma = Number.NaN, delta = Number.NaN]) => logLikelihood({ gamma, delta }, there),
    [
      [1, 1],
      [0.5, 3],
      [2, 10],
    ],
  )
  const [gamma = Number.NaN, delta = Number.NaN] = values
  return { ...fit, parameters: { gamma, delta } }
}

function logLikelihood(parameters: SbgParameters, there: readonly number[]): number {
  const last = there.length - 1
  let sum = (there[last] ?? 0) * Math.log(sbgSurvival(parameters, last))
  for (let t = 1; t <= last; t++) {
    const left = (there[t - 1] ?? 0) - (there[t] ?? 0)
    const { gamma, delta } = parameters
    if (left > 0) sum += left * (lnBeta(gamma + 1, delta + t - 1) - lnBeta(gamma, delta))
  }
  return sum
}

/** Share still there after t periods. */
export const sbgSurvival = ({ gamma, delta }: SbgParameters, t: number): number => Math.exp(lnBeta(gamma, delta + t) - lnBeta(gamma, delta))

/** Share of those there after t - 1 periods who stay through the t-th. */
export const sbgRetention = ({ gamma, delta }: SbgParameters, t: number): number => (delta + t - 1) / (gamma + delta + t - 1)

/** Periods still to come of whoever was there through n of them, each discounted to now by `rate` a period. */
export function sbgResidual(parameters: SbgParameters, n: number, rate: number): number {
  let sum = 0
  let share = 1
  for (let t = 1; t < 100_000 && share > 1e-12; t++) {
    share *= sbgRetention(parameters, n + t) / (1 + rate)
    sum += share
  }
  return sum
}
