/** An effect with its variance (the square of its standard error). */
export type Effect = { readonly value: number; readonly variance: number }

export type Pooled = {
  /** The mean over trials and its variance. */
  readonly mean: Effect
  /** How much the true effects differ from trial to trial, as a variance; 0 where they need not differ at all. */
  readonly between: number
  /** Each trial with what the others tell taken in, in their order. */
  readonly shrunk: readonly Effect[]
}

/**
 * Effects of several trials together: weights by the inverse variance, with how much trials really differ by the method of
 * moments (DerSimonian and Laird 1986). `shrunk` are the empirical Bayes estimates (Efron and Morris 1973): each trial
 * pulled towards the mean, the more the less it says itself; their variance takes in that the mean is itself estimated (Morris 1983).
 * @returns null without trials that say anything
 */
export function poolEffects(effects: readonly Effect[]): Pooled | null {
  const told = effects.filter(({ variance }) => variance > 0 && Number.isFinite(variance))
  if (told.length === 0) return null
  const fixed = weigh(told, 0)
  const spread = told.reduce((sum, { value, variance }) => sum + (value - fixed.value) ** 2 / variance, 0)
  const weights = told.map(({ variance }) => 1 / variance)
  const all = weights.reduce((sum, each) => sum + each, 0)
  const divisor = all - weights.reduce((sum, each) => sum + each ** 2, 0) / all
  const between = divisor > 0 ? Math.max(0, (spread - (told.length - 1)) / divisor) : 0
  const mean = weigh(told, between)
  return { mean, between, shrunk: effects.map((effect) => shrink(effect, mean, between)) }
}

function weigh(effects: readonly Effect[], between: number): Effect {
  const weights = effects.map(({ variance }) => 1 / (variance + between))
  const all = weights.reduce((sum, each) => sum + each, 0)
  return { value: effects.reduce((sum, { value }, i) => sum + value * (weights[i] ?? 0), 0) / all, variance: 1 / all }
}

function shrink(effect: Effect, mean: Effect, between: number): Effect {
  const isSilent = !(effect.variance > 0 && Number.isFinite(effect.variance))
  const share = isSilent ? 1 : effect.variance / (effect.variance + between)
  const own = isSilent ? 0 : (1 - share) * effect.variance
  return {
    value: (isSilent ? 0 : (1 - share) * effect.value) + share * mean.value,
    variance: own + (isSilent ? between + mean.variance : share ** 2 * mean.variance),
  }
}

/**
 * Adjusted p-values of several comparisons made at once, in their order: what is at most alpha may be claimed with a chance of at
 * most alpha that any claim is false (Holm 1979).
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).toSorted((a, b) => (p[a] ?? 1) - (p[b] ?? 1))
  const adjusted = p.map(() => 1)
  let most = 0
  for (const [rank, i] of order.entries()) {
    most = Math.max(most, Math.min(1, (p[i] ?? 1) * (p.length - rank)))
    adjusted[i] = most
  }
  return adjusted
}
