import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { Problem } from '../../core/kit/problem.ts'
import { exchangedTables } from '../database/hold-tables.ts'
import { keyMark } from './backup-key.ts'
import { type BoxKeys, makeBoxKeys } from './box-keys.ts'
import { sayReason } from './explain-store.ts'
import { exactSession, listTables, quote, type TableShape } from './list-tables.ts'
import { type Manifest, manifestName, type PartEntry, type TableEntry, writeManifest } from './manifest.ts'
import type { Answer, Job } from './part-jobs.ts'
import { readId } from './person-boxes.ts'
import { readCopy } from './read-copy.ts'
import { startThreads, type Threads, usualThreads } from './run-threads.ts'
import {
  erasedIds,
  type ErasureRow,
  readErasures,
  readKeys,
  readNotes,
  syncFolder,
  writeErasures,
  writeKeys,
  writeSecrets,
} from './sidecars.ts'

export type BackupProgress = { readonly done: number; readonly total: number }

export type BackupOrder = {
  /** Of the database. */
  readonly url: string
  readonly dataFolder: string
  readonly filesFolder: string
  /** Where the backup is to lie, beside earlier ones. */
  readonly folder: string
  readonly key: Buffer
  readonly id: string
  readonly now: () => Date
  readonly program: string
  readonly shop: string
  readonly threads?: number
  readonly told?: (progress: BackupProgress) => void
  readonly stop?: AbortSignal | undefined
}

/** Larger tables are read in parts of so many pages of 8 KiB, by several threads at once. */
const pagesAPart = 8_192
/** Begins with this while it is not whole. Nothing that begins so is ever taken for a backup. */
export const makingPrefix = '.making-'

/**
 * Writes one consistent backup of the database and the files: all threads read the same snapshot. It gets its name only
 * when everything, manifest last, is on the disk; what fails on the way leaves nothing.
 * @returns its manifest and the name of its folder
 * @throws Problem of backupProblems
 */
export async function writeBackup(order: BackupOrder): Promise<{ manifest: Manifest; name: string }> {
  const making = join(order.folder, `${makingPrefix}${order.id}`)
  try {
    await mkdir(making, { recursive: true })
    const manifest = await fill(order, making)
    await writeFile(join(making, manifestName), writeManifest(manifest, order.key), { flag: 'wx', mode: 0o600, flush: true })
    const name = nameOf(manifest)
    await syncFolder(making)
    await rename(making, join(order.folder, name))
    await syncFolder(order.folder)
    return { manifest, name }
  } catch (error) {
    await rm(making, { recursive: true, force: true }).catch(() => {})
    throw await explainDisk(error, order.folder)
  }
}

/** `regulars-20261122T031500Z-1a2b3c4d`: in the order of time when sorted by name. */
export const nameOf = ({ takenAt, id }: Pick<Manifest, 'takenAt' | 'id'>) =>
  `regulars-${takenAt.replaceAll(/[-:]|\.\d+/g, '')}-${id.replaceAll('-', '').slice(-8)}`

/** What killed backups left behind. Only whoever holds the lock of backups calls this. */
export async function clearMaking(folder: string): Promise<number> {
  const left = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(makingPrefix) || name.endsWith('.making'))
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true })
  return left.length
}

