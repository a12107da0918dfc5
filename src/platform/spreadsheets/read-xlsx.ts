import { Problem } from '../../core/kit/problem.ts'
import type { Limits } from './limits.ts'
import { meaningOf, type NumberMeaning } from './number-format.ts'
import { type Book, readMerges, readSheet } from './read-sheet.ts'
import { type Budget, makeRowSink } from './row-sink.ts'
import { noStrings, readSharedStrings } from './shared-strings.ts'
import { newTally, type SheetSummary } from './sheet-summary.ts'
import { attribute, makeXmlReader, type XmlListener } from './xml-events.ts'
import { openZip, partName, type ZipFile } from './zip-file.ts'

/** Where the rows of the n-th sheet go. */
export type PathOf = (sheet: number) => string

/**
 * Reads every sheet of a workbook and writes its rows down, one pass after the other and never more than a piece of it in
 * memory, but for the texts that cells share.
 * @throws Problem spreadsheet.*
 */
export async function readXlsx(path: string, pathOf: PathOf, limits: Limits): Promise<SheetSummary[]> {
  const zip = await openZip(path, limits)
  try {
    const workbook = await readWorkbook(zip, limits)
    const strings = zip.entries.get(workbook.strings)
    const book: Book = {
      strings: strings ? await readSharedStrings(zip.read(strings, limits.sheetXml), limits) : noStrings,
      meanings: await readMeanings(zip, workbook.styles, limits),
      is1904: workbook.is1904,
    }
    const summaries: SheetSummary[] = []
    const budget: Budget = { left: limits.output }
    for (const [at, { name, hidden, part }] of workbook.sheets.entries())
      summaries.push({ name, hidden, ...(await readOne(zip, part, book, pathOf(at), budget, limits)) })
    return summaries
  } finally {
    await zip.close()
  }
}

async function readOne(zip: ZipFile, part: string, book: Book, path: string, budget: Budget, limits: Limits) {
  const tally = newTally()
  const entry = zip.entries.get(part)
  if (!entry) throw new Problem('spreadsheet.broken', { reason: { zh: '缺少一张工作表', en: 'one of its sheets is missing' } })
  const merges = await readMerges(zip.read(entry, limits.sheetXml), limits)
  tally.mergedDown = merges.filter((merge) => merge.bottom > merge.top).length
  tally.mergedAcross = merges.length - tally.mergedDown
  const sink = makeRowSink(path, merges, tally, budget)
  try {
    await readSheet(zip.read(entry, limits.sheetXml), book, sink, tally, limits)
  } finally {
    sink.end()
  }
  return tally
}

type Workbook = {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly part: string }[]
  readonly is1904: boolean
  readonly strings: string
  readonly styles: string
}

type Relation = { readonly id: string; readonly type: string; readonly target: string }

async function readWorkbook(zip: ZipFile, limits: Limits): Promise<Workbook> {
  const main =
    (await readRelations(zip, '_rels/.rels', '', limits)).find(({ type }) => type === 'officedocument')?.target ?? 'xl/workbook.xml'
  if (!zip.entries.has(main)) throw otherKind(zip)
  if (main.endsWith('.bin'))
    throw new Problem('spreadsheet.other-kind', { kind: { zh: '二进制工作簿（.xlsb）', en: 'a binary workbook (.xlsb)' } })
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const relations = await readRelations(zip, `${folder}_rels/${main.slice(folder.length)}.rels`, folder, limits)
  const parts = new Map(relations.filter(({ type }) => type === 'worksheet').map(({ id, target }) => [id, target]))
  const sheets: { name: string; hidden: boolean; part: string }[] = []
  let is1904 = false
  await readSmall(zip, main, limits, (name, attributes) => {
    if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '')
    if (name !== 'sheet' || sheets.length >= limits.sheets) return
    // The prefix of `r:id` may be another one; `sheetId` is not it.
    const part = parts.get(/(?:^|\s)\w+:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? '')
    if (part) sheets.push({ name: attribute(attributes, 'name') ?? '', hidden: /hidden/i.test(attribute(attributes, 'state') ?? ''), part })
  })
  if (sheets.length === 0) throw new Problem('spreadsheet.no-sheet')
  const find = (type: string, usual: string) => relations.find((each) => each.type === type)?.target ?? `${folder}${usual}`
  return { sheets, is1904, strings: find('sharedstrings', 'sharedstrings.xml'), styles: find('styles', 'styles.xml') }
}

/** What a zip is that holds no workbook. */
function otherKind(zip: ZipFile): Problem {
  const names = [...zip.entries.keys()]
  const has = (beginning: string) => names.some((name) => name.startsWith(beginning))
  const kind = has('xl/')
    ? { zh: '不完整的工作簿', en: 'an incomplete workbook' }
    : has('content.xml')
      ? { zh: 'OpenDocument 文件（.ods）', en: 'an OpenDocument file (.ods)' }
      : has('word/') || has('ppt/')
        ? { zh: 'Word 或 PowerPoint 文件', en: 'a Word or PowerPoint file' }
        : has('index/') || has('data/')
          ? { zh: 'Numbers 表格', en: 'a Numbers table' }
          : { zh: '压缩包，请先解压', en: 'a compressed archive; unpack it first' }
  return new Problem('spreadsheet.other-kind', { kind })
}

async function readSmall(zip: ZipFile, part: string, limits: Limits, open: XmlListener['open']): Promise<void> {
  const entry = zip.entries.get(part)
  if (!entry) return
  const reader = makeXmlReader({ open, text() {}, close() {} }, limits.token)
  const decoder = new TextDecoder()
  for await (const piece of zip.read(entry, limits.smallPart)) reader.push(decoder.decode(piece, { stream: true }))
}

async function readRelations(zip: ZipFile, part: string, folder: string, limits: Limits): Promise<Relation[]> {
  const relations: Relation[] = []
  await readSmall(zip, part, limits, (name, attributes) => {
    if (name !== 'Relationship' || relations.length >= limits.entries) return
    if (attribute(attributes, 'TargetMode') === 'External') return
    const type = (attribute(attributes, 'Type') ?? '').split('/').at(-1)?.toLowerCase() ?? ''
    relations.push({ id: attribute(attributes, 'Id') ?? '', type, target: resolve(folder, attribute(attributes, 'Target') ?? '') })
  })
  return relations
}

/** A target is written from its own folder on, or from the root. */
function resolve(folder: string, target: string): string {
  const parts: string[] = []
  for (const step of `${/^[\\/]/.test(target) ? '' : folder}${target}`.split(/[\\/]+/)) {
    if (step === '..') parts.pop()
    else if (step !== '.' && step !== '') parts.push(step)
  }
  return partName(parts.join('/'))
}

async function readMeanings(zip: ZipFile, part: string, limits: Limits): Promise<NumberMeaning[]> {
  const codes = new Map<number, string>()
  const formats: number[] = []
  let inCells = false
  await readSmall(zip, part, limits, (name, attributes) => {
    if (name === 'numFmt') codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
    else if (name === 'cellXfs') inCells = true
    else if (name === 'cellStyles' || name === 'dxfs') inCells = false
    else if (name === 'xf' && inCells && formats.length < 65_536) formats.push(Number(attribute(attributes, 'numFmtId') ?? 0))
  })
  const known = new Map<number, NumberMeaning>()
  return formats.map((id) => {
    const meaning = known.get(id) ?? meaningOf(id, codes.get(id))
    known.set(id, meaning)
    return meaning
  })
}
