import { bias, correlation, meanAbsoluteError, rootMeanSquareError } from '../measure/errors.ts'
import { aucOf, giniNormalised, shareInTop } from '../measure/ranking.ts'
import type { SpendFit } from './fit-spend.ts'
import { expectedSpend } from './gamma-gamma.ts'
import type { RepeatFit } from './repeat-model.ts'
import { conditional } from './repeat-models.ts'

/** A row a customer: the past up to an earlier cut-off, and what came in the weeks after it. */
export type BackTestRows = {
  readonly x: Float64Array
  readonly tx: Float64Array
  readonly t: Float64Array
  /** Mean amount of the repeat purchase days; 0 where there is none. */
  readonly z: Float64Array
  /** All that was spent up to the cut-off, the first purchase with it. */
  readonly total: Float64Array
  readonly came: Float64Array
  readonly cameSpend: Float64Array
}

export type CountErrors = {
  readonly sum: number
  readonly bias: number
  readonly meanAbsolute: number
  readonly rootMeanSquare: number
  readonly correlation: number
  /** For "buys at all". */
  readonly auc: number
}

export type SpendErrors = {
  readonly sum: number
  readonly bias: number
  readonly meanAbsolute: number
  readonly correlation: number
  readonly gini: number
  readonly topTenth: number
}

const sumOf = (values: Float64Array) => values.reduce((sum, each) => sum + each, 0)

function countErrors(forecast: Float64Array, { came }: BackTestRows): CountErrors {
  return {
    sum: sumOf(forecast),
    bias: bias(forecast, came),
    meanAbsolute: meanAbsoluteError(forecast, came),
    rootMeanSquare: rootMeanSquareError(forecast, came),
    correlation: correlation(forecast, came),
    auc: aucOf(
      forecast,
      came.map((each) => (each > 0 ? 1 : 0)),
    ),
  }
}

function spendErrors(forecast: Float64Array, { cameSpend }: BackTestRows): SpendErrors {
  return {
    sum: sumOf(forecast),
    bias: bias(forecast, cameSpend),
    meanAbsolute: meanAbsoluteError(forecast, cameSpend),
    correlation: correlation(forecast, cameSpend),
    gini: giniNormalised(forecast, cameSpend),
    topTenth: shareInTop(forecast, cameSpend, 0.1),
  }
}

/** A rate is taken over a day at least. */
const shortest = 1 / 7

/**
 * How far the forecasts were off, beside the plain alternatives: everybody's own past rate, the mean rate of all, and for
 * the order of customers the sum of three scores from 1 to 5 for recency, frequency and money.
 * @param fit fitted to these pasts, or to others @param weeks the length of the time after
 */
export function backTest(fit: RepeatFit, spend: SpendFit | null, rows: BackTestRows, weeks: number) {
  const { x, tx, t, z, total } = rows
  const purchases = x.map((each, i) => conditional(fit, each, tx[i] ?? 0, t[i] ?? 0, weeks))
  const meanRate = sumOf(x) / sumOf(t)
  const past = x.map((each, i) => (each / Math.max(shortest, t[i] ?? 0)) * weeks)
  const amounts = spend && purchases.map((each, i) => each * expectedSpend(spend.parameters, x[i] ?? 0, z[i] ?? 0))
  const recency = tx.map((each, i) => each - (t[i] ?? 0))
  return {
    purchases: {
      model: countErrors(purchases, rows),
      pastRate: countErrors(past, rows),
      meanRate: countErrors(
        x.map(() => meanRate * weeks),
        rows,
      ),
    },
    spend: {
      model: amounts && spendErrors(amounts, rows),
      pastRate: spendErrors(
        total.map((each, i) => (each / Math.max(shortest, t[i] ?? 0)) * weeks),
        rows,
      ),
      rfm: spendErrors(sumOfScores([recency, x, total]), rows),
    },
  }
}

/** For each row the sum of its scores: 1 + the number of the 20, 40, 60 and 80 % quantiles strictly below the value. */
export function sumOfScores(columns: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(columns[0]?.length ?? 0)
  for (const column of columns) {
    const sorted = column.toSorted()
    const edges = [0.2, 0.4, 0.6, 0.8].map((share) => between(sorted, share))
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + 1 + edges.filter((edge) => edge < (column[i] ?? 0)).length
  }
  return sums
}

/** Linear between order statistics. */
function between(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const low = Math.floor(place)
  const at = sorted[low] ?? 0
  return at + (place - low) * ((sorted[low + 1] ?? at) - at)
}