async function fill(order: BackupOrder, making: string): Promise<Manifest> {
  const client = new pg.Client({ connectionString: order.url, application_name: 'regulars backup', options: exactSession, keepAlive: true })
  client.on('error', () => {})
  await client.connect()
  try {
    const notes = await readNotes(order.dataFolder)
    await client.query('begin isolation level repeatable read read only')
    // See database/hold-tables.ts; the threads read the same tables by their names.
    await client.query(`lock table ${exchangedTables.map((name) => `public.${quote(name)}`).join(', ')} in access share mode`)
    const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
    const takenAt = order.now()
    const tables = await listTables(client)
    const about = await describe(client)
    await refuseFullDisk(order.folder, tables)
    const boxKeys = await gatherKeys(order, client, tables)
    let done = 0
    const total = tables.reduce((sum, table) => sum + table.pages * 8_192, 0)
    const moved = (bytes: number) => order.told?.({ done: (done += bytes), total: Math.max(total, done) })
    const setup = {
      role: 'write',
      url: order.url,
      snapshot: rows[0]?.snapshot ?? '',
      key: order.key,
      backupId: order.id,
      folder: making,
      boxKeys: boxKeys.buffers,
    } as const
    const threads = await startThreads(setup, { count: order.threads ?? usualThreads(), moved, stop: order.stop })
    const made = await writeParts(order, threads, tables, notes).finally(() => threads.end())
    const head = await readAuditHead(client)
    await client.query('commit')
    await keepSidecars(order, client, boxKeys)
    return {
      format: 'regulars-backup-2',
      id: order.id,
      takenAt: takenAt.toISOString(),
      endedAt: order.now().toISOString(),
      program: order.program,
      node: process.version,
      ...about,
      shop: order.shop,
      keyMark: keyMark(order.key),
      ...made,
      persons: boxKeys.size(),
      auditHead: head,
      bytes: made.parts.reduce((sum, part) => sum + part.bytes, 0),
    }
  } finally {
    await client.end().catch(() => {})
  }
}

async function describe(client: pg.Client): Promise<Pick<Manifest, 'migrations' | 'database'>> {
  const migrations = await client.query<Manifest['migrations'][number]>(
    'select number, name, checksum from public.schema_migrations order by number',
  )
  const database = await client.query<{ version: string; name: string; bytes: string }>(
    `select current_setting('server_version') as version, current_database() as name, pg_database_size(current_database())::text as bytes`,
  )
  const row = database.rows[0]
  return { migrations: migrations.rows, database: { version: row?.version ?? '', name: row?.name ?? '', bytes: Number(row?.bytes ?? 0) } }
}

async function writeParts(
  order: BackupOrder,
  threads: Threads,
  tables: readonly TableShape[],
  notes: readonly { readonly name: string; readonly content: Buffer }[],
): Promise<Pick<Manifest, 'tables' | 'parts' | 'files'>> {
  const jobs = tables.flatMap((table, n) => copyJobs(table, n))
  // Waited for together: when one fails, all of them do.
  const [copied, summed, answer] = await Promise.all([
    Promise.all(jobs.map(async (job) => ({ job, answer: await threads.run(job) }))),
    Promise.all(tables.map((table) => threads.run({ kind: 'sum', table }))),
    threads.run({ kind: 'files', from: order.filesFolder, file: 'files.part', notes }),
  ])
  const filed = partOf({ kind: 'files', file: 'files.part' }, answer)
  const parts = copied.flatMap(({ job, answer }) => partOf(job, answer))
  return {
    parts: [...parts, ...filed],
    tables: tables.map((table, n) => tableOf(table, summed[n])),
    files: { count: filed[0]?.rows ?? 0, bytes: filed[0]?.plainBytes ?? 0 },
  }
}

/** A part of each table, and several of a large one. The last has no end, so that no page that came since is missed. */
function copyJobs(table: TableShape, n: number): Extract<Job, { kind: 'copy' }>[] {
  const count = table.isPartitioned ? 1 : Math.max(1, Math.ceil(table.pages / pagesAPart))
  return Array.from({ length: count }, (_, i) => ({
    kind: 'copy',
    table,
    file: `${String(n).padStart(3, '0')}-${String(i).padStart(4, '0')}.part`,
    fromPage: i * pagesAPart,
    toPage: i === count - 1 ? null : (i + 1) * pagesAPart,
  }))
}

function partOf(
  job: { readonly kind: 'copy'; readonly table: TableShape; readonly file: string } | { readonly kind: 'files'; readonly file: string },
  answer: Answer,
): PartEntry[] {
  if (answer.did !== job.kind || answer.written === null) return []
  const { rows, plainBytes, bytes, hash } = answer.written
  return [{ file: job.file, table: job.kind === 'copy' ? job.table.name : null, rows, plainBytes, bytes, hash }]
}

function tableOf({ name, columns, person, numbers }: TableShape, answer: Answer | undefined): TableEntry {
  if (answer?.did !== 'sum') throw new Error(`no sums of ${name}`)
  return { name, columns: [...columns], person, numbers: [...numbers], rows: answer.sum.rows, sums: { ...answer.sum.sums } }
}

