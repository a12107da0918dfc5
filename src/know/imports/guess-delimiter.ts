import { type Delimiter, delimiters } from './import.ts'
import { makeSplitter } from './split-records.ts'

/** The mark that cuts the first lines into the most cells, the same number in nearly all of them. */
export function guessDelimiter(beginning: string, newline: '\n' | '\r'): Delimiter {
  const scores = delimiters.map((delimiter) => {
    const rows = makeSplitter(delimiter, newline).push(beginning).slice(0, 50)
    const width = rows[0]?.cells.length ?? 0
    const equal = rows.filter((row) => row.cells.length === width).length
    return { delimiter, score: width < 2 ? 0 : (equal / rows.length) * Math.min(width, 12) }
  })
  return scores.reduce((best, each) => (each.score > best.score ? each : best)).delimiter
}
