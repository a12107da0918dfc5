import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { guardAudit } from '../src/platform/audit/guard-audit.ts'
import { openDatabase } from '../src/platform/database/connect.ts'
import { startEmbedded, testSettings } from '../src/platform/database/embedded.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { stopPostmaster } from '../src/platform/database/postmaster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser of the run's PostgreSQL; `freshDatabase` uses it. */
    adminUrl: string
    /** The role `regulars`, in whose place tests work. */
    ownerUrl: string
  }
}

const prefix = 'regulars-test-'

/**
 * One PostgreSQL for the whole run, with a migrated database that every test file copies. It and every other temporary
 * file of the run lie in one folder, in memory where there is room: there a copy costs a tenth of what it costs on a disk.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lasting = tmpdir()
  for (const place of new Set([memory, lasting])) await sweepAbandoned(place)
  const folder = mkdtempSync(join(inMemory() ?? lasting, prefix))
  // The account that runs PostgreSQL in place of root must be able to enter.
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'owner.pid'), String(process.pid))
  sweepAfter(folder)
  settleIn(folder, lasting)
  const server = await startEmbedded({
    folder,
    log: () => {},
    settings: { ...testSettings, max_wal_size: '256MB', shared_buffers: '128MB' },
  })
  await makeTemplate(server.adminUrl, server.url)
  project.provide('adminUrl', server.adminUrl)
  project.provide('ownerUrl', server.url)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

async function makeTemplate(adminUrl: string, ownerUrl: string): Promise<void> {
  await asAdmin(adminUrl, 'create database regulars_template owner regulars')
  const url = new URL(ownerUrl)
  url.pathname = '/regulars_template'
  const database = openDatabase(url.href)
  const folder = join(import.meta.dirname, '..', 'migrations')
  mkdirSync(folder, { recursive: true })
  await migrate(database, { folder }).finally(() => database.close())
  await guardAudit(adminUrl, url.href)
  // A copy is refused while anybody is connected to its template, so nobody may be.
  await asAdmin(adminUrl, 'alter database regulars_template allow_connections false')
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(statement).finally(() => admin.end())
}

const memory = '/dev/shm'

/** The machine's folder in memory, where it has one with room enough; a container's has often 64 MB. */
function inMemory(): string | null {
  try {
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize > 3e9 && process.availableMemory() > 6e9 ? memory : null
  } catch {
    return null
  }
}

/** Tests and the programs they start put their temporary files here, and compiled modules where the next start finds them. */
function settleIn(folder: string, lasting: string): void {
  const temporary = join(folder, 'temporary')
  mkdirSync(temporary)
  chmodSync(temporary, 0o1777)
  process.env['TMPDIR'] = temporary
  process.env['REGULARS_LASTING'] = lasting
  process.env['NODE_COMPILE_CACHE'] = join(folder, 'compiled')
}

/** Sweeps the folder when this process is gone, also when it was killed: it holds the other end of a pipe. */
function sweepAfter(folder: string): void {
  const sweeper = spawn(process.execPath, [join(import.meta.dirname, 'sweep-after.ts'), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  sweeper.unref()
  // Its end of the pipe keeps nobody waiting; node types it as any stream.
  ;(sweeper.stdin as Socket).unref()
}

/** Where the sweeper was killed too, PostgreSQL stays behind; the next run stops it. */
async function sweepAbandoned(place: string): Promise<void> {
  for (const name of existsSync(place) ? readdirSync(place) : []) {
    const folder = join(place, name)
    if (!name.startsWith(prefix) || !isAbandoned(folder)) continue
    await stopPostmaster(join(folder, 'postgres'))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** Nobody's, or made again by one who ended later than the run that was to remove it. */
function isAbandoned(folder: string): boolean {
  try {
    const owner = join(folder, 'owner.pid')
    if (!existsSync(owner)) return Date.now() - statSync(folder).mtimeMs > 3_600_000
    process.kill(Number(readFileSync(owner, 'utf8')), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
