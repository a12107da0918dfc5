import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { codeOf } from '../../core/kit/error-code.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import { type PostgresPlace, preparePlace } from './postgres-place.ts'
import {
  findFreePort,
  findRunning,
  initialiseCluster,
  type Postmaster,
  type Settings,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster.ts'

export type Embedded = {
  /** For the role `regulars`, which owns the database `regulars` and is no superuser. */
  readonly url: string
  /** For the superuser; only tests and maintenance use it. */
  readonly adminUrl: string
  readonly port: number
  readonly pid: number
  /** Shuts the database down and waits for it. Where it is shared with a running program, it is left running. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** The program's data folder. Made when it is missing. */
  readonly folder: string
  readonly log: (words: Words) => void
  /** Added to, or in place of, `productionSettings`. */
  readonly settings?: Settings
  /** Work beside a program that has this database open already, instead of refusing. */
  readonly share?: boolean
}

const productionSettings: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 60,
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  jit: 'off',
  random_page_cost: 1.1,
  max_wal_size: '2GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  max_logical_replication_workers: 0,
  // Nobody follows this journal, it is for crashes: a table filled from nothing is then written once and not twice.
  wal_level: 'minimal',
  max_wal_senders: 0,
}

/** For databases that live as long as a test run. */
export const testSettings: Settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 100 }

type Passwords = { readonly admin: string; readonly owner: string }

const lockKey = 7_348_676_108

/**
 * Brings up the PostgreSQL that npm installed, in the data folder. An orphan left by a killed program is taken over; a
 * database that dies is started again on the same port for as long as we run.
 * @throws Problem of `databaseProblems`
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const settings = { ...productionSettings, ...options.settings }
  const place = await preparePlace(options.folder, options.log)
  refuseForeignCluster(place)
  const passwords = await prepareCluster(place, settings['fsync'] !== 'off')
  const running = await ensureRunning(place, settings, passwords)
  const url = urlOf(running.port, 'regulars', passwords.owner, 'regulars')
  const guard = await holdGuard(url, options.share ?? false, place)
  if (!guard) return { url, adminUrl: adminUrlOf(running.port, passwords), ...running, stop: async () => {} }

  const watch = keepAlive(guard, async () => {
    await ensureRunning(place, settings, passwords, running.port)
    return await holdGuard(url, true, place)
  })
  return {
    url,
    adminUrl: adminUrlOf(running.port, passwords),
    ...running,
    stop: async () => {
      await watch.release()
      await stopPostmaster(place.cluster)
    },
  }
}

function refuseForeignCluster({ cluster, account }: PostgresPlace): void {
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid
  const mine = account?.uid ?? process.getuid?.()
  if (owner !== undefined && mine !== undefined && owner !== mine) throw new Problem('database.wrong-owner', { folder: cluster })
}

const urlOf = (port: number, role: string, password: string, database: string) =>
  `postgres://${role}:${password}@127.0.0.1:${port}/${database}`

const adminUrlOf = (port: number, passwords: Passwords) => urlOf(port, 'postgres', passwords.admin, 'postgres')

/**
 * Makes the cluster on the first start. It is built beside its place and moved there when whole; the passwords are
 * written just before that move, so a start that was killed half-way leaves nothing that the next one trips over.
 */
async function prepareCluster(place: PostgresPlace, durable: boolean): Promise<Passwords> {
  const file = join(place.home, 'postgres-passwords.json')
  const making = `${place.cluster}.making`
  const known: Passwords | null = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : null
  if (existsSync(join(place.cluster, 'PG_VERSION'))) {
    if (!known) throw new Problem('database.password-lost', { file })
    return known
  }
  if (known && !existsSync(making)) throw new Problem('database.cluster-lost', { folder: place.cluster })

  const passwords = known ?? { admin: randomBytes(24).toString('hex'), owner: randomBytes(24).toString('hex') }
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { mode: 0o700 })
  if (place.account) await chown(making, place.account.uid, place.account.gid)
  await withPasswordFile(place, passwords.admin, (path) => initialiseCluster(place, making, path, durable))
  await writeFile(file, `${JSON.stringify(passwords)}\n`, { mode: 0o600 })
  await chmod(file, 0o600)
  await rename(making, place.cluster)
  return passwords
}

