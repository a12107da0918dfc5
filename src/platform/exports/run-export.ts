import { Readable } from 'node:stream'
import iconv from 'iconv-lite'
import { Problem } from '../../core/kit/problem.ts'
import type { Language, Words } from '../../core/kit/words.ts'
import type { SheetColumn } from '../../core/spreadsheet/sheet-column.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import type { Ctx } from '../actions/context.ts'
import { noteReadingNow } from '../audit/note-reading.ts'
import { holdTables, tablesToHold } from '../database/hold-tables.ts'
import { openContacts } from '../sealing/contacts.ts'
import { csvLine } from '../spreadsheets/csv-line.ts'
import { type WrittenCell, writeWorkbook } from '../spreadsheets/write-workbook.ts'
import type { ExportColumn, ExportFormat, OpenedExport } from './list-export.ts'

/** An export under way, or over since a little while; `waiting` where nothing of it is known (yet). */
export type ExportProgress = {
  readonly state: 'waiting' | 'running' | 'done' | 'stopped' | 'failed'
  readonly rows: number
  readonly total: number
}

type Kept = { progress: ExportProgress; readonly actor: string; readonly stop: () => void }

/** Exports of this program, by id. */
const kept = new Map<string, Kept>()
const mostKept = 200
/** Each holds one of the questions' connections; the other half stays for whoever asks. */
const mostRunning = 4
/** Of one person or key: the others get their turn. */
const mostOfOne = 2
/** Who takes nothing for as long has gone away without saying so, and must not hold the database's past. */
const longestPauseMs = 600_000

export type ExportOrder = {
  readonly id: string
  /** Its path. */
  readonly list: string
  /** The entity whose list it is; null for a list of another kind. */
  readonly entity: string | null
  /** What was asked, for the audit: rule, search, order. */
  readonly asked: Readonly<Record<string, unknown>>
  readonly name: Words
  readonly format: ExportFormat
  readonly language: Language
}

/**
 * Writes an opened list as a stream, row by row as it is taken, and tells the audit log who took what and how many rows
 * it came to.
 * @throws Problem export.busy, export.yours, audit.unwritable: what cannot be told is not given
 */
export async function runExport(ctx: Ctx, opened: OpenedExport, asked: ExportOrder): Promise<Readable> {
  const { columns } = opened
  const running = [...kept.values()].filter(({ progress }) => progress.state === 'running')
  if (running.length >= mostRunning) throw new Problem('export.busy', { most: mostRunning })
  if (running.filter(({ actor }) => actor === ctx.actor.id).length >= mostOfOne) throw new Problem('export.yours', { most: mostOfOne })
  // Two under one id would count as one.
  const order = kept.get(asked.id)?.progress.state === 'running' ? { ...asked, id: ctx.newId() } : asked
  let isStopped = false
  let stream: Readable | null = null
  const mine: Kept = {
    progress: { state: 'running', rows: 0, total: opened.total },
    actor: ctx.actor.id,
    stop: () => {
      isStopped = true
      stream?.destroy()
      // The stream closes once its snapshot is given back; to whoever stopped it, it is over now.
      end('stopped')
    },
  }
  const end = (state: ExportProgress['state']) => {
    if (mine.progress.state !== 'running') return
    mine.progress = { ...mine.progress, state }
    noteEnd(ctx, order, mine.progress)
  }
  // Before anything is waited for, so that several begun at one moment are counted too.
  keep(order.id, mine)
  try {
    await noteReadingNow(ctx, {
      what: 'export-list',
      entity: order.entity,
      subject: order.id,
      count: opened.total,
      fields: columns.map((column) => column.name),
      details: { list: order.list, format: order.format },
      asked: order.asked,
    })
  } catch (error) {
    kept.delete(order.id)
    throw error
  }
  async function* counted() {
    for await (const rows of ofOneMoment(ctx, opened)) {
      const patience = setTimeout(mine.stop, longestPauseMs)
      try {
        yield openContacts(ctx.services.sealing, rows)
      } finally {
        clearTimeout(patience)
      }
      mine.progress = { ...mine.progress, rows: mine.progress.rows + rows.length }
    }
  }
  const file = write(ctx, columns, counted(), order)
  stream = file
  file.once('end', () => end('done'))
  file.once('error', (error) => {
    ctx.log.error({ err: error, export: order.id }, 'an export broke off')
    end('failed')
  })
  file.once('close', () => end(isStopped || !file.readableEnded ? 'stopped' : 'done'))
  if (isStopped) file.destroy()
  return file
}

