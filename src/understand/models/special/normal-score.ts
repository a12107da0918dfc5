import { normalBelow } from './incomplete.ts'

/** Φ in steps of a hundredth up to ±6: for mixtures of a million customers, where nine digits are enough. */
const step = 0.01
const reach = 6
const table = Float64Array.from({ length: (2 * reach) / step + 2 }, (_, i) => normalBelow(i * step - reach))

/** Φ(z) between the places of a table; absolute error below 1e-5. */
export function quickNormalBelow(z: number): number {
  if (!(z > -reach)) return 0
  if (z >= reach) return 1
  const place = (z + reach) / step
  const before = Math.floor(place)
  const low = table[before] ?? 0
  return low + (place - before) * ((table[before + 1] ?? 1) - low)
}
