import { type Interval, newcombe } from '../../understand/models/measure/shares.ts'
import { t95, tailOfT, z95, zPower80 } from './distributions.ts'

/** One arm as sums over its people: who is in it, who bought, and net revenue a person in minor units. */
export type ArmSums = {
  readonly people: number
  readonly buyers: number
  /** Purchases less refunds; people who bought nothing count as 0. */
  readonly revenue: number
  /** The sample variance of revenue a person; 0 for fewer than two people. */
  readonly variance: number
}

export type { Interval }

export type MeansCompared = Interval & { readonly df: number; readonly p: number }

/** Difference of two means with Welch's standard error and degrees of freedom (Welch 1947, Satterthwaite 1946). */
export function differenceOfMeans(treated: ArmSums, control: ArmSums): MeansCompared | null {
  if (treated.people < 2 || control.people < 2) return null
  const a = treated.variance / treated.people
  const b = control.variance / control.people
  const value = treated.revenue / treated.people - control.revenue / control.people
  if (a + b === 0) return { value, low: value, high: value, df: treated.people + control.people - 2, p: value === 0 ? 1 : 0 }
  const error = Math.sqrt(a + b)
  const df = (a + b) ** 2 / (a ** 2 / (treated.people - 1) + b ** 2 / (control.people - 1))
  const half = t95(df) * error
  return { value, low: value - half, high: value + half, df, p: tailOfT(value / error, df) }
}

/** Difference of two shares: Newcombe's hybrid of two Wilson intervals (Newcombe 1998, method 10). */
export function differenceOfShares(treated: ArmSums, control: ArmSums): Interval | null {
  return newcombe({ n: treated.buyers, of: treated.people }, { n: control.buyers, of: control.people })
}

/**
 * Lift relative to the control's mean, with Fieller's interval for a ratio of independent means (Fieller 1954), `toEachSide`
 * standard errors each way. Null where the control's mean is not surely above zero: then no finite interval exists.
 */
export function relativeLift(treated: ArmSums, control: ArmSums, toEachSide = z95): Interval | null {
  if (treated.people < 2 || control.people < 2) return null
  const means = { t: treated.revenue / treated.people, c: control.revenue / control.people }
  const errors = { t: treated.variance / treated.people, c: control.variance / control.people }
  if (means.c <= 0) return null
  const g = (toEachSide ** 2 * errors.c) / means.c ** 2
  if (g >= 1) return null
  const ratio = means.t / means.c
  const half = ((toEachSide / means.c) * Math.sqrt(errors.t * (1 - g) + ratio ** 2 * errors.c)) / (1 - g)
  return { value: ratio - 1, low: ratio / (1 - g) - half - 1, high: ratio / (1 - g) + half - 1 }
}

/** Relative lift of the share of buyers, by the logarithm of the ratio (Katz 1978). Null without buyers in both arms. */
export function relativeLiftOfShares(treated: ArmSums, control: ArmSums, toEachSide = z95): Interval | null {
  if (treated.buyers === 0 || control.buyers === 0) return null
  const ratio = treated.buyers / treated.people / (control.buyers / control.people)
  const half = toEachSide * Math.sqrt(1 / treated.buyers - 1 / treated.people + 1 / control.buyers - 1 / control.people)
  return { value: ratio - 1, low: ratio * Math.exp(-half) - 1, high: ratio * Math.exp(half) - 1 }
}

/**
 * How many people both arms need together to see a difference as large as the one observed with a power of 80 % by an
 * interval of so many standard errors to each side, keeping today's split: n of control = (1.96 + 0.84)² (s²c + s²t / ratio) / d², unpooled variances.
 * @returns null for no difference or no variance to go by
 */
export function peopleNeeded(treated: ArmSums, control: ArmSums, difference: number, toEachSide = z95): number | null {
  if (difference === 0 || treated.people < 2 || control.people < 2 || treated.variance + control.variance === 0) return null
  const ratio = treated.people / control.people
  const controls = ((toEachSide + zPower80) ** 2 * (control.variance + treated.variance / ratio)) / difference ** 2
  return Math.ceil(controls * (1 + ratio))
}
