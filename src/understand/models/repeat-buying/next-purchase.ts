import type { BuyingAhead } from './buying-ahead.ts'

/** When the next purchase comes, in weeks from now: with eight chances of ten between `from` and `to`, if it comes at all. */
export type NextPurchase = { readonly from: number; readonly middle: number; readonly to: number }

/** A middle beyond five years is no date that anybody could use. */
const furthestMiddle = 260
/** The end of the range is never told as further than ten years. */
const furthest = 520

/**
 * The range of the next purchase, or null where it is more likely than not that none comes, or none within five years.
 * @param ways how things may be, each as likely as the next
 */
export function nextPurchase(ways: readonly BuyingAhead[]): NextPurchase | null {
  const comes = ways.map(({ alive, buying }) => alive * (1 - buying.never))
  const total = comes.reduce((sum, each) => sum + each, 0)
  if (total / ways.length < 0.5) return null
  const still = (weeks: number) => ways.reduce((sum, { alive, buying }) => sum + alive * (buying.none(weeks) - buying.never), 0) / total
  const middle = fallsTo(still, 0.5)
  if (middle >= furthestMiddle) return null
  return { from: fallsTo(still, 0.9), middle, to: Math.min(furthest, fallsTo(still, 0.1)) }
}

/** When a falling chance, 1 at the start, has come down to `share`: false position (Illinois) in the logarithm of time. */
function fallsTo(chance: (weeks: number) => number, share: number): number {
  let [low, atLow] = [Math.log(1e-4), 1 - share]
  let [high, atHigh] = [Math.log(furthest), chance(furthest) - share]
  if (atHigh >= 0) return furthest
  for (let round = 0; round < 60; round++) {
    const middle = (low * atHigh - high * atLow) / (atHigh - atLow)
    const here = chance(Math.exp(middle)) - share
    if (Math.abs(here) < 1e-6 || high - low < 1e-6) return Math.exp(middle)
    if (here > 0) {
      low = middle
      atLow = here
      atHigh /= 2
    } else {
      high = middle
      atHigh = here
      atLow /= 2
    }
  }
  return Math.exp((low + high) / 2)
}
