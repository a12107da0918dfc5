import { collect } from '../../../../platform/jobs/give-back-memory.ts'
import { conditional, conditionalNone } from '../../../models/repeat-buying/repeat-models.ts'
import { chooseRepeat, type Holdout, type HoldoutRows } from '../../../models/repeat-buying/choose-repeat.ts'
import { fitSpend } from '../../../models/repeat-buying/fit-spend.ts'
import type { RepeatFit } from '../../../models/repeat-buying/repeat-model.ts'
import type { SpendRows } from '../../../models/repeat-buying/gamma-gamma.ts'
import { gradePredictions } from '../../grade-predictions.ts'
import { expectedAmount, pastRate } from '../../predict-past.ts'
import { sayWithdrawal } from '../../say-model.ts'
import type { SetBody, Trial } from '../../set-body.ts'
import { distinctRows } from './distinct-rows.ts'
import { emptyGrade } from './grade-columns.ts'
import { dayText, openWeeksBetween } from './open-weeks.ts'
import type { PastColumns } from './past-columns.ts'
import { rfmSums, rowsWhere } from './rfm-sums.ts'
import type { MakingPlan } from './thread-jobs.ts'

const at = (numbers: ArrayLike<number>, row: number): number => numbers[row] ?? 0

/** Which columns are read: those of now, or those of the trial day. */
type View = {
  readonly cutDay: number
  readonly days: Int32Array
  readonly last: Int32Array
  readonly repeat: Float64Array
  readonly total: Float64Array
}

const nowOf = (c: PastColumns, { cutDay }: MakingPlan): View => ({ cutDay, days: c.days, last: c.last, repeat: c.repeat, total: c.total })
const beforeOf = (c: PastColumns, cutDay: number): View => ({
  cutDay,
  days: c.daysBefore,
  last: c.lastBefore,
  repeat: c.repeatBefore,
  total: c.totalBefore,
})

/**
 * Chooses the models, tries them on the past, and says what came of it. What each step needed is given back before the next one: of a
 * million customers it is 80 MB in columns, which V8 would leave lying as long as its own heap is small.
 */
export function fitSet(columns: PastColumns, plan: MakingPlan, onProgress: (share: number) => void): Omit<SetBody, 'notes'> {
  const tried = plan.trial ? tryOnPast(columns, plan, plan.trial, (share) => onProgress(share * 0.4)) : null
  collect()
  const trial = tried?.trial ?? null
  const chosen = choose(columns, nowOf(columns, plan), plan, holdoutOf(columns, plan, tried?.fits), (share) =>
    onProgress(0.4 + share * 0.5),
  )
  const worse =
    plan.withdrawn ?? (trial?.grade.verdict === 'worse' ? { at: plan.predictedAt, words: sayWithdrawal(trial.grade, trial.horizon) } : null)
  return {
    ...chosen,
    standing: chosen.fit === null ? 'none' : worse ? 'plain' : 'model',
    closed: plan.closed,
    trial,
    withdrawn: chosen.fit === null ? null : worse,
    quantiles: {
      days: deciles(Float64Array.from(columns.days)),
      repeat: deciles(columns.repeat.filter((one) => !Number.isNaN(one))),
      total: deciles(columns.total),
    },
    yearlyDiscount: plan.yearlyDiscount,
    totals: { purchases30: 0, purchases90: 0, purchases365: 0, spend90: 0 },
    chance: null,
  }
}

type Chosen = Pick<SetBody, 'fit' | 'tried' | 'verdict' | 'words' | 'spend' | 'spendWords' | 'yearlyDiscount'>

function choose(columns: PastColumns, view: View, plan: MakingPlan, holdout: Holdout | null, onProgress: (share: number) => void): Chosen {
  const rows = repeatRows(columns, view, plan)
  const choice = chooseRepeat(rows, { seed: plan.seed, onProgress, ...(holdout ? { holdout } : {}) })
  const spend = fitSpend(spendRows(view), { seed: plan.seed })
  return {
    fit: choice.chosen,
    tried: choice.tried,
    verdict: choice.verdict,
    words: choice.inWords,
    spend,
    spendWords: spend.inWords,
    yearlyDiscount: plan.yearlyDiscount,
  }
}

