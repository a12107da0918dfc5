import { at, highestFirst, inOrderOf, type Numbers, sameLength } from './ranked.ts'

/** The weighted mean of something over all rows. NaN without rows. */
function meanOver(rows: number, weights: Numbers | undefined, of: (row: number) => number): number {
  let [sum, all] = [0, 0]
  for (let row = 0; row < rows; row++) {
    const weight = weights ? at(weights, row) : 1
    sum += weight * of(row)
    all += weight
  }
  return sum / all
}

/** Brier score: the mean square of chance minus what came (0 or 1). 0 is perfect; p(1-p) is what the base rate gets (Brier 1950). */
export function brier(p: Numbers, labels: Numbers, weights?: Numbers): number {
  return meanOver(sameLength(p, labels, weights), weights, (row) => (at(p, row) - at(labels, row)) ** 2)
}

/** Mean negative log-likelihood per row, natural logarithm; chances are kept 1e-15 away from 0 and 1, so it is finite. */
export function logLoss(p: Numbers, labels: Numbers, weights?: Numbers): number {
  return meanOver(sameLength(p, labels, weights), weights, (row) => {
    const chance = Math.min(1 - 1e-15, Math.max(1e-15, at(p, row)))
    const label = at(labels, row)
    return -(label * Math.log(chance) + (1 - label) * Math.log1p(-chance))
  })
}

/** Rows of like forecasts: how many, what was foretold for them on average, and what came. */
export type CalibrationBin = {
  readonly count: number
  readonly from: number
  readonly to: number
  readonly predicted: number
  readonly came: number
}

/**
 * The rows in `bins` groups of equal size by forecast, lowest first (the first groups have one more where it does not
 * come out even). `predicted` may be chances with labels of 0 and 1, or amounts with amounts. Fewer rows than bins give
 * one bin a row; none gives none.
 */
export function calibrationBins(predicted: Numbers, came: Numbers, bins: number): readonly CalibrationBin[] {
  const rows = sameLength(predicted, came)
  const order = highestFirst(predicted)
  // Rows of the same forecast have their mean, so that no bin's edge parts equals by chance.
  const evened = inOrderOf(predicted, came, order).reverse()
  order.reverse()
  const count = Math.min(bins, rows)
  const small = Math.floor(rows / (count || 1))
  const larger = rows - small * count
  return Array.from({ length: count }, (_, bin) => {
    const from = bin * small + Math.min(bin, larger)
    const to = from + small + (bin < larger ? 1 : 0)
    let [foretold, happened] = [0, 0]
    for (let i = from; i < to; i++) {
      foretold += at(predicted, at(order, i))
      happened += at(evened, i)
    }
    const size = to - from
    const edge = (i: number) => at(predicted, at(order, i))
    return { count: size, from: edge(from), to: edge(to - 1), predicted: foretold / size, came: happened / size }
  })
}

/**
 * Expected calibration error: how far forecast and outcome lie apart on average over `bins` groups of equal size
 * (Naeini et al. 2015, equal-mass bins). 0 is perfect. NaN without rows.
 */
export const calibrationError = (p: Numbers, labels: Numbers, bins = 10): number => errorOfBins(calibrationBins(p, labels, bins))

/** The same for who has the groups already: to put a million rows in order is most of the work. */
export function errorOfBins(bins: readonly CalibrationBin[]): number {
  let [off, rows] = [0, 0]
  for (const { count, predicted, came } of bins) {
    off += count * Math.abs(predicted - came)
    rows += count
  }
  return off / rows
}
