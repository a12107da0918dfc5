/** Numbers in columns: `columns[j][i]` is what row i has for `names[j]`; NaN is missing. */
export type Columns = { readonly names: readonly string[]; readonly columns: readonly Float64Array[]; readonly rows: number }

/** The rows at these places, in this order. */
export function takeRows({ names, columns }: Columns, places: Uint32Array): Columns {
  return { names, columns: columns.map((column) => pick(column, places)), rows: places.length }
}

/** The values at these places, in this order. */
export function pick(values: ArrayLike<number>, places: Uint32Array): Float64Array {
  const out = new Float64Array(places.length)
  for (let i = 0; i < places.length; i++) out[i] = values[places[i] ?? 0] ?? 0
  return out
}

/** The logistic function: log-odds to a chance. */
export const chanceOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))
