import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { codeOf } from '../../../core/kit/error-code.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Actor } from '../../../platform/actions/context.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { hideSealedCells } from '../hide-sealed-cells.ts'
import { type Inspection, noCounts, type Progress } from '../import.ts'
import { refuseUnclean } from '../../../platform/files/scan-file.ts'
import { liveFieldsOf } from '../../../platform/records/custom-values.ts'
import { convertWorkbook } from '../../../platform/spreadsheets/convert-workbook.ts'
import { fileKind } from '../../../platform/spreadsheets/file-kind.ts'
import { inspectFile } from './inspect-file.ts'
import { mostAboveHeader } from './open-records.ts'
import { readMappings } from './mappings.ts'
import { detectEncoding } from './detect-encoding.ts'
import { fileOf, idOfFile } from './read-import-row.ts'
import { fullestSheet, sheetNotes } from './sheet-notes.ts'

export const largestFile = 2 * 1024 ** 3

/** A file's name as it may be shown: without a path, control characters or more than 120 letters. */
export function shownName(given: string): string {
  const name = given.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  // biome-ignore format: one class of characters
  return Array.from(name.replace(/[\p{Cc}\p{Cf}"<>|]/gu, '').trim()).slice(0, 120).join('') || 'import.csv'
}

export type Received = Inspection & { readonly id: string; readonly name: string }

/**
 * Keeps an uploaded file, looks into it, and makes the import's row. Nothing is kept of a file that cannot be read.
 * @throws Problem import.too-large, import.upload-broken, and what `inspectFile` throws
 */
export async function receiveFile(
  services: Services,
  actor: Actor,
  name: string,
  source: Readable,
  limit = largestFile,
): Promise<Received> {
  const id = services.newId()
  const path = fileOf(services.filesFolder, id)
  try {
    await write(source, path, limit)
    return await registerFile(services, services.database.db, actor, await examineFile(services, id, name))
  } catch (error) {
    await forgetFile(path)
    throw error
  }
}

async function write(source: Readable, path: string, limit: number): Promise<void> {
  let bytes = 0
  const counted = new Transform({
    transform(piece: Buffer, _, done) {
      bytes += piece.length
      done(bytes > limit ? new Problem('import.too-large', { limit: `${Math.round(limit / 1024 ** 2)} MB` }) : null, piece)
    },
  })
  try {
    await pipeline(source, counted, createWriteStream(path))
  } catch (error) {
    if (error instanceof Problem) throw error
    const code = codeOf(error)
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') throw new Problem('import.upload-broken')
    throw error
  }
}

/** Looks into a file; the rows of a workbook are written down beside it first. */
async function lookInto(services: Services, path: string): Promise<Inspection> {
  const customer = await liveFieldsOf(services, 'customer')
  const kind = await fileKind(path)
  const mappings = await readMappings(services.database.db)
  if (kind === 'text') return await inspectFile(path, {}, { customer, mappings })
  const encoding = kind === 'html' || kind === 'xml-workbook' ? (await detectEncoding(path)).encoding : 'utf-8'
  const name = basename(path, '.csv')
  const summaries = await convertWorkbook({ path, kind, encoding, folder: dirname(path), name })
  const sheet = fullestSheet(summaries)
  if (sheet < 0) throw new Problem('spreadsheet.no-sheet')
  const sheets = summaries.map((each) => ({
    name: each.name,
    hidden: each.hidden,
    rows: each.rows,
    columns: each.columns,
    notes: sheetNotes(each),
  }))
  const known = { customer, mappings, book: { sheets, sheet } }
  return await fromEarliest(path, await inspectFile(path, {}, known), known)
}

/** Sheets of months are read in their order, so that what the newest says of somebody holds; a small one ahead may be an example. */
async function fromEarliest(path: string, found: Inspection, known: Parameters<typeof inspectFile>[2]): Promise<Inspection> {
  const first = found.joinedSheets.find((at) => (found.sheets[at]?.rows ?? 0) > mostAboveHeader)
  if (first === undefined || found.sheet === null || first > found.sheet) return found
  const earliest = await inspectFile(path, { sheet: first }, known)
  const isSame = earliest.joinedSheets.length === found.joinedSheets.length && earliest.header.join('\n') === found.header.join('\n')
  return isSame ? earliest : found
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest('hex')
}

/** Nothing stays of a file that cannot be read, nor of the sheets in it. */
export async function forgetFile(path: string): Promise<void> {
  const id = idOfFile(basename(path))
  for (const name of await readdir(dirname(path))) if (idOfFile(name) === id) await rm(join(dirname(path), name), { force: true })
}

type Examined = { readonly id: string; readonly name: string; readonly inspection: Inspection; readonly hash: string }

/**
 * Shows a file that lies in its place to the scanner and looks into it, which may take minutes: with no transaction open.
 * @throws Problem file.refused-by-scanner, file.not-scanned, and what `inspectFile` throws
 */
export async function examineFile(services: Services, id: string, given: string): Promise<Examined> {
  const [path, name] = [fileOf(services.filesFolder, id), shownName(given)]
  await refuseUnclean(services.scan, path, name)
  const inspection = await lookInto(services, path)
  return { id, name, inspection, hash: await hashOf(path) }
}

/** The import's row for a file that was looked into. */
export async function registerFile(services: Services, db: Db, actor: Actor, { id, name, inspection, hash }: Examined): Promise<Received> {
  const progress: Progress = { records: 0, big: false, counts: noCounts }
  const kept = hideSealedCells(inspection, inspection.columns, await liveFieldsOf(services, 'customer'))
  await sql`insert into imports (id, kind, name, state, settings, progress, created_by, created_at, content_hash)
    values (${id}, ${inspection.kind}, ${name}, 'uploaded', ${JSON.stringify({ inspection: kept, chosen: null })}::jsonb, ${JSON.stringify(progress)}::jsonb, ${actor.id}, ${services.clock()}, ${hash})`.execute(
    db,
  )
  return { id, name, ...inspection }
}
