import { sql } from 'kysely'
import type { Services } from '../../../platform/actions/services.ts'

/** A backup or a drill as it stands in its row. */
export type Run = { readonly id: string; readonly kind: 'backup' | 'drill'; readonly cause: 'schedule' | 'person' | 'command' }
export type RunProgress = { readonly step: string; readonly done: number; readonly total: number }

/** Puts a run's row there, waiting for the tick, unless it is begun at once. */
export async function addRun(
  { database, clock, newId }: Services,
  kind: Run['kind'],
  cause: Run['cause'],
  by: string | null,
): Promise<Run> {
  const id = newId()
  await sql`insert into backup_runs (id, kind, state, cause, started_by, made_at, progress)
    values (${id}, ${kind}, 'waiting', ${cause}, ${by}, ${clock()}, '{}'::jsonb)`.execute(database.db)
  return { id, kind, cause }
}

/** Whoever holds the lock knows that no other run is alive. */
export async function startRun({ database, clock }: Services, run: Run): Promise<void> {
  const now = clock()
  await sql`update backup_runs set state = 'failed', ended_at = ${now}, failure = '{"code": "backup.broken-off", "details": {}}'::jsonb
    where state = 'running' and id <> ${run.id}`.execute(database.db)
  await sql`update backup_runs set state = 'running', started_at = ${now} where id = ${run.id}`.execute(database.db)
}

type End = { readonly state: 'done' | 'failed' | 'stopped'; readonly result?: object; readonly failure?: object }

export async function endRun({ database, clock }: Services, run: Run, { state, result, failure }: End): Promise<void> {
  await sql`update backup_runs set state = ${state}, ended_at = ${clock()}, result = coalesce(${result ? JSON.stringify(result) : null}::jsonb, result),
    failure = ${failure ? JSON.stringify(failure) : null}::jsonb where id = ${run.id}`.execute(database.db)
}

const everyMs = 700

/** Writes the progress down now and then, and hears whether somebody wants the run to stop. */
export function watchRun(
  { database }: Services,
  run: Run,
  stopping?: AbortSignal,
): { readonly stop: AbortSignal; told(progress: RunProgress): void; end(): Promise<void> } {
  const wanted = new AbortController()
  let newest: RunProgress | null = null
  let writing: Promise<unknown> = Promise.resolve()
  const write = async () => {
    const progress = newest === null ? null : JSON.stringify(newest)
    const { rows } = await sql<{ stop_wanted: boolean }>`update backup_runs set progress = coalesce(${progress}::jsonb, progress)
      where id = ${run.id} returning stop_wanted`.execute(database.db)
    if (rows[0]?.stop_wanted) wanted.abort()
  }
  const timer = setInterval(() => {
    writing = writing.then(write).catch(() => {})
  }, everyMs)
  return {
    stop: stopping ? AbortSignal.any([wanted.signal, stopping]) : wanted.signal,
    told: (progress) => void (newest = progress),
    end: async () => {
      clearInterval(timer)
      await writing
    },
  }
}
