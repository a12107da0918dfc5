import type { Sample, Sums } from './sequential.ts'

/** Sums of an outcome together with what was known of each person before, e.g. their spend in the year before. */
export type SumsWithBefore = Sums & { readonly before: number; readonly beforeSquares: number; readonly together: number }

export type Adjusted = {
  readonly arms: readonly Sample[]
  /** The share of the outcome's variance that what was known before explains, 0 to 1. */
  readonly explained: number
}

/**
 * Takes out of each arm's mean what was known before its people were drawn (CUPED: Deng, Xu, Kohavi and Walker 2013, "Improving the
 * sensitivity of online controlled experiments by utilizing pre-experiment data"). One slope for all arms, from the
 * variation within them; the mean before is everybody's. The effect that is measured stays the same, its variance falls by
 * the share explained. Nothing is taken out where nothing varied before.
 */
export function takeOutBefore(arms: readonly SumsWithBefore[]): Adjusted {
  const people = arms.reduce((sum, arm) => sum + arm.people, 0)
  const degrees = people - arms.filter((arm) => arm.people > 0).length
  const within = (of: (arm: SumsWithBefore) => number) => arms.reduce((sum, arm) => sum + (arm.people > 0 ? of(arm) : 0), 0)
  const xx = within((arm) => arm.beforeSquares - arm.before ** 2 / arm.people)
  const xy = within((arm) => arm.together - (arm.before * arm.sum) / arm.people)
  const yy = within((arm) => arm.squares - arm.sum ** 2 / arm.people)
  const slope = degrees > 0 && xx > 0 ? xy / xx : 0
  const everybody = people > 0 ? arms.reduce((sum, arm) => sum + arm.before, 0) / people : 0
  return {
    arms: arms.map((arm) => adjust(arm, slope, everybody)),
    explained: slope !== 0 && yy > 0 ? Math.min(1, xy ** 2 / (xx * yy)) : 0,
  }
}

function adjust(arm: SumsWithBefore, slope: number, everybody: number): Sample {
  const { people } = arm
  if (people === 0) return { people, mean: 0, variance: 0 }
  const mean = arm.sum / people - slope * (arm.before / people - everybody)
  if (people < 2) return { people, mean, variance: 0 }
  const y = arm.squares - arm.sum ** 2 / people
  const xy = arm.together - (arm.before * arm.sum) / people
  const x = arm.beforeSquares - arm.before ** 2 / people
  return { people, mean, variance: Math.max(0, (y - 2 * slope * xy + slope ** 2 * x) / (people - 1)) }
}
