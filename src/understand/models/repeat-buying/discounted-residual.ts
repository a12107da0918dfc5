import { gaussLegendre } from '../special/gauss-legendre.ts'
import type { BuyingAhead } from './buying-ahead.ts'

const sixteen = gaussLegendre(16)

/**
 * Purchases still to come, for ever, each discounted continuously to now ("discounted expected residual transactions", Fader,
 * Hardie and Lee 2005, Journal of Marketing Research 42): rate ∫ e^(-rate t) E[X(t)] dt, which is the same by parts.
 * @param weeklyRate above 0: 0.0027 is 15 % a year
 */
export function discountedResidual({ alive, buying }: BuyingAhead, weeklyRate: number): number {
  let sum = 0
  // e^-40 of a purchase is nothing; panels grow, since most happens early.
  for (let from = 0, to = 0.05; from < 40; from = to, to *= 2) {
    const end = Math.min(40, to)
    sixteen.nodes.forEach((node, i) => {
      const at = from + (end - from) * node
      sum += (end - from) * (sixteen.weights[i] ?? 0) * Math.exp(-at) * buying.mean(at / weeklyRate)
    })
  }
  return alive * sum
}
