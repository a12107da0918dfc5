import { disarmContacts } from '../../../platform/sealing/contacts.ts'
import { stat } from 'node:fs/promises'
import { Problem } from '../../../core/kit/problem.ts'
import type { Fields } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { guessDateOrder } from '../../../fields/date/guess-date-order.ts'
import { guessColumns, guessKind } from '../guess-columns.ts'
import { guessDelimiter } from '../guess-delimiter.ts'
import { guessDecimalMark, guessHeader, guessHeaderOfText } from '../guess-header.ts'
import { type Delimiter, delimiters, type Encoding, type Inspection, type Layout } from '../import.ts'
import { faultOf } from '../refusals.ts'
import type { CsvRecord } from '../split-records.ts'
import { columnsBy, type Mapping, mappingFor } from '../mapping.ts'
import { type Columns, type ImportKind, targetsFor } from '../targets.ts'
import { detectEncoding } from './detect-encoding.ts'
import { cellsOf, mostAboveHeader, newlineOf, readRecords, readText } from './open-records.ts'
import { rowsFileOf } from './read-import-row.ts'

const mostColumns = 500
const sampleRows = 2_000
const shownRows = 20
const shownFirst = 12
const longestShown = 300

export type InspectionChoices = {
  readonly encoding?: Encoding | undefined
  readonly delimiter?: Delimiter | undefined
  readonly kind?: ImportKind | undefined
  readonly sheet?: number | null | undefined
  /** Left out: all visible sheets whose header is the same. */
  readonly joinedSheets?: readonly number[] | undefined
  readonly headerRow?: number | undefined
  /** A mapping by its id, or null for none; left out, the one that the file’s columns call for. */
  readonly mapping?: string | null | undefined
}

type Sheets = Pick<Inspection, 'sheets' | 'sheet'>

/** What is known beside the file: the fields of the customer's card, and of a workbook its sheets and the one that was guessed. */
type Known = { readonly customer?: Fields; readonly book?: Sheets; readonly mappings?: readonly Mapping[] }

/**
 * Looks into a file: how it is written, what it seems to tell, and which column is what. The person may say otherwise.
 * The rows of a workbook's sheets lie beside it already.
 * @throws Problem import.empty, import.header-only, import.binary, import.header-unreadable, import.too-many-columns,
 * import.unknown-sheet, import.other-columns
 */
export async function inspectFile(
  path: string,
  choices: InspectionChoices = {},
  { customer = {}, book = noSheets, mappings = [] }: Known = {},
): Promise<Inspection> {
  const form = book.sheets.length > 0 ? await formOfSheet(path, choices, book) : await formOfText(path, choices)
  const records = disarmContacts(await readSample(path, form))
  const found = form.sheet === null ? guessHeaderOfText(records) : guessHeader(records)
  const headerRow = Math.min(choices.headerRow ?? found, records.length)
  const header = checkHeader(records, headerRow)
  const rows = records.slice(headerRow)
  const isSheet = form.sheet !== null
  const joined = await joinSheets(path, choices, book, form.sheet, headerRow === 0 ? undefined : records[headerRow - 1])
  const sample = rows.filter((row) => faultOf(row, header.length, isSheet) === null).map((row) => row.cells)
  const mapping = chooseMapping(mappings, header, choices)
  const kind = mapping?.kind ?? choices.kind ?? guessKind(header, sample)
  const columns = mapping ? known(columnsBy(mapping, header), targetsFor(kind, customer)) : guessColumns(kind, header, sample, customer)
  const dates = columns['occurredAt'] ?? columns['birthday'] ?? columns['joinedAt'] ?? columns['expiresAt']
  const { encoding, byteOrderMark, delimiter, bytes, sheet } = form
  return {
    encoding,
    byteOrderMark,
    delimiter,
    sheets: book.sheets,
    sheet,
    ...joined.sheets,
    headerRow,
    firstRows: records.slice(0, shownFirst).map(({ line, cells }) => ({ line, cells: cells.slice(0, 40).map(short) })),
    decimalMark: guessDecimalMark(sample),
    header: header.map(short),
    rows: sample.slice(0, shownRows).map((cells) => cells.map(short)),
    kind,
    columns,
    mapping: mapping && { id: mapping.id, name: mapping.name, settings: { ...mapping.settings } },
    dateOrder: dates === undefined ? null : guessDateOrder(sample.map((cells) => cells[dates] ?? '')),
    rowsExpected: Math.max(rows.length < sampleRows ? rows.length : 0, form.lines - headerRow) + joined.rows,
    bytes: bytes + joined.bytes,
    warnings: [
      ...form.warnings,
      ...joined.warnings,
      ...(form.sheet === null && header.length === 1 && Object.keys(columns).length === 0 ? [oneColumnWords] : []),
      ...warningsFor(header, choices.headerRow === undefined ? records.slice(0, headerRow) : null, rows, isSheet),
    ],
  }
}

