import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { type FakeBucket, fakeBucket } from '../../../../test/fake-bucket.ts'
import { readKey } from '../../../platform/backup/backup-key.ts'
import { copyOut, lookAt } from '../../../platform/backup/copy-out.ts'
import { listBackups } from '../../../platform/backup/prove-backup.ts'
import { restoreBackup } from '../../../platform/backup/restore-backup.ts'
import { folderStore, s3Store } from '../../../platform/backup/stores.ts'
import {
  addTarget,
  endQuiet,
  readBackups,
  readDoctor,
  readQuiet as readQuietQuestion,
  saveSchedule,
  startBackup,
  takeKey,
  tryTarget,
} from '../actions.ts'
import { doctorWords } from '../doctor.ts'
import { keepErasures } from './keep-erasures.ts'
import { makeBackup } from './make-backup.ts'
import { migrationsFolder } from './migrations-folder.ts'
import { isQuiet, quietMailer, restWhileQuiet } from './quiet.ts'
import { scheduledTick, wantedTick, whatIsDue } from './run-work.ts'
import { addRun } from './runs.ts'

let world: World
let bucket: FakeBucket
const folders: string[] = []
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-backups-'))
  folders.push(folder)
  return folder
}
const home = () => join(world.dataFolder, 'backups')
/** A minute later each time: of one moment only one is kept. */
const back = async () => {
  world.pass({ amount: 1, unit: 'minutes' })
  return makeBackup(world.services, await addRun(world.services, 'backup', 'person', null))
}

beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  bucket = await fakeBucket()
})
afterAll(async () => {
  await world?.end()
  await bucket?.end()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('adminUrl') })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** Restores the newest of a folder into an empty database and asks it something. */
async function restored<T>(
  folder: string,
  name: string,
  ask: (client: pg.Client, forgotten: ReadonlySet<string>) => Promise<T>,
): Promise<T> {
  const database = `test_restored_${randomBytes(6).toString('hex')}`
  await asAdmin(`create database ${database} template template0 owner regulars`)
  const url = new URL(inject('ownerUrl'))
  url.pathname = `/${database}`
  const dataFolder = newFolder()
  const client = new pg.Client({ connectionString: url.href })
  try {
    const key = readKey(readFileSync(join(world.dataFolder, 'backup.key'), 'utf8'))
    const { forgotten } = await restoreBackup({
      url: url.href,
      adminUrl: null,
      dataFolder,
      filesFolder: join(dataFolder, 'files'),
      migrationsFolder,
      folder,
      name,
      key,
      replace: false,
      now: () => new Date(),
      restored: async () => {},
    })
    await client.connect()
    return await ask(client, forgotten)
  } finally {
    await client.end().catch(() => {})
    await asAdmin(`drop database ${database} with (force)`)
  }
}

test('a backup taken before somebody was erased does not give them back, also on an empty machine', async () => {
  const gone = await world.customer({ name: '要求删除的人', phone: '+8613812340000' })
  const stays = await world.customer({ name: '留下的人' })
  const { name } = await back()
  await world.system(async (ctx) => {
    await sql`insert into erasures (id, about_id, customer_ids, key_hashes, state, step, asked_by, asked_by_name, asked_at)
      values (${ctx.newId()}, ${gone}, ${[gone]}::uuid[], '{}', 'done', 'certificate', 'user:owner', '老板', ${ctx.now})`.execute(ctx.db)
    await sql`delete from customer_identities where customer_id = ${gone}`.execute(ctx.db)
    await sql`delete from identities where customer_id = ${gone}`.execute(ctx.db)
    await sql`delete from customers where id = ${gone}`.execute(ctx.db)
  })
  expect(await keepErasures(world.services)).toBe(true)
  await restored(home(), name, async (client, forgotten) => {
    expect([...forgotten]).toEqual([gone])
    const found = await client.query<{ name: string }>('select name from customers where id = any ($1)', [[gone, stays]])
    expect(found.rows).toEqual([{ name: '留下的人' }])
    for (const table of ['identities', 'customer_identities', 'events', 'log_heads', 'contact_points'])
      expect((await client.query(`select 1 from ${table} where customer_id = $1`, [gone])).rows, table).toEqual([])
    expect((await client.query('select customer_ids from erasures')).rows).toEqual([{ customer_ids: [gone] }])
  })
})

