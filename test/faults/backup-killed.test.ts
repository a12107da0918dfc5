import { spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { uuidv7 } from '../../src/core/kit/id.ts'
import { refuseHalfRestored } from '../../src/platform/backup/place-of-restore.ts'
import { listBackups } from '../../src/platform/backup/prove-backup.ts'
import { proveBackup } from '../../src/platform/backup/prove-whole.ts'
import { clearMaking } from '../../src/platform/backup/write-backup.ts'
import { type Database, openDatabase } from '../../src/platform/database/connect.ts'
import { makeWorld, type World } from '../world.ts'
import type { ChildOrder } from './backup-child.ts'

const newId = uuidv7(() => new Date())
const key = randomBytes(32)
let world: World
let folder: string
const folders: string[] = []
const newFolder = () => {
  const made = mkdtempSync(join(tmpdir(), 'regulars-killed-'))
  folders.push(made)
  return made
}

beforeAll(async () => {
  world = await makeWorld()
  folder = newFolder()
  const id = await world.customer({ name: '王芳' })
  await sql`insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, payload)
    select ${id}, i + 100, gen_random_uuid(), 'tracked', ${world.now()}, ${world.now()}, 'test', jsonb_build_object('event', repeat('x', 300)) from generate_series(1, 60000) i`.execute(
    world.db,
  )
}, 60_000)
afterAll(async () => {
  await world?.end()
  for (const each of folders) rmSync(each, { recursive: true, force: true })
})

const orderOf = (more: Partial<ChildOrder>): ChildOrder => ({
  what: 'backup',
  url: world.url,
  dataFolder: world.dataFolder,
  folder,
  key: key.toString('hex'),
  id: newId(),
  name: '',
  migrationsFolder: join(import.meta.dirname, '..', '..', 'migrations'),
  ...more,
})

/** What the newest child said of its failure. */
let said = ''

/** @returns the exit code; null where it was killed */
function run(order: ChildOrder, killAfterMs: number | null): Promise<number | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'backup-child.ts'), JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  said = ''
  child.stderr.on('data', (text) => (said += String(text)))
  if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  return new Promise((resolve) => child.on('exit', resolve))
}

/** The database needs a moment to see that a client was killed; until then it counts as open. */
const allGone = (admin: pg.Client, name: string) =>
  vi.waitFor(async () => expect((await admin.query('select 1 from pg_stat_activity where datname = $1', [name])).rows).toEqual([]), {
    timeout: 30_000,
    interval: 100,
  })

test('a backup killed at any moment is none or whole, and the next one clears what is left', { timeout: 120_000 }, async () => {
  let killed = 0
  for (let n = 0; n < 8; n++) {
    if ((await run(orderOf({}), 250 + randomInt(900))) === null) killed++
    for (const { name } of await listBackups(folder)) await proveBackup(folder, name, key)
  }
  expect(killed).toBeGreaterThan(2)
  await clearMaking(folder)
  expect(await run(orderOf({}), null)).toBe(0)
  expect(readdirSync(folder).filter((name) => name.includes('making'))).toEqual([])
  const newest = (await listBackups(folder))[0]
  expect(newest && (await proveBackup(folder, newest.name, key)).tables.find(({ name }) => name === 'public.events')?.rows).toBeGreaterThan(
    60_000,
  )
})

test('a restore killed at any moment is never served half, and begins anew', { timeout: 120_000 }, async () => {
  const name = `test_killed_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: inject('adminUrl') })
  await admin.connect()
  await admin.query(`create database ${name} template template0 owner regulars`)
  const url = new URL(inject('ownerUrl'))
  url.pathname = `/${name}`
  // A session of its own each time: a restore refuses a database that a program has open.
  const withDatabase = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    const database = openDatabase(url.href, { max: 1 })
    return await work(database).finally(() => database.close())
  }
  const dataFolder = newFolder()
  const backup = (await listBackups(folder))[0]?.name ?? ''
  const order = orderOf({ what: 'restore', url: url.href, dataFolder, name: backup })
  try {
    let half = 0
    let code: number | null = null
    for (let n = 0; n < 10; n++) {
      await allGone(admin, name)
      code = await run(order, 400 + n * 400 + randomInt(300))
      // Not killed in time: it came to its end.
      if (code === 0) break
      const touched = await withDatabase(
        async ({ pool }) => (await pool.query(`select 1 from pg_class where relname = 'schema_migrations'`)).rows.length > 0,
      )
      const refused = await withDatabase(refuseHalfRestored).then(
        () => false,
        (error: Error) => error.message.includes('restore.half'),
      )
      expect(refused || !touched).toBe(true)
      if (refused) half++
    }
    expect(half).toBeGreaterThan(0)
    await allGone(admin, name)
    if (code !== 0) code = await run(order, null)
    expect(code, said).toBe(0)
    await withDatabase(refuseHalfRestored)
    const events = await withDatabase(({ pool }) => pool.query<{ n: number }>('select count(*)::int as n from events'))
    expect(events.rows[0]?.n).toBeGreaterThan(60_000)
    expect(existsSync(join(dataFolder, 'backup.key'))).toBe(true)
  } finally {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
})
