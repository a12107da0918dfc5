import { sql } from 'kysely'
import { codeOf } from '../../../core/kit/error-code.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { fillBoth, type Words } from '../../../core/kit/words.ts'
import { asSystem, readShop, type Services, systemActor } from '../../../platform/actions/services.ts'
import { isOutage } from '../../../platform/database/outage.ts'
import { DownloadFailure } from '../../../platform/http/download.ts'
import { problemWords } from './problem-words.ts'
import { fetchCodes, fetchWords, type LastRun, nextRun, nextTry } from '../schedule.ts'
import { fetchScheduled } from './fetch-scheduled.ts'
import { fileOf } from './read-import-row.ts'
import { examineFile, forgetFile, hashOf, registerFile } from './receive-file.ts'
import type { FetchState, ScheduleRow } from './schedules.ts'
import { startImport } from './start-import.ts'

/** While a run is under way nobody else takes it up; if the program is killed, it is taken up again after this. */
const leaseMs = 40 * 60_000
const nextFileMs = 5_000

type Outcome = Pick<LastRun, 'outcome' | 'words' | 'importId'> & { readonly state?: FetchState; readonly more?: boolean }

/** Runs one schedule that is due. @returns whether there was one */
export async function runSchedules(services: Services, stopping?: AbortSignal): Promise<boolean> {
  const { db } = services.database
  const now = services.clock()
  const { rows } = await sql<ScheduleRow>`update import_schedules set next_at = ${new Date(now.getTime() + leaseMs)} where id = (
      select id from import_schedules where next_at <= ${now} order by next_at, id limit 1) and next_at <= ${now} returning *`.execute(db)
  const [row] = rows
  if (!row) return false
  const outcome = await runOne(services, row, stopping)
  await tell(services, row, outcome)
  return true
}

async function runOne(services: Services, row: ScheduleRow, stopping?: AbortSignal): Promise<Outcome> {
  if (await isBusy(services, row)) return { outcome: 'nothing', words: null, importId: row.last?.importId ?? null, more: true }
  const id = services.newId()
  const path = fileOf(services.filesFolder, id)
  let dealtWith: FetchState | undefined
  try {
    const fetched = await fetchScheduled(services, row, path, stopping)
    if (fetched.outcome !== 'file') {
      await forgetFile(path)
      const importId = row.last?.importId ?? null
      if (fetched.outcome === 'nothing' && fetched.resting !== undefined)
        return { outcome: 'nothing', words: sayResting(fetched.resting), importId, more: true }
      return { outcome: fetched.outcome, words: null, importId }
    }
    const { name, state, more } = fetched
    // A file of the folder that cannot be read is not tried again until it is another; the next one may be good.
    if (row.place === 'folder') dealtWith = state
    if (await hasComeBefore(services, row, await hashOf(path))) {
      await forgetFile(path)
      return { outcome: 'unchanged', words: null, importId: row.last?.importId ?? null, state, more }
    }
    await begin(services, row, id, name)
    return { outcome: 'started', words: null, importId: id, state, more }
  } catch (error) {
    await forgetFile(path)
    if (isOutage(error)) throw error
    return { outcome: 'failed', words: wordsOf(error), importId: null, ...(dealtWith ? { state: dealtWith } : {}) }
  }
}

/** What it began last is not at its end yet. */
async function isBusy({ database }: Services, row: ScheduleRow): Promise<boolean> {
  const { rows } = await sql`select 1 from imports where schedule_id = ${row.id}
    and state in ('waiting', 'running', 'settling', 'paused', 'stopping', 'undoing') limit 1`.execute(database.db)
  return rows.length > 0
}

/** By this schedule at any time, even if it was undone since; or by anybody, unless it was undone. */
async function hasComeBefore({ database }: Services, row: ScheduleRow, hash: string): Promise<boolean> {
  const { rows } = await sql`select 1 from imports where content_hash = ${hash} and state <> 'uploaded'
    and (schedule_id = ${row.id} or state <> 'undone') limit 1`.execute(database.db)
  return rows.length > 0
}

async function begin(services: Services, row: ScheduleRow, id: string, name: string): Promise<void> {
  const examined = await examineFile(services, id, name)
  await asSystem(services, 'imports', async (ctx) => {
    await registerFile(services, ctx.db, systemActor('imports'), examined)
    await sql`update imports set schedule_id = ${row.id} where id = ${id}`.execute(ctx.db)
    await startImport(ctx, { id, ...(row.mapping === null ? {} : { mapping: row.mapping }) })
  })
}

async function tell(services: Services, row: ScheduleRow, { state, more = false, ...said }: Outcome): Promise<void> {
  const now = services.clock()
  const { timeZone } = await readShop(services.database)
  // An empty folder mends nothing: what went wrong before stays in sight until a file comes through.
  const isIdle = said.outcome === 'nothing' && row.failures > 0
  const failures = said.outcome === 'failed' ? row.failures + 1 : isIdle ? row.failures : 0
  const regular = said.outcome === 'failed' ? nextTry(row.times, now, timeZone, failures) : nextRun(row.times, now, timeZone)
  const nextAt = more ? new Date(now.getTime() + nextFileMs) : regular
  const last: LastRun | null = isIdle ? row.last : { at: now.toISOString(), ...said }
  await asSystem(services, 'imports', async (ctx) => {
    // One that was paused or changed while it ran keeps its own time.
    await sql`update import_schedules set failures = ${failures}, last = ${JSON.stringify(last)}::jsonb,
      state = ${JSON.stringify(state ?? row.state)}::jsonb, next_at = case when next_at = ${row.next_at} then ${nextAt} else next_at end
      where id = ${row.id}`.execute(ctx.db)
  })
}

const sayResting = (name: string): Words => fillBoth(fetchWords.resting, { detail: name })

function wordsOf(error: unknown): Words {
  if (error instanceof Problem) return problemWords(error)
  if (error instanceof DownloadFailure) {
    return fillBoth(fetchWords[error.reason], { detail: fetchCodes[error.detail] ?? error.detail, host: error.detail })
  }
  const detail = codeOf(error) || (error instanceof Error ? error.message : String(error))
  return fillBoth(fetchWords.folder, { detail })
}
