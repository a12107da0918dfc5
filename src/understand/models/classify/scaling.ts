import type { Columns } from './columns.ts'

export type Scale = { readonly mean: number; readonly sd: number }

/** @throws RangeError where a value is missing */
export function scaleOf(column: Float64Array): Scale {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length
  if (column.length > 0 && !Number.isFinite(mean)) throw new RangeError('a value is missing: fill it before a model of straight lines')
  return { mean, sd: Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length) }
}

export function standardise(column: Float64Array, scale: Scale | undefined): Float64Array {
  const { mean, sd } = scale ?? { mean: 0, sd: 1 }
  return column.map((value) => (value - mean) / sd)
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

/** Places of the columns that vary; unless a penalty shares the work among them, only those that are no sum of the ones before. */
export function independentColumns({ columns }: Columns, scales: readonly Scale[], isPenalised: boolean): readonly number[] {
  const varying = scales.flatMap(({ mean, sd }, j) => (sd > 1e-12 * Math.abs(mean) ? [j] : []))
  if (isPenalised) return varying
  const basis: Float64Array[] = []
  return varying.filter((j) => {
    const direction = outside(basis, standardise(columns[j] ?? new Float64Array(), scales[j]))
    if (direction) basis.push(direction)
    return direction !== null
  })
}

/** Gram and Schmidt: the part of a column that the basis has not, of length 1; null where nothing but rounding is left. */
function outside(basis: readonly Float64Array[], column: Float64Array): Float64Array | null {
  const rest = Float64Array.from(column)
  for (const direction of basis) {
    const along = dot(rest, direction)
    for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] ?? 0) - along * (direction[i] ?? 0)
  }
  const length = Math.sqrt(dot(rest, rest))
  return length < 1e-6 * Math.sqrt(rest.length) ? null : rest.map((value) => value / length)
}
