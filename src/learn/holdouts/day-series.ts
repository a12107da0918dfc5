import { type SumsWithBefore, takeOutBefore } from '../../understand/models/measure/covariate.ts'
import { sampleOf, sequentialMeans, type Sample, type Watch } from '../../understand/models/measure/sequential.ts'
import type { ArmSums } from './compare-arms.ts'

/** What changed on one day in one arm and variant. Amounts in minor units. */
export type DayChange = {
  readonly arm: string
  readonly variant: string | null
  readonly day: string
  readonly people: number
  /** Of these, whose window is not over. */
  readonly waiting: number
  readonly buyers: number
  readonly sum: number
  readonly squares: number
  /** What people had spent in the year before they entered, and in the same number of days before as are measured after. */
  readonly before: number
  readonly beforeSquares: number
  readonly together: number
  readonly lately: number
  readonly latelySquares: number
}

export type ArmSoFar = SumsWithBefore & { readonly buyers: number; readonly lately: number; readonly latelySquares: number }

export const nobodySoFar: ArmSoFar = {
  people: 0,
  buyers: 0,
  sum: 0,
  squares: 0,
  before: 0,
  beforeSquares: 0,
  together: 0,
  lately: 0,
  latelySquares: 0,
}

const grown = (arm: ArmSoFar, by: DayChange | ArmSoFar): ArmSoFar => ({
  people: arm.people + by.people,
  buyers: arm.buyers + by.buyers,
  sum: arm.sum + by.sum,
  squares: arm.squares + by.squares,
  before: arm.before + by.before,
  beforeSquares: arm.beforeSquares + by.beforeSquares,
  together: arm.together + by.together,
  lately: arm.lately + by.lately,
  latelySquares: arm.latelySquares + by.latelySquares,
})

/** All changes added up, of those that are asked for. */
export function sumUp(changes: readonly DayChange[], isAsked: (change: DayChange) => boolean = () => true): ArmSoFar {
  return changes.filter(isAsked).reduce<ArmSoFar>(grown, nobodySoFar)
}

export function armSumsOf(arm: ArmSoFar): ArmSums {
  const { people, mean, variance } = sampleOf(arm)
  return { people, buyers: arm.buyers, revenue: Math.round(mean * people), variance }
}

export type Means = { readonly treated: Sample; readonly control: Sample; readonly explained: number; readonly isUsed: boolean }

/** Below this what was known before would change nothing worth the words. */
const worthTaking = 0.05
/** And among so few people a slope is chance. */
const enoughForASlope = 200

/** Both arms' means, what was known before taken out of them where it explains a twentieth of the variance or more. */
export function meansOf(treated: ArmSoFar, control: ArmSoFar): Means {
  const { arms, explained } = takeOutBefore([treated, control])
  const [a, b] = arms
  const isUsed = explained >= worthTaking && treated.people + control.people >= enoughForASlope && a !== undefined && b !== undefined
  const [one, other] = isUsed ? [a, b] : [sampleOf(treated), sampleOf(control)]
  return { treated: { ...one, active: treated.buyers }, control: { ...other, active: control.buyers }, explained, isUsed }
}

export type DayOfTrial = {
  readonly day: string
  readonly treated: number
  readonly holdout: number
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

/** Fewer buyers than this in all, and no interval is drawn: the mean of a long tail says nothing yet. */
const fewestBuyers = 20
const fewestPeople = 30

/** The difference of revenue a person at the end of each day on which anything changed, with the interval that holds at all times. */
export function seriesOf(changes: readonly DayChange[], watch: Watch): DayOfTrial[] {
  let [treated, control] = [nobodySoFar, nobodySoFar]
  const days = Map.groupBy(changes, ({ day }) => day)
  return [...days].map(([day, changed]) => {
    for (const change of changed)
      if (change.arm === 'holdout') control = grown(control, change)
      else treated = grown(treated, change)
    const isEnough = Math.min(treated.people, control.people) >= fewestPeople && treated.buyers + control.buyers >= fewestBuyers
    const means = meansOf(treated, control)
    const found = isEnough ? sequentialMeans(means.treated, means.control, watch) : null
    return {
      day,
      treated: treated.people,
      holdout: control.people,
      value: found?.value ?? null,
      low: found?.low ?? null,
      high: found?.high ?? null,
    }
  })
}
