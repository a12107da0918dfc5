type Scored = { readonly last: Int32Array; readonly days: Int32Array; readonly total: Float64Array }

/** The rows for which something holds, in their order. */
export function rowsWhere(rows: number, holds: (row: number) => boolean): Uint32Array {
  const found = new Uint32Array(rows)
  let count = 0
  for (let row = 0; row < rows; row++) if (holds(row)) found[count++] = row
  return found.slice(0, count)
}

const at = (numbers: ArrayLike<number>, row: number): number => numbers[row] ?? 0

/**
 * The sum of the three scores from 1 to 5 of these rows, against each other: a score is 1 + the number of the 20, 40, 60
 * and 80 % quantiles strictly below the value, so equal customers have equal scores.
 */
export function rfmSums({ last, days, total }: Scored, rows: Uint32Array): Uint8Array {
  const sums = new Uint8Array(rows.length)
  for (const column of [last, days, total]) {
    const sorted = new Float64Array(rows.length)
    for (let place = 0; place < rows.length; place++) sorted[place] = at(column, at(rows, place))
    sorted.sort()
    const edges = [0.2, 0.4, 0.6, 0.8].map((share) => quantile(sorted, share))
    for (let place = 0; place < rows.length; place++) {
      const value = at(column, at(rows, place))
      let score = 1
      for (const edge of edges) if (edge < value) score++
      sums[place] = at(sums, place) + score
    }
  }
  return sums
}

/** Linear between order statistics. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const low = Math.floor(place)
  return at(sorted, low) + (place - low) * (at(sorted, Math.min(sorted.length - 1, low + 1)) - at(sorted, low))
}
