import type { RawColumn } from '../src/understand/models/classify/encode.ts'

/** The columns of a file as they come: numbers where every value is one or blank, else texts with blank as missing. */
export function rawColumns(rows: readonly Record<string, string>[], without: readonly string[]): RawColumn[] {
  return Object.keys(rows[0] ?? {}).flatMap((name): RawColumn[] => {
    if (without.includes(name)) return []
    const values = rows.map((row) => row[name]?.trim() ?? '')
    if (values.some((value) => value !== '' && !Number.isFinite(Number(value))))
      return [{ name, kind: 'text', values: values.map((value) => (value === '' ? null : value)) }]
    return [{ name, kind: 'number', values: Float64Array.from(values, (value) => (value === '' ? Number.NaN : Number(value))) }]
  })
}
