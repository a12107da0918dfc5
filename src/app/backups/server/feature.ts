import { sql } from 'kysely'
import { backupProblems } from '../../../platform/backup/problems.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { keyMark, readOrMakeBackupKey, sayKey } from '../../../platform/backup/backup-key.ts'
import { quietSetting } from '../../../platform/backup/restore-backup.ts'
import { scheduleSetting, usualSchedule } from '../../../platform/backup/schedule.ts'
import { answerQuestion, type Feature, handleAction, handleInTwo } from '../../../platform/actions/feature.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import * as definitions from '../actions.ts'
import { backupPageProblems } from '../problems.ts'
import { addTarget, changeTarget, removeTarget, tryTarget } from './change-targets.ts'
import { examine } from './doctor/examine.ts'
import { erasureTick } from './keep-erasures.ts'
import { addHome, storeReaches } from './places.ts'
import { forgetQuiet, readQuiet } from './quiet.ts'
import { keySetting, readBackups } from './read-backups.ts'
import { scheduledTick, wantedTick } from './run-work.ts'

/** Backups, restore drills and the doctor. */
export const backupsFeature: Feature = {
  name: 'backups',
  problems: { ...backupProblems, ...backupPageProblems },
  actions: [
    handleAction(definitions.saveSchedule, async (ctx, input) => {
      await saveSetting(ctx, scheduleSetting, input)
      return {}
    }),
    handleAction(definitions.addTarget, addTarget),
    handleAction(definitions.changeTarget, changeTarget),
    handleAction(definitions.removeTarget, removeTarget),
    handleInTwo(definitions.tryTarget, tryTarget),
    handleAction(definitions.startBackup, (ctx) => start(ctx, 'backup')),
    handleAction(definitions.startDrill, (ctx) => start(ctx, 'drill')),
    handleAction(definitions.stopRun, async (ctx, { id }) => {
      await sql`update backup_runs set stop_wanted = true where id = ${id} and state = 'running'`.execute(ctx.db)
      await sql`update backup_runs set state = 'stopped', ended_at = ${ctx.now} where id = ${id} and state = 'waiting'`.execute(ctx.db)
      return {}
    }),
    handleAction(definitions.takeKey, async (ctx) => {
      const key = readOrMakeBackupKey(ctx.services.dataFolder)
      await saveSetting(ctx, keySetting, { takenAt: ctx.now.toISOString(), mark: keyMark(key) })
      return { key: sayKey(key), mark: keyMark(key) }
    }),
    handleAction(definitions.endQuiet, async (ctx) => {
      await sql`delete from settings where name = ${quietSetting}`.execute(ctx.db)
      forgetQuiet(ctx.services.database)
      return {}
    }),
  ],
  questions: [
    answerQuestion(definitions.readBackups, readBackups),
    answerQuestion(definitions.readDoctor, (ctx) => examine(ctx.services)),
    answerQuestion(definitions.readQuiet, async (ctx) => ({ quiet: await readQuiet(ctx.db) })),
  ],
  ticks: [wantedTick, scheduledTick, erasureTick],
  reaches: storeReaches,
  begin: async (ctx) => {
    await addHome(ctx.db, ctx.now)
    await sql`insert into settings (name, value, updated_at) values (${scheduleSetting}, ${JSON.stringify(usualSchedule)}::jsonb, ${ctx.now}) on conflict do nothing`.execute(
      ctx.db,
    )
  },
}

/** The tick takes it up within a second. @throws Problem backup.running */
async function start(ctx: Ctx, kind: 'backup' | 'drill'): Promise<{ id: string }> {
  const { rows: open } =
    await sql`select 1 from backup_runs where state in ('waiting', 'running') and made_at > ${new Date(ctx.now.getTime() - 86_400_000)}`.execute(
      ctx.db,
    )
  if (open.length > 0) throw new Problem('backup.running')
  const id = ctx.newId()
  await sql`insert into backup_runs (id, kind, state, cause, started_by, made_at, progress)
    values (${id}, ${kind}, 'waiting', 'person', ${ctx.actor.name}, ${ctx.now}, '{}'::jsonb)`.execute(ctx.db)
  return { id }
}
