import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { readShop, type Services } from '../../../platform/actions/services.ts'
import { readOrMakeBackupKey } from '../../../platform/backup/backup-key.ts'
import { type DrillResult, runDrill } from '../../../platform/backup/drill.ts'
import { holdBackupLock } from '../../../platform/backup/hold-lock.ts'
import { listBackups } from '../../../platform/backup/prove-backup.ts'
import { isDrillDue, lastDue, scheduleSetting } from '../../../platform/backup/schedule.ts'
import { failureOf, makeBackup, urlOf } from './make-backup.ts'
import { migrationsFolder } from './migrations-folder.ts'
import { openHome } from './places.ts'
import { readSchedule } from './read-backups.ts'
import { addRun, endRun, type Run, startRun, watchRun } from './runs.ts'
import { tellFailure } from './tell-failure.ts'

/** Does what somebody asked for, at once; also in a quiet copy, where nothing goes on by itself. */
export const wantedTick: Tick = {
  name: 'backup-now',
  everyMs: 1_000,
  run: async (services, stopping) => {
    const { rows } =
      await sql<Run>`select id, kind, cause from backup_runs where state = 'waiting' and cause = 'person' order by made_at limit 1`.execute(
        services.database.db,
      )
    const run = rows[0]
    if (!run) return false
    await work(services, run, stopping)
    return true
  },
}

/** Makes the backup of the day and the drill of the month when their time has come. */
export const scheduledTick: Tick = {
  name: 'backup-schedule',
  everyMs: 30_000,
  run: async (services, stopping) => {
    const due = await whatIsDue(services)
    if (due) await work(services, await addRun(services, due, 'schedule', null), stopping)
    return false
  },
}

type Times = { begun: Date | null; tried: Date | null; made: Date | null; drilled: Date | null; waiting: boolean }

/** A failed backup is tried again an hour later, until one is made. */
export async function whatIsDue(services: Services): Promise<Run['kind'] | null> {
  const { db } = services.database
  const schedule = await readSchedule(db)
  if (!schedule.enabled) return null
  const { rows } = await sql<Times>`select (select updated_at from settings where name = ${scheduleSetting}) as begun,
      (select max(made_at) from backup_runs where kind = 'backup') as tried,
      (select max(ended_at) from backup_runs where kind = 'backup' and state = 'done') as made,
      (select max(made_at) from backup_runs where kind = 'drill') as drilled,
      exists (select 1 from backup_runs where state in ('waiting', 'running') and made_at > ${new Date(services.clock().getTime() - 86_400_000)}) as waiting`.execute(
    db,
  )
  const { begun = null, tried = null, made = null, drilled = null, waiting = false } = rows[0] ?? {}
  const now = services.clock()
  const { timeZone } = await readShop(services.database)
  const due = lastDue(now, schedule, timeZone)
  if (waiting || begun === null) return null
  const isMade = made !== null && made >= due
  const isRested = tried === null || now.getTime() - tried.getTime() >= 3_600_000 || tried < due
  if (begun < due && !isMade && isRested) return 'backup'
  return schedule.drills && isMade && begun < due && isDrillDue(now, drilled) ? 'drill' : null
}

/** The failure stands in the run's row; the program goes on. */
async function work(services: Services, run: Run, stopping?: AbortSignal): Promise<void> {
  try {
    if (run.kind === 'backup') await makeBackup(services, run, stopping)
    else await makeDrill(services, run, stopping)
  } catch (error) {
    if (stopping?.aborted) return
    await endRun(services, run, failureOf(error))
    const isOurs = error instanceof Problem
    if (!isOurs) services.log.error({ err: error, run: run.id }, 'a backup or a drill failed')
    if (!isOurs || error.code !== 'backup.stopped') await tellFailure(services, run, error)
  }
}

/** Tries the newest backup of the data folder. @throws Problem of backupProblems */
export async function makeDrill(services: Services, run: Run, stopping?: AbortSignal): Promise<DrillResult> {
  const url = urlOf(services)
  const lock = await holdBackupLock(url)
  try {
    await startRun(services, run)
    const folder = await openHome(services)
    const newest = (await listBackups(folder))[0]
    if (!newest) throw new Problem('backup.none', { place: folder })
    const watch = watchRun(services, run, stopping)
    try {
      const result = await runDrill({
        url,
        adminUrl: services.adminUrl,
        migrationsFolder,
        folder,
        name: newest.name,
        key: readOrMakeBackupKey(services.dataFolder),
        now: services.clock,
        told: (progress) => watch.told(progress),
        stop: watch.stop,
      })
      await endRun(services, run, {
        state: result.isGood ? 'done' : 'failed',
        result,
        ...(result.isGood ? {} : { failure: { code: 'backup.drill-red', details: {} } }),
      })
      if (!result.isGood) await tellFailure(services, run, new Problem('backup.drill-red'))
      return result
    } finally {
      await watch.end()
    }
  } finally {
    await lock.release()
  }
}
