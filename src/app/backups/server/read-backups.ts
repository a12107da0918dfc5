import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { keyMark, readOrMakeBackupKey } from '../../../platform/backup/backup-key.ts'
import { nextDue, type Schedule, scheduleSetting, scheduleShape, usualSchedule } from '../../../platform/backup/schedule.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import type { readBackups as definition } from '../actions.ts'
import { type KeptFailure, sayFailure } from './say-failure.ts'
import { folderPlace, homeId, openHome, readTargets, s3Place } from './places.ts'

type Answer = AnswerOf<typeof definition>

export const keySetting = 'backup-key'

export async function readSchedule(db: Db): Promise<Schedule> {
  const kept = await readSetting(db, scheduleSetting)
  const read = scheduleShape.safeParse(kept)
  return read.success ? read.data : usualSchedule
}

export async function readKeyTaken(db: Db): Promise<string | null> {
  const { rows } = await sql<{ at: string | null }>`select value ->> 'takenAt' as at from settings where name = ${keySetting}`.execute(db)
  return rows[0]?.at ?? null
}

/** Empty where the key's file is damaged; the doctor says so, and each backup. */
function markOf(dataFolder: string): string {
  try {
    return keyMark(readOrMakeBackupKey(dataFolder))
  } catch {
    return ''
  }
}

/** Everything that the page of backups shows. */
export async function readBackups(ctx: Ctx): Promise<Answer> {
  const schedule = await readSchedule(ctx.db)
  const { dataFolder } = ctx.services
  return {
    schedule,
    nextAt: schedule.enabled ? nextDue(ctx.now, schedule, ctx.shop.timeZone).toISOString() : null,
    key: { mark: markOf(dataFolder), takenAt: await readKeyTaken(ctx.db) },
    targets: await describeTargets(ctx),
    copies: await readCopies(ctx.db),
    runs: await readRuns(ctx.db),
    dataFolder,
  }
}

async function describeTargets(ctx: Ctx): Promise<Answer['targets']> {
  return await Promise.all(
    (await readTargets(ctx.db)).map(async ({ id, kind, name, place, enabled, keep, lookedAt, failure }) => {
      const isHome = id === homeId
      const folder = isHome ? await openHome(ctx.services) : kind === 'folder' ? folderPlace.parse(place).path : null
      const s3 = kind === 's3' ? s3Place.parse(place) : null
      return {
        id,
        kind,
        name,
        where: folder ?? s3?.endpoint ?? '',
        isHome,
        enabled,
        ...keep,
        lookedAt: lookedAt?.toISOString() ?? null,
        free: folder === null ? null : await freeBytes(folder),
        failure: failure && sayFailure(failure),
        region: s3?.region ?? '',
        accessKeyId: s3?.accessKeyId ?? '',
      }
    }),
  )
}

async function freeBytes(folder: string): Promise<number | null> {
  const left = await statfs(folder).catch(() => null)
  return left && left.bavail * left.bsize
}

type CopyRow = {
  backup_id: string
  taken_at: Date
  bytes: number
  summary: Omit<Answer['copies'][number], 'backupId' | 'takenAt' | 'bytes' | 'targets'>
  targets: (string | null)[]
}

async function readCopies(db: Db): Promise<Answer['copies']> {
  const { rows } =
    await sql<CopyRow>`select c.backup_id, max(c.taken_at) as taken_at, max(c.bytes)::bigint as bytes, (array_agg(c.summary))[1] as summary,
      to_json(array_agg(case when t.id = ${homeId} then null else t.name end order by t.made_at)) as targets
    from backup_copies c join backup_targets t on t.id = c.target_id group by c.backup_id order by max(c.taken_at) desc limit 100`.execute(
      db,
    )
  return rows.map(({ backup_id, taken_at, bytes, summary, targets }) => ({
    backupId: backup_id,
    takenAt: taken_at.toISOString(),
    bytes,
    name: summary.name,
    rows: summary.rows,
    persons: summary.persons,
    files: summary.files,
    program: summary.program,
    seconds: summary.seconds,
    tables: summary.tables,
    targets,
  }))
}

type RunRow = {
  id: string
  kind: 'backup' | 'drill'
  state: Answer['runs'][number]['state']
  cause: Answer['runs'][number]['cause']
  started_by: string | null
  made_at: Date
  started_at: Date | null
  ended_at: Date | null
  stop_wanted: boolean
  progress: { step?: string; done?: number; total?: number }
  result: unknown
  failure: KeptFailure | null
}

async function readRuns(db: Db): Promise<Answer['runs']> {
  const { rows } =
    await sql<RunRow>`select * from ((select * from backup_runs where kind = 'backup' order by made_at desc, id desc limit 15)
    union all (select * from backup_runs where kind = 'drill' order by made_at desc, id desc limit 15)) r order by made_at desc, id desc`.execute(
      db,
    )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    cause: row.cause,
    by: row.started_by,
    madeAt: row.made_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    stopping: row.stop_wanted,
    progress:
      row.progress.step === undefined ? null : { step: row.progress.step, done: row.progress.done ?? 0, total: row.progress.total ?? 0 },
    failure: row.failure && sayFailure(row.failure),
    drill: row.kind === 'drill' && row.result !== null ? drillOf(row.result) : null,
  }))
}

/** As it was kept; the answer's own shape holds it. */
function drillOf(result: unknown): Answer['runs'][number]['drill'] {
  const { backup, ...drill }: { backup: { takenAt: string } } & Omit<NonNullable<Answer['runs'][number]['drill']>, 'takenAt'> =
    Object(result)
  return {
    takenAt: backup.takenAt,
    how: drill.how,
    seconds: drill.seconds,
    tables: drill.tables,
    rows: drill.rows,
    erasedRows: drill.erasedRows,
    files: drill.files,
    checks: drill.checks,
    isGood: drill.isGood,
  }
}
