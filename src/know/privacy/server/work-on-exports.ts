import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { sql } from 'kysely'
import { addDuration } from '../../../core/kit/duration.ts'
import type { Language, Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { contentPath } from '../../../platform/files/content-place.ts'
import { zipInto } from '../../../platform/files/zip-writer.ts'
import { csvLine } from '../../../platform/spreadsheets/csv-line.ts'
import { privacyExported } from '../events.ts'
import { exportPage, folderOf } from './export-page.ts'
import { exportFolder, exportPath } from './export-place.ts'
import { exportedTables, type Gathered, gatherTable, idsOfTheirs } from './gather-person.ts'
import { readMarks } from './marks.ts'
import { liveTables, wholePerson } from './person.ts'
import { readSettings } from './privacy-settings.ts'
import { addStep } from './request-steps.ts'

export type ExportingPoint = 'claimed' | 'gathered' | 'written'

type Row = { id: string; about_id: string; request_id: string | null; language: Language; created_by: string }

const leaseMs = 120_000

/**
 * Makes the oldest copy that waits. Who was making it before, and however that ended, it is made from the beginning. @returns
 * whether there was one
 */
export async function workOnExports(services: Services, at: (point: ExportingPoint) => void = () => {}): Promise<boolean> {
  const row = await claim(services)
  if (!row) return clearOld(services)
  at('claimed')
  try {
    await make(services, row, at)
  } catch (error) {
    services.log.error({ err: error, export: row.id }, 'a copy of a person’s data could not be made')
    await rm(`${exportPath(services.filesFolder, row.id)}.part`, { force: true })
    await sql`update privacy_exports set state = 'failed', lease_until = null, ended_at = ${services.clock()}, failure = ${error instanceof Error ? error.message.slice(0, 300) : 'unknown'}
      where id = ${row.id} and state = 'running'`.execute(services.database.db)
  }
  return true
}

async function claim({ database, clock }: Services): Promise<Row | null> {
  const now = clock()
  const free = sql`(state = 'waiting' or (state = 'running' and lease_until < ${now}))`
  const { rows } = await sql<Row>`update privacy_exports set state = 'running', lease_until = ${new Date(now.getTime() + leaseMs)}
    where id = (select id from privacy_exports where ${free} order by created_at, id limit 1) and ${free} returning id, about_id, request_id, language, created_by`.execute(
    database.db,
  )
  return rows[0] ?? null
}

async function make(services: Services, row: Row, at: (point: ExportingPoint) => void): Promise<void> {
  const path = exportPath(services.filesFolder, row.id)
  await mkdir(exportFolder(services.filesFolder), { recursive: true })
  const file = await open(`${path}.part`, 'w')
  try {
    const wentOn = await asSystem(services, 'person-export', async (ctx) => {
      const zip = zipInto(file, ctx.now)
      const all = await gatherAll(ctx, services, row)
      if (!all) return false
      at('gathered')
      await zip.add(
        'index.html',
        Buffer.from(
          exportPage(
            { language: row.language, shop: ctx.shop.name, timeZone: ctx.shop.timeZone, now: ctx.now, fieldWords: fieldWords(ctx) },
            all.tables,
          ),
        ),
      )
      await zip.add('data.json', json(Object.fromEntries(all.tables.map((one) => [one.table, one.rows]))))
      for (const one of all.tables) {
        if (one.rows.length === 0) continue
        await zip.add(`${folderOf(one.heading)}/${one.table}.json`, json(one.rows))
        await zip.add(`${folderOf(one.heading)}/${one.table}.csv`, csvOf(one))
      }
      for (const kept of all.files) {
        const content = await readFile(contentPath(services.filesFolder, kept.hash)).catch(() => null)
        if (content) await zip.add(`files/${kept.id}-${kept.name}`, content)
      }
      await zip.end()
      return true
    })
    await file.close()
    if (wentOn) await settle(services, row, path, at)
    else await rm(`${path}.part`, { force: true })
  } finally {
    await file.close().catch(() => {})
  }
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value, null, 2))

