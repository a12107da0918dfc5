import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { readOrMakeBackupKey } from '../../../platform/backup/backup-key.ts'
import { copySidecars } from '../../../platform/backup/copy-out.ts'
import { holdBackupLock } from '../../../platform/backup/hold-lock.ts'
import { erasedIds, keysName, readErasures, readKeys, writeErasures, writeKeys } from '../../../platform/backup/sidecars.ts'
import { mergeErasures, readErasureRows } from '../../../platform/backup/write-backup.ts'
import { urlOf } from './make-backup.ts'
import { homeId, openHome, openStore, readTargets } from './places.ts'

/**
 * Whoever was erased loses the key of their boxes: the files of keys and tombstones are written anew beside the backups of
 * every place, so that no older backup opens for them any more. Does nothing where nothing is new.
 * @returns whether all places have the newest
 * @throws Problem backup.running: the backup under way does it at its end
 */
export async function keepErasures(services: Services): Promise<boolean> {
  const home = await openHome(services)
  if (!existsSync(join(home, keysName))) return true
  const key = readOrMakeBackupKey(services.dataFolder)
  if (!(await isBehind(services, home, key)) && (await targetsBehind(services)).size === 0) return true
  const lock = await holdBackupLock(urlOf(services))
  try {
    if (await isBehind(services, home, key)) {
      const client = await services.database.pool.connect()
      const rows = await readErasureRows(client).finally(() => client.release())
      const all = await mergeErasures(home, key, rows)
      await writeErasures(home, key, all)
      const keys = await readKeys(home, key)
      if (keys) await writeKeys(home, key, keys, erasedIds(all))
      await sql`update backup_targets set keys_at = null where id <> ${homeId}`.execute(services.database.db)
    }
    return await copyToAll(services, home)
  } finally {
    await lock.release()
  }
}

/** A tombstone stands in the database that the file beside the backups does not have. */
async function isBehind(services: Services, home: string, key: Buffer): Promise<boolean> {
  const known = new Set((await readErasures(home, key)).map(({ id }) => id))
  const { rows } = await sql<{ id: string }>`select id from erasures where state in ('running', 'done')`.execute(services.database.db)
  return rows.some(({ id }) => !known.has(id))
}

/** Targets that have backups and not the newest keys. */
async function targetsBehind({ database }: Services): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select t.id from backup_targets t where t.id <> ${homeId} and t.keys_at is null
    and exists (select 1 from backup_copies c where c.target_id = t.id)`.execute(database.db)
  return new Set(rows.map(({ id }) => id))
}

async function copyToAll(services: Services, home: string): Promise<boolean> {
  const { db } = services.database
  const waiting = await targetsBehind(services)
  let isDone = true
  for (const target of (await readTargets(db)).filter(({ id }) => waiting.has(id))) {
    try {
      await copySidecars(home, await openStore(services, target))
      await sql`update backup_targets set keys_at = ${services.clock()} where id = ${target.id}`.execute(db)
    } catch (error) {
      isDone = false
      services.log.warn(
        { target: target.name, reason: error instanceof Error ? error.message : '' },
        'the keys beside the backups could not be renewed and will be tried again',
      )
    }
  }
  return isDone
}

export const erasureTick: Tick = {
  name: 'backup-erasures',
  everyMs: 60_000,
  run: async (services) => {
    await keepErasures(services).catch((error: unknown) => {
      // The backup under way writes them at its end.
      if (!(error instanceof Problem) || error.code !== 'backup.running') throw error
    })
    return false
  },
}