test('the next backup after an erasure does not bring a key of the erased back', async () => {
  const { name } = await back()
  await restored(home(), name, async (client) => {
    expect((await client.query(`select 1 from customers where name = '要求删除的人'`)).rows).toEqual([])
    expect((await client.query('select 1 from customers')).rows.length).toBeGreaterThan(0)
  })
})

test('a backup goes to S3-compatible storage with signatures that fit, through errors, slowness and cut connections', async () => {
  const input = {
    kind: 's3',
    name: '云上',
    endpoint: `${bucket.url}/shop/regulars`,
    region: 'cn-hangzhou',
    accessKeyId: bucket.accessKeyId,
    secretKey: bucket.secretKey,
    enabled: true,
    daily: 2,
    weekly: 0,
    monthly: 0,
  }
  await world.act(addTarget, input)
  const kept = await sql<{ place: string }>`select place::text as place from backup_targets where kind = 's3'`.execute(world.db)
  expect(kept.rows[0]?.place).not.toContain(bucket.secretKey)
  bucket.trouble = ['500', 'cut', '503', 'slow']
  const { failed, name } = await back()
  expect(failed).toEqual([])
  expect(bucket.trouble).toEqual([])
  expect(bucket.refusedSignatures).toBe(0)
  expect([...bucket.objects.keys()]).toEqual(
    expect.arrayContaining([`regulars/${name}/manifest.json`, 'regulars/regulars.keys', 'regulars/regulars.erasures']),
  )
  const store = s3Store({ ...input, accessKeyId: bucket.accessKeyId, secretKey: bucket.secretKey })
  expect((await lookAt(store)).whole.map((seen) => seen.name)).toEqual([name])
  // What is there is byte for byte what is here.
  for (const file of readdirSync(join(home(), name)))
    expect(bucket.objects.get(`regulars/${name}/${file}`)?.equals(readFileSync(join(home(), name, file))), file).toBe(true)
}, 60_000)

test('a target that is away fails alone: the backup stands, the target says why, and the home page too', async () => {
  bucket.isAway = true
  const { failed, name } = await back()
  bucket.isAway = false
  expect(failed).toMatchObject([{ target: '云上', code: 'backup.unreachable' }])
  expect((await listBackups(home()))[0]?.name).toBe(name)
  const { targets } = await world.ask(readBackups)
  expect(targets.find((target) => target.name === '云上')?.failure?.zh).toContain('云上')
  const wrong = s3Store(
    { endpoint: `${bucket.url}/shop/regulars`, region: 'cn-hangzhou', accessKeyId: bucket.accessKeyId, secretKey: 'not-it' },
    { gapMs: 1 },
  )
  await expect(wrong.list()).rejects.toThrow('403')
  const id = targets.find((target) => target.name === '云上')?.id
  await world.act(tryTarget, { id })
  expect((await world.ask(readBackups)).targets.find((target) => target.id === id)?.failure).toBeNull()
}, 60_000)

test('a place too full for a copy is named with what it has left', async () => {
  const { name, manifest } = await back()
  const full = { ...folderStore(home()), free: async () => 1_048_576 }
  await expect(copyOut(home(), name, { ...manifest, bytes: 5_000_000 }, full, { place: 'U 盘' })).rejects.toMatchObject({
    code: 'backup.disk-full',
    details: { folder: 'U 盘', free: '1 MB', needed: '5 MB' },
  })
})

test('only one runs at a time, and the page’s wish is done by the tick', async () => {
  await world.act(startBackup, {})
  await expect(world.act(startBackup, {})).rejects.toThrow('backup.running')
  expect(await wantedTick.run(world.services)).toBe(true)
  const { runs } = await world.ask(readBackups)
  expect(runs[0]).toMatchObject({ kind: 'backup', state: 'done', cause: 'person', by: '老板' })
  const both = await Promise.allSettled([back(), back()])
  expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
  expect(both.every((one) => one.status === 'fulfilled' || String(one.reason).includes('backup.running'))).toBe(true)
}, 60_000)

