import { Problem } from '../../core/kit/problem.ts'
import type { Limits } from './limits.ts'
import { type NumberMeaning, sayDay, sayNumber, saySpan } from './number-format.ts'
import type { Merge, RowSink } from './row-sink.ts'
import { cellText, type SharedStrings } from './shared-strings.ts'
import type { SheetCell } from './sheet-row.ts'
import type { Tally } from './sheet-summary.ts'
import { attribute, makeXmlReader } from './xml-events.ts'

/** What a workbook's cells refer to. */
export type Book = {
  readonly strings: SharedStrings
  /** What the n-th cell format makes of a number. */
  readonly meanings: readonly NumberMeaning[]
  readonly is1904: boolean
}

const lastRow = 1_048_576

/** `C17` → column 3, row 17; null when it is none. */
export function readReference(text: string): { column: number; row: number } | null {
  let column = 0
  let at = 0
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at) & ~32
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  const row = Number(text.slice(at))
  return column > 0 && column <= 16_384 && Number.isInteger(row) && row > 0 ? { column, row } : null
}

/** Reads a sheet's rows into the sink, as a stream. Rows beyond Excel's last, and rows out of order, are a trick. */
export async function readSheet(pieces: AsyncIterable<Buffer>, book: Book, sink: RowSink, tally: Tally, limits: Limits): Promise<void> {
  let cells: (SheetCell | undefined)[] = []
  let row = 0
  let column = 0
  let isTooWide = false
  let inRow = false
  let type = ''
  let style = 0
  let value = ''
  let inValue = false
  let isValueGiven = false
  let hasFormula = false
  let phonetic = false
  const hiddenColumns: number[] = []

  const endCell = () => {
    const cell = readCell({ type, style, value, isValueGiven, hasFormula }, book)
    if (cell === null) return
    if (column > limits.columns) isTooWide = true
    else cells[column - 1] = cell
  }
  const reader = makeXmlReader(
    {
      open(name, attributes, isEmpty) {
        if (name === 'c') {
          const reference = attribute(attributes, 'r')
          column = (reference === null ? null : readReference(reference))?.column ?? column + 1
          type = attribute(attributes, 't') ?? 'n'
          style = Number(attribute(attributes, 's') ?? 0)
          value = ''
          isValueGiven = false
          hasFormula = false
        } else if (name === 'v') {
          inValue = !isEmpty
          isValueGiven = !isEmpty
        } else if (name === 't') {
          inValue = !isEmpty && !phonetic
          isValueGiven = true
        } else if (name === 'f') hasFormula = true
        else if (name === 'rPh') phonetic = !isEmpty
        else if (name === 'row') {
          const next = Number(attribute(attributes, 'r') ?? row + 1)
          if (!Number.isInteger(next) || next <= row || next > lastRow)
            throw new Problem('spreadsheet.trick', { what: { zh: '行号错乱', en: 'rows out of order' } })
          row = next
          column = 0
          cells = []
          isTooWide = false
          inRow = !isEmpty
          if (inRow && isTrue(attribute(attributes, 'hidden'))) tally.hiddenRows++
        } else if (name === 'col' && isTrue(attribute(attributes, 'hidden'))) noteHidden(attributes, hiddenColumns, limits)
      },
      text(raw) {
        if (inValue) value += type === 'n' ? raw : cellText(raw)
      },
      close(name) {
        if (name === 'v' || name === 't') inValue = false
        else if (name === 'c') endCell()
        else if (name === 'rPh') phonetic = false
        else if (name === 'row' && inRow) {
          inRow = false
          sink.put(row, cells, isTooWide)
        }
      },
    },
    limits.token,
  )
  const decoder = new TextDecoder()
  for await (const piece of pieces) reader.push(decoder.decode(piece, { stream: true }))
  tally.hiddenColumns = hiddenColumns
}

const isTrue = (text: string | null) => text === '1' || text === 'true'

function noteHidden(attributes: string, hidden: number[], limits: Limits): void {
  const [from, to] = [Number(attribute(attributes, 'min')), Number(attribute(attributes, 'max'))]
  for (let at = from; at > 0 && at <= Math.min(to, limits.columns); at++) hidden.push(at)
}

type RawCell = {
  readonly type: string
  readonly style: number
  readonly value: string
  readonly isValueGiven: boolean
  readonly hasFormula: boolean
}

/** What a cell says, or null when it says nothing. */
function readCell({ type, style, value, isValueGiven, hasFormula }: RawCell, book: Book): SheetCell | null {
  if (!isValueGiven) return hasFormula ? { text: '', fault: 'formula' } : null
  if (type === 's') return textCell(book.strings.get(Number(value)))
  if (type === 'n') return value === '' ? null : numberCell(Number(value), value, book.meanings[style] ?? 'plain', book.is1904)
  if (type === 'b') return { text: value.trim() === '1' || value.trim().toLowerCase() === 'true' ? 'TRUE' : 'FALSE' }
  if (type === 'e') return { text: value, fault: 'error' }
  if (type === 'd') return textCell(value.replace('T', ' ').replace(/(:\d\d)\.\d+$/, '$1'))
  return textCell(value)
}

const textCell = (text: string): SheetCell | null => (text === '' ? null : { text })

/** A number by its format: a day, a time, an amount in a currency, or itself. */
export function numberCell(number: number, written: string, meaning: NumberMeaning, is1904: boolean): SheetCell {
  if (!Number.isFinite(number)) return { text: written, fault: 'error' }
  if (meaning === 'span') return { text: saySpan(number) }
  if (meaning === 'date' || meaning === 'time' || meaning === 'date-time') {
    const said = sayDay(number, meaning, is1904)
    return said === null ? { text: written, fault: 'date' } : { text: said }
  }
  const text = sayNumber(number)
  if (Math.abs(number) >= 1e15) return { text, fault: 'cut' }
  return { text: meaning === 'plain' ? text : `${meaning.currency}${text}` }
}

/**
 * The merged ranges of a sheet. They stand behind its rows, so the sheet is run through once before it is read: only
 * unpacked, not understood.
 */
export async function readMerges(pieces: AsyncIterable<Buffer>, limits: Limits): Promise<Merge[]> {
  const merges: Merge[] = []
  const reader = makeXmlReader(
    {
      open(name, attributes) {
        if (name !== 'mergeCell' || merges.length >= limits.merges) return
        const [from = '', to = ''] = (attribute(attributes, 'ref') ?? '').split(':')
        const [first, last] = [readReference(from), readReference(to)]
        if (first && last) merges.push({ top: first.row, left: first.column, bottom: last.row, right: last.column })
      },
      text() {},
      close() {},
    },
    limits.token,
  )
  const decoder = new TextDecoder()
  let isBehind = false
  let before: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    if (isBehind) {
      reader.push(decoder.decode(piece, { stream: true }))
      continue
    }
    const seen = before.length > 0 ? Buffer.concat([before, piece]) : piece
    const end = endOfRows(seen)
    if (end >= 0) {
      isBehind = true
      reader.push(decoder.decode(seen.subarray(end), { stream: true }))
    } else before = seen.subarray(Math.max(0, seen.length - 64))
  }
  return merges
}

/** Behind `</sheetData>` or `</x:sheetData>`; -1 while it has not come. */
function endOfRows(bytes: Buffer): number {
  for (let at = bytes.indexOf('sheetData>'); at >= 0; at = bytes.indexOf('sheetData>', at + 1)) {
    const open = bytes.lastIndexOf('<', at)
    if (open >= 0 && bytes[open + 1] === 47) return at + 10
  }
  return -1
}
