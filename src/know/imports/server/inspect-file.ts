import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import { guessDateOrder } from '../../../fields/date/guess-date-order.ts'
import { guessColumns, guessKind, tidy } from '../guess-columns.ts'
import { guessDelimiter } from '../guess-delimiter.ts'
import type { Delimiter, Encoding, Inspection } from '../import.ts'
import { faultOf } from '../refusals.ts'
import { type CsvRecord, makeSplitter } from '../split-records.ts'
import type { ImportKind } from '../targets.ts'
import { detectEncoding } from './detect-encoding.ts'
import { newlineOf, readText } from './open-records.ts'

const mostColumns = 500
const sampleRows = 2_000
const shownRows = 20
const longestShown = 300

export type InspectionChoices = {
  readonly encoding?: Encoding | undefined
  readonly delimiter?: Delimiter | undefined
  readonly kind?: ImportKind | undefined
}

/**
 * Looks into a file: how it is written, what it seems to tell, and which column is what. The person may say otherwise.
 * @throws Problem import.empty, import.header-only, import.workbook, import.binary, import.header-unreadable, import.too-many-columns
 */
export async function inspectFile(path: string, choices: InspectionChoices = {}): Promise<Inspection> {
  const detected = await detectEncoding(path)
  const encoding = choices.encoding ?? detected.encoding
  const beginning = await readBeginning(path, encoding)
  const newline = newlineOf(beginning)
  const delimiter = choices.delimiter ?? guessDelimiter(beginning.slice(0, 100_000), newline)
  const [head, ...rows] = await readSample(path, encoding, delimiter, newline)
  const header = checkHeader(head, rows)
  const sample = rows.filter((row) => faultOf(row, header.length) === null).map((row) => row.cells)
  const kind = choices.kind ?? guessKind(header, sample)
  const columns = guessColumns(kind, header, sample)
  const dates = kind === 'purchases' ? columns['occurredAt'] : (columns['birthday'] ?? columns['joinedAt'])
  return {
    encoding,
    byteOrderMark: detected.byteOrderMark,
    delimiter,
    header: header.map(short),
    rows: sample.slice(0, shownRows).map((cells) => cells.map(short)),
    kind,
    columns,
    dateOrder: dates === undefined ? null : guessDateOrder(sample.map((cells) => cells[dates] ?? '')),
    rowsExpected: Math.max(rows.length < sampleRows ? rows.length : 0, detected.lineEnds - 1),
    bytes: detected.bytes,
    warnings: warningsFor(detected.isBroken && choices.encoding === undefined, header, rows),
  }
}

const short = (text: string) => text.slice(0, longestShown).replaceAll('\0', '').toWellFormed()

async function readBeginning(path: string, encoding: Encoding): Promise<string> {
  for await (const text of readText(path, encoding)) if (text !== '') return text
  return ''
}

async function readSample(path: string, encoding: Encoding, delimiter: Delimiter, newline: '\n' | '\r'): Promise<CsvRecord[]> {
  const splitter = makeSplitter(delimiter, newline)
  const records: CsvRecord[] = []
  for await (const text of readText(path, encoding)) {
    for (const record of splitter.push(text)) records.push(record)
    if (records.length > sampleRows) return records.slice(0, sampleRows + 1)
  }
  return [...records, ...splitter.end()].slice(0, sampleRows + 1)
}

function checkHeader(head: CsvRecord | undefined, rows: readonly CsvRecord[]): string[] {
  if (!head) throw new Problem('import.empty')
  if (head.fault) {
    const reason: Words =
      head.fault === 'open-quote'
        ? { zh: '引号没有闭合', en: 'a quote never closes' }
        : { zh: '超过一百万个字符', en: 'it is longer than a million characters' }
    throw new Problem('import.header-unreadable', { reason })
  }
  if (head.cells.length > mostColumns) throw new Problem('import.too-many-columns', { columns: head.cells.length, most: mostColumns })
  if (rows.length === 0) throw new Problem('import.header-only')
  const cells = head.cells.map((text) => text.trim())
  while (cells.length > 1 && cells.at(-1) === '') cells.pop()
  return cells
}

function warningsFor(isBroken: boolean, header: readonly string[], rows: readonly CsvRecord[]): Words[] {
  const warnings: Words[] = []
  if (isBroken) {
    warnings.push({
      zh: '文件里有损坏的字符，含有它们的行会被拒绝。若预览是乱码，请换一种编码。',
      en: 'The file has broken characters; rows that contain them will be refused. If the preview is garbled, choose another encoding.',
    })
  }
  const names = header.map(tidy)
  const twice = [...new Set(header.filter((_, at) => names[at] !== '' && names.indexOf(names[at] ?? '') !== at))]
  if (twice.length > 0) {
    warnings.push({
      zh: `有几列同名（${twice.join('、')}），请按位置核对所选的列。`,
      en: `Some columns share a name (${twice.join(', ')}); check by position that the right one is chosen.`,
    })
  }
  const odd = rows.find((row) => faultOf(row, header.length) !== null)
  if (odd) {
    warnings.push({
      zh: `从第 ${odd.line} 行起，有的行读不通（格数不符或引号没有闭合），这些行会被拒绝。`,
      en: `From line ${odd.line} on there are lines that cannot be read (wrong number of cells, or an open quote); they will be refused.`,
    })
  }
  return warnings
}

/** Is the column of customer numbers one of whole numbers that a spreadsheet wrote like `17850.0`? By the first rows. */
export async function havePointZero(
  path: string,
  encoding: Encoding,
  delimiter: Delimiter,
  position: number | undefined,
): Promise<boolean> {
  if (position === undefined) return false
  const [, ...rows] = await readSample(path, encoding, delimiter, newlineOf(await readBeginning(path, encoding)))
  const filled = rows.map((row) => row.cells[position] ?? '').filter((text) => text.trim() !== '')
  return filled.length > 0 && filled.every((text) => /^\d+\.0+$/.test(text.trim()))
}