test('backups are made when their time has come, not before the installation’s first night, and kept by rule', async () => {
  await world.act(saveSchedule, { enabled: true, time: '03:15', drills: true })
  expect(await whatIsDue(world.services)).toBeNull()
  for (let day = 0; day < 9; day++) {
    world.pass({ amount: 1, unit: 'days' })
    expect(await whatIsDue(world.services)).toBe('backup')
    await scheduledTick.run(world.services)
    expect(await whatIsDue(world.services)).toBe(day === 0 ? 'drill' : null)
    if (day === 0) await scheduledTick.run(world.services)
  }
  const inCloud = [...bucket.objects.keys()].filter((key) => key.endsWith('manifest.json'))
  expect(inCloud).toHaveLength(2)
  expect(await listBackups(home())).toHaveLength(7)
  await world.act(saveSchedule, { enabled: false, time: '03:15', drills: true })
  world.pass({ amount: 3, unit: 'days' })
  expect(await whatIsDue(world.services)).toBeNull()
}, 120_000)

test('a backup that fails leaves nothing, says why, and the next one clears what a killed one left', async () => {
  mkdirSync(join(home(), '.making-dead'))
  writeFileSync(join(home(), '.making-dead', '000-0000.part'), 'half')
  const key = readFileSync(join(world.dataFolder, 'backup.key'))
  writeFileSync(join(world.dataFolder, 'backup.key'), 'no key')
  const before = (await listBackups(home())).length
  await expect(back()).rejects.toThrow('backup.key-malformed')
  expect((await world.ask(readBackups)).runs[0]).toMatchObject({ state: 'failed' })
  expect(existsSync(join(home(), '.making-dead'))).toBe(false)
  expect(await listBackups(home())).toHaveLength(before)
  writeFileSync(join(world.dataFolder, 'backup.key'), key)
})

test('a quiet copy rests: no tick, no mail, until somebody says so', async () => {
  let ticked = 0
  const [tick] = restWhileQuiet([{ name: 'outbox', everyMs: 1, run: async () => ++ticked > 0 }])
  const mailer = quietMailer(world.mailer, world.database)
  const mail = { to: 'a@example.com', subject: '', text: '', html: '', messageId: '<1@a>' }
  const smtp = { host: 'localhost', port: 25, secure: false, from: 'a@example.com' }
  const quiet = { since: '2026-06-15T04:00:00.000Z', takenAt: '2026-06-14T04:00:00.000Z', backup: 'x' }
  await world.setting('quiet', quiet)
  expect(await isQuiet(world.database)).toBe(true)
  expect(await tick?.run(world.services)).toBe(false)
  expect(await mailer.send(smtp, mail)).toMatchObject({ state: 'later' })
  expect(ticked).toBe(0)
  expect(world.mailer.sent).toEqual([])
  expect((await world.ask(readQuietQuestion, {}, 'member')).quiet).toMatchObject({ takenAt: quiet.takenAt })
  await expect(world.act(endQuiet, {}, { role: 'manager' })).rejects.toThrow('access.denied')
  await world.act(endQuiet, {})
  expect(await tick?.run(world.services)).toBe(true)
  expect(await mailer.send(smtp, mail)).toMatchObject({ state: 'sent' })
})

test('the key is the owner’s alone, and the audit keeps that it was taken and not the key', async () => {
  await expect(world.act(takeKey, {}, { role: 'manager' })).rejects.toThrow('access.denied')
  await expect(world.ask(readBackups, {}, 'manager')).rejects.toThrow('access.denied')
  const { key } = await world.act(takeKey, {}, { key: 'once' })
  expect(readKey(key)).toHaveLength(32)
  const kept = await sql<{
    text: string
  }>`select string_agg(e::text, ' ') as text from (select to_jsonb(a)::text as e from action_keys a union all select to_jsonb(x)::text from audit.entries x) t`.execute(
    world.db,
  )
  expect(kept.rows[0]?.text).not.toContain(key)
})

test('the doctor has a sentence in both languages for everything that it finds', async () => {
  const { checks } = await world.ask(readDoctor)
  for (const { name, says, values } of checks)
    expect(doctorWords[name].says[says], `${name} ${says} ${JSON.stringify(values)}`).toBeDefined()
  expect(checks.find(({ name }) => name === 'encoding')?.state).toBe('fine')
  expect(checks.length).toBe(Object.keys(doctorWords).length)
})
