import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Reach } from '../../../core/kit/outgoing-doors.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { folderStore, s3Store, type Store } from '../../../platform/backup/stores.ts'
import type { KeepRule } from '../../../platform/backup/retention.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type { KeptFailure } from './say-failure.ts'

/** The first place of all: in the data folder, where every backup is made before it is copied to the others. */
export const homeId = '00000000-0000-7000-8000-00000000beef'

export async function openHome({ dataFolder }: Pick<Services, 'dataFolder'>): Promise<string> {
  const folder = join(dataFolder, 'backups')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

export const folderPlace = z.object({ path: z.string() })
export const s3Place = z.object({ endpoint: z.string(), region: z.string(), accessKeyId: z.string(), secretKey: z.string() })

export type Target = {
  readonly id: string
  readonly kind: 'folder' | 's3'
  readonly name: string
  readonly place: unknown
  readonly enabled: boolean
  readonly keep: KeepRule
  readonly lookedAt: Date | null
  readonly failure: KeptFailure | null
}

export async function readTargets(db: Db): Promise<Target[]> {
  const { rows } = await sql<Target>`select id, kind, name, place, enabled, looked_at as "lookedAt", failure,
      json_build_object('daily', keep_daily, 'weekly', keep_weekly, 'monthly', keep_monthly) as keep
    from backup_targets order by made_at, id`.execute(db)
  return rows
}

/** How a target is read and written, its secret opened. @throws when the secret was sealed under another key, or its host may not be reached */
export async function openStore(services: Services, target: Pick<Target, 'id' | 'kind' | 'place'>): Promise<Store> {
  if (target.id === homeId) return folderStore(await openHome(services))
  if (target.kind === 'folder') return folderStore(folderPlace.parse(target.place).path)
  const place = s3Place.parse(target.place)
  // Redirects are not followed, so that the store speaks to this one host alone.
  const host = new URL(place.endpoint).hostname
  if (!(await services.mayReach(host))) throw new Problem('outgoing.unlisted', { host })
  return s3Store({ ...place, secretKey: services.secrets.open(place.secretKey) })
}

/** The storage that backups are copied to. */
export async function storeReaches({ database: { db } }: Services): Promise<Reach[]> {
  const targets = (await readTargets(db)).filter(({ kind, enabled }) => kind === 's3' && enabled)
  return targets.map(({ name, place }) => ({ door: 'backups', name, host: new URL(s3Place.parse(place).endpoint).hostname }))
}

/** Once at each start: the place in the data folder. */
export async function addHome(db: Db, now: Date): Promise<void> {
  await sql`insert into backup_targets (id, kind, name, place, enabled, keep_daily, keep_weekly, keep_monthly, made_at)
    values (${homeId}, 'folder', '', '{}'::jsonb, true, 7, 4, 6, ${now}) on conflict do nothing`.execute(db)
}