function csvOf({ columns, rows }: Gathered): Buffer {
  const lines = [csvLine(columns), ...rows.map((row) => csvLine(columns.map((column) => textOf(row[column]))))]
  return Buffer.from(`\ufeff${lines.join('')}`)
}

const textOf = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)

type Whole = { readonly tables: readonly Gathered[]; readonly files: readonly { id: string; hash: string; name: string }[] }

/** @returns null where it was stopped, or the person erased, meanwhile */
async function gatherAll(ctx: Ctx, services: Services, row: Row): Promise<Whole | null> {
  const ids = await wholePerson(ctx.db, await currentCustomer(ctx.db, row.about_id))
  const tables = await liveTables(ctx.db)
  const person = { ids, tables, marks: await readMarks(ctx, ids) }
  const gathered: Gathered[] = []
  for (const [done, name] of exportedTables.entries()) {
    const one = await gatherTable(ctx, name, person)
    if (one) gathered.push(one)
    if (!(await stillWanted(services, row.id, done + 1))) return null
  }
  const files = await sql<{ id: string; hash: string; name: string }>`select id, hash, name from kept_files
    where split_part(used_by, ':', 2) in (${idsOfTheirs(person)}) order by id`.execute(ctx.db)
  return { tables: gathered, files: files.rows }
}

/** Progress is told outside of the transaction that reads, so that it can be seen, and a stop be heard. */
async function stillWanted({ database, clock }: Services, id: string, done: number): Promise<boolean> {
  const progress = JSON.stringify({ done, total: exportedTables.length })
  const { rows } =
    await sql`update privacy_exports set progress = ${progress}::jsonb, lease_until = ${new Date(clock().getTime() + leaseMs)}
    where id = ${id} and state = 'running' returning 1`.execute(database.db)
  return rows.length > 0
}

/** Of a person who is being erased, or a copy that was stopped, nothing stays. */
async function settle(services: Services, row: Row, path: string, at: (point: ExportingPoint) => void): Promise<void> {
  const { hash, size } = await hashOf(`${path}.part`)
  await rename(`${path}.part`, path)
  at('written')
  const isKept = await asSystem(services, 'person-export', async (ctx) => {
    const { exportDays } = await readSettings(ctx.db)
    const id = await currentCustomer(ctx.db, row.about_id)
    const locked = await sql`select 1 from customers where id = ${id} for no key update`.execute(ctx.db)
    if (locked.rows.length === 0) return false
    const { rows } =
      await sql`update privacy_exports set state = 'done', lease_until = null, ended_at = ${ctx.now}, size = ${size}, hash = ${hash},
        expires_at = ${addDuration(ctx.now, { amount: exportDays, unit: 'days' })} where id = ${row.id} and state = 'running' returning 1`.execute(
        ctx.db,
      )
    if (rows.length === 0) return false
    await ctx.record({
      customerId: id,
      kind: privacyExported.name,
      occurredAt: ctx.now,
      payload: { by: row.created_by },
      key: `export:${row.id}`,
    })
    if (row.request_id) await addStep(ctx, row.request_id, 'exported')
    return true
  })
  if (isKept) return
  await rm(path, { force: true })
  await sql`update privacy_exports set state = 'gone', lease_until = null where id = ${row.id} and state = 'running'`.execute(
    services.database.db,
  )
}

async function hashOf(path: string): Promise<{ hash: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of createReadStream(path)) {
    hash.update(piece)
    size += piece.length
  }
  return { hash: hash.digest('hex'), size }
}

function fieldWords(ctx: Ctx): ReadonlyMap<string, Words> {
  const card = ctx.card('customer')
  return new Map(
    [...card.fields.values()].flatMap(({ custom, column, table, field }) =>
      custom !== undefined ? [[custom, field.label] as const] : table === 'c' ? [[`customers.${column}`, field.label] as const] : [],
    ),
  )
}

/** Copies whose days are over. @returns whether there were more than one look takes */
async function clearOld({ database, clock, filesFolder }: Services): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`update privacy_exports set state = 'gone' where id in (
      select id from privacy_exports where state = 'done' and expires_at < ${clock()} limit 50) returning id`.execute(database.db)
  for (const { id } of rows) await rm(exportPath(filesFolder, id), { force: true })
  return rows.length === 50
}
