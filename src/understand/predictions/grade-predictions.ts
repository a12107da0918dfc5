import { brier, calibrationBins, errorOfBins } from '../models/measure/calibration.ts'
import { bias, meanAbsoluteError, rootMeanSquareError } from '../models/measure/errors.ts'
import { aucOf, bestGini, giniNormalised } from '../models/measure/ranking.ts'
import type { Grade } from './grade.ts'

/** Of each customer what was foretold and what came, a column each. Spend in minor units; `month` counts from the year 0. */
export type GradeRows = {
  readonly purchases: Float64Array
  readonly spend: Float64Array
  /** Chance to buy at all, 0 to 1; null where no such forecast was made. */
  readonly chance: Float64Array | null
  readonly ratePurchases: Float64Array
  readonly rateSpend: Float64Array
  readonly rfm: Float64Array
  readonly month: Int32Array
  readonly came: Float64Array
  readonly cameSpend: Float64Array
}

const figure = (value: number): number | null => (Number.isFinite(value) ? value : null)
const at = (numbers: ArrayLike<number>, row: number): number => numbers[row] ?? 0
const sum = (numbers: Float64Array): number => numbers.reduce((all, one) => all + one, 0)

/** Grades forecasts against what came and against the plain alternatives. Null without customers. */
export function gradePredictions(rows: GradeRows): Grade | null {
  const customers = rows.came.length
  if (customers === 0) return null
  const bought = rows.came.map((n) => (n > 0 ? 1 : 0))
  const buyers = sum(bought)
  const both = buyers > 0 && buyers < customers
  const auc = (scores: Float64Array) => (both ? figure(aucOf(scores, bought)) : null)
  const best = buyers > 1 ? bestGini(rows.cameSpend) : null
  const gini = (scores: Float64Array) => (best === null ? null : figure(giniNormalised(scores, rows.cameSpend, best)))
  const ranking = { model: auc(rows.purchases), rate: auc(rows.ratePurchases), rfm: auc(rows.rfm) }
  return {
    customers,
    buyers,
    purchases: {
      came: sum(rows.came),
      model: errorsOf(rows.purchases, rows.came),
      rate: errorsOf(rows.ratePurchases, rows.came),
    },
    spend: { came: sum(rows.cameSpend), model: errorsOf(rows.spend, rows.cameSpend), rate: errorsOf(rows.rateSpend, rows.cameSpend) },
    ranking,
    worth: { model: gini(rows.spend), rate: gini(rows.rateSpend), rfm: gini(rows.rfm) },
    chance: rows.chance ? chanceOf(rows.chance, bought, buyers / customers) : null,
    deciles: [...calibrationBins(rows.purchases, rows.came, 10)],
    cohorts: cohortsOf(rows),
    verdict: verdictOf(rows),
    rankedBy: rankedBy(ranking, buyers, customers - buyers),
  }
}

function errorsOf(forecast: Float64Array, came: Float64Array): Grade['purchases']['model'] {
  return {
    forecast: sum(forecast),
    bias: figure(bias(forecast, came)),
    mae: figure(meanAbsoluteError(forecast, came)),
    rmse: figure(rootMeanSquareError(forecast, came)),
  }
}

function chanceOf(chance: Float64Array, bought: Float64Array, mean: number): NonNullable<Grade['chance']> {
  const bins = calibrationBins(chance, bought, 10)
  return {
    brier: figure(brier(chance, bought)),
    brierOfMean: figure(mean * (1 - mean)),
    error: figure(errorOfBins(bins)),
    bins: [...bins],
  }
}

export const monthText = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`

/** By the month of the first purchase; beyond the newest eleven, earlier ones together under the month of the last of them. */
function cohortsOf(rows: GradeRows): Grade['cohorts'] {
  const months = [...new Set(rows.month)].sort((a, b) => b - a)
  const oldest = months[Math.min(11, months.length - 1)] ?? 0
  const cohorts = new Map<number, { customers: number; forecast: number; rate: number; came: number }>()
  for (let row = 0; row < rows.month.length; row++) {
    const month = Math.max(oldest, at(rows.month, row))
    const cohort = cohorts.get(month) ?? { customers: 0, forecast: 0, rate: 0, came: 0 }
    cohort.customers++
    cohort.forecast += at(rows.purchases, row)
    cohort.rate += at(rows.ratePurchases, row)
    cohort.came += at(rows.came, row)
    cohorts.set(month, cohort)
  }
  return [...cohorts].sort(([a], [b]) => a - b).map(([month, cohort]) => ({ month: monthText(month), ...cohort }))
}

type Difference = 'better' | 'same' | 'worse'

/** The mean difference of two losses over the same customers, by more than two standard errors. */
function differenceOf(rows: number, of: (row: number) => number): Difference {
  let [all, squares] = [0, 0]
  for (let row = 0; row < rows; row++) {
    const one = of(row)
    all += one
    squares += one * one
  }
  const mean = all / rows
  const error = Math.sqrt(Math.max(0, squares / rows - mean * mean) / Math.max(1, rows - 1))
  if (Math.abs(mean) <= 2 * error || mean === 0) return 'same'
  return mean < 0 ? 'better' : 'worse'
}

/**
 * Forecasts are means, so their squared error speaks first; the absolute error, which an occasional giant does not rule,
 * speaks where that is undecided.
 */
function verdictOf({ purchases, ratePurchases, came }: GradeRows): Difference {
  const off = (forecast: Float64Array, row: number) => Math.abs(at(forecast, row) - at(came, row))
  const squared = differenceOf(came.length, (row) => off(purchases, row) ** 2 - off(ratePurchases, row) ** 2)
  if (squared !== 'same') return squared
  return differenceOf(came.length, (row) => off(purchases, row) - off(ratePurchases, row))
}

/** Two areas under the curve differ by more than chance from about two of their standard errors (Hanley and McNeil 1982, at 0.7). */
function rankedBy({ model, rate, rfm }: Grade['ranking'], buyers: number, others: number): Grade['rankedBy'] {
  if (model === null || rate === null || rfm === null) return 'none'
  const top = Math.max(model, rate, rfm)
  const q1 = top / (2 - top)
  const q2 = (2 * top * top) / (1 + top)
  const error = Math.sqrt((top * (1 - top) + (buyers - 1) * (q1 - top ** 2) + (others - 1) * (q2 - top ** 2)) / (buyers * others))
  const plain = Math.max(rate, rfm)
  if (plain - model > error) return plain === rfm ? 'rfm' : 'rate'
  return model - plain > error ? 'model' : 'none'
}
