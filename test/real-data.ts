import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** Where a real data set is, or null with a plain word where nobody has it here. */
export function realDataFile(path: string): string | null {
  const file = join(process.env['REGULARS_DATA'] ?? join(import.meta.dirname, '../../shared/data'), path)
  if (existsSync(file)) return file
  console.warn(`skipped: the real data ${file} is not there; set REGULARS_DATA to the folder that holds it`)
  return null
}

/** The rows of a real data set by their column names, or null where nobody has it here. */
export function readRealData(path: string): Record<string, string>[] | null {
  const file = realDataFile(path)
  if (file === null) return null
  const bytes = readFileSync(file)
  return parse(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, bom: true, relax_quotes: true })
}
