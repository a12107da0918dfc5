import type { Columns } from './columns.ts'

/** What is known of the rows before it is made numbers: NaN or null where it is missing. */
export type RawColumn =
  | { readonly name: string; readonly kind: 'number'; readonly values: Float64Array }
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly (string | null)[] }

/**
 * How raw columns become numbers, learned on the rows of a fit and kept with its model as JSON: later rows are made
 * numbers in the same way, and a value never seen before counts as none of the known ones.
 */
export type Encoding = readonly ColumnEncoding[]
type ColumnEncoding =
  | { readonly name: string; readonly kind: 'number'; readonly mean: number; readonly hasMissing: boolean }
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly (string | null)[] }

/** Texts with more values than this keep the most frequent ones. */
const mostValues = 60

export function learnEncoding(columns: readonly RawColumn[]): Encoding {
  return columns.map((column) => {
    if (column.kind === 'text') return { name: column.name, kind: 'text', values: byFrequency(column.values).slice(0, mostValues) }
    const known = column.values.filter((value) => !Number.isNaN(value))
    const mean = known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length
    return { name: column.name, kind: 'number', mean, hasMissing: known.length < column.values.length }
  })
}

function byFrequency(values: readonly (string | null)[]): readonly (string | null)[] {
  const counts = new Map<string | null, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  // Equal counts by the text itself: which value is left out must not depend on the order of the rows.
  return [...counts].sort(([a, m], [b, n]) => n - m || ((a ?? '') < (b ?? '') ? -1 : 1)).map(([value]) => value)
}

type Named = { readonly name: string; readonly values: Float64Array }

/** Numbers as they are, with what is missing left missing; one column of 0 and 1 for each value of a text. */
export function encodeForTrees(encoding: Encoding, columns: readonly RawColumn[]): Columns {
  return gather(encoding, columns, (how, raw) => {
    if (how.kind === 'text') return how.values.map((value) => oneHot(how.name, value, raw))
    return [{ name: how.name, values: raw.kind === 'number' ? raw.values : new Float64Array(raw.values.length).fill(Number.NaN) }]
  })
}

/**
 * For models of straight lines: a missing number is the mean, with a column that says so; of a text's values the most
 * frequent one is left out, being what the others are compared with.
 */
export function encodeForLines(encoding: Encoding, columns: readonly RawColumn[]): Columns {
  return gather(encoding, columns, (how, raw) => {
    if (how.kind === 'text') return how.values.slice(1).map((value) => oneHot(how.name, value, raw))
    const numbers = raw.kind === 'number' ? raw.values : new Float64Array(raw.values.length).fill(Number.NaN)
    const filled = { name: how.name, values: numbers.map((value) => (Number.isNaN(value) ? how.mean : value)) }
    return how.hasMissing
      ? [filled, { name: `${how.name} is missing`, values: numbers.map((value) => (Number.isNaN(value) ? 1 : 0)) }]
      : [filled]
  })
}

function oneHot(name: string, value: string | null, raw: RawColumn): Named {
  const values = new Float64Array(raw.values.length)
  if (raw.kind === 'text') for (const [row, text] of raw.values.entries()) values[row] = text === value ? 1 : 0
  return { name: `${name} = ${value ?? 'missing'}`, values }
}

function gather(
  encoding: Encoding,
  columns: readonly RawColumn[],
  make: (how: ColumnEncoding, raw: RawColumn) => readonly Named[],
): Columns {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const rows = columns[0]?.values.length ?? 0
  const made = encoding.flatMap((how) =>
    make(how, byName.get(how.name) ?? { name: how.name, kind: 'number', values: new Float64Array(rows).fill(Number.NaN) }),
  )
  return { names: made.map(({ name }) => name), columns: made.map(({ values }) => values), rows }
}