/** All who had bought by then, distinct pasts counted once; with what came later, where `came` says. */
function repeatRows({ first, days: allDays }: PastColumns, view: View, { closed }: MakingPlan, came?: Int32Array): HoldoutRows {
  const pastOf = (row: number) => {
    const days = at(view.days, row)
    return days === 0 ? null : { days, first: at(first, row), last: at(view.last, row), came: came ? at(came, row) : 0 }
  }
  return distinctRows(allDays.length, pastOf, view.cutDay, openWeeksBetween(closed))
}

/** The same firm on the trial day, with what came after it: models are chosen by what they foretold, not by their fit alone. */
function holdoutOf(columns: PastColumns, plan: MakingPlan, fits: readonly RepeatFit[] = []): Holdout | null {
  if (!plan.trial) return null
  const { day, horizon } = plan.trial
  const weeks = openWeeksBetween(plan.closed)(day, day + horizon)
  return weeks > 0 ? { rows: repeatRows(columns, beforeOf(columns, day), plan, columns.came), weeks, fits } : null
}

function spendRows({ days, repeat }: View): SpendRows {
  const rows = rowsWhere(days.length, (row) => at(days, row) > 1)
  const x = new Float64Array(rows.length)
  const z = new Float64Array(rows.length)
  for (let place = 0; place < rows.length; place++) {
    const row = at(rows, place)
    x[place] = at(days, row) - 1
    z[place] = at(repeat, row)
  }
  return { x, z, count: new Float64Array(rows.length).fill(1) }
}

/** As of the trial day, everything as it would have been done then; held against what came. Null where nobody had bought. */
function tryOnPast(
  columns: PastColumns,
  plan: MakingPlan,
  { day, horizon }: NonNullable<MakingPlan['trial']>,
  onProgress: (share: number) => void,
): { readonly trial: Trial | null; readonly fits: readonly RepeatFit[] } | null {
  const view = beforeOf(columns, day)
  const set = choose(columns, view, plan, null, onProgress)
  const { fit } = set
  if (fit === null) return null
  collect()
  const known = rowsWhere(view.days.length, (row) => at(view.days, row) > 0)
  const weeks = openWeeksBetween(plan.closed)
  const ahead = weeks(day, day + horizon)
  const rfm = rfmSums(view, known)
  const rows = emptyGrade(known.length)
  for (let place = 0; place < known.length; place++) {
    const row = at(known, place)
    const begin = at(columns.first, row)
    const repeat = at(view.repeat, row)
    const past = {
      x: at(view.days, row) - 1,
      tx: weeks(begin, at(view.last, row)),
      t: weeks(begin, day),
      repeat: Number.isNaN(repeat) ? null : repeat,
    }
    const rate = pastRate(past)
    const expected = conditional(fit, past.x, past.tx, past.t, ahead)
    rows.purchases[place] = expected
    rows.chance[place] = 1 - conditionalNone(fit, past.x, past.tx, past.t, ahead)
    rows.spend[place] = expected * (expectedAmount(set, past) ?? 0)
    rows.ratePurchases[place] = rate.purchases * ahead
    rows.rateSpend[place] = rate.spend * ahead
    rows.rfm[place] = at(rfm, place)
    rows.month[place] = monthOf(begin)
    rows.came[place] = at(columns.came, row)
    rows.cameSpend[place] = at(columns.cameSpend, row)
  }
  const grade = gradePredictions(rows)
  return { trial: grade && { cutDay: dayText(day), horizon, grade, model: fit.kind }, fits: set.tried }
}

/** Months from the year 0. */
export function monthOf(day: number): number {
  const date = new Date(day * 86_400_000)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

/** The 10 … 90 % quantiles; none of nothing. */
function deciles(values: Float64Array): number[] {
  if (values.length === 0) return []
  const sorted = values.slice().sort()
  return Array.from({ length: 9 }, (_, i) => at(sorted, Math.floor(((i + 1) / 10) * (sorted.length - 1))))
}