/** @throws Problem import.unknown-mapping */
function chooseMapping(
  mappings: readonly Mapping[],
  header: readonly string[],
  { mapping: chosen, kind }: InspectionChoices,
): Mapping | null {
  if (chosen === null) return null
  if (chosen !== undefined) {
    const found = mappings.find(({ id }) => id === chosen)
    if (!found) throw new Problem('import.unknown-mapping', { path: 'mapping' })
    return found
  }
  const fitting = mappingFor(mappings, header)
  return fitting && (kind === undefined || kind === fitting.kind) ? fitting : null
}

/** A field that was retired since the mapping was saved is left out. */
const known = (columns: Columns, targets: Fields): Columns =>
  Object.fromEntries(Object.entries(columns).filter(([target]) => Object.hasOwn(targets, target)))

const noSheets: Sheets = { sheets: [], sheet: null }

/** How the file is written, found or chosen. */
type Form = Pick<Layout, 'encoding' | 'delimiter' | 'sheet'> & {
  readonly byteOrderMark: boolean
  readonly bytes: number
  readonly lines: number
  readonly warnings: readonly Words[]
}

async function formOfText(path: string, choices: InspectionChoices): Promise<Form> {
  const detected = await detectEncoding(path)
  const encoding = choices.encoding ?? detected.encoding
  const beginning = await readBeginning(path, encoding)
  const delimiter = choices.delimiter ?? saidDelimiter(beginning) ?? guessDelimiter(beginning.slice(0, 100_000), newlineOf(beginning))
  const { byteOrderMark, bytes, lineEnds } = detected
  const isBroken = detected.isBroken && choices.encoding === undefined
  return { encoding, delimiter, sheet: null, byteOrderMark, bytes, lines: lineEnds, warnings: isBroken ? [brokenWords] : [] }
}

async function formOfSheet(path: string, choices: InspectionChoices, { sheets, sheet: guessed }: Sheets): Promise<Form> {
  const sheet = choices.sheet ?? guessed ?? 0
  const card = sheets[sheet]
  if (!card) throw new Problem('import.unknown-sheet', { path: 'sheet', sheet: sheet + 1, sheets: sheets.length })
  const { size } = await stat(path)
  return { encoding: 'utf-8', delimiter: ',', sheet, byteOrderMark: false, bytes: size, lines: card.rows, warnings: card.notes }
}

type Joined = {
  readonly sheets: Pick<Inspection, 'alikeSheets' | 'joinedSheets'>
  readonly rows: number
  readonly bytes: number
  readonly warnings: readonly Words[]
}

/**
 * The other sheets that go on with the same columns: the export of a large list fills a second sheet, a ledger has one for
 * each month. All of them are read unless some were chosen.
 * @throws Problem import.other-columns
 */
