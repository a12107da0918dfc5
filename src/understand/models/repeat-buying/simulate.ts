import type { Random } from '../random.ts'
import type { SpendParameters } from './gamma-gamma.ts'
import type { RepeatModelKind, RepeatParameters } from './repeat-model.ts'

/** One simulated customer: weeks of the repeat purchases after the first, and what each came to. */
export type SimulatedCustomer = { readonly times: readonly number[]; readonly amounts: readonly number[] }

/**
 * A customer as the model says that customers are: for tests of whether fits find the parameters again.
 * @param weeks how long the customer is watched from the first purchase on
 */
export function simulateCustomer(
  kind: RepeatModelKind,
  parameters: RepeatParameters,
  spend: SpendParameters | null,
  weeks: number,
  random: Random,
): SimulatedCustomer {
  const { r = 1, alpha = 1 } = parameters
  const rate = random.gamma(r) / alpha
  const leaves = leavingOf(kind, parameters, random)
  const price = spend && random.gamma(spend.q) / spend.v
  const times: number[] = []
  const amounts: number[] = []
  let now = 0
  let isThere = !(kind === 'mbg-nbd' && leaves.afterPurchase())
  while (isThere) {
    now += random.exponential() / rate
    if (!(now < Math.min(weeks, leaves.at))) break
    times.push(now)
    if (spend && price) amounts.push(random.gamma(spend.p) / price)
    isThere = !leaves.afterPurchase()
  }
  return { times, amounts }
}

function leavingOf(kind: RepeatModelKind, { a = 1, b = 1, s = 1, beta = 1 }: RepeatParameters, random: Random) {
  if (kind === 'nbd') return { at: Infinity, afterPurchase: () => false }
  if (kind === 'pareto-nbd') return { at: (random.exponential() * beta) / random.gamma(s), afterPurchase: () => false }
  const chance = random.beta(a, b)
  return { at: Infinity, afterPurchase: () => random.uniform() < chance }
}
