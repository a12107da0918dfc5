import { addDays, localDate, startOfDay } from '../../core/kit/local-time.ts'
import { subtractDuration } from '../../core/kit/duration.ts'
import type { Counting, Tier, Validity } from './scheme.ts'

/** From when on purchases count; null: all of them. */
export function countsSince(counting: Counting, now: Date, timeZone: string): Date | null {
  if (counting === 'ever') return null
  if (counting === 'year') return subtractDuration(now, { amount: 1, unit: 'years' })
  return startOfDay(`${localDate(now, timeZone).slice(0, 4)}-01-01`, timeZone)
}

/** The last day, by the shop's calendar, on which what was bought counts together with the rest; null where no day ends it. */
export function countsThrough(counting: Counting, now: Date, timeZone: string): string | null {
  return counting === 'calendar-year' ? `${localDate(now, timeZone).slice(0, 4)}-12-31` : null
}

/** The instant in which the validity of a tier that is reached now ends; null: it ends with its rule. */
export function validUntil(validity: Validity, now: Date, timeZone: string): Date | null {
  const today = localDate(now, timeZone)
  if (validity.kind === 'none') return null
  if (validity.kind === 'days') return startOfDay(addDays(today, validity.days + 1), timeZone)
  return startOfDay(`${String(Number(today.slice(0, 4)) + validity.years + 1).padStart(4, '0')}-01-01`, timeZone)
}

/** A whole day: durations of grace are added in hours, since the database must not ask which zone it is in. */
export const dayHours = 24

/** What the tiers of a scheme promise, in arrays by their place from the lowest. */
export type Terms = {
  readonly until: (Date | null)[]
  readonly kinds: Validity['kind'][]
  readonly graceHours: number[]
  readonly keepsValidity: boolean[]
  readonly oneStep: boolean[]
}

export function termsOf(tiers: readonly Tier[], now: Date, timeZone: string): Terms {
  return {
    until: tiers.map((tier) => validUntil(tier.validity, now, timeZone)),
    kinds: tiers.map((tier) => tier.validity.kind),
    graceHours: tiers.map((tier) => tier.graceDays * dayHours),
    keepsValidity: tiers.map((tier) => tier.down.when === 'after-validity'),
    oneStep: tiers.map((tier) => tier.down.how === 'one-step'),
  }
}
