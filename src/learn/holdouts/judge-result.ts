import {
  errorsToEachSide,
  type Sample,
  type Sequential,
  sequentialMeans,
  sequentialShares,
  soundVariances,
  type Watch,
} from '../../understand/models/measure/sequential.ts'
import type { Balance } from './check-balance.ts'
import {
  type ArmSums,
  differenceOfMeans,
  type Interval,
  type MeansCompared,
  peopleNeeded,
  relativeLift,
  relativeLiftOfShares,
} from './compare-arms.ts'

/**
 * - no-holdout: nobody was held out, so there is nothing to compare with - broken: the split is not as it was drawn
 * - too-small: more people are needed - more, less: the interval lies on one side of zero
 * - none: an effect of a tenth or more is ruled out
 */
export const verdicts = ['no-holdout', 'broken', 'too-small', 'more', 'less', 'none'] as const
export type Verdict = (typeof verdicts)[number]

/** What was earned in all is told as one figure only where it is sure that it is more than chance. */
export const hasTotal = ({ verdict }: { readonly verdict: Verdict }): boolean => verdict === 'more' || verdict === 'less'

export type Judged = {
  readonly verdict: Verdict
  /** Holds at all times: whoever looks every day and stops when it leaves zero is wrong in at most 5 % of trials. */
  readonly revenue: Sequential | null
  /** What one look alone, at an end that was fixed before, would have given (Welch). */
  readonly once: MeansCompared | null
  readonly relativeRevenue: Interval | null
  readonly buyers: Sequential | null
  readonly relativeBuyers: Interval | null
  /** What the treated brought beyond what they would have brought anyway: difference a person × treated people. */
  readonly incremental: Interval | null
  /** How many more people, in today's split, would show a difference as large as the one observed; null when not to be said. */
  readonly peopleMissing: number | null
}

export type Circumstances = {
  /** Does it hold anybody out, which before the first window is over the arms alone do not tell. */
  readonly isDrawn?: boolean
  readonly watch?: Watch
  readonly balance?: Balance | null
  /** The arms' means with what was known before taken out; the sums as they are when left out. */
  readonly adjusted?: { readonly treated: Sample; readonly control: Sample }
}

/** Below these a mean of money with its long tail is not to be trusted, whatever its interval says. */
const fewestPeople = 30
const fewestBuyers = 20
/** An effect smaller than this share of the control's mean is not worth looking for. */
const worthSeeing = 0.1
/** The interval is narrowest at about so many people where nothing else was planned. */
export const usualPlan: Watch = { plannedPeople: 1_000 }
/** A split less likely than this is no chance. */
export const unlikelySplit = 0.001

export const sampleOfArm = (arm: ArmSums): Sample => ({
  people: arm.people,
  mean: arm.people > 0 ? arm.revenue / arm.people : 0,
  variance: arm.variance,
  active: arm.buyers,
})

/** Intention to treat: people count where they were drawn to, whatever they got. */
export function judgeResult(treated: ArmSums, control: ArmSums, circumstances: Circumstances = {}): Judged {
  const { isDrawn = control.people > 0, watch = usualPlan, balance = null } = circumstances
  const arms = circumstances.adjusted ?? { treated: sampleOfArm(treated), control: sampleOfArm(control) }
  const revenue = sequentialMeans(arms.treated, arms.control, watch)
  const toEachSide = errorsToEachSide(1, watch.alpha)
  const needed = revenue ? peopleNeeded(treated, control, revenue.value, toEachSide) : null
  const missing = needed === null ? null : Math.max(0, needed - treated.people - control.people)
  const verdict = verdictOf(treated, control, revenue, isDrawn || control.people > 0, balance)
  const buyers = sequentialShares({ n: treated.buyers, of: treated.people }, { n: control.buyers, of: control.people }, watch)
  return {
    verdict,
    revenue,
    once: differenceOfMeans(treated, control),
    relativeRevenue: revenue && relativeOf(arms, treated, control, revenue),
    buyers,
    relativeBuyers: buyers && relativeLiftOfShares(treated, control, buyers.errors),
    incremental: revenue
      ? { value: revenue.value * treated.people, low: revenue.low * treated.people, high: revenue.high * treated.people }
      : null,
    peopleMissing: verdict === 'too-small' && missing !== null && missing > 0 ? missing : null,
  }
}

/** By the same variances and as wide as the difference itself, so that the two never contradict each other. */
function relativeOf(
  arms: { treated: Sample; control: Sample },
  treated: ArmSums,
  control: ArmSums,
  { errors }: Sequential,
): Interval | null {
  const [ofTreated, ofControl] = soundVariances(arms.treated, arms.control)
  const sums = (arm: ArmSums, { mean, people }: Sample, variance: number): ArmSums => ({ ...arm, revenue: mean * people, variance })
  return relativeLift(sums(treated, arms.treated, ofTreated), sums(control, arms.control, ofControl), errors)
}

function verdictOf(treated: ArmSums, control: ArmSums, revenue: Sequential | null, isDrawn: boolean, balance: Balance | null): Verdict {
  if (!isDrawn) return 'no-holdout'
  if (balance !== null && balance.p < unlikelySplit) return 'broken'
  const isSmall = Math.min(treated.people, control.people) < fewestPeople || treated.buyers + control.buyers < fewestBuyers
  if (!revenue || isSmall) return 'too-small'
  if (revenue.low > 0) return 'more'
  if (revenue.high < 0) return 'less'
  const mean = control.revenue / control.people
  return mean > 0 && Math.max(-revenue.low, revenue.high) <= worthSeeing * mean ? 'none' : 'too-small'
}