async function joinSheets(
  path: string,
  { joinedSheets }: InspectionChoices,
  { sheets }: Sheets,
  sheet: number | null,
  header: CsvRecord | undefined,
): Promise<Joined> {
  const above = new Map<number, number>()
  if (sheet !== null && header)
    for (const [at, each] of sheets.entries()) {
      if (at === sheet || each.rows === 0) continue
      const depth = await depthOfHeader(path, at, header)
      if (depth > 0 || goesOn(sheets, at, [sheet, ...above.keys()])) above.set(at, depth)
    }
  const alike = [...above.keys()]
  const chosen = [...new Set(joinedSheets ?? alike.filter((at) => sheets[at]?.hidden === false))]
  const other = chosen.find((at) => !alike.includes(at))
  if (other !== undefined)
    throw new Problem('import.other-columns', { path: 'joinedSheets', sheet: sheets[other]?.name ?? String(other + 1) })
  const cards = chosen.flatMap((at) => sheets[at] ?? [])
  const sizes = await Promise.all(chosen.map(async (at) => (await stat(rowsFileOf(path, at))).size))
  return {
    sheets: { alikeSheets: alike, joinedSheets: chosen },
    rows: chosen.reduce((sum, at) => sum + (sheets[at]?.rows ?? 0) - (above.get(at) ?? 0), 0),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    warnings: cards.flatMap(({ notes }) => notes),
  }
}

/** As many rows as a sheet can have, less its header. */
const fullSheet = 1_048_575

/** Whether a sheet is the next of one that is full, and has no more columns: some programs write the header once. */
const goesOn = (sheets: Sheets['sheets'], at: number, before: readonly number[]): boolean =>
  before.includes(at - 1) && (sheets[at - 1]?.rows ?? 0) >= fullSheet && (sheets[at]?.columns ?? 0) <= (sheets[at - 1]?.columns ?? 0)

/** Which of a sheet's first rows is this header, from 1; 0 where none is. */
async function depthOfHeader(path: string, sheet: number, header: CsvRecord): Promise<number> {
  const text = cellsOf(header)
  for await (const records of readRecords(path, { encoding: 'utf-8', delimiter: ',', sheet }))
    if (records.length > 0) return records.slice(0, mostAboveHeader).findIndex((record) => cellsOf(record) === text) + 1
  return 0
}

const short = (text: string) => text.slice(0, longestShown).replaceAll('\0', '').toWellFormed()

/** `sep=;` in the first line. */
function saidDelimiter(beginning: string): Delimiter | undefined {
  const said = /^\ufeff?"?sep=(.|\\t)"?[\r\n]/i.exec(beginning)?.[1]
  return delimiters.find((each) => each === (said === '\\t' ? '\t' : said))
}

async function readBeginning(path: string, encoding: Encoding): Promise<string> {
  for await (const text of readText(path, encoding)) if (text !== '') return text
  return ''
}

async function readSample(path: string, form: Pick<Layout, 'encoding' | 'delimiter' | 'sheet'>): Promise<CsvRecord[]> {
  const records: CsvRecord[] = []
  for await (const piece of readRecords(path, form)) {
    records.push(...piece)
    if (records.length > sampleRows) break
  }
  return records.slice(0, sampleRows + 1)
}

/** The names of the columns; empty ones where no record has them. */
function checkHeader(records: readonly CsvRecord[], headerRow: number): string[] {
  if (records.length === 0) throw new Problem('import.empty')
  const head = records[Math.max(0, headerRow - 1)]
  const fault = head?.fault
  if (fault && fault !== 'too-wide') throw new Problem('import.header-unreadable', { reason: headFaults[fault] })
  const width = head?.cells.length ?? 0
  if (fault || width > mostColumns)
    throw new Problem('import.too-many-columns', { columns: Math.max(width, mostColumns + 1), most: mostColumns })
  if (headerRow === 0) return Array.from({ length: widthOf(records) }, () => '')
  if (records.length <= headerRow) throw new Problem('import.header-only')
  const cells = (head?.cells ?? []).map((text) => text.trim())
  while (cells.length > 1 && cells.at(-1) === '') cells.pop()
  return cells
}

