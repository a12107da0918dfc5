import type { FeatureTable } from '../predictor.ts'

/** Rows of numbers as columns of these names; what is null is missing. */
export function featureTable(names: readonly string[], rows: readonly (readonly (number | null)[])[]): FeatureTable {
  return {
    rows: rows.length,
    columns: Object.fromEntries(names.map((name, j) => [name, Float64Array.from(rows, (row) => row[j] ?? Number.NaN)])),
  }
}