/** What is over is forgotten with the next ones. */
function keep(id: string, mine: Kept): void {
  const over = [...kept].filter(([, { progress }]) => progress.state !== 'running')
  for (const [old] of over.slice(0, Math.max(0, kept.size - mostKept))) kept.delete(old)
  kept.set(id, mine)
}

function noteEnd(ctx: Ctx, order: ExportOrder, { rows, state }: ExportProgress): void {
  const ended = {
    what: 'export-list-ended',
    entity: order.entity,
    subject: order.id,
    count: 0,
    details: { list: order.list, rows, state },
  }
  noteReadingNow({ actor: ctx.actor, services: ctx.services, source: ctx.source }, ended).catch((error: unknown) =>
    ctx.log.error({ err: error }, 'the end of an export was not audited'),
  )
}

/**
 * All portions over one snapshot: whatever is changed, made or removed while the file is taken, each record that was
 * there when it began stands in it once.
 */
async function* ofOneMoment(ctx: Ctx, opened: OpenedExport): AsyncGenerator<readonly Readonly<Record<string, unknown>>[]> {
  const moment = await ctx.db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
  try {
    await holdTables(moment, await tablesToHold(ctx.services.database.db))
    yield* opened.pages({ ...ctx, db: moment })
  } finally {
    await moment.rollback().execute()
  }
}

/** How far an export of this actor is. */
export function readExport(ctx: Pick<Ctx, 'actor'>, id: string): ExportProgress {
  const found = kept.get(id)
  return found?.actor === ctx.actor.id ? found.progress : { state: 'waiting', rows: 0, total: 0 }
}

/** @throws Problem export.missing */
export function stopExport(ctx: Pick<Ctx, 'actor'>, id: string): void {
  const found = kept.get(id)
  if (found?.actor !== ctx.actor.id) throw new Problem('export.missing')
  found.stop()
}

type Rows = AsyncIterable<readonly Readonly<Record<string, unknown>>[]>
type Written = { readonly name: string; readonly header: string; readonly sheet: SheetColumn }

function write(ctx: Ctx, columns: readonly ExportColumn[], pages: Rows, { name, format, language }: ExportOrder): Readable {
  const written = columns.map((column) => ({
    name: column.name,
    header: column.label[language],
    sheet: sheetColumn(ctx, column, language),
  }))
  if (format === 'xlsx') {
    const heads = written.map(({ header, sheet }) => ({ header, format: sheet.format }))
    return writeWorkbook(name[language], heads, cells(written, pages))
  }
  const texts = csvTexts(written, pages)
  return Readable.from(format === 'csv' ? texts : encoded(texts))
}

function sheetColumn(ctx: Ctx, { field, inSheet }: ExportColumn, language: Language): SheetColumn {
  if (inSheet) return inSheet
  const type = fieldTypes[field.type]
  const customs = { language, currency: ctx.shop.currency, timeZone: ctx.shop.timeZone }
  const own = type?.inSheet?.(field, customs)
  if (own) return own
  const said = (value: unknown) => (value === null || value === undefined || value === '' ? '' : (type?.say(value, field, customs) ?? ''))
  return { cell: (value) => said(value) || null, text: said }
}

async function* cells(columns: readonly Written[], pages: Rows): AsyncGenerator<WrittenCell[]> {
  for await (const rows of pages) for (const row of rows) yield columns.map(({ name, sheet }) => sheet.cell(row[name]))
}

/** UTF-8 with a mark, without which Excel takes it for the machine's own encoding. */
async function* csvTexts(columns: readonly Written[], pages: Rows): AsyncGenerator<string> {
  yield `\ufeff${csvLine(columns.map(({ header }) => header))}`
  for await (const rows of pages) yield rows.map((row) => csvLine(columns.map(({ name, sheet }) => sheet.text(row[name])))).join('')
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const text of texts) yield iconv.encode(text.replace('\ufeff', ''), 'gb18030')
}