const peopleTables = ['public.customers', 'public.log_heads', 'public.merged_customers']

/** Keys known from before, and new ones for whoever came since; with room for those who turn up in some other table only. */
async function gatherKeys({ folder, key }: BackupOrder, client: pg.Client, tables: readonly TableShape[]): Promise<BoxKeys> {
  const people = tables.filter(({ name, person }) => person !== null && peopleTables.includes(name))
  let most = 0
  for (const { name } of people) {
    const { rows } = await client.query<{ count: string }>(`select count(*) as count from ${name}`)
    most = Math.max(most, Number(rows[0]?.count ?? 0))
  }
  const room = most + Math.ceil(most / 4) + 50_000
  const keys = (await readKeys(folder, key, room)) ?? makeBoxKeys(room)
  const id = Buffer.alloc(16)
  for (const { name, person } of people) {
    for await (const text of readCopy(client, `copy ${name} ("${person}") to stdout`))
      for (let at = 0; at < text.length; at += 37) {
        readId(text, at, id, 0)
        keys.keyOf(id)
      }
  }
  return keys
}

/** Everything beside the backups, in its newest version; before the manifest, for a backup is none without its keys. */
async function keepSidecars({ folder, key, dataFolder }: BackupOrder, client: pg.Client, keys: BoxKeys): Promise<void> {
  const erasures = await mergeErasures(folder, key, await readErasureRows(client))
  await writeErasures(folder, key, erasures)
  await writeKeys(folder, key, keys, erasedIds(erasures))
  await writeSecrets(folder, key, dataFolder)
}

/** Those of the file stay even where the database does not know them: it may be younger than they are. */
export async function mergeErasures(folder: string, key: Buffer, rows: readonly ErasureRow[]): Promise<ErasureRow[]> {
  const known = new Map((await readErasures(folder, key)).map((row) => [row.id, row]))
  for (const row of rows) known.set(row.id, row)
  return [...known.values()]
}

/** The tombstones in force: those that were carried out, or are being. */
export async function readErasureRows(client: pg.ClientBase): Promise<ErasureRow[]> {
  const there = await client.query(`select to_regclass('public.erasures') as found`)
  if (there.rows[0]?.found === null) return []
  const { rows } = await client.query<{ row: ErasureRow }>(
    `select to_jsonb(e) as row from public.erasures e where state in ('running', 'done')`,
  )
  return rows.map(({ row }) => row)
}

async function readAuditHead(client: pg.Client): Promise<string | null> {
  const there = await client.query(`select to_regclass('audit.chain') as found`)
  if (there.rows[0]?.found === null) return null
  const { rows } = await client.query<{ head: string }>(
    `select seq || ':' || encode(hash, 'hex') as head from audit.chain order by seq desc limit 1`,
  )
  return rows[0]?.head ?? null
}

/** Boxed rows take about the room that they take in their table. */
async function refuseFullDisk(folder: string, tables: readonly TableShape[]): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const needed = tables.reduce((sum, table) => sum + table.pages * 8_192, 0) + 16 * 1024 * 1024
  if (bavail * bsize < needed) throw fullDisk(folder, bavail * bsize, needed)
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_048_576).toLocaleString('en')} MB`
const fullDisk = (folder: string, free: number, needed: number) =>
  new Problem('backup.disk-full', { folder, free: megabytes(free), needed: megabytes(needed) })

/** A plain sentence for what the disk refused. */
export async function explainDisk(error: unknown, folder: string): Promise<unknown> {
  if (!(error instanceof Error) || !('code' in error) || error instanceof Problem) return error
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    const { bavail, bsize } = existsSync(folder) ? await statfs(folder) : { bavail: 0, bsize: 0 }
    return fullDisk(folder, bavail * bsize, bavail * bsize + 1)
  }
  const denied = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EIO', 'EEXIST'].includes(String(error.code))
  return denied ? new Problem('backup.unwritable', { place: folder, reason: sayReason(error.code) }) : error
}
