import { readFileSync, statSync } from 'node:fs'
import { read, type CellObject, type ParsingOptions, type WorkBook, type WorkSheet } from '@e965/xlsx'
import { Problem } from '../../core/kit/problem.ts'
import type { FileKind } from './file-kind.ts'
import type { Limits } from './limits.ts'
import { meaningOf } from './number-format.ts'
import { numberCell } from './read-sheet.ts'
import type { PathOf } from './read-xlsx.ts'
import { type Budget, makeRowSink } from './row-sink.ts'
import type { SheetCell } from './sheet-row.ts'
import { newTally, type SheetSummary } from './sheet-summary.ts'

/**
 * Reads a workbook of the years before 2007 (.xls), a table of HTML, or the XML of Excel 2003. All of it is in memory, so
 * it is done in a thread with a limit of its own, and for files up to a size.
 * @param kind what the file was found to be @param encoding of a text, e.g. `gb18030`
 * @throws Problem spreadsheet.*
 */
export function readOldWorkbook(path: string, kind: FileKind, encoding: string, pathOf: PathOf, limits: Limits): SheetSummary[] {
  const { size } = statSync(path)
  if (size > limits.oldFile) {
    const mb = Math.round(limits.oldFile / 1024 ** 2)
    throw new Problem('spreadsheet.too-heavy', { limit: `${mb} MB` })
  }
  const book = parse(readFileSync(path), kind, encoding)
  const is1904 = book.Workbook?.WBProps?.date1904 === true
  const budget: Budget = { left: limits.output }
  const names = book.SheetNames.slice(0, limits.sheets)
  return names.map((name, at) => {
    const hidden = (book.Workbook?.Sheets?.[at]?.Hidden ?? 0) !== 0
    return { name, hidden, ...writeSheet(book.Sheets[name] ?? {}, is1904, pathOf(at), budget, limits) }
  })
}

function parse(bytes: Buffer, kind: FileKind, encoding: string): WorkBook {
  const options: ParsingOptions = {
    cellDates: false,
    cellNF: true,
    cellText: false,
    cellHTML: false,
    cellStyles: true,
    dense: true,
    raw: true,
  }
  try {
    if (kind === 'old-workbook') {
      if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw new Problem('spreadsheet.locked')
      return read(bytes, { ...options, type: 'buffer' })
    }
    return read(new TextDecoder(encoding).decode(bytes), { ...options, type: 'string' })
  } catch (error) {
    if (error instanceof Problem) throw error
    const message = error instanceof Error ? error.message : String(error)
    if (/password|encrypt/i.test(message)) throw new Problem('spreadsheet.locked')
    throw new Problem('spreadsheet.broken', { reason: { zh: '内容无法识别', en: 'what it holds is not understood' } })
  }
}

type Dense = { readonly '!data'?: readonly (readonly (CellObject | undefined)[] | undefined)[] }

function writeSheet(sheet: WorkSheet & Dense, is1904: boolean, path: string, budget: Budget, limits: Limits) {
  const tally = newTally()
  const merges = (sheet['!merges'] ?? [])
    .slice(0, limits.merges)
    .map(({ s, e }) => ({ top: s.r + 1, left: s.c + 1, bottom: e.r + 1, right: e.c + 1 }))
  tally.mergedDown = merges.filter((merge) => merge.bottom > merge.top).length
  tally.mergedAcross = merges.length - tally.mergedDown
  tally.hiddenRows = (sheet['!rows'] ?? []).filter((row) => row?.hidden).length
  tally.hiddenColumns = (sheet['!cols'] ?? []).flatMap((column, at) => (column?.hidden ? [at + 1] : []))
  const sink = makeRowSink(path, merges, tally, budget)
  try {
    for (const [at, row] of (sheet['!data'] ?? []).entries()) {
      if (!row) continue
      const cells = Array.from(row.slice(0, limits.columns), (cell) => (cell ? cellOf(cell, is1904) : undefined))
      sink.put(
        at + 1,
        cells,
        row.slice(limits.columns).some((cell) => cell !== undefined && cell.t !== 'z'),
      )
    }
  } finally {
    sink.end()
  }
  return tally
}

const errorNames: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
}

function cellOf(cell: CellObject, is1904: boolean): SheetCell | undefined {
  const { t, v } = cell
  if (t === 'e') return { text: errorNames[Number(v)] ?? '#N/A', fault: 'error' }
  if (v === undefined || v === null || t === 'z') return cell.f === undefined ? undefined : { text: '', fault: 'formula' }
  if (t === 'b') return { text: v === true ? 'TRUE' : 'FALSE' }
  if (t === 'n' && typeof v === 'number') {
    const code = typeof cell.z === 'string' ? cell.z : ''
    return numberCell(v, String(v), code === '' ? 'plain' : meaningOf(0, code), is1904)
  }
  const text = v instanceof Date ? v.toISOString().slice(0, 19).replace('T', ' ') : String(v)
  return text === '' ? undefined : { text }
}
