import { fitLogistic } from './logistic.ts'
import { chanceOf } from './columns.ts'

/** How scores become chances, as JSON. */
export type Calibration =
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number }
  | { readonly kind: 'isotonic'; readonly scores: readonly number[]; readonly chances: readonly number[] }

/**
 * Platt's calibration: chance = 1 / (1 + exp(-(slope · score + intercept))), fitted by likelihood to labels softened to
 * (hits + 1) / (hits + 2) and 1 / (misses + 2), so that a parting score stays finite (Platt 1999). A score must come from
 * a fit that has not seen its row.
 */
export function fitPlatt(scores: Float64Array, labels: ArrayLike<number>): Calibration {
  const hits = Array.from(labels).reduce((sum, label) => sum + label, 0)
  const softened = Float64Array.from(labels, (label) => (label === 1 ? (hits + 1) / (hits + 2) : 1 / (labels.length - hits + 2)))
  const { model } = fitLogistic({ columns: { names: ['score'], columns: [scores], rows: scores.length }, labels: softened })
  return { kind: 'platt', slope: model.coefficients[0] ?? 0, intercept: model.intercept }
}

type Block = { sum: number; weight: number; readonly from: number; to: number }

/**
 * Isotonic calibration: the rising steps that lie closest to the labels, by pooling neighbours that stand the wrong way
 * round (Ayer et al. 1955; Zadrozny and Elkan 2002). Between two steps the chance rises in a straight line.
 */
export function fitIsotonic(scores: Float64Array, labels: ArrayLike<number>): Calibration {
  const blocks: Block[] = []
  for (const row of risingPlaces(scores)) {
    const score = scores[row] ?? 0
    const last = blocks.at(-1)
    if (last?.to === score) {
      last.sum += labels[row] ?? 0
      last.weight++
    } else {
      pool(blocks)
      blocks.push({ sum: labels[row] ?? 0, weight: 1, from: score, to: score })
    }
  }
  pool(blocks)
  const knots = blocks.flatMap(({ sum, weight, from, to }) =>
    from === to
      ? [[from, sum / weight]]
      : [
          [from, sum / weight],
          [to, sum / weight],
        ],
  )
  return { kind: 'isotonic', scores: knots.map(([score = 0]) => score), chances: knots.map(([, chance = 0]) => chance) }
}

function risingPlaces(scores: Float64Array): Uint32Array {
  return Uint32Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
}

/** Merges the last blocks as long as they do not rise. */
function pool(blocks: Block[]): void {
  for (;;) {
    const [before, last] = [blocks.at(-2), blocks.at(-1)]
    if (!before || !last || before.sum * last.weight < last.sum * before.weight) return
    before.sum += last.sum
    before.weight += last.weight
    before.to = last.to
    blocks.pop()
  }
}

/** The chances of these scores, 0 to 1, in the scores' order (equal chances for what isotonic calibration cannot tell apart). */
export function calibrated(calibration: Calibration, scores: Float64Array): Float64Array {
  if (calibration.kind === 'platt') return scores.map((score) => chanceOf(calibration.slope * score + calibration.intercept))
  return scores.map((score) => interpolate(calibration.scores, calibration.chances, score))
}

function interpolate(knots: readonly number[], values: readonly number[], x: number): number {
  let low = 0
  let high = knots.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((knots[middle] ?? 0) < x) low = middle + 1
    else high = middle
  }
  const [before, after] = [values[low - 1], values[low]]
  if (before === undefined) return after ?? Number.NaN
  if (after === undefined) return before
  const [from, to] = [knots[low - 1] ?? 0, knots[low] ?? 0]
  return before + ((x - from) / (to - from)) * (after - before)
}
