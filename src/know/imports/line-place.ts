import type { Words } from '../../core/kit/words.ts'

/** Lines of joined sheets are numbered from here on, further than any text goes, so that each is one number (of 32 bits). */
const joinedFrom = 1_000_000_000
/** More rows than a sheet can have. */
const linesOfSheet = 10_000_000

/** The number of a row in a sheet that is read behind the first one. `sheet` counts from 0, as it stands in the workbook. */
export const lineInSheet = (sheet: number, row: number): number => joinedFrom + sheet * linesOfSheet + row

/** The row, and of a joined sheet its number as it stands in the workbook, from 1. */
export function placeOfLine(line: number): { readonly row: number; readonly sheet: number | null } {
  if (line < joinedFrom) return { row: line, sheet: null }
  return { row: line % linesOfSheet, sheet: Math.floor((line - joinedFrom) / linesOfSheet) + 1 }
}

/** `17`; of a joined sheet 第 2 张表第 17 行. */
export function sayLine(line: number): Words {
  const { row, sheet } = placeOfLine(line)
  return sheet === null ? { zh: String(row), en: String(row) } : { zh: `第 ${sheet} 张表第 ${row} 行`, en: `sheet ${sheet}, line ${row}` }
}
