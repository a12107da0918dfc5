import { sql } from 'kysely'
import { Problem, type ProblemDetails } from '../../../core/kit/problem.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { readShop } from '../../../platform/actions/services.ts'
import { readOrMakeBackupKey } from '../../../platform/backup/backup-key.ts'
import { keepLastAnchor } from '../../../platform/audit/anchors.ts'
import { copyOut } from '../../../platform/backup/copy-out.ts'
import { holdBackupLock } from '../../../platform/backup/hold-lock.ts'
import type { Manifest } from '../../../platform/backup/manifest.ts'
import { explainStore } from '../../../platform/backup/explain-store.ts'
import { clearMaking, writeBackup } from '../../../platform/backup/write-backup.ts'
import { programVersion } from './program-version.ts'
import { keepByRule } from './keep-by-rule.ts'
import { addHome, homeId, openHome, openStore, readTargets, type Target } from './places.ts'
import { endRun, type Run, startRun, watchRun } from './runs.ts'

export type Made = {
  readonly manifest: Manifest
  readonly name: string
  readonly failed: readonly { readonly target: string; readonly code: string; readonly details: ProblemDetails }[]
}

/** The connection of the pool as text, for threads that connect themselves. */
export const urlOf = ({ database }: Pick<Services, 'database'>): string => String(database.pool.options.connectionString ?? '')

/**
 * Makes one backup, copies it to every target and lets go of what the rules no longer keep. A target that fails does not
 * fail the backup: it is kept with the target, and the next backup tries again.
 * @throws Problem of backupProblems; the run's row says the same
 */
export async function makeBackup(services: Services, run: Run, stopping?: AbortSignal): Promise<Made> {
  const url = urlOf(services)
  const lock = await holdBackupLock(url).catch(async (error: unknown) => {
    await endRun(services, run, failureOf(error))
    throw error
  })
  try {
    const home = await openHome(services)
    await startRun(services, run)
    await clearMaking(home)
    const watch = watchRun(services, run, stopping)
    try {
      const shop = await readShop(services.database)
      await keepLastAnchor(services)
      await addHome(services.database.db, services.clock())
      const { manifest, name } = await writeBackup({
        url,
        dataFolder: services.dataFolder,
        filesFolder: services.filesFolder,
        folder: home,
        key: readOrMakeBackupKey(services.dataFolder),
        id: services.newId(),
        now: services.clock,
        program: programVersion,
        shop: shop.name,
        told: ({ done, total }) => watch.told({ step: 'reading', done, total }),
        stop: watch.stop,
      })
      const failed = await copyToTargets(services, home, name, manifest, watch)
      await endRun(services, run, { state: 'done', result: resultOf(manifest, name, failed) })
      return { manifest, name, failed }
    } finally {
      await watch.end()
    }
  } catch (error) {
    await endRun(services, run, failureOf(error))
    throw error
  } finally {
    await lock.release()
  }
}

function resultOf(manifest: Manifest, name: string, failed: Made['failed']) {
  const { id, takenAt, bytes, persons, files } = manifest
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  return { id, name, takenAt, bytes, persons, rows, files: files.count, failed }
}

/** What a run that failed keeps: the code of a known problem, or the text of what nobody foresaw. */
export function failureOf(error: unknown): { state: 'failed' | 'stopped'; failure: { code: string; details: ProblemDetails } } {
  if (error instanceof Problem)
    return { state: error.code === 'backup.stopped' ? 'stopped' : 'failed', failure: { code: error.code, details: error.details } }
  return {
    state: 'failed',
    failure: { code: 'backup.unexpected', details: { reason: error instanceof Error ? error.message.slice(0, 300) : String(error) } },
  }
}

type Watch = ReturnType<typeof watchRun>

async function copyToTargets(services: Services, home: string, name: string, manifest: Manifest, watch: Watch): Promise<Made['failed']> {
  const failed: { target: string; code: string; details: ProblemDetails }[] = []
  for (const target of (await readTargets(services.database.db)).filter(({ enabled }) => enabled)) {
    try {
      const store = await openStore(services, target)
      let done = 0
      if (target.id !== homeId)
        await copyOut(home, name, manifest, store, {
          place: target.name,
          told: (bytes) => watch.told({ step: 'copying', done: (done += bytes), total: manifest.bytes }),
          stop: watch.stop,
        })
      await keepByRule(services, target, store)
      await noteTarget(services, target, null, target.id !== homeId)
    } catch (error) {
      if (error instanceof Problem && error.code === 'backup.stopped') throw error
      const explained = explainStore(error, target.name)
      if (!(explained instanceof Problem)) throw error
      failed.push({ target: target.name, code: explained.code, details: explained.details })
      await noteTarget(services, target, { code: explained.code, details: explained.details, at: services.clock().toISOString() }, false)
    }
  }
  return failed
}

async function noteTarget({ database, clock }: Services, target: Target, failure: object | null, hasKeys: boolean): Promise<void> {
  const now = clock()
  await sql`update backup_targets set failure = ${failure === null ? null : JSON.stringify(failure)}::jsonb, looked_at = ${now},
    keys_at = case when ${hasKeys} then ${now} else keys_at end where id = ${target.id}`.execute(database.db)
}
