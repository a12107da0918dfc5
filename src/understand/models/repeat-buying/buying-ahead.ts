/** How somebody who is still a customer goes on buying. Times in weeks from now. */
export type Buying = {
  /** Expected number of purchases within t. */
  mean(t: number): number
  /** Chance of no purchase within t. */
  none(t: number): number
  /** Chances of 0, 1, 2, … purchases within t, until what is left is below 1e-12. */
  chances(t: number): Float64Array<ArrayBuffer>
  /** Chance that no purchase ever comes again. */
  readonly never: number
}

/** `alive` is the chance of still being a customer now; whoever is not never buys again. */
export type BuyingAhead = { readonly alive: number; readonly buying: Buying }

export const expectedPurchases = ({ alive, buying }: BuyingAhead, t: number): number => alive * buying.mean(t)

/** Chance of no purchase within t, gone or not. */
export const chanceOfNone = ({ alive, buying }: BuyingAhead, t: number): number => 1 - alive + alive * buying.none(t)

/** Chances of 0, 1, 2, … purchases within t, gone or not. */
export function purchaseChances({ alive, buying }: BuyingAhead, t: number): Float64Array {
  const chances = buying.chances(t).map((each) => each * alive)
  chances[0] = (chances[0] ?? 0) + 1 - alive
  return chances
}

/**
 * Chances of 0, 1, 2, … of the negative binomial distribution: Poisson counts in t with a rate from gamma(r, alpha).
 * Begins in logarithms, since the first chances underflow for busy customers and long times.
 */
export function nbdChances(r: number, alpha: number, t: number): Float64Array<ArrayBuffer> {
  const share = t / (alpha + t)
  let n = 0
  let log = -r * Math.log1p(t / alpha)
  while (log < -600 && n < 1_000_000) {
    log += Math.log(((r + n) / (n + 1)) * share)
    keep(n++, 0)
  }
  let chance = Math.exp(log)
  let sum = 0
  while (n < 2_000_000) {
    keep(n, chance)
    sum += chance
    const ratio = ((r + n) / (n + 1)) * share
    chance *= ratio
    n++
    const bound = Math.max(ratio, share)
    if (bound < 1 && chance < 1e-15 * (1 - bound) * Math.max(sum, 1e-290)) break
  }
  return scratch.slice(0, n)
}

/** Chances are gathered here, since how many there will be is not known before. */
let scratch = new Float64Array(1_024)

function keep(n: number, chance: number): void {
  if (n >= scratch.length) {
    const wider = new Float64Array(scratch.length * 2)
    wider.set(scratch)
    scratch = wider
  }
  scratch[n] = chance
}

/** Buying at a constant rate for ever; rates differ between customers as gamma(r, alpha). */
export function steadyBuying(r: number, alpha: number): Buying {
  return {
    mean: (t) => (r * t) / alpha,
    none: (t) => Math.exp(-r * Math.log1p(t / alpha)),
    chances: (t) => nbdChances(r, alpha, t),
    never: 0,
  }
}

/**
 * Buying at a rate from gamma(r, alpha) where after each purchase the customer leaves with a chance from beta(a, b).
 *
 * Expected purchases by the sum over the j purchases that would come if nobody left (negative binomial): of j, 1 + (1-p) +
 * … + (1-p)^(j-1) happen. All terms are positive, so nothing cancels, and a = 1 or a + b < 1 are no special cases; it
 * equals the formula with ₂F₁ of Fader, Hardie and Lee (2005).
 */
export function buyingUntilOneLeaves(r: number, alpha: number, a: number, b: number): Buying {
  const stays = (i: number) => (b + i) / (a + b + i)
  return {
    mean: (t) => meanUntilOneLeaves(r, alpha, a, b, t),
    none: (t) => Math.exp(-r * Math.log1p(t / alpha)),
    chances(t) {
      const would = nbdChances(r, alpha, t)
      const atLeast = Float64Array.from(would)
      for (let n = would.length - 2; n >= 0; n--) atLeast[n] = (atLeast[n] ?? 0) + (atLeast[n + 1] ?? 0)
      let stayed = 1
      for (let n = 1; n < would.length; n++) {
        const before = stayed
        stayed *= stays(n - 1)
        would[n] = (would[n] ?? 0) * stayed + (before - before * stays(n - 1)) * (atLeast[n] ?? 0)
      }
      return would
    },
    never: 0,
  }
}

function meanUntilOneLeaves(r: number, alpha: number, a: number, b: number, t: number): number {
  const share = t / (alpha + t)
  let n = 0
  let log = -r * Math.log1p(t / alpha)
  let stayed = 1
  let happen = 0
  const count = () => {
    happen += stayed
    stayed *= (b + n) / (a + b + n)
    n++
  }
  while (log < -600 && n < 1_000_000) {
    log += Math.log(((r + n) / (n + 1)) * share)
    count()
  }
  let chance = Math.exp(log)
  let sum = chance * happen
  while (n < 2_000_000) {
    const ratio = ((r + n) / (n + 1)) * share
    chance *= ratio
    happen += stayed
    stayed *= (b + n) / (a + b + n)
    n++
    sum += chance * happen
    const bound = Math.max(ratio, share)
    if (bound < 1 && chance * (happen + stayed / (1 - bound)) < 1e-14 * (1 - bound) * sum) break
  }
  return sum
}
