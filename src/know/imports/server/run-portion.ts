import { sql } from 'kysely'
import { forgetCards, readCards } from '../../../platform/actions/live-cards.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { cardFrom, readShop, type Services } from '../../../platform/actions/services.ts'
import { sealedFieldsOf } from '../../../platform/sealing/seal-values.ts'
import { addCounts, type ImportSettings, type Progress } from '../import.ts'
import type { RowReading } from '../row-reading.ts'
import type { CsvRecord } from '../split-records.ts'
import { havePointZero } from './inspect-file.ts'
import { liveFieldsOf } from '../../../platform/records/custom-values.ts'
import type { ImportKind } from '../targets.ts'
import { keepContacts } from './keep-contacts.ts'
import { keepCustomers } from './keep-customers.ts'
import { keepInteractions } from './keep-interactions.ts'
import { keepProducts } from './keep-products.ts'
import { keepPurchases } from './keep-purchases.ts'
import { keepRefusals } from './keep-refusals.ts'
import { gatherSearchWords } from './set-indexes-aside.ts'
import { keepTags } from './keep-tags.ts'
import { openRecords } from './open-records.ts'
import type { Portion, PortionResult, Sealer } from './portion.ts'
import { readAhead as readRowsAhead } from './read-ahead.ts'
import { fileOf, type ImportRow } from './read-import-row.ts'

/** The file of an import under way, read one portion ahead of what is kept. */
export type OpenFile = {
  readonly settings: ImportSettings
  readonly rows: RowReading
  /** Records that are behind us. */
  position: number
  next(count: number): Promise<{ records: CsvRecord[]; isEnd: boolean }>
  close(): void
}
export type OpenFiles = Map<string, OpenFile>

/** Takes up the file where the row says, or begins it. */
export async function openFile(services: Services, row: ImportRow, settings: ImportSettings, readAhead: boolean): Promise<OpenFile> {
  const path = fileOf(services.filesFolder, row.id)
  const records = await openRecords(path, settings, row.progress.records)
  const shop = await readShop(services.database)
  const rows: RowReading = {
    settings,
    width: row.settings.inspection?.header.length ?? 0,
    currency: shop.currency,
    timeZone: shop.timeZone,
    customer: await liveFieldsOf(services, 'customer'),
    codesHavePointZero: await havePointZero(path, settings, settings.columns['code']),
    header: row.settings.inspection?.header ?? [],
  }
  const number = settings.kind === 'purchases' ? settings.columns['number'] : undefined
  let held: CsvRecord[] = []
  let ahead: Promise<CsvRecord[]> | null = null
  return {
    settings,
    rows,
    position: row.progress.records,
    next: async (count) => {
      const taken = await (ahead ?? records.take(count))
      ahead = null
      const isEnd = taken.length < count
      if (!isEnd && readAhead) {
        ahead = records.take(count).then(async (next) => {
          await readRowsAhead(settings.kind, rows, next)
          return next
        })
        ahead.catch(() => {})
      }
      const all = held.length > 0 ? [...held, ...taken] : taken
      const kept = isEnd || number === undefined ? all.length : endOfLastOrder(all, number)
      held = all.slice(kept)
      return { records: kept === all.length ? all : all.slice(0, kept), isEnd }
    },
    close: () => records.close(),
  }
}

/**
 * The last order's lines wait for the next portion, where the rest of them may stand. An order as long as a portion does
 * not wait: its later lines join it.
 */
function endOfLastOrder(records: readonly CsvRecord[], number: number): number {
  const last = records.at(-1)?.cells[number] ?? ''
  let end = records.length
  while (end > 0 && (records[end - 1]?.cells[number] ?? '') === last) end--
  return end > records.length / 2 ? end : records.length
}

/** Reads the next rows and keeps them and how far we came in one transaction. */
export async function runPortion(
  services: Services,
  row: ImportRow,
  files: OpenFiles,
  count: number,
  breakpoint: (name: string) => void,
): Promise<void> {
  const settings = row.settings.chosen
  if (!settings) throw new Error('an import was started without settings')
  let file = files.get(row.id)
  if (file && file.position !== row.progress.records) {
    file.close()
    file = undefined
  }
  file ??= await openFile(services, row, settings, true)
  files.set(row.id, file)
  const { records, isEnd } = await file.next(count)
  const position = row.progress.records + records.length
  const shop = await readShop(services.database)
  const isMine = await inTransaction(services.database, async ({ db, client }) => {
    // How far we came is kept with the rows themselves, so what a crash takes, it takes whole. What is called done stays so.
    if (!isEnd) await client.query('set local synchronous_commit = off')
    if (row.progress.big) await gatherSearchWords(db)
    const now = services.clock()
    if (!(await claim(db, row))) return false
    breakpoint('claimed')
    const portion: Portion = {
      db,
      client,
      now,
      newId: services.newId,
      shop,
      importId: row.id,
      file: row.name,
      by: row.created_by ?? 'system:imports',
      settings,
      rows: file.rows,
      sealer: await sealerOf(services, db),
      big: row.progress.big,
      breakpoint,
    }
    const result = await keepRecords(portion, records)
    await keepRefusals(portion, result.refusals)
    const progress: Progress = { ...row.progress, records: position, counts: addCounts(row.progress.counts, result.counts) }
    const state = isEnd ? (row.progress.big ? 'settling' : 'done') : 'running'
    await sql`update imports set state = ${state}, progress = ${JSON.stringify(progress)}::jsonb, started_at = coalesce(started_at, ${now}::timestamptz),
      ended_at = ${state === 'done' ? now : null} where id = ${row.id}`.execute(db)
    breakpoint('before-commit')
    return true
  })
  breakpoint('committed')
  // Tags that were made are among the choices of rules at once.
  if (isMine && 'tags' in settings.columns) forgetCards(services.database)
  if (isMine) file.position = position
  if (!isMine || isEnd) {
    file.close()
    files.delete(row.id)
  }
}

export async function sealerOf(services: Services, db: Portion['db']): Promise<Sealer> {
  const cards = await readCards(services, db)
  const card = (entity: string) => cardFrom(cards, entity)
  return { services, card, fields: sealedFieldsOf(card('customer')) }
}

export function keepRecords(portion: Portion, records: readonly CsvRecord[]): Promise<PortionResult> {
  return keepers[portion.settings.kind](portion, records)
}

type Keeper = (portion: Portion, records: readonly CsvRecord[]) => Promise<PortionResult>
const keepers: Readonly<Record<ImportKind, Keeper>> = {
  customers: keepCustomers,
  companies: keepCustomers,
  contacts: keepContacts,
  purchases: keepPurchases,
  tags: keepTags,
  interactions: keepInteractions,
  products: keepProducts,
}

/** The row is ours until the end of the transaction, if it still stands where we read it. */
async function claim(db: Portion['db'], row: ImportRow): Promise<boolean> {
  const { rows } = await sql`update imports set state = 'running' where id = ${row.id} and state = ${row.state}
    and coalesce((progress ->> 'records')::bigint, 0) = ${row.progress.records} returning id`.execute(db)
  return rows.length > 0
}
