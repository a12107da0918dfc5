import type { Words } from '../../../core/kit/words.ts'
import { columnLetters } from '../../../core/spreadsheet/cell-fault.ts'
import type { SheetSummary } from '../../../platform/spreadsheets/sheet-summary.ts'

/** What a person should know of a sheet before its rows are taken for what they see in Excel. */
export function sheetNotes(sheet: SheetSummary): Words[] {
  return notes.flatMap(({ of, words }) => {
    const n = of(sheet)
    return n > 0 ? [words(n, sheet)] : []
  })
}

const say = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

type Note = { readonly of: (sheet: SheetSummary) => number; readonly words: (n: number, sheet: SheetSummary) => Words }

const notes: readonly Note[] = [
  {
    of: (sheet) => sheet.hiddenRows,
    words: (n) => ({
      zh: `有 ${n} 行在表中是隐藏的，也会导入。`,
      en: `${say(n, 'row is', 'rows are')} hidden in the sheet; ${n === 1 ? 'it' : 'they'} will be imported too.`,
    }),
  },
  {
    of: (sheet) => sheet.hiddenColumns.length,
    words: (_, { hiddenColumns }) => {
      const letters = hiddenColumns.slice(0, 12).map((column) => columnLetters(column - 1))
      return { zh: `隐藏的列也在下方列出：${letters.join('、')}。`, en: `Hidden columns are listed below too: ${letters.join(', ')}.` }
    },
  },
  {
    of: (sheet) => sheet.mergedDown,
    words: (n) => ({
      zh: `有 ${n} 处跨行合并的单元格，它的值已填入所跨的每一行；合并的金额只记在第一行。`,
      en: `${say(n, 'merged cell spans', 'merged cells span')} several rows; each of these rows gets the value. A merged amount counts once, in its first row.`,
    }),
  },
  {
    of: (sheet) => sheet.mergedAcross,
    words: (n) => ({
      zh: `有 ${n} 处跨列合并的单元格，值只在最左一列。`,
      en: `${say(n, 'merged cell spans', 'merged cells span')} columns only; the value stands in the leftmost.`,
    }),
  },
  {
    of: (sheet) => sheet.errors,
    words: (n) => ({
      zh: `有 ${n} 个单元格是 #N/A 一类的错误值；用到它们的行会被拒绝。`,
      en: `${say(n, 'cell holds an error', 'cells hold errors')} like #N/A; rows that need them will be refused.`,
    }),
  },
  {
    of: (sheet) => sheet.emptyFormulas,
    words: (n) => ({
      zh: `有 ${n} 个公式在文件里没有结果（多为程序生成的文件）；用到它们的行会被拒绝。在 Excel 中打开并保存一次即可。`,
      en: `${say(n, 'formula has', 'formulas have')} no result in the file, as programs write them; rows that need them will be refused. Opening and saving it once in Excel mends that.`,
    }),
  },
  {
    of: (sheet) => sheet.cutNumbers,
    words: (n) => ({
      zh: `有 ${n} 个数字超过 15 位，Excel 已丢掉后面的位；用到它们的行会被拒绝。`,
      en: `${say(n, 'number has', 'numbers have')} more than the 15 digits Excel keeps, and the rest is lost; rows that need them will be refused.`,
    }),
  },
  {
    of: (sheet) => sheet.badDates,
    words: (n) => ({
      zh: `有 ${n} 个单元格设为日期格式，但不是真实的日期。`,
      en: `${say(n, 'cell is formatted as a date and holds', 'cells are formatted as dates and hold')} none.`,
    }),
  },
  {
    of: (sheet) => sheet.wideRows,
    words: (n) => ({
      zh: `有 ${n} 行在第 500 列之后还有内容，这些行会被拒绝。`,
      en: `${say(n, 'row has', 'rows have')} something behind column 500 and will be refused.`,
    }),
  },
]

/** The visible sheet that holds the most; any where all are hidden. -1 when all are empty. */
export function fullestSheet(sheets: readonly SheetSummary[]): number {
  const sizes = sheets.map((sheet) => (sheet.rows === 0 ? 0 : sheet.cells + (sheet.hidden ? 0 : 1e9)))
  const largest = Math.max(0, ...sizes)
  return largest === 0 ? -1 : sizes.indexOf(largest)
}
