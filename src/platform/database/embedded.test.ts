import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from './connect.ts'
import { type Embedded, startEmbedded, testSettings } from './embedded.ts'
import { findRunning } from './postmaster.ts'

const isRoot = process.getuid?.() === 0
let folder: string
const options = () => ({ folder, log: () => {}, settings: testSettings })
const cluster = () => join(folder, 'postgres')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regulars-embedded-'))
  await chmod(folder, 0o755)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function ask<Row>(url: string, question: string): Promise<Row | undefined> {
  const database = openDatabase(url)
  return await database.pool
    .query(question)
    .then(({ rows }): Row | undefined => rows[0])
    .finally(() => database.close())
}

async function eventually(question: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await question().catch(() => false)); tries++) {
    if (tries > 200) throw new Error('it never came about')
    await pause(50)
  }
}

/** Another program that starts the database and is killed without a chance to stop it. */
async function startAndKill(): Promise<void> {
  const script = `
    import { startEmbedded, testSettings } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))}
    await startEmbedded({ folder: ${JSON.stringify(folder)}, log: () => {}, settings: testSettings })
    console.log('up')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('the database comes up with the rights and the locale the product needs', async () => {
  const server = await startEmbedded(options())
  const row = await ask(
    server.url,
    `select current_user as me, rolsuper as super, current_setting('server_version_num')::int / 10000 as version,
    datcollate as locale, pg_encoding_to_char(encoding) as encoding, current_setting('listen_addresses') as listens
    from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
  )
  expect(row).toEqual({ me: 'regulars', super: false, version: 18, locale: 'C.UTF-8', encoding: 'UTF8', listens: '127.0.0.1' })
  expect((await stat(join(folder, 'postgres-passwords.json'))).mode & 0o777).toBe(0o600)
  await expect(ask(server.url.replace(/:[0-9a-f]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password')
  // By chance, and each its own.
  const passwords = [server.url, server.adminUrl].map((url) => new URL(url).password)
  expect(passwords.every((password) => /^[0-9a-f]{32,}$/.test(password)) && new Set(passwords).size === 2).toBe(true)
  await server.stop()
  expect(findRunning(cluster())).toBeNull()
})

const cacheOf = `select current_setting('shared_buffers') as cache`

test('what was written is there after a stop and a start', async () => {
  const first = await startEmbedded(options())
  await ask(first.url, 'create table kept (id int)')
  expect(await ask(first.url, cacheOf)).toEqual({ cache: '32MB' })
  await first.stop()
  const second = await startEmbedded(options())
  expect(await ask(second.url, 'select count(*) as n from kept')).toEqual({ n: 0 })
  await second.stop()
})

test('where much is stored, more of it is kept at hand from the next start on', async () => {
  const much = join(cluster(), 'base', 'much')
  await writeFile(much, '')
  await truncate(much, 300_000_000)
  const server = await startEmbedded(options())
  expect(await ask(server.url, cacheOf)).toEqual({ cache: '128MB' })
  await server.stop()
  await rm(much)
})

test('the orphan of a killed program is taken over', async () => {
  await startAndKill()
  const orphan = findRunning(cluster())
  expect(orphan).not.toBeNull()
  const server = await startEmbedded(options())
  expect(server.pid).toBe(orphan?.pid)
  await server.stop()
  expect(findRunning(cluster())).toBeNull()
})

test('a pid file of a killed database, or with the number of another program, does not block a start', async () => {
  for (const pid of [null, process.pid, 999_999_999]) {
    const first = await startEmbedded(options())
    const text = await readFile(join(cluster(), 'postmaster.pid'), 'utf8')
    if (pid === null) process.kill(first.pid, 'SIGKILL')
    await first.stop()
    await writeFile(join(cluster(), 'postmaster.pid'), text.replace(/^\d+/, String(pid ?? first.pid)))
    const second = await startEmbedded(options())
    expect(await ask(second.url, 'select 1 as one')).toEqual({ one: 1 })
    await second.stop()
  }
})

test('a database that is killed comes back on the same port by itself', async () => {
  const server = await startEmbedded(options())
  process.kill(server.pid, 'SIGKILL')
  await eventually(async () => (await ask<{ one: number }>(server.url, 'select 1 as one'))?.one === 1)
  expect(findRunning(cluster())?.port).toBe(server.port)
  expect(findRunning(cluster())?.pid).not.toBe(server.pid)
  await server.stop()
  expect(findRunning(cluster())).toBeNull()
})

test('a second program on the same data folder is refused, unless it asks to share', async () => {
  const server: Embedded = await startEmbedded(options())
  await expect(startEmbedded(options())).rejects.toMatchObject({ code: 'database.in-use' })
  const beside = await startEmbedded({ ...options(), share: true })
  expect(beside.port).toBe(server.port)
  await beside.stop()
  expect(await ask(server.url, 'select 1 as one')).toEqual({ one: 1 })
  await server.stop()
})

test('a lost password file, or a lost database, is said rather than begun anew', async () => {
  const home = join(folder, 'lost')
  const passwords = join(home, 'postgres-passwords.json')
  await (await startEmbedded({ ...options(), folder: home })).stop()
  const text = await readFile(passwords, 'utf8')
  await rm(passwords)
  await expect(startEmbedded({ ...options(), folder: home })).rejects.toMatchObject({ code: 'database.password-lost' })
  await writeFile(passwords, text)
  await rm(join(home, 'postgres'), { recursive: true })
  await expect(startEmbedded({ ...options(), folder: home })).rejects.toMatchObject({ code: 'database.cluster-lost' })
})

test('a start that was killed while making the database is made good by the next', async () => {
  const home = join(folder, 'half')
  await mkdir(join(home, 'postgres.making'), { recursive: true })
  await writeFile(join(home, 'postgres.making', 'PG_VERSION'), '18')
  await writeFile(join(home, 'postgres-passwords.json'), '{"admin":"aa","owner":"bb"}')
  const server = await startEmbedded({ ...options(), folder: home })
  expect(await ask(server.url, 'select 1 as one')).toEqual({ one: 1 })
  await server.stop()
})

test('a data folder that cannot be written is said', async () => {
  await writeFile(join(folder, 'file'), '')
  for (const place of [join(folder, 'file', 'data'), '/proc/nowhere/data']) {
    await expect(startEmbedded({ ...options(), folder: place })).rejects.toMatchObject({ code: 'database.folder-unwritable' })
  }
  const file = startEmbedded({ ...options(), folder: join(folder, 'file') })
  await expect(file).rejects.toMatchObject({ code: 'database.folder-is-file' })
})

test('a setting that PostgreSQL refuses is said with its reason', async () => {
  const starting = startEmbedded({ ...options(), settings: { ...testSettings, shared_buffers: 'plenty' } })
  await expect(starting).rejects.toMatchObject({
    code: 'database.did-not-start',
    details: { reason: expect.stringContaining('shared_buffers') },
  })
})

test.runIf(isRoot)('started by root below a closed folder, the database lives in an open one', async () => {
  const closed = join(folder, 'closed')
  await mkdir(closed, { mode: 0o700 })
  const home = join(closed, 'data')
  const said: string[] = []
  const server = await startEmbedded({ ...options(), folder: home, log: (words) => said.push(words.en) })
  const pointed = (await readFile(join(home, 'postgres-folder.txt'), 'utf8')).trim()
  expect(findRunning(pointed)?.pid).toBe(server.pid)
  expect(said).toHaveLength(1)
  expect(said[0]).toContain(pointed)
  await ask(server.url, 'create table kept (id int)')
  await server.stop()
  const again = await startEmbedded({ ...options(), folder: home, log: (words) => said.push(words.en) })
  expect(await ask(again.url, 'select count(*) as n from kept')).toEqual({ n: 0 })
  expect(said).toHaveLength(1)
  await again.stop()
  await rm(join(pointed, '..'), { recursive: true })
})