/** initdb reads the superuser's password from a file, which must be readable to the account that runs it. */
async function withPasswordFile(place: PostgresPlace, password: string, read: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'regulars-initdb-'))
  try {
    const path = join(folder, 'password')
    await writeFile(path, `${password}\n`, { mode: 0o600 })
    if (place.account) {
      await chown(path, place.account.uid, place.account.gid)
      await chown(folder, place.account.uid, place.account.gid)
    }
    await read(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The running PostgreSQL of this cluster, started if there is none, ready for the role `regulars`. */
async function ensureRunning(place: PostgresPlace, settings: Settings, passwords: Passwords, port?: number): Promise<Postmaster> {
  let reason = ''
  for (let attempt = 0; attempt < 5; attempt++) {
    const there = findRunning(place.cluster)
    if (there && (await becomesReady(() => findRunning(place.cluster), passwords))) return findRunning(place.cluster) ?? there
    const logged = statSync(place.logFile, { throwIfNoEntry: false })?.size ?? 0
    const chosen = port ?? (await findFreePort())
    const child = spawnPostmaster(place, chosen, { shared_buffers: cacheFor(place.cluster), ...settings })
    if (await becomesReady(() => (child.exited() ? null : { pid: child.pid, port: chosen }), passwords))
      return { pid: child.pid, port: chosen }
    reason = lastFatal(readFileSync(place.logFile, 'utf8').slice(logged))
    // A taken port, or the sessions of a killed postmaster that have not noticed yet: both pass. The rest stays.
    if (!/in use|lock file|pre-existing/i.test(reason)) break
    await pause(200 * (attempt + 1))
  }
  throw new Problem('database.did-not-start', { reason, file: place.logFile })
}

/** What counts as much stored. */
const muchBytes = 256_000_000

/**
 * How much PostgreSQL keeps at hand itself, of which it gives nothing back while it runs: a small shop's fills 128 MB as well in
 * time, and the system keeps the files at hand besides. Where much is stored, its pages are found sooner so.
 */
function cacheFor(cluster: string): string {
  const files = readdirSync(join(cluster, 'base'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  // One that is gone meanwhile was passing: a postmaster that was killed may still have somebody at work.
  const bytes = files.reduce(
    (sum, { parentPath, name }) => sum + (statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
  return bytes < muchBytes ? '32MB' : '128MB'
}

function lastFatal(text: string): string {
  const lines = text.trim().split('\n')
  return (lines.findLast((line) => /FATAL|PANIC|could not/.test(line)) ?? lines.at(-1) ?? '').replace(
    /^.*?(?:FATAL|PANIC|LOG|HINT):\s*/,
    '',
  )
}

/** Waits until the role `regulars` can sign in, setting it up on the first start. False when the server went away. */
async function becomesReady(find: () => Postmaster | null, passwords: Passwords): Promise<boolean> {
  for (let tries = 0; tries < 6000; tries++) {
    const server = find()
    if (!server) return false
    const code = server.port === 0 ? 'starting' : await tryConnect(urlOf(server.port, 'regulars', passwords.owner, 'regulars'))
    if (code === null) return true
    // 28P01 wrong password or no such role, 3D000 no such database: the server is up and not set up yet.
    if (code === '28P01' || code === '3D000') await setUp(adminUrlOf(server.port, passwords), passwords)
    else await pause(15)
  }
  return false
}

/** Null when the connection came about, else the code of what went wrong. */
async function tryConnect(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return null
  } catch (error) {
    return codeOf(error) || 'unknown'
  } finally {
    await client.end().catch(() => {})
  }
}

async function setUp(adminUrl: string, passwords: Passwords): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    const role = await client.query(`select 1 from pg_roles where rolname = 'regulars'`)
    await client.query(`${role.rowCount ? 'alter' : 'create'} role regulars login nosuperuser password '${passwords.owner}'`)
    const database = await client.query(`select 1 from pg_database where datname = 'regulars'`)
    if (!database.rowCount) await client.query('create database regulars owner regulars')
  } finally {
    await client.end()
  }
}

/**
 * A session that holds a lock for as long as we use the database, so that a second program on the same data folder is
 * told so. Null when another program holds it and sharing is welcome.
 */
async function holdGuard(url: string, share: boolean, place: PostgresPlace): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: url, application_name: 'regulars guard', keepAlive: true })
  client.on('error', () => {})
  await client.connect()
  // The session of a killed program ends a moment after it.
  for (let tries = 0; tries < (share ? 1 : 20); tries++) {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lockKey])
    if (rows[0]?.held) return client
    await pause(100)
  }
  await client.end()
  if (share) return null
  throw new Problem('database.in-use', { folder: place.home })
}

/** Calls `revive` whenever the guard's session breaks, until released. */
function keepAlive(first: pg.Client, revive: () => Promise<pg.Client | null>): { release(): Promise<void> } {
  let guard: pg.Client | null = first
  let released = false
  let reviving: Promise<void> = Promise.resolve()
  const listen = (client: pg.Client) => client.once('end', () => (reviving = again()))
  const again = async (): Promise<void> => {
    for (let wait = 50; !released; wait = Math.min(wait * 2, 5000)) {
      guard = await revive().catch(() => null)
      if (guard) return void listen(guard)
      await pause(wait)
    }
  }
  listen(first)
  return {
    release: async () => {
      released = true
      await reviving
      guard?.removeAllListeners('end')
      await guard?.end().catch(() => {})
    },
  }
}
