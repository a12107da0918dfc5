import { Readable } from 'node:stream'
import type { CellValue, writeXlsxStream } from 'hucre/xlsx'

type WrittenColumn = {
  readonly header: string
  /** Of numbers and days; text where left out. */
  readonly format?: string | undefined
}

/** What a cell may hold: a text is never a formula, whatever it begins with. */
export type WrittenCell = string | number | null

const longestCell = 32_767

type Options = {
  /** Rows of a sheet, the header among them; what is more goes on in another sheet. */
  readonly rowsPerSheet?: number
}

/**
 * A workbook as a stream: rows are taken as they are read, nothing of them is kept. What does not fit on one sheet goes on
 * a second with the same header.
 */
export function writeWorkbook(
  name: string,
  columns: readonly WrittenColumn[],
  rows: AsyncIterable<readonly WrittenCell[]>,
  { rowsPerSheet }: Options = {},
): Readable {
  const sheet: Parameters<typeof writeXlsxStream>[1] = {
    name: sheetName(name),
    columns: columns.map(({ header, format }) => ({
      header: sound(header),
      width: Math.max(10, Math.min(40, header.length * 2 + 4)),
      ...(format === undefined || format === 'General' ? {} : { numFmt: format }),
    })),
    freezePane: { rows: 1 },
    zip64: false,
    ...(rowsPerSheet === undefined ? {} : { maxRowsPerSheet: rowsPerSheet }),
  }
  return Readable.from(written(cellsOf(rows), sheet))
}

/** The library comes into memory with the first workbook. */
async function* written(rows: AsyncIterable<CellValue[]>, sheet: Parameters<typeof writeXlsxStream>[1]) {
  const { writeXlsxStream } = await import('hucre/xlsx')
  yield* writeXlsxStream(rows, sheet)
}

async function* cellsOf(rows: AsyncIterable<readonly WrittenCell[]>): AsyncGenerator<CellValue[]> {
  for await (const row of rows) yield row.map((cell) => (typeof cell === 'string' ? sound(cell) : cell))
}

const unsound = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/u

/** Text as XML can say it and a cell can hold it. */
function sound(text: string): string {
  const kept = unsound.test(text) || !text.isWellFormed() ? text.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '') : text
  return kept.length > longestCell ? kept.slice(0, longestCell).toWellFormed() : kept
}

/** A sheet's name has at most 31 letters and none of `\ / ? * [ ] :`. */
function sheetName(name: string): string {
  return (
    sound(name)
      .replace(/[\\/?*[\]:']/g, ' ')
      .trim()
      .slice(0, 26) || 'Sheet'
  )
}
