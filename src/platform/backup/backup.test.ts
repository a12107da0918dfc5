import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes, randomInt } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { uuidv7 } from '../../core/kit/id.ts'
import { intoFormer } from '../../../test/former-backup.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { keyMark, readKey, sayKey } from './backup-key.ts'
import { runDrill } from './drill.ts'
import { listBackups } from './prove-backup.ts'
import { type RestoreOrder, restoreBackup } from './restore-backup.ts'
import { clearMaking, writeBackup } from './write-backup.ts'

const migrationsFolder = join(import.meta.dirname, '..', '..', '..', 'migrations')
const key = randomBytes(32)
let world: World
let folder: string
let made: Awaited<ReturnType<typeof writeBackup>>
const ids: string[] = []

const newFolder = () => mkdtempSync(join(tmpdir(), 'regulars-backup-'))
const order = (into = folder) => ({
  url: world.url,
  dataFolder: world.dataFolder,
  filesFolder: join(world.dataFolder, 'files'),
  folder: into,
  key,
  id: uuidv7(() => new Date())(),
  now: () => new Date(),
  program: '0.1.0',
  shop: '山前茶事',
})

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('adminUrl') })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** An empty database, as on an empty machine. */
async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_restore_${randomBytes(6).toString('hex')}`
  await asAdmin(`create database ${name} template template0 owner regulars`)
  const url = new URL(inject('ownerUrl'))
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asAdmin(`drop database ${name} with (force)`) }
}

function restoreOrder(url: string, dataFolder: string, more: Partial<RestoreOrder> = {}): RestoreOrder {
  return {
    url,
    adminUrl: null,
    dataFolder,
    filesFolder: join(dataFolder, 'files'),
    migrationsFolder,
    folder,
    name: made.name,
    key,
    replace: false,
    now: () => new Date(),
    restored: async () => {},
    ...more,
  }
}

async function ask<R extends object>(url: string, question: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return await client
    .query<R>(question)
    .then(
      ({ rows }) => rows,
      (error: unknown) => Promise.reject(error),
    )
    .finally(() => client.end())
}

/** All that the catalogue says of columns, indexes and constraints. */
const schemaOf = (url: string) =>
  ask<{ line: string }>(
    url,
    `select pg_get_indexdef(indexrelid) || ' ' || indisvalid || indisunique || indisprimary as line from pg_index x join pg_class c on c.oid = x.indrelid
       join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'auth', 'audit')
     union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace::regnamespace::text in ('public', 'auth', 'audit')
     union all select attrelid::regclass || ' ' || attname || ' ' || atttypid::regtype || attnotnull from pg_attribute a join pg_class c on c.oid = a.attrelid
       join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'auth', 'audit') and attnum > 0 and relkind = 'r' and relname <> 'restore_marker' order by 1`,
  )

const checksum = async (url: string, table: string) =>
  (await ask<{ sum: string }>(url, `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${table} t`))[0]?.sum

beforeAll(async () => {
  world = await makeWorld()
  folder = newFolder()
  for (const name of ['王芳', '李娜', "O'Neil\t\\ 制表\n换行", '\\N', '张伟'])
    ids.push(await world.customer({ name, note: `${name} 的备注` }))
  // Of nobody: it stands under an id of zeros.
  await ask(
    world.url,
    `insert into todos (customer_id, id, title, origin_kind, created_by, created_by_name, created_at, updated_at)
     values ('00000000-0000-0000-0000-000000000000', '00000000-0000-7000-8000-000000000001', '给茶柜上锁', 'hand', 'user:1', '老板', '2026-06-01', '2026-06-01')`,
  )
  // Of somebody who became part of another, whose facts went along.
  await ask(
    world.url,
    `insert into log_heads (customer_id, seq, done, into_id) values ('${uuidv7(() => new Date())()}', 5, 5, '${ids[0]}')`,
  )
  mkdirSync(join(world.dataFolder, 'files', 'kept', 'ab'), { recursive: true })
  writeFileSync(join(world.dataFolder, 'files', 'kept', 'ab', 'abcd'), '一份附件'.repeat(1000))
  writeFileSync(join(world.dataFolder, 'files', 'kept', 'empty'), '')
  writeFileSync(join(world.dataFolder, 'audit-anchors.txt'), 'anchored\n')
  made = await writeBackup(order())
}, 60_000)
afterAll(async () => {
  await world?.end()
  rmSync(folder, { recursive: true, force: true })
})

test('a key comes back out of the file that was downloaded, and a slip in it is found', () => {
  const text = sayKey(key)
  expect(readKey(`常客的备份密钥\n\n${text.toLowerCase().replaceAll('-', ' ')}\n请妥善保存`)).toEqual(key)
  expect(() => readKey(text.slice(0, -1))).toThrow('backup.key-malformed')
  for (let at = 4; at < text.length; at++) {
    if (text[at] === '-') continue
    const wrong = text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1)
    expect(() => readKey(wrong), wrong).toThrow('backup.key-malformed')
  }
})

test('a backup restored on an empty machine has every row, index, file and secret', async () => {
  const empty = await emptyDatabase()
  const dataFolder = newFolder()
  try {
    const result = await restoreBackup(restoreOrder(empty.url, dataFolder))
    expect(result.forgotten.size).toBe(0)
    expect(result.files).toBe(3)
    expect(readFileSync(join(dataFolder, 'audit-anchors.txt'), 'utf8')).toBe('anchored\n')
    for (const table of [
      'customers',
      'events',
      'log_heads',
      'identities',
      'customer_identities',
      'todos',
      'audit.entries',
      'stages',
      'match_rules',
      'schema_migrations',
    ])
      expect(await checksum(empty.url, table), table).toBe(await checksum(world.url, table))
    expect(await schemaOf(empty.url)).toEqual(await schemaOf(world.url))
    expect(readFileSync(join(dataFolder, 'files', 'kept', 'ab', 'abcd'), 'utf8')).toBe('一份附件'.repeat(1000))
    expect(readFileSync(join(dataFolder, 'secret.key'), 'utf8')).toBe(readFileSync(join(world.dataFolder, 'secret.key'), 'utf8'))
    expect(readKey(readFileSync(join(dataFolder, 'backup.key'), 'utf8'))).toEqual(key)
    const quiet = await ask<{ value: { backup: string } }>(empty.url, `select value from settings where name = 'quiet'`)
    expect(quiet[0]?.value.backup).toBe(made.manifest.id)
  } finally {
    await empty.drop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}, 60_000)

test('a backup that the version before made is brought back whole', async () => {
  const { proveBackup } = await import('./prove-whole.ts')
  const [empty, former, dataFolder] = [await emptyDatabase(), newFolder(), newFolder()]
  try {
    cpSync(folder, former, { recursive: true })
    await intoFormer(former, made.name, key)
    const files = readdirSync(join(former, made.name))
    expect(files.every((name) => !readFileSync(join(former, made.name, name)).includes('王芳'))).toBe(true)
    await proveBackup(former, made.name, key)
    await restoreBackup(restoreOrder(empty.url, dataFolder, { folder: former }))
    for (const table of ['customers', 'events', 'todos', 'customer_identities'])
      expect(await checksum(empty.url, table), table).toBe(await checksum(world.url, table))
  } finally {
    await empty.drop()
    for (const each of [former, dataFolder]) rmSync(each, { recursive: true, force: true })
  }
}, 60_000)

test('nothing of a customer can be read in the files of a backup', () => {
  const bytes = readdirSync(join(folder, made.name)).map((name) => readFileSync(join(folder, made.name, name)))
  for (const secret of ['王芳', '的备注', '一份附件'])
    expect(
      bytes.every((file) => !file.includes(secret)),
      secret,
    ).toBe(true)
})

test('a database with customers is not overwritten unless told, and is kept aside then', async () => {
  const empty = await emptyDatabase()
  const dataFolder = newFolder()
  try {
    await restoreBackup(restoreOrder(empty.url, dataFolder))
    await expect(restoreBackup(restoreOrder(empty.url, dataFolder))).rejects.toThrow('restore.not-empty')
    await ask(empty.url, `update customers set name = '改过的'`)
    const { keptAside } = await restoreBackup(restoreOrder(empty.url, dataFolder, { replace: true }))
    expect(await checksum(empty.url, 'customers')).toBe(await checksum(world.url, 'customers'))
    expect(await ask<{ name: string }>(empty.url, `select distinct name from ${keptAside}.customers`)).toEqual([{ name: '改过的' }])
  } finally {
    await empty.drop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}, 60_000)

test('the wrong key, a cut file, a missing part and missing keys are refused before anything is touched', async () => {
  const empty = await emptyDatabase()
  const dataFolder = newFolder()
  const copy = newFolder()
  const refused = async (what: string, code: string, more: Partial<RestoreOrder> = {}) => {
    await expect(restoreBackup(restoreOrder(empty.url, dataFolder, { folder: copy, ...more })), what).rejects.toThrow(code)
    expect(await ask(empty.url, `select 1 from pg_class where relnamespace = 'public'::regnamespace`), what).toEqual([])
    expect(readdirSync(dataFolder), what).toEqual([])
    rmSync(copy, { recursive: true, force: true })
    cpSync(folder, copy, { recursive: true })
  }
  try {
    cpSync(folder, copy, { recursive: true })
    await refused('another key', 'backup.key-wrong', { key: randomBytes(32) })
    const part = join(copy, made.name, made.manifest.parts[0]?.file ?? '')
    truncateSync(part, readFileSync(part).length - 20)
    await refused('a cut part', 'backup.damaged')
    rmSync(part)
    await refused('a missing part', 'backup.damaged')
    rmSync(join(copy, 'regulars.keys'))
    await refused('no keys', 'restore.keys-missing')
    rmSync(join(copy, made.name, 'manifest.json'))
    await refused('no manifest', 'backup.none')
    await refused('a newer schema', 'backup.newer', { migrationsFolder: mkdtempSync(join(tmpdir(), 'regulars-migrations-')) })
  } finally {
    await empty.drop()
    for (const each of [dataFolder, copy]) rmSync(each, { recursive: true, force: true })
  }
}, 60_000)

test('of a hundred bytes turned over anywhere in a backup, a hundred are found', async () => {
  const { proveBackup } = await import('./prove-whole.ts')
  const copy = newFolder()
  cpSync(folder, copy, { recursive: true })
  const files = readdirSync(copy, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const found: string[] = []
  try {
    await proveBackup(copy, made.name, key)
    for (let n = 0; n < 100; n++) {
      const file = files[n % files.length] ?? ''
      const whole = readFileSync(file)
      const turned = Buffer.from(whole)
      const at = randomInt(turned.length)
      turned[at] = (turned[at] ?? 0) ^ (1 << randomInt(8))
      writeFileSync(file, turned)
      await proveBackup(copy, made.name, key).catch((error: Error) => found.push(error.message))
      writeFileSync(file, whole)
    }
    expect(found.length).toBe(100)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}, 60_000)

test('while writers are at work, a backup has sums that agree and the facts without a gap', async () => {
  let stopped = false
  const writer = async () => {
    while (!stopped) await world.customer({ name: `写入中 ${Math.random()}` })
  }
  const writing = Promise.all([writer(), writer(), writer()])
  const busy = newFolder()
  const empty = await emptyDatabase()
  const dataFolder = newFolder()
  try {
    const { name, manifest } = await writeBackup(order(busy))
    stopped = true
    await writing
    const rows = (table: string) => manifest.tables.find((each) => each.name === `public.${table}`)?.rows
    expect(rows('customers')).toBeGreaterThan(5)
    // A head each, and that of the one who became part of another.
    expect(rows('log_heads')).toBe((rows('customers') ?? 0) + 1)
    const { tables } = await restoreBackup(restoreOrder(empty.url, dataFolder, { folder: busy, name }))
    expect(tables.every((table) => table.sumsAgree && table.rows === table.expected)).toBe(true)
    const gaps = await ask(
      empty.url,
      `select 1 from log_heads h where into_id is null and seq <> (select count(*) from events e where e.customer_id = h.customer_id)`,
    )
    expect(gaps).toEqual([])
  } finally {
    stopped = true
    await writing
    await empty.drop()
    for (const each of [busy, dataFolder]) rmSync(each, { recursive: true, force: true })
  }
}, 60_000)

test('a drill brings the newest backup back beside the shop, looks at it and takes it away', async () => {
  const drill = { url: world.url, adminUrl: inject('adminUrl'), migrationsFolder, folder, name: made.name, key, now: () => new Date() }
  const result = await runDrill(drill)
  expect(result).toMatchObject({ how: 'database', isGood: true, files: 3, erasedRows: 0 })
  expect(result.checks.map(({ name }) => name)).toEqual(expect.arrayContaining(['counts', 'sums', 'heads', 'owners', 'keys']))
  expect(await ask(inject('adminUrl'), `select datname from pg_database where datname like 'regulars_drill_%'`)).toEqual([])
  // Where no database may be made it is read to the last row, and says so.
  expect(await runDrill({ ...drill, adminUrl: null })).toMatchObject({ how: 'reading', isGood: true, rows: result.rows })
}, 60_000)

test('what a killed backup left behind is no backup, and the next one clears it', async () => {
  const other = newFolder()
  try {
    mkdirSync(join(other, '.making-dead'))
    writeFileSync(join(other, '.making-dead', '000-0000.part'), 'half')
    cpSync(join(folder, made.name), join(other, made.name), { recursive: true })
    rmSync(join(other, made.name, 'manifest.json'))
    expect(await listBackups(other)).toEqual([])
    expect(await clearMaking(other)).toBe(1)
    expect((await listBackups(folder)).map(({ name }) => name)).toEqual([made.name])
  } finally {
    rmSync(other, { recursive: true, force: true })
  }
})

test('the mark of a key tells keys apart and not the key', () => {
  expect(keyMark(key)).toMatch(/^[0-9a-f]{8}$/)
  expect(keyMark(randomBytes(32))).not.toBe(keyMark(key))
})
