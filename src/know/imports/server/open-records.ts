import { isUtf8 } from 'node:buffer'
import { createReadStream, existsSync } from 'node:fs'
import iconv from 'iconv-lite'
import { Problem } from '../../../core/kit/problem.ts'
import { disarmContacts } from '../../../platform/sealing/contacts.ts'
import { decodeRow } from '../../../platform/spreadsheets/sheet-row.ts'
import type { Encoding, Layout } from '../import.ts'
import { type CsvRecord, makeSplitter } from '../split-records.ts'
import { lineInSheet } from '../line-place.ts'
import { rowsFileOf } from './read-import-row.ts'

/** A file's records, in order, as many at a time as are asked for. */
export type Records = {
  /** The next `count` records, fewer at the end. */
  take(count: number): Promise<CsvRecord[]>
  close(): void
}

/** The bytes of a file as text. Bytes that are none in this encoding become U+FFFD, so that their rows can be refused. */
export async function* readText(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  let isFirst = true
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) {
    const bytes: Buffer = chunk
    yield decoder.decode(isFirst && encoding === 'gb18030' ? withoutMark(bytes) : bytes, { stream: true })
    isFirst = false
  }
  yield decoder.decode()
}

/** Some programs put the mark of UTF-8 before a text that is none. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

/** How this file ends its lines: CR alone only where its beginning has no LF. */
export function newlineOf(beginning: string): '\n' | '\r' {
  return beginning.includes('\r') && !beginning.includes('\n') ? '\r' : '\n'
}

/**
 * Opens a file behind its header and `skip` records. Going on after a crash reads the file from its beginning: at a
 * million rows a second that costs less than keeping places in bytes for every encoding would.
 * @throws Problem import.file-gone
 */
export async function openRecords(path: string, layout: Layout, skip: number): Promise<Records> {
  if (!existsSync(path)) throw new Problem('import.file-gone')
  const source = readRecords(path, layout)
  const ready: CsvRecord[] = []
  let at = 0
  const take = async (count: number): Promise<CsvRecord[]> => {
    while (ready.length - at < count) {
      const piece = await source.next()
      if (piece.done) break
      for (const record of piece.value) ready.push(record)
    }
    const taken = ready.slice(at, at + count)
    at += taken.length
    if (at > 50_000 || at === ready.length) {
      ready.splice(0, at)
      at = 0
    }
    return disarmContacts(taken)
  }
  for (let left = skip + layout.headerRow; left > 0; ) {
    const passed = await take(Math.min(left, 20_000))
    if (passed.length === 0) break
    left -= passed.length
  }
  return { take, close: () => void source.return(undefined) }
}

type ReadAs = Pick<Layout, 'encoding' | 'delimiter' | 'sheet'> & Partial<Pick<Layout, 'joinedSheets' | 'headerRow'>>

/** All records of a file, the header among them, those of joined sheets behind the first without theirs; lines in which nothing stands are passed over. */
export async function* readRecords(path: string, layout: ReadAs): AsyncGenerator<CsvRecord[], void> {
  const pieces = layout.sheet === null ? splitFile(path, layout) : joinedRecords(path, layout.sheet, layout)
  for await (const records of pieces) yield records.every(isFilled) ? records : records.filter(isFilled)
}

const isFilled = ({ cells, fault }: CsvRecord) => fault !== undefined || cells.some((text) => text !== '' && text.trim() !== '')

/** `sep=;`, which Excel reads as the delimiter and does not show. */
const separatorLine = /^"?sep=(.|\\t)"?\r?$/i

async function* splitFile(
  path: string,
  { encoding, delimiter }: Pick<Layout, 'encoding' | 'delimiter'>,
): AsyncGenerator<CsvRecord[], void> {
  let splitter: ReturnType<typeof makeSplitter> | null = null
  let newline: '\n' | '\r' = '\n'
  let held = ''
  let isFirst = true
  const check = (records: CsvRecord[]) => {
    if (isFirst && records.length > 0) {
      isFirst = false
      if (separatorLine.test(records[0]?.cells.join(delimiter) ?? '')) records.shift()
    }
    return encoding === 'gb18030' ? records.map(withoutMixture) : records
  }
  for await (const text of readText(path, encoding)) {
    if (!splitter) {
      newline = newlineOf(text)
      splitter = makeSplitter(delimiter, newline)
    }
    // A CR that stands alone among other line ends is one too; the last of a piece waits for what follows it.
    let piece = held + text
    held = ''
    if (newline === '\n' && piece.includes('\r')) {
      if (piece.endsWith('\r')) {
        held = '\r'
        piece = piece.slice(0, -1)
      }
      piece = piece.replace(/\r(?![\r\n])/g, '\n')
    }
    yield check(splitter.push(piece))
  }
  if (splitter) yield check([...splitter.push(held), ...splitter.end()])
}

/** A line of UTF-8 in a file of GB18030 reads as other characters, and none of them is wrong; its bytes tell. */
function withoutMixture(record: CsvRecord): CsvRecord {
  const mixed = record.cells.some((text) => {
    if (!/[^\t-~]{2}/.test(text)) return false
    const bytes = iconv.encode(text, 'gb18030')
    return isUtf8(bytes) && /[\u4e00-\u9fff]/.test(bytes.toString())
  })
  return mixed ? { ...record, fault: 'mixed' } : record
}

async function* joinedRecords(
  path: string,
  sheet: number,
  { joinedSheets = [], headerRow = 1 }: ReadAs,
): AsyncGenerator<CsvRecord[], void> {
  const beginning: CsvRecord[] = []
  for await (const records of sheetRecords(rowsFileOf(path, sheet))) {
    if (beginning.length < headerRow) beginning.push(...records.filter(isFilled).slice(0, headerRow - beginning.length))
    yield records
  }
  const header = headerRow > 0 ? beginning[headerRow - 1] : undefined
  for (const each of joinedSheets)
    for await (const records of withoutHeader(sheetRecords(rowsFileOf(path, each)), header))
      yield records.map((record) => ({ ...record, line: lineInSheet(each, record.line) }))
}

/** What a header says; empty cells behind it do not count, those before it do. */
export const cellsOf = ({ cells }: CsvRecord): string => cells.join('\n').trimEnd()
/** How far down a header is looked for. */
export const mostAboveHeader = 12

/** What stands behind a sheet's own header; all of it where the header does not come again. */
async function* withoutHeader(pieces: AsyncGenerator<CsvRecord[], void>, header: CsvRecord | undefined): AsyncGenerator<CsvRecord[], void> {
  let isBeginning = true
  for await (const all of pieces) {
    const records = all.filter(isFilled)
    const at = isBeginning && header ? records.slice(0, mostAboveHeader).findIndex((record) => cellsOf(record) === cellsOf(header)) : -1
    isBeginning = isBeginning && records.length === 0
    yield records.slice(at + 1)
  }
}

async function* sheetRecords(path: string): AsyncGenerator<CsvRecord[], void> {
  if (!existsSync(path)) throw new Problem('import.file-gone')
  let rest = ''
  for await (const text of readText(path, 'utf-8')) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    yield lines.map(readSheetLine)
  }
}

function readSheetLine(line: string): CsvRecord {
  const { row, isTooWide, ...read } = decodeRow(line)
  return { line: row, ...read, ...(isTooWide ? { fault: 'too-wide' as const } : {}) }
}
