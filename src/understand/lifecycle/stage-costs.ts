/** Who fell back within so many days is counted. */
export const fallDays = 30

/** In minor units a month and customer. */
export type StageSpend = { readonly customers: number; readonly monthly: number }
/** Of one stage: where those who go on to spend more mostly go, and who stays longer than they did. */
export type Step = {
  readonly to: string
  readonly usualDays: number
  readonly stays: number
  readonly wentOn: number
  readonly stalled: number
}
export type Fall = { readonly from: string; readonly to: string; readonly customers: number }

export type StageCost = {
  readonly key: string
  readonly customers: number
  readonly monthly: number
  readonly step:
    | (Pick<Step, 'to' | 'usualDays' | 'stays' | 'stalled'> & { readonly rate: number; readonly gain: number; readonly cost: number })
    | null
  /** Who fell back from here and is still where that led, to one of these. */
  readonly fell: { readonly customers: number; readonly cost: number; readonly to: string[] }
}

/** Three quarters of those who went on had done so by then; who stays longer is stalled. */
export const usualShare = 0.75
/** Of fewer steps nothing is said. */
export const fewest = 10

/**
 * What stalled steps and steps back cost each month, in minor units. Stalled: those who stay longer than usual × the share
 * that goes on × what a customer there spends more a month. Back: those who fell × what a customer there spends less. Both are
 * differences of averages between stages, so they say where to look, not what an effort would earn.
 */
export function costsOf(
  stages: readonly string[],
  spends: ReadonlyMap<string, StageSpend>,
  steps: ReadonlyMap<string, Step>,
  falls: readonly Fall[],
): StageCost[] {
  const monthly = (stage: string) => spends.get(stage)?.monthly ?? 0
  return stages.map((key) => {
    const back = falls.filter(({ from, to }) => from === key && monthly(to) < monthly(key))
    return {
      key,
      customers: spends.get(key)?.customers ?? 0,
      monthly: monthly(key),
      step: stepCost(steps.get(key), (to) => monthly(to) - monthly(key)),
      fell: {
        customers: back.reduce((sum, fall) => sum + fall.customers, 0),
        cost: Math.round(back.reduce((sum, fall) => sum + fall.customers * (monthly(key) - monthly(fall.to)), 0)),
        to: back.map(({ to }) => to),
      },
    }
  })
}

function stepCost(step: Step | undefined, gainTo: (to: string) => number): StageCost['step'] {
  if (!step || step.stays === 0) return null
  const { to, usualDays, stays, stalled } = step
  const gain = gainTo(to)
  if (gain <= 0) return null
  const rate = step.wentOn / stays
  return { to, usualDays, stays, stalled, rate, gain, cost: Math.round(stalled * rate * gain) }
}
