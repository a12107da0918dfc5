import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Problem } from '../../core/kit/problem.ts'
import { readMigrations } from '../database/migrate.ts'
import { writeBackupKey } from './backup-key.ts'
import { partName } from './copy-table.ts'
import { loadDatabase, type LoadResult } from './load-database.ts'
import type { Manifest } from './manifest.ts'
import { unpackFiles } from './pack-files.ts'
import { clearHalf, countWhatIsThere, dropMarker, isHalfRestored, refuseInUse, setAside, setMarker } from './place-of-restore.ts'
import { checkSchema, openKeys, openManifest, proveParts } from './prove-backup.ts'
import { type ErasureRow, readErasures, readSecrets } from './sidecars.ts'

export type RestoreOrder = {
  readonly url: string
  /** Of the superuser of an embedded database: where there is data already, the audit belongs to another role. */
  readonly adminUrl: string | null
  readonly dataFolder: string
  readonly filesFolder: string
  readonly migrationsFolder: string
  /** Where the backups lie, with their keys beside them. */
  readonly folder: string
  readonly name: string
  readonly key: Buffer
  /** Take the place of what is there; it is kept aside. */
  readonly replace: boolean
  readonly now: () => Date
  readonly told?: (progress: {
    readonly what: 'reading' | 'rows' | 'indexes' | 'files'
    readonly done: number
    readonly total: number
  }) => void
  /** When everything lies in its place: features apply again what happened since the backup. */
  readonly restored: () => Promise<void>
}

export type RestoreResult = LoadResult & {
  readonly manifest: Manifest
  readonly files: number
  readonly erasures: number
  readonly keptAside: string | null
}

/**
 * Brings a backup back. Everything is proved before anything is touched; from then on a mark stands in the database, with
 * which the program refuses to start, until all of it is there. If it breaks off, it begins anew at the next try.
 * The restored copy is quiet: it sends nothing until somebody says so.
 * @throws Problem of backupProblems
 */
export async function restoreBackup(order: RestoreOrder): Promise<RestoreResult> {
  const { folder, name, key, told } = order
  const manifest = await openManifest(folder, name, key)
  checkSchema(manifest, await readMigrations(order.migrationsFolder))
  const boxKeys = await openKeys(folder, key)
  const erasures = await readErasures(folder, key)
  const secrets = await readSecrets(folder, key)
  let read = 0
  await proveParts(folder, name, key, manifest, {
    told: (bytes) => told?.({ what: 'reading', done: (read += bytes), total: Math.max(read, manifest.bytes) }),
  })

  const keptAside = await makeRoom(order)
  const result = await loadDatabase({ ...order, folder: join(folder, name), manifest, boxKeys, told: (progress) => told?.(progress) })
  const files = await bringFiles(order, manifest)
  await bringSecrets(order, secrets)
  await withClient(order.url, (client) => settle(client, order.now(), manifest, erasures))
  await order.restored()
  await withClient(order.url, dropMarker)
  return { ...result, manifest, files, erasures: erasures.length, keptAside }
}

const stampOf = (now: Date) => now.toISOString().replaceAll(/[-:]|\.\d+/g, '')

/** @returns the name under which is kept what was there */
async function makeRoom({ url, adminUrl, replace, now }: RestoreOrder): Promise<string | null> {
  return await withClient(ownerUrl(url, adminUrl), async (client) => {
    await refuseInUse(client)
    if (await isHalfRestored(client)) {
      await clearHalf(client)
      await setMarker(client, now(), roleOf(url))
      return null
    }
    const there = await countWhatIsThere(client)
    if (there.rows > 0 && !replace) throw new Problem('restore.not-empty', { rows: there.customers })
    const kept = there.tables > 0 ? `kept_${stampOf(now()).toLowerCase()}` : null
    await client.query('begin')
    if (kept) await setAside(client, kept)
    await setMarker(client, now(), roleOf(url))
    await client.query('commit')
    return kept
  })
}

const roleOf = (url: string) => decodeURIComponent(new URL(url).username)

/** The superuser in the database of the program, where we have it. */
function ownerUrl(url: string, adminUrl: string | null): string {
  if (!adminUrl) return url
  const admin = new URL(adminUrl)
  admin.pathname = new URL(url).pathname
  return admin.href
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'regulars restore', options: '-c TimeZone=UTC' })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Files come beside their place and take it when they are whole; what was there is kept aside. */
async function bringFiles({ folder, name, key, dataFolder, filesFolder, now, told }: RestoreOrder, manifest: Manifest): Promise<number> {
  const part = manifest.parts.find(({ table }) => table === null)
  const making = join(dataFolder, 'restored.making')
  await rm(making, { recursive: true, force: true })
  for (const each of ['files', 'data']) await mkdir(join(making, each), { recursive: true })
  let count = 0
  if (part) {
    const expected = { name: partName(manifest.id, part.file), bytes: part.bytes, hash: part.hash }
    const pieces = createReadStream(join(folder, name, part.file), { highWaterMark: 1024 * 1024 })
    count = (await unpackFiles(pieces, key, expected, making)).files
    told?.({ what: 'files', done: count, total: count })
  }
  await takePlace(join(making, 'files'), filesFolder, now())
  for (const each of await readdir(join(making, 'data'))) await takePlace(join(making, 'data', each), join(dataFolder, each), now())
  await rm(making, { recursive: true, force: true })
  return count
}

async function takePlace(from: string, to: string, now: Date): Promise<void> {
  if (existsSync(to)) await rename(to, `${to}.kept-${stampOf(now)}`)
  await rename(from, to)
}

/** What is there already is kept aside. */
async function bringSecrets({ dataFolder, key, now }: RestoreOrder, secrets: readonly { name: string; content: Buffer }[]): Promise<void> {
  for (const { name, content } of secrets) {
    const path = join(dataFolder, name)
    await writeFile(`${path}.new`, content, { mode: 0o600, flush: true })
    await takePlace(`${path}.new`, path, now())
  }
  const file = join(dataFolder, 'backup.key')
  if (existsSync(file)) await rename(file, `${file}.kept-${stampOf(now())}`)
  writeBackupKey(dataFolder, key)
}

export const quietSetting = 'quiet'

/** What is not true any more in the copy, the tombstones that are newer than the backup, and that the copy is quiet. */
async function settle(client: pg.Client, now: Date, manifest: Manifest, erasures: readonly ErasureRow[]): Promise<void> {
  await client.query('begin')
  // The backup itself was under way when its snapshot was taken.
  if (manifest.tables.some(({ name }) => name === 'public.backup_runs'))
    await client.query(`delete from backup_runs where state in ('waiting', 'running')`)
  if (erasures.length > 0)
    await client.query(
      `insert into erasures select (jsonb_populate_record(null::erasures, value)).* from jsonb_array_elements($1::jsonb)
       on conflict (id) do update set state = excluded.state, step = excluded.step, key_hashes = excluded.key_hashes, customer_ids = excluded.customer_ids`,
      [JSON.stringify(erasures)],
    )
  await client.query(
    `insert into settings (name, value, updated_at) values ($1, $2, $3) on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`,
    [quietSetting, JSON.stringify({ since: now.toISOString(), takenAt: manifest.takenAt, backup: manifest.id }), now],
  )
  await client.query('commit')
}
