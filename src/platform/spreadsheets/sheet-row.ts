import type { CellFault } from '../../core/spreadsheet/cell-fault.ts'

/**
 * A sheet's rows as they are kept beside an uploaded workbook: one line a row, `row⇥cell⇥cell…`, after the manner of
 * COPY. A cell begins with a mark where there is something to say of it.
 */

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

const control = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu
const special = /[\\\t\n\r]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const unescaped: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' }
const plain = /^[^\p{Cc}\p{Cs}\\\ufffe\uffff]*$/u

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
