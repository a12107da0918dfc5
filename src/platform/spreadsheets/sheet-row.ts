/**
 * A sheet's rows as they are kept beside an uploaded workbook: one line a row, `row⇥cell⇥cell…`, after the manner of
 * COPY. A cell begins with a mark where there is something to say of it.
 */

/** Why a cell's value cannot be trusted. */
export const cellFaults = {
  error: { zh: '单元格里是错误值', en: 'the cell holds an error value' },
  formula: {
    zh: '单元格是公式，文件里没有它的结果。请在 Excel 中打开并保存一次，或粘贴为数值',
    en: 'the cell is a formula whose result is not in the file; open and save it once in Excel, or paste it as values',
  },
  cut: {
    zh: 'Excel 的数字只保留 15 位，后面的位已丢失。请把这一列设为“文本”后重新填写',
    en: 'Excel keeps 15 digits of a number and the rest are lost; format the column as text and enter it again',
  },
  date: { zh: '不是真实存在的日期', en: 'is no day of the calendar' },
} as const
export type CellFault = keyof typeof cellFaults

export type SheetCell = {
  readonly text: string
  readonly fault?: CellFault
  /** It stands in a merged cell whose value is written in a row above. */
  readonly filled?: boolean
}

export type SheetRow = {
  /** Counted from 1, as Excel does. */
  readonly row: number
  readonly cells: readonly string[]
  readonly faults?: Readonly<Record<number, CellFault>>
  readonly filled?: ReadonlySet<number>
  /** It has cells beyond the last column that is read. */
  readonly isTooWide?: boolean
}

const marks: Readonly<Record<CellFault, string>> = { error: '\u0001', formula: '\u0002', cut: '\u0003', date: '\u0004' }
const faultOfMark = new Map<number, CellFault>([
  [1, 'error'],
  [2, 'formula'],
  [3, 'cut'],
  [4, 'date'],
])
const filledMark = '\u0005'
const tooWide = '\u0006'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g
const special = /[\\\t\n\r]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const unescaped: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' }
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same
const plain = /^[^\u0000-\u001f\u007f\\\ud800-\udfff\ufffe\uffff]*$/

/** The cell as it is kept. What no database can hold, or no reader can see, is left out. */
export function encodeCell({ text, fault, filled }: SheetCell): string {
  const kept = plain.test(text)
    ? text
    : text
        .toWellFormed()
        .replace(control, '')
        .replace(special, (c) => escapes[c] ?? c)
  return `${fault ? marks[fault] : ''}${filled ? filledMark : ''}${kept}`
}

/** Marks an encoded cell as filled in from above. */
export const encodeFilled = (encoded: string) => {
  const code = encoded.charCodeAt(0)
  return code >= 1 && code <= 4 ? `${encoded[0]}${filledMark}${encoded.slice(1)}` : `${filledMark}${encoded}`
}

/** A row of encoded cells; empty ones at its end are left out. */
export function encodeRow(row: number, cells: readonly string[], isTooWide: boolean): string {
  let end = cells.length
  while (end > 0 && (cells[end - 1] ?? '') === '') end--
  let line = `${isTooWide ? tooWide : ''}${row}`
  for (let at = 0; at < end; at++) line += `\t${cells[at] ?? ''}`
  return `${line}\n`
}

export function decodeRow(line: string): SheetRow {
  const [head = '', ...cells] = line.split('\t')
  const isTooWide = head.startsWith(tooWide)
  const row = Number(isTooWide ? head.slice(1) : head)
  let faults: Record<number, CellFault> | undefined
  let filled: Set<number> | undefined
  for (let at = 0; at < cells.length; at++) {
    let text = cells[at] ?? ''
    if (text === '') continue
    const fault = faultOfMark.get(text.charCodeAt(0))
    if (fault) {
      faults ??= {}
      faults[at] = fault
      text = text.slice(1)
    }
    if (text.startsWith(filledMark)) {
      filled ??= new Set()
      filled.add(at)
      text = text.slice(1)
    }
    cells[at] = text.includes('\\') ? text.replace(/\\(.)/g, (_, c: string) => unescaped[c] ?? c) : text
  }
  return { row, cells, ...(faults ? { faults } : {}), ...(filled ? { filled } : {}), ...(isTooWide ? { isTooWide } : {}) }
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(position: number): string {
  const rest = Math.floor(position / 26)
  return `${rest > 0 ? columnLetters(rest - 1) : ''}${String.fromCharCode(65 + (position % 26))}`
}
