import type { Random } from '../random.ts'
import { aucOf } from '../measure/ranking.ts'

/**
 * The fold, 0 to `folds` - 1, of each row, drawn so that every fold has its share of each label. Only for rows without a
 * time: where there is one, `splitInTime` is the honest test.
 */
export function stratifiedFolds(labels: ArrayLike<number>, folds: number, random: Random): Uint8Array {
  const out = new Uint8Array(labels.length)
  for (const label of [0, 1]) {
    const rows = placesWhere(labels.length, (row) => labels[row] === label)
    for (let i = rows.length - 1; i > 0; i--) {
      const other = random.whole(i + 1)
      ;[rows[i], rows[other]] = [rows[other] ?? 0, rows[i] ?? 0]
    }
    // The labels begin to deal at different folds, so that the folds are of equal size too.
    for (const [i, row] of rows.entries()) out[row] = label === 0 ? i % folds : folds - 1 - (i % folds)
  }
  return out
}

export type Split = { readonly train: Uint32Array; readonly test: Uint32Array }

/** Rows before the instant are learned from, rows at or after it are judged. A random split would tell tomorrow's news today. */
export function splitInTime(times: ArrayLike<number>, at: number): Split {
  return {
    train: placesWhere(times.length, (row) => (times[row] ?? 0) < at),
    test: placesWhere(times.length, (row) => (times[row] ?? 0) >= at),
  }
}

export function splitOff(folds: Uint8Array, fold: number): Split {
  return {
    train: placesWhere(folds.length, (row) => folds[row] !== fold),
    test: placesWhere(folds.length, (row) => folds[row] === fold),
  }
}

/** The score of every row from a fit that has not seen it, and the area under the curve of each fold. */
export function crossValidate(
  labels: ArrayLike<number>,
  folds: Uint8Array,
  scoresOf: (split: Split) => Float64Array,
): { readonly scores: Float64Array; readonly aucs: readonly number[] } {
  const scores = new Float64Array(labels.length)
  const count = folds.reduce((most, fold) => Math.max(most, fold + 1), 0)
  const aucs = Array.from({ length: count }, (_, fold) => {
    const split = splitOff(folds, fold)
    const judged = scoresOf(split)
    for (const [i, row] of split.test.entries()) scores[row] = judged[i] ?? 0
    return aucOf(
      judged,
      Array.from(split.test, (row) => labels[row] ?? 0),
    )
  })
  return { scores, aucs }
}

function placesWhere(rows: number, holds: (row: number) => boolean): Uint32Array {
  const out = new Uint32Array(rows)
  let found = 0
  for (let row = 0; row < rows; row++) if (holds(row)) out[found++] = row
  return out.slice(0, found)
}