const headFaults: Readonly<Record<Exclude<NonNullable<CsvRecord['fault']>, 'too-wide'>, Words>> = {
  'open-quote': { zh: '引号没有闭合', en: 'a quote never closes' },
  'too-long': { zh: '超过一百万个字符', en: 'it is longer than a million characters' },
  mixed: { zh: '编码与其余部分不同', en: 'it is in another encoding than the rest' },
}

/** How many columns most of the records have. */
function widthOf(records: readonly CsvRecord[]): number {
  return Math.min(mostColumns, Math.max(1, ...records.slice(0, 50).map(({ cells }) => cells.length)))
}

const oneColumnWords: Words = {
  zh: '整个文件只读出一列，而且认不出是什么：列之间的分隔符可能不对。请在下面换一种；若各列用空格或别的符号隔开，请先用 Excel 的“分列”分开，另存后再上传。',
  en: 'The whole file was read as one column of which nothing is known: the delimiter may be wrong. Choose another below; where spaces or other signs part the columns, split them with Excel’s “Text to Columns” first, and upload what you save.',
}

const brokenWords: Words = {
  zh: '文件里有损坏的字符，含有它们的行会被拒绝。若预览是乱码，请换一种编码。',
  en: 'The file has broken characters; rows that contain them will be refused. If the preview is garbled, choose another encoding.',
}

/** @param above the records down to the header where it was guessed, null where it was chosen */
function warningsFor(header: readonly string[], above: readonly CsvRecord[] | null, rows: readonly CsvRecord[], isSheet: boolean): Words[] {
  const warnings: Words[] = []
  if (above?.length === 0) {
    warnings.push({
      zh: '第一行看起来是数据，不是标题，所以按没有标题行读取。若它是标题，请在下面改过来。',
      en: 'The first line looks like data, so the file is read as one without a header. If it is the header, say so below.',
    })
  }
  if (above && above.length > 1) {
    const line = above.at(-1)?.line ?? 0
    warnings.push({
      zh: `标题行像是第 ${line} 行，它上面的都没有当作数据。若不对，请在下面改过来。`,
      en: `The header seems to be line ${line}; what stands above it is not taken for data. If that is wrong, choose another below.`,
    })
  }
  // What stands in brackets may be all that tells two apart: 下次消费（最早） and 下次消费（最晚）.
  const names = header.map((name) => name.normalize('NFKC').replace(/\s/g, '').toLowerCase())
  const twice = [...new Set(header.filter((_, at) => names[at] !== '' && names.indexOf(names[at] ?? '') !== at))]
  if (twice.length > 0) {
    warnings.push({
      zh: `有几列同名（${twice.join('、')}），请按位置核对所选的列。`,
      en: `Some columns share a name (${twice.join(', ')}); check by position that the right one is chosen.`,
    })
  }
  const odd = rows.find((row) => faultOf(row, header.length, isSheet) !== null)
  const fault = odd && faultOf(odd, header.length, isSheet)
  if (odd && fault) {
    warnings.push({
      zh: `第 ${odd.line} 行读不通：${fault.zh}。这样的行会被拒绝。`,
      en: `Line ${odd.line} cannot be read: ${fault.en}. Such lines will be refused.`,
    })
  }
  return warnings
}

/** Is the column of customer numbers one of whole numbers that a spreadsheet wrote like `17850.0`? By the first rows. */
export async function havePointZero(path: string, layout: Layout, position: number | undefined): Promise<boolean> {
  if (position === undefined) return false
  const rows = (await readSample(path, layout)).slice(layout.headerRow)
  const filled = rows.map((row) => row.cells[position] ?? '').filter((text) => text.trim() !== '')
  return filled.length > 0 && filled.every((text) => /^\d+\.0+$/.test(text.trim()))
}
