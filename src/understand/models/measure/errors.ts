import { at, type Numbers, sameLength } from './ranked.ts'

function meanOf(a: Numbers, b: Numbers, weights: Numbers | undefined, of: (x: number, y: number) => number): number {
  const rows = sameLength(a, b, weights)
  let [sum, all] = [0, 0]
  for (let row = 0; row < rows; row++) {
    const weight = weights ? at(weights, row) : 1
    sum += weight * of(at(a, row), at(b, row))
    all += weight
  }
  return sum / all
}

/** Mean absolute error, in the unit of the amounts. NaN without rows. */
export function meanAbsoluteError(predicted: Numbers, came: Numbers, weights?: Numbers): number {
  return meanOf(predicted, came, weights, (x, y) => Math.abs(x - y))
}

/** Root of the mean square error, in the unit of the amounts. NaN without rows. */
export function rootMeanSquareError(predicted: Numbers, came: Numbers, weights?: Numbers): number {
  return Math.sqrt(meanOf(predicted, came, weights, (x, y) => (x - y) ** 2))
}

/**
 * Bias: by which share the sum of the forecasts lies above what came (0.1 is a tenth too much, -0.24 a quarter too
 * little). NaN where neither sums to anything, infinite where something was foretold and nothing came.
 */
export function bias(predicted: Numbers, came: Numbers, weights?: Numbers): number {
  const foretold = meanOf(predicted, came, weights, (x) => x)
  const happened = meanOf(predicted, came, weights, (_, y) => y)
  return (foretold - happened) / happened
}

/** Pearson's correlation, -1 to 1. NaN where one of the two does not vary. */
export function correlation(a: Numbers, b: Numbers, weights?: Numbers): number {
  const meanA = meanOf(a, b, weights, (x) => x)
  const meanB = meanOf(a, b, weights, (_, y) => y)
  const together = meanOf(a, b, weights, (x, y) => (x - meanA) * (y - meanB))
  const spreadA = meanOf(a, b, weights, (x) => (x - meanA) ** 2)
  const spreadB = meanOf(a, b, weights, (_, y) => (y - meanB) ** 2)
  return spreadA === 0 || spreadB === 0 ? Number.NaN : together / Math.sqrt(spreadA * spreadB)
}
