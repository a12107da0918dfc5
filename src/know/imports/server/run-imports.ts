import { sql } from 'kysely'
import { codeOf } from '../../../core/kit/error-code.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { fillBoth, type Words } from '../../../core/kit/words.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { isOutage } from '../../../platform/database/outage.ts'
import { collect } from '../../../platform/jobs/give-back-memory.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import type { ImportState } from '../import.ts'
import { importProblems } from '../problems.ts'
import { type ImportRow, readImportRow } from './read-import-row.ts'
import { type OpenFiles, runPortion } from './run-portion.ts'
import { putIndexesBack, setIndexesAside } from './set-indexes-aside.ts'
import { undoPortion } from './undo-portion.ts'

/** Rows a portion: large enough that statements cost little a row, small enough that a stop is heard within a second or two. */
const portionRows = 10_000
/** After so many failures of one portion the import is given up, and says so. */
const mostFailures = 5
/**
 * While the processors are busy V8 lets the garbage of many portions pile up, and keeps the room that it took. Once the program holds
 * so many bytes it is collected between two portions, which costs a tenth of a second; not again before as much has piled up on what
 * that left.
 */
const mostHeld = 340_000_000
const piledUp = 100_000_000
let usedAfterLast = 0

function collectWhenMuch(): void {
  const { rss, heapUsed } = process.memoryUsage()
  // What an import left that is long over tells nothing of this one.
  usedAfterLast = Math.min(usedAfterLast, heapUsed)
  if (rss < mostHeld || heapUsed < usedAfterLast + piledUp) return
  collect()
  usedAfterLast = process.memoryUsage().heapUsed
}

export type Working = {
  readonly rows?: number
  /** Named places at which a test breaks off; it throws, or kills the process. */
  readonly breakpoint?: (name: string) => void
}

type Kept = { readonly files: OpenFiles; readonly failures: Map<string, number> }
const kept = new WeakMap<object, Kept>()

function keptOf({ database }: Services): Kept {
  let found = kept.get(database)
  if (!found) {
    found = { files: new Map(), failures: new Map() }
    kept.set(database, found)
  }
  return found
}

/**
 * Does one portion of the oldest import that has something to do. Whoever was working on it before, and however that
 * ended, it goes on where its row says.
 * @returns whether there was anything to do
 */
export async function runImports(services: Services, { rows = portionRows, breakpoint = () => {} }: Working = {}): Promise<boolean> {
  const open = await sql<{
    id: string
  }>`select id from imports where state in ('waiting', 'running', 'settling', 'stopping', 'undoing') order by id limit 1`.execute(
    services.database.db,
  )
  const id = open.rows[0]?.id
  if (id === undefined) return false
  const { files, failures } = keptOf(services)
  const row = await readImportRow(services.database.db, id)
  try {
    await work(services, row, files, rows, breakpoint)
    failures.delete(id)
    collectWhenMuch()
  } catch (error) {
    files.get(id)?.close()
    files.delete(id)
    await bear(services, row, error, failures)
  }
  return true
}

async function work(services: Services, row: ImportRow, files: OpenFiles, rows: number, breakpoint: (name: string) => void): Promise<void> {
  if (row.state === 'undoing') return await undoPortion(services, row, breakpoint)
  if (row.state === 'waiting' && row.progress.big) await setIndexesAside(services, row.settings.inspection?.rowsExpected ?? 0)
  if (row.state === 'waiting' || row.state === 'running') return await runPortion(services, row, files, rows, breakpoint)
  files.get(row.id)?.close()
  files.delete(row.id)
  await settle(services, row)
}

/** After a large import everybody is recomputed at once; a small one is left to the freshness worker. */
async function settle(services: Services, row: ImportRow): Promise<void> {
  if (row.progress.big) {
    await takeIn(services)
  }
  await endAs(services, row, row.state === 'stopping' ? 'stopped' : 'done')
}

/** Customers into their indexes, and everybody looked at: the one does not touch what the other writes. */
async function takeIn(services: Services): Promise<void> {
  await Promise.all([putIndexesBack(services.database.db), refreshEveryone(services)])
}

async function endAs(services: Services, row: ImportRow, state: ImportState, failure?: Words): Promise<void> {
  await asSystem(services, 'imports', async (ctx) => {
    const result = failure ? sql`coalesce(result, '{}'::jsonb) || ${JSON.stringify({ failure })}::jsonb` : sql`result`
    await sql`update imports set state = ${state}, ended_at = ${ctx.now}, result = ${result} where id = ${row.id} and state = ${row.state}`.execute(
      ctx.db,
    )
  })
}

/** Two writers met, or a key was taken in between: nothing was kept, and the portion is tried again. */
const passing = new Set(['40P01', '40001', '23505', '55P03'])

/**
 * What cannot get better is told to the person; the database being away is left to the loop, which waits and tries
 * again.
 */
async function bear(services: Services, row: ImportRow, error: unknown, failures: Map<string, number>): Promise<void> {
  if (isOutage(error)) throw error
  const code = codeOf(error)
  const times = (failures.get(row.id) ?? 0) + 1
  failures.set(row.id, times)
  if (passing.has(code) && times < mostFailures) return
  const isOfData = code.startsWith('22') || code.startsWith('23')
  if (!(error instanceof Problem) && !isOfData && times < mostFailures) throw error
  failures.delete(row.id)
  services.log.error({ err: error, import: row.id }, 'an import was given up')
  if (row.state === 'settling' || row.state === 'stopping') throw error
  // What was kept so far counts, and of a large import nobody has looked at it yet.
  if (row.progress.big) await takeIn(services)
  await endAs(services, row, 'failed', failureWords(error))
}

function failureWords(error: unknown): Words {
  if (error instanceof Problem) {
    const card = Object.entries(importProblems).find(([code]) => code === error.code)?.[1]
    if (card) return fillBoth(card.words, error.details)
  }
  const reason = error instanceof Error ? error.message : String(error)
  return {
    zh: `导入中断：${reason}。此前的行已保存，可以重新开始接着导入，也可以撤销。`,
    en: `The import broke off: ${reason}. The rows before are kept; start it again to go on, or undo it.`,
  }
}
