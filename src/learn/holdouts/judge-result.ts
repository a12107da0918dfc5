import {
  type ArmSums,
  differenceOfMeans,
  differenceOfShares,
  type Interval,
  type MeansCompared,
  peopleNeeded,
  relativeLift,
  relativeLiftOfShares,
} from './compare-arms.ts'

/**
 * - no-holdout: nobody was held out, so there is nothing to compare with - too-small: more people are needed
 * - more, less: the interval lies on one side of zero - none: an effect of a tenth or more is ruled out
 */
export type Verdict = 'no-holdout' | 'too-small' | 'more' | 'less' | 'none'

export type Judged = {
  readonly verdict: Verdict
  readonly revenue: MeansCompared | null
  readonly relativeRevenue: Interval | null
  readonly buyers: Interval | null
  readonly relativeBuyers: Interval | null
  /** What the treated brought beyond what they would have brought anyway: difference a person × treated people. */
  readonly incremental: Interval | null
  /** How many more people, in today's split, would show a difference as large as the one observed; null when not to be said. */
  readonly peopleMissing: number | null
}

/** Below these a mean of money with its long tail is not to be trusted, whatever its interval says. */
const fewestPeople = 30
const fewestBuyers = 10
/** An effect smaller than this share of the control's mean is not worth looking for. */
const worthSeeing = 0.1

/**
 * Intention to treat: people count where they were drawn to, whatever they got. `isDrawn` says whether the journey holds
 * anybody out, which before the first window is over the arms alone do not tell.
 */
export function judgeResult(treated: ArmSums, control: ArmSums, isDrawn = control.people > 0): Judged {
  const revenue = differenceOfMeans(treated, control)
  const needed = revenue ? peopleNeeded(treated, control, revenue.value) : null
  const missing = needed === null ? null : Math.max(0, needed - treated.people - control.people)
  const verdict = isDrawn || control.people > 0 ? verdictOf(treated, control, revenue) : 'no-holdout'
  return {
    verdict,
    revenue,
    relativeRevenue: relativeLift(treated, control),
    buyers: differenceOfShares(treated, control),
    relativeBuyers: relativeLiftOfShares(treated, control),
    incremental: revenue
      ? { value: revenue.value * treated.people, low: revenue.low * treated.people, high: revenue.high * treated.people }
      : null,
    peopleMissing: verdict === 'too-small' && missing !== null && missing > 0 ? missing : null,
  }
}

function verdictOf(treated: ArmSums, control: ArmSums, revenue: MeansCompared | null): Verdict {
  const isSmall = Math.min(treated.people, control.people) < fewestPeople || treated.buyers + control.buyers < fewestBuyers
  if (!revenue || isSmall) return 'too-small'
  if (revenue.low > 0) return 'more'
  if (revenue.high < 0) return 'less'
  const mean = control.revenue / control.people
  return mean > 0 && Math.max(-revenue.low, revenue.high) <= worthSeeing * mean ? 'none' : 'too-small'
}
