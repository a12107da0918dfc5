import { quickNormalBelow } from '../special/normal-score.ts'
import { roughNormalQuantile } from '../special/quantiles.ts'

/**
 * How a sum of n amounts lies, n random but above 0: normal scores of P(sum ≤ e^l) in even steps of l, the sum in units of
 * v + x z (of v for who has no amounts).
 */
export type SpendShape = { readonly from: number; readonly step: number; readonly scores: Float64Array }

const points = 40
const widest = 5

/**
 * The mixture over n, exact but for Paulson's approximation of the F distribution (1942, Annals of Mathematical Statistics
 * 13), whose error is below a hundredth: given n, the sum in its unit is a beta-prime variable with shapes p n and q'.
 * @param chances of 0, 1, 2, … purchases
 * @param shape q' = q + p x
 */
export function spendShape(chances: Float64Array, p: number, shape: number): SpendShape | null {
  const parts = partsOf(chances)
  const last = parts.at(-1)
  if (!last) return null
  const width = (n: number) => Math.sqrt(1 / (p * n) + 1 / shape + 1 / (p * n) ** 2)
  const from = Math.log(p / shape) - 4.5 * width(1)
  const to = Math.log((p * last.n) / shape) + 4.5 * width(last.n)
  const step = (to - from) / (points - 1)
  const total = parts.reduce((sum, { chance }) => sum + chance, 0)
  const below = new Float64Array(points)
  for (const { n, chance } of parts) addPart(below, chance / total, n * p, shape, from, step)
  let highest = -widest
  const scores = below.map((share) => {
    const score = share <= 1e-6 ? -widest : share >= 1 - 1e-6 ? widest : roughNormalQuantile(share)
    // Never falling, and always a little more, so that it can be read backwards.
    highest = Math.max(highest + 1e-9, score)
    return highest
  })
  return { from, step, scores }
}

type Part = { readonly n: number; readonly chance: number }

/** The counts above 0 with their chances; from 16 on neighbours are taken together, a sixteenth of their size at a time. */
function partsOf(chances: Float64Array): Part[] {
  const parts: Part[] = []
  let seen = chances[0] ?? 0
  for (let n = 1; n < chances.length && seen < 1 - 1e-6; ) {
    const size = Math.max(1, n >> 4)
    let chance = 0
    let weighted = 0
    for (let i = n; i < Math.min(n + size, chances.length); i++) {
      chance += chances[i] ?? 0
      weighted += i * (chances[i] ?? 0)
    }
    if (chance > 1e-9) parts.push({ n: weighted / chance, chance })
    seen += chance
    n += size
  }
  return parts
}

/** Adds the chance of at most e^l for a beta-prime variable, by the cube root that makes an F variable nearly normal. */
function addPart(below: Float64Array, chance: number, first: number, second: number, from: number, step: number): void {
  const a = 1 / (9 * first)
  const b = 1 / (9 * second)
  const unit = Math.cbrt(second / first) * Math.exp(from / 3)
  const growth = Math.exp(step / 3)
  let root = unit
  for (let i = 0; i < below.length; i++) {
    const z = ((1 - b) * root - (1 - a)) / Math.sqrt(b * root * root + a)
    below[i] = (below[i] ?? 0) + chance * quickNormalBelow(z)
    root *= growth
  }
}

/** P(sum ≤ e^l). */
export function shareBelow({ from, step, scores }: SpendShape, l: number): number {
  const place = (l - from) / step
  if (!(place > 0)) return 0
  const before = Math.floor(place)
  if (before >= scores.length - 1) return 1
  const low = scores[before] ?? 0
  return quickNormalBelow(low + (place - before) * ((scores[before + 1] ?? low) - low))
}

/** l with P(sum ≤ e^l) = share. */
export function shapeQuantile({ from, step, scores }: SpendShape, share: number): number {
  const wanted = Math.max(-4, Math.min(4, roughNormalQuantile(Math.min(1 - 1e-5, Math.max(1e-5, share)))))
  let low = 0
  let high = scores.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((scores[middle] ?? 0) <= wanted) low = middle
    else high = middle
  }
  const at = scores[low] ?? 0
  const next = scores[high] ?? at
  return from + step * (low + (next > at ? Math.min(1, Math.max(0, (wanted - at) / (next - at))) : 0))
}
