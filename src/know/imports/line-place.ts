import type { Words } from '../../core/kit/words.ts'

/** More rows than a sheet can have: lines of joined sheets are numbered from its multiples, so that each is one number. */
const linesOfSheet = 10_000_000

/** The number of a row in a sheet that is read behind the first one. `sheet` counts from 0, as it stands in the workbook. */
export const lineInSheet = (sheet: number, row: number): number => (sheet + 1) * linesOfSheet + row

/** The row, and of a joined sheet its number as it stands in the workbook, from 1. */
export function placeOfLine(line: number): { readonly row: number; readonly sheet: number | null } {
  const sheet = Math.floor(line / linesOfSheet)
  return { row: line % linesOfSheet, sheet: sheet > 0 ? sheet : null }
}

/** `17`; of a joined sheet 第 2 张表第 17 行. */
export function sayLine(line: number): Words {
  const { row, sheet } = placeOfLine(line)
  return sheet === null ? { zh: String(row), en: String(row) } : { zh: `第 ${sheet} 张表第 ${row} 行`, en: `sheet ${sheet}, line ${row}` }
}
