import type { CellFault } from '../../core/spreadsheet/cell-fault.ts'

/** One record of a delimited file, or the place where one could not be told. */
export type CsvRecord = {
  /** The line on which it begins, counted from 1 as an editor counts. */
  readonly line: number
  readonly cells: readonly string[]
  readonly fault?: 'open-quote' | 'too-long' | 'too-wide' | 'mixed'
  /** Of a sheet: cells whose value cannot be trusted, by position. */
  readonly faults?: Readonly<Record<number, CellFault>>
  /** Of a sheet: cells that got the value of a merged cell in a row above. */
  readonly filled?: ReadonlySet<number>
}

export type Splitter = { push(text: string): CsvRecord[]; end(): CsvRecord[] }

/** A record longer than this (in UTF-16 units) is no row of a table any more. */
export const longestRecord = 1_000_000

/**
 * Cuts text that arrives in pieces into records, after RFC 4180 and as spreadsheets really write: lines end with LF or
 * CR LF (CR alone where `newline` says so), a quote inside an unquoted cell is an ordinary character, empty lines are
 * passed over. A quote that never closes costs its own line and no more: reading goes on with the next.
 */
export function makeSplitter(delimiter: string, newline: '\n' | '\r' = '\n', longest = longestRecord): Splitter {
  let rest = ''
  let line = 1
  // A line that is too long is thrown away as it comes, up to its end.
  let skipping = false

  const drain = (isEnd: boolean): CsvRecord[] => {
    const records: CsvRecord[] = []
    let at = 0
    let quote = rest.indexOf('"')
    while (at < rest.length || skipping) {
      if (skipping) {
        const end = rest.indexOf(newline, at)
        if (end < 0) {
          at = rest.length
          break
        }
        at = end + 1
        line++
        skipping = false
        continue
      }
      const end = rest.indexOf(newline, at)
      if (quote >= 0 && quote < at) quote = rest.indexOf('"', at)
      if (quote < 0 || (end >= 0 && quote > end)) {
        // The common case: no quote in this line.
        if (end < 0 && !isEnd) {
          if (rest.length - at <= longest) break
          records.push({ line, cells: [], fault: 'too-long' })
          skipping = true
          continue
        }
        const stop = end < 0 ? rest.length : end
        const text = rest.slice(at, stop > at && newline === '\n' && rest.charCodeAt(stop - 1) === 13 ? stop - 1 : stop)
        if (text.length > longest) records.push({ line, cells: [], fault: 'too-long' })
        else if (text !== '') records.push({ line, cells: text.split(delimiter) })
        at = stop + 1
        line++
        continue
      }
      const quoted = readQuoted(rest, at, delimiter, newline, isEnd)
      if (quoted === 'astray') {
        records.push({ line, cells: [], fault: 'open-quote' })
        skipping = true
        continue
      }
      if (quoted && quoted.next - at <= longest) {
        if (quoted.cells.length > 1 || quoted.cells[0] !== '') records.push({ line, cells: quoted.cells })
        at = quoted.next
        line += quoted.lines
        continue
      }
      if (!quoted && !isEnd && rest.length - at <= longest) break
      // A quote may well close, were its line not too long to look for it.
      const isLong = quoted !== null || (end < 0 ? rest.length : end) - at > longest
      records.push({ line, cells: [], fault: isLong ? 'too-long' : 'open-quote' })
      if (quoted) {
        at = quoted.next
        line += quoted.lines
      } else skipping = true
    }
    rest = rest.slice(at)
    return records
  }

  return {
    push(text) {
      rest += text
      return drain(false)
    },
    end() {
      const records = drain(true)
      rest = ''
      return records
    },
  }
}

type Quoted = { readonly cells: string[]; readonly next: number; readonly lines: number }

/**
 * A record that has quotes in it. A quote that "closes" lines further down, in the middle of a cell, is the opening quote
 * of another: then the first one never closed.
 * @returns null when the text ends before the record does
 */
function readQuoted(text: string, start: number, delimiter: string, newline: string, isEnd: boolean): Quoted | 'astray' | null {
  const cells: string[] = []
  let at = start
  let lines = 1
  for (;;) {
    let cell = ''
    if (text[at] === '"') {
      const inside = readInside(text, at + 1, isEnd)
      if (!inside) return null
      cell = inside.cell
      const before = lines
      for (let i = cell.indexOf(newline); i >= 0; i = cell.indexOf(newline, i + 1)) lines++
      at = inside.next
      if (lines > before && at < text.length && text[at] !== delimiter && text[at] !== newline && text[at] !== '\r') return 'astray'
    }
    // What stands outside of quotes, up to the cell's end.
    const [comma, end] = [text.indexOf(delimiter, at), text.indexOf(newline, at)]
    const isLast = comma < 0 || (end >= 0 && end < comma)
    if (isLast && end < 0 && !isEnd) return null
    const stop = isLast ? (end < 0 ? text.length : end) : comma
    const outside = text.slice(at, isLast && newline === '\n' && stop > at && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop)
    cells.push(cell + outside)
    at = stop + 1
    if (isLast) return { cells, next: at, lines }
  }
}

/** From behind an opening quote to behind its closing one. */
function readInside(text: string, from: number, isEnd: boolean): { cell: string; next: number } | null {
  let cell = ''
  let at = from
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return null
    if (quote + 1 >= text.length && !isEnd) return null
    cell += text.slice(at, quote)
    if (text[quote + 1] !== '"') return { cell, next: quote + 1 }
    cell += '"'
    at = quote + 2
  }
}
