import { sql } from 'kysely'
import { readShop, type Services } from '../../../platform/actions/services.ts'
import { lookAt, type SeenBackup } from '../../../platform/backup/copy-out.ts'
import { whichStay } from '../../../platform/backup/retention.ts'
import type { Store } from '../../../platform/backup/stores.ts'
import type { Target } from './places.ts'

/**
 * Looks what lies at a target, lets go of what its rule no longer keeps and of what is not whole, and remembers the rest.
 * Only whoever holds the lock of backups calls this: what is not whole might be under way.
 */
export async function keepByRule(services: Services, target: Target, store: Store): Promise<void> {
  const { whole, broken } = await lookAt(store)
  for (const name of broken) await store.remove(name)
  const { timeZone } = await readShop(services.database)
  const times = new Map(whole.map((seen) => [new Date(seen.manifest.takenAt), seen]))
  const stay = whichStay([...times.keys()], target.keep, timeZone)
  const kept: SeenBackup[] = []
  for (const [at, seen] of times) {
    if (stay.has(at)) kept.push(seen)
    else await store.remove(seen.name)
  }
  await noteCopies(services, target.id, kept)
}

/** The list of a target as it was seen just now. */
export async function noteCopies({ database }: Services, targetId: string, seen: readonly SeenBackup[]): Promise<void> {
  const rows = seen.map(({ name, manifest }) => ({
    backup_id: manifest.id,
    taken_at: manifest.takenAt,
    bytes: manifest.bytes,
    summary: {
      name,
      program: manifest.program,
      shop: manifest.shop,
      keyMark: manifest.keyMark,
      schema: manifest.migrations.at(-1)?.number ?? 0,
      persons: manifest.persons,
      rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0),
      files: manifest.files.count,
      tables: manifest.tables.filter((table) => table.rows > 0).map((table) => [table.name.replace(/^public\./, ''), table.rows]),
      seconds: Math.round((Date.parse(manifest.endedAt) - Date.parse(manifest.takenAt)) / 1000),
    },
  }))
  await sql`with gone as (delete from backup_copies where target_id = ${targetId} and not (backup_id = any (${rows.map((row) => row.backup_id)}::uuid[])))
    insert into backup_copies (backup_id, target_id, taken_at, bytes, summary)
    select backup_id, ${targetId}, taken_at, bytes, summary from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(backup_id uuid, taken_at timestamptz, bytes bigint, summary jsonb)
    on conflict (backup_id, target_id) do update set summary = excluded.summary`.execute(database.db)
}
