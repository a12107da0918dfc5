import { wilson } from '../models/measure/shares.ts'

/** A share of so many, with its 95 % interval; null where there are none to speak of. */
export type Share = {
  readonly of: number
  readonly hits: number
  readonly share: number | null
  readonly low: number | null
  readonly high: number | null
}

export function shareOf(hits: number, of: number): Share {
  if (of <= 0) return { of: 0, hits: 0, share: null, low: null, high: null }
  const { value, low, high } = wilson(hits, of)
  return { of, hits, share: value, low, high }
}
