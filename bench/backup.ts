import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { randomBytes } from 'node:crypto'
import { loadDatabase } from '../src/platform/backup/load-database.ts'
import { listTables } from '../src/platform/backup/list-tables.ts'
import { openKeys } from '../src/platform/backup/prove-backup.ts'
import { proveBackup } from '../src/platform/backup/prove-whole.ts'
import { writeBackup } from '../src/platform/backup/write-backup.ts'
import { type BenchRow, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

/** The mark: no less than half the speed of plain COPY. */
const mostRatio = 2
const longestRestore = 600
const mostMemory = 300

/**
 * A backup of the whole base, sealed person by person, against COPY of the same tables to files over one connection; and a
 * restore into an empty database, its indexes built. The first backup makes a key for everybody; the second is every other day's.
 */
export async function benchBackup(world: BenchWorld): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-bench-backup-'))
  try {
    const floor = await timed(() => plainCopy(world, folder))
    const key = randomBytes(32)
    const order = {
      url: world.databaseUrl,
      dataFolder: world.folder,
      filesFolder: world.services.filesFolder,
      folder,
      key,
      now: () => new Date(),
      program: 'bench',
      shop: '',
    }
    const first = await timed(() => writeBackup({ ...order, id: world.services.newId() }))
    rmSync(join(folder, first.value.name), { recursive: true, force: true })
    const memory = watchMemory()
    const second = await timed(() => writeBackup({ ...order, id: world.services.newId() }))
    const most = memory.end()
    const { manifest, name } = second.value
    const proof = await timed(() => proveBackup(folder, name, key))
    const scratch = await scratchDatabase(world)
    const boxKeys = await openKeys(folder, key)
    const restore = await timed(() =>
      loadDatabase({
        url: scratch.url,
        folder: join(folder, name),
        key,
        manifest,
        boxKeys,
        migrationsFolder: join(import.meta.dirname, '..', 'migrations'),
        now: () => new Date(),
      }),
    ).finally(() => scratch.drop())
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const size = `${(manifest.bytes / 1e9).toFixed(2)} GB`
    const plain = `COPY of the same tables to files, ${(floor.value / 1e9).toFixed(2)} GB: ${s(floor.seconds)}`
    const whole = proof.seconds + restore.seconds
    return [
      {
        what: `Backup of ${rows.toLocaleString('en')} rows, sealed person by person (${size}, ${most} MB over idle)`,
        figure: s(second.seconds),
        floor: plain,
        ratio: second.seconds / floor.seconds,
        mark: `at most ${mostRatio} × COPY, < ${mostMemory} MB over idle`,
        met: second.seconds <= floor.seconds * mostRatio && most < mostMemory,
      },
      {
        what: 'The first backup, which makes everybody’s key',
        figure: s(first.seconds),
        floor: plain,
        ratio: first.seconds / floor.seconds,
        mark: '',
        met: true,
      },
      {
        what: 'Restore of it into an empty database: proved, brought back, indexed, compared',
        figure: s(whole),
        mark: 'at most 10 min',
        met: whole <= longestRestore,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns how many bytes came */
async function plainCopy({ databaseUrl }: BenchWorld, folder: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  let bytes = 0
  try {
    for (const { name } of await listTables(client)) {
      const path = join(folder, 'plain.copy')
      const out = createWriteStream(path)
      await pipeline(client.query(copyTo(`copy ${name} to stdout`)), out)
      bytes += out.bytesWritten
      rmSync(path)
    }
    return bytes
  } finally {
    await client.end()
  }
}

function watchMemory(): { end(): number } {
  const idle = process.memoryUsage.rss()
  let most = idle
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 100)
  return {
    end: () => {
      clearInterval(timer)
      return Math.round((most - idle) / 1e6)
    },
  }
}

/** Beside the base, in the same cluster, of the superuser's making. */
async function scratchDatabase({ databaseUrl, adminUrl }: BenchWorld): Promise<{ url: string; drop(): Promise<void> }> {
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: adminUrl })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await admin('create database bench_restore template template0 owner regulars')
  const url = new URL(databaseUrl)
  url.pathname = '/bench_restore'
  return { url: url.href, drop: () => admin('drop database bench_restore with (force)') }
}
