/** The share that is still there after each time at which somebody left. */
export type SurvivalCurve = {
  /** Times at which somebody left, rising; in the unit of the data. */
  readonly times: Float64Array
  /** S(t): the share still there just after each of the times, 0 to 1. */
  readonly survival: Float64Array
  /** Greenwood's standard error of S(t); 0 once nobody is left. */
  readonly standardErrors: Float64Array
  /** How many were still watched just before each of the times. */
  readonly atRisk: Float64Array
  /** How many left at each of the times. */
  readonly left: Float64Array
}

/**
 * The survival curve by Kaplan and Meier (1958) with Greenwood's errors (1926). Whoever is only watched until a time at
 * which others leave counts as still there at that time.
 * @param times how long each was watched, from 0
 * @param events 1 for who left at the end of the time, 0 for who was still there
 * @param counts how many each row stands for; one where left out
 * @throws RangeError where the lengths differ, or a time is negative or no number
 */
export function kaplanMeier(times: ArrayLike<number>, events: ArrayLike<number>, counts?: ArrayLike<number>): SurvivalCurve {
  const order = byTime(times, events)
  const steps: { time: number; survival: number; error: number; atRisk: number; left: number }[] = []
  const countOf = (row: number) => (counts ? (counts[row] ?? 0) : 1)
  let watched = order.reduce((sum, row) => sum + countOf(row), 0)
  let [survival, greenwood] = [1, 0]
  for (let from = 0; from < order.length; ) {
    const time = times[order[from] ?? 0] ?? 0
    const atRisk = watched
    let left = 0
    for (; from < order.length && times[order[from] ?? 0] === time; from++) {
      const row = order[from] ?? 0
      left += (events[row] ?? 0) * countOf(row)
      watched -= countOf(row)
    }
    if (left === 0) continue
    survival *= 1 - left / atRisk
    greenwood += left / (atRisk * (atRisk - left))
    steps.push({ time, survival, error: survival === 0 ? 0 : survival * Math.sqrt(greenwood), atRisk, left })
  }
  return {
    times: Float64Array.from(steps, (step) => step.time),
    survival: Float64Array.from(steps, (step) => step.survival),
    standardErrors: Float64Array.from(steps, (step) => step.error),
    atRisk: Float64Array.from(steps, (step) => step.atRisk),
    left: Float64Array.from(steps, (step) => step.left),
  }
}

/** Places of the rows, shortest time first. */
export function byTime(times: ArrayLike<number>, events: ArrayLike<number>): Uint32Array {
  if (times.length !== events.length) throw new RangeError(`${times.length} times stand against ${events.length} events`)
  const values = Float64Array.from(times)
  const bad = values.findIndex((time) => !(time >= 0 && time < Infinity))
  if (bad >= 0) throw new RangeError(`the time at ${bad} is ${values[bad]}: times run from 0`)
  return Uint32Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
}

/** S(t) and its standard error; before anybody left everybody is there. */
export function survivalAt(curve: SurvivalCurve, time: number): { readonly survival: number; readonly standardError: number } {
  let place = -1
  while (place + 1 < curve.times.length && (curve.times[place + 1] ?? 0) <= time) place++
  if (place < 0) return { survival: 1, standardError: 0 }
  return { survival: curve.survival[place] ?? 0, standardError: curve.standardErrors[place] ?? 0 }
}

/**
 * An interval around S(t) that stays between 0 and 1, by way of ln(-ln S) (Kalbfleisch and Prentice 1980, section 1.3).
 * @param z how many standard errors: 1.96 for 95 %
 */
export function survivalInterval({ survival, standardError }: { survival: number; standardError: number }, z = 1.959963984540054) {
  if (survival <= 0 || survival >= 1) return { low: survival, high: survival }
  const spread = Math.exp((z * standardError) / (survival * Math.log(survival)))
  const [low, high] = [survival ** (1 / spread), survival ** spread]
  return { low: Math.min(low, high), high: Math.max(low, high) }
}

/** The first time at which at most half (or another share) is still there; null where more than that stayed to the end. */
export function timeUntil(curve: SurvivalCurve, share = 0.5): number | null {
  const place = curve.survival.findIndex((survival) => survival <= share + 1e-12)
  return place < 0 ? null : (curve.times[place] ?? null)
}
