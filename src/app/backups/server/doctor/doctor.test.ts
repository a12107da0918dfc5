import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { makeWorld, type World } from '../../../../../test/world.ts'
import { type Manifest, manifestName, writeManifest } from '../../../../platform/backup/manifest.ts'
import { sidecarNames } from '../../../../platform/backup/sidecars.ts'
import { makeDkimKey, dkimRecord } from '../../../../platform/channels/dkim.ts'
import type { Services } from '../../../../platform/actions/services.ts'
import { doctorStates, doctorWords, type DoctorName } from '../../doctor.ts'
import { homeId } from '../places.ts'
import { databaseChecks } from './check-database.ts'
import { machineChecks } from './check-machine.ts'
import { checkSender, mailChecks } from './check-mail.ts'
import { outgoingChecks } from './check-outgoing.ts'
import { workChecks } from './check-work.ts'

let world: World
const all = new Map([...machineChecks, ...mailChecks, ...outgoingChecks, ...databaseChecks, ...workChecks])

beforeAll(async () => {
  world = await makeWorld()
}, 60_000)
afterAll(() => world?.end())

/** What the doctor says of one thing, e.g. `broken missing`; there is a sentence for it that tells what to do. */
async function look(name: DoctorName, services: Services = world.services): Promise<string> {
  const finding = await all.get(name)?.(services)
  if (!finding) throw new Error(`no check ${name}`)
  expect(doctorStates).toContain(finding.state)
  expect(doctorWords[name].says[finding.says], `${name} ${finding.says}`).toBeDefined()
  return `${finding.state} ${finding.says}`
}

const set = (name: string, value: object) => world.setting(name, value)
const unset = (name: string) => sql`delete from settings where name = ${name}`.execute(world.db)
const hours = (n: number) => new Date(world.now().getTime() - n * 3_600_000)

async function asAdmin(statement: string): Promise<void> {
  const url = new URL(inject('adminUrl'))
  url.pathname = new URL(world.url).pathname
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** Breaks something, has it looked at, and mends it. */
async function broken(doIt: () => unknown, name: DoctorName, undo: () => unknown): Promise<string> {
  await doIt()
  try {
    return await look(name)
  } finally {
    await undo()
  }
}

test('every check has its sentences, and every name its check', () => {
  expect([...all.keys()].sort()).toEqual(Object.keys(doctorWords).sort())
})

test('a key that others can read, a key that is gone, and a folder that cannot be written are found', async () => {
  const key = join(world.dataFolder, 'secret.key')
  expect(await look('folder')).toBe('fine fine')
  expect(await look('keys')).toBe('fine fine')
  expect(
    await broken(
      () => chmodSync(key, 0o644),
      'folder',
      () => chmodSync(key, 0o600),
    ),
  ).toBe('look open')
  const elsewhere = join(world.dataFolder, 'keys-elsewhere.json')
  writeFileSync(elsewhere, '{}', { mode: 0o640 })
  process.env['REGULARS_KEY_FILE'] = elsewhere
  expect(await look('folder')).toBe('look open')
  delete process.env['REGULARS_KEY_FILE']
  const away = () => renameSync(key, `${key}.away`)
  expect(await broken(away, 'keys', () => renameSync(`${key}.away`, key))).toBe('broken missing')
  expect(await look('folder', { ...world.services, dataFolder: join(world.dataFolder, 'nowhere') })).toBe('broken unwritable')
  const sealed = { host: '127.0.0.1', port: 1, secure: false, from: 'a@shop.test', user: 'a', password: 'nothing we sealed' }
  expect(
    await broken(
      () => set('smtp', sealed),
      'keys',
      () => unset('smtp'),
    ),
  ).toBe('broken foreign')
})

test('a mail server that is away, and a mailbox that is not read, are found', async () => {
  expect(await look('mail')).toBe('look none')
  expect(await look('mailbox')).toBe('fine none')
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await set('smtp', { host: '127.0.0.1', port, secure: false, from: 'a@shop.test' })
  expect(await look('mail')).toBe('fine fine')
  await sql`insert into message_outlets (key, stopped, stopped_at) values ('email', '{"code": "account-refused"}', ${hours(1)})`.execute(
    world.db,
  )
  expect(await look('mail')).toBe('broken stopped')
  await sql`delete from message_outlets`.execute(world.db)
  await new Promise((closed) => server.close(closed))
  expect(await look('mail')).toBe('broken unreachable')
  await unset('smtp')
  const inbox = { host: 'imap.shop.test', port: 993, secure: true, user: 'a', password: world.services.secrets.seal('x'), folder: 'INBOX' }
  await set('mail-inbox', { ...inbox, since: hours(5).toISOString() })
  expect(await look('mailbox')).toBe('look unread')
  const read = (at: Date, failure: object | null) =>
    sql`insert into inbox_places (inbox, uid_validity, last_uid, read_at, failure) values ('x', '1', 0, ${at}, ${failure === null ? null : JSON.stringify(failure)}::jsonb)
      on conflict (inbox) do update set read_at = excluded.read_at, failure = excluded.failure`.execute(world.db)
  await read(hours(0), null)
  expect(await look('mailbox')).toBe('fine fine')
  await read(hours(0), { cause: 'sign-in', reason: 'AUTHENTICATIONFAILED' })
  expect(await look('mailbox')).toBe('broken failed')
  await unset('mail-inbox')
})

test('missing and wrong records of the sender’s domain are named one after another', async () => {
  const key = makeDkimKey()
  const records = new Map<string, string>()
  const lookUp = async (name: string) => {
    const text = records.get(name)
    if (text === undefined) throw Object.assign(new Error(name), { code: 'ENOTFOUND' })
    // As the domain name system gives long texts: in pieces.
    return [['unrelated'], [text.slice(0, 100), text.slice(100)]]
  }
  const say = async () => (await checkSender(world.services, lookUp)).says
  await set('smtp', { host: 'smtp.shop.test', port: 587, secure: true, from: '山前茶事 <hello@shop.test>' })
  expect(await say()).toBe('spf')
  records.set('shop.test', 'v=spf1 include:spf.example.com ~all')
  expect(await say()).toBe('unsigned')
  await set('dkim', { domain: 'shop.test', selector: 'regulars', key: world.services.secrets.seal(key) })
  expect(await say()).toBe('dkim')
  records.set('regulars._domainkey.shop.test', dkimRecord(makeDkimKey()))
  expect(await say()).toBe('other-key')
  records.set('regulars._domainkey.shop.test', dkimRecord(key))
  expect(await say()).toBe('dmarc')
  records.set('_dmarc.shop.test', 'v=DMARC1; p=none')
  expect(await say()).toBe('fine')
  const nobody = () => Promise.reject(Object.assign(new Error('queryTxt EREFUSED'), { code: 'EREFUSED' }))
  await expect(checkSender(world.services, nobody)).rejects.toThrow('EREFUSED')
  for (const name of ['smtp', 'dkim']) await unset(name)
})

test('an address that nobody else can open, without https, or beside the proxy is told apart', async () => {
  const at = (publicUrl: string, environment: Readonly<Record<string, string>> = {}) => {
    const before = { ...process.env }
    Object.assign(process.env, environment)
    return look('address', { ...world.services, publicUrl: () => publicUrl }).finally(() => {
      for (const name of Object.keys(environment)) {
        if (before[name] === undefined) delete process.env[name]
        else process.env[name] = before[name]
      }
    })
  }
  expect(await at('http://localhost:3210')).toBe('look local')
  expect(await at('http://crm.shop.test')).toBe('look plain')
  expect(await at('https://crm.shop.test')).toBe('look proxy')
  expect(await at('https://crm.shop.test', { TRUST_PROXY: '1' })).toBe('fine fine')
  expect(await at('http://crm.shop.test', { TRUST_PROXY: '1' })).toBe('broken proxied')
  expect(await at('http://localhost:3210', { HOST: '0.0.0.0' })).toBe('look exposed')
})

test('an inbox that is a file is found', async () => {
  const inbox = join(world.dataFolder, 'an-inbox')
  const services = { ...world.services, inbox: join(inbox, 'below') }
  expect(await look('inbox', services)).toBe('fine none')
  writeFileSync(inbox, '')
  expect(await look('inbox', services)).toBe('look unwritable')
  rmSync(inbox)
})

test('an older or newer schema, a broken index and an unknown time zone are found', async () => {
  expect(await look('schema')).toBe('fine fine')
  await sql`create table kept as select * from schema_migrations order by number desc limit 1`.execute(world.db)
  await sql`delete from schema_migrations where number = (select number from kept)`.execute(world.db)
  expect(await look('schema')).toBe('look behind')
  await sql`alter table log_heads rename column news to not_yet`.execute(world.db)
  expect(await look('heads')).toBe('fine fine')
  await sql`alter table log_heads rename column not_yet to news`.execute(world.db)
  await sql`insert into schema_migrations select * from kept`.execute(world.db)
  await sql`update schema_migrations set number = 9999 where number = (select number from kept)`.execute(world.db)
  expect(await look('schema')).toBe('broken newer')
  await sql`delete from schema_migrations where number = 9999`.execute(world.db)
  await sql`insert into schema_migrations select * from kept`.execute(world.db)
  await sql`drop table kept`.execute(world.db)
  const valid = (is: boolean) => asAdmin(`update pg_index set indisvalid = ${is} where indexrelid = 'settings_pkey'::regclass`)
  expect(
    await broken(
      () => valid(false),
      'indexes',
      () => valid(true),
    ),
  ).toMatch(/invalid$/)
  expect(await look('zones')).toBe('fine fine')
  expect(await look('encoding')).toBe('fine fine')
  const version = (text: string) => asAdmin(`update pg_database set datcollversion = ${text} where datname = current_database()`)
  expect(
    await broken(
      () => version(`'0.1'`),
      'encoding',
      () => version('null'),
    ),
  ).toMatch(/fine fine|look version/)
})

test('a role of the database that may too much is found', async () => {
  const role = decodeURIComponent(new URL(world.url).username)
  expect(await look('account')).toMatch(/fine fine|look root/)
  expect(
    await broken(
      () => asAdmin(`alter role ${role} createrole`),
      'account',
      () => asAdmin(`alter role ${role} nocreaterole`),
    ),
  ).toBe('look strong')
})

const someManifest = (): Manifest => ({
  format: 'regulars-backup-2',
  id: world.services.newId(),
  takenAt: world.now().toISOString(),
  endedAt: world.now().toISOString(),
  program: '0.1.0',
  node: process.version,
  database: { version: '18', name: 'regulars', bytes: 0 },
  shop: '',
  keyMark: '',
  migrations: [],
  tables: [],
  parts: [],
  files: { count: 0, bytes: 0 },
  persons: 0,
  auditHead: null,
  bytes: 0,
})

test('no backup, an old one, one that failed, and one without the files beside it are found', async () => {
  expect(await look('backup')).toBe('look none')
  expect(await look('beside')).toBe('fine none')
  const folder = join(world.dataFolder, 'backups')
  const made = join(folder, 'regulars-20260601T000000Z-00000000')
  mkdirSync(made, { recursive: true })
  writeFileSync(join(made, manifestName), writeManifest(someManifest(), Buffer.alloc(32)))
  expect(await look('beside')).toBe('broken missing')
  for (const file of sidecarNames) writeFileSync(join(folder, file), '')
  expect(await look('beside')).toBe('fine fine')
  expect(await look('drill')).toBe('look none')
  const run = (kind: string, state: string, at: Date) =>
    sql`insert into backup_runs (id, kind, state, cause, made_at, ended_at, progress)
    values (${world.services.newId()}, ${kind}, ${state}, 'person', ${at}, ${at}, '{}')`.execute(world.db)
  await run('backup', 'failed', hours(3))
  expect(await look('backup')).toBe('broken failed')
  await run('backup', 'done', hours(2))
  const place = (id: string, name: string) =>
    sql`insert into backup_targets (id, kind, name, place, enabled, keep_daily, keep_weekly, keep_monthly, made_at)
      values (${id}, 'folder', ${name}, '{}', true, 7, 4, 6, ${world.now()})
      on conflict do nothing`.execute(world.db)
  await place(homeId, '')
  await sql`insert into backup_copies (backup_id, target_id, taken_at, bytes, summary) values (${world.services.newId()}, ${homeId}, ${hours(2)}, 1, '{}')`.execute(
    world.db,
  )
  expect(await look('backup')).toBe('look alone')
  const elsewhere = world.services.newId()
  await place(elsewhere, '移动硬盘')
  expect(await look('backup')).toBe('fine fine')
  await sql`update backup_targets set failure = '{"code": "backup.unreachable"}' where id = ${elsewhere}`.execute(world.db)
  expect(await look('backup')).toBe('look target')
  await run('drill', 'done', hours(24 * 40))
  expect(await look('drill')).toBe('look old')
  await run('drill', 'failed', hours(2))
  expect(await look('drill')).toBe('broken failed')
  writeFileSync(join(world.dataFolder, 'backup.key'), 'no key', { mode: 0o600 })
  expect(await look('backup-key')).toBe('broken damaged')
  rmSync(join(world.dataFolder, 'backup.key'))
  expect(await look('backup-key')).toBe('look kept')
})

test('an audit that does not hold, or was long not looked at, is found', async () => {
  expect(await look('chain')).toBe('fine none')
  const check = (state: string, at: Date, wrong: number) =>
    sql`insert into audit_checks (id, state, started_at, ended_at, checked, total, broken, place, breaks)
    values (${world.services.newId()}, ${state}, ${at}, ${at}, 10, 10, ${wrong}, '{}', '[]')`.execute(world.db)
  await check('whole', hours(24 * 9), 0)
  expect(await look('chain')).toBe('look old')
  await check('whole', hours(1), 0)
  expect(await look('chain')).toBe('fine fine')
  await check('broken', hours(0.5), 2)
  expect(await look('chain')).toBe('broken broken')
})

test('work that stands still, messages that wait, and values that were turned over half are found', async () => {
  expect(await look('work')).toBe('fine fine')
  expect(await look('sealing')).toBe('fine fine')
  await sql`insert into sealing_work (name, doing, total, started_at, updated_at) values ('keys', 'rewrap', 10, ${hours(3)}, ${hours(3)})`.execute(
    world.db,
  )
  expect(await look('sealing')).toBe('look unfinished')
  await sql`insert into log_heads (customer_id, seq, done) select gen_random_uuid(), 2, 1 from generate_series(1, 1001)`.execute(world.db)
  expect(await look('heads')).toBe('look behind')
  await set('quiet', { since: world.now().toISOString(), takenAt: world.now().toISOString(), backup: 'x' })
  expect(await look('quiet')).toBe('look quiet')
  await unset('quiet')
})

test('a subscription that cannot be reached and a journey that cannot be read are found', async () => {
  expect(await look('subscriptions')).toBe('fine none')
  expect(await look('journeys')).toBe('fine none')
  const [account, id, journey] = [world.services.newId(), world.services.newId(), world.services.newId()]
  await sql`insert into channel_accounts (id, channel, vendor, name, settings, state, delivery, created_at, updated_at)
    values (${account}, 'webhook', 'webhook', 'ERP', '{}', 'on', 'at-least-once', ${world.now()}, ${world.now()})`.execute(world.db)
  await sql`insert into webhook_subscriptions (id, name, account_id, kinds, state, acts_as, created_at, updated_at)
    values (${id}, 'ERP', ${account}, '{purchase.made}', 'on', 'system', ${world.now()}, ${world.now()})`.execute(world.db)
  expect(await look('subscriptions')).toBe('fine fine')
  await sql`update webhook_subscriptions set failures = 3, look_at = ${world.now()}, said = '503' where id = ${id}`.execute(world.db)
  expect(await look('subscriptions')).toBe('look resting')
  await sql`update webhook_subscriptions set state = 'ended' where id = ${id}`.execute(world.db)
  expect(await look('subscriptions')).toBe('look ended')
  const definition = (kind: string) => JSON.stringify({ trigger: { kind: 'by-hand' }, steps: [{ id: 'a', kind }] })
  await sql`insert into journeys (id, name, state, definition, version, created_at, updated_at)
    values (${journey}, '问候', 'live', ${definition('end')}::jsonb, 2, ${world.now()}, ${world.now()})`.execute(world.db)
  expect(await look('journeys')).toBe('fine fine')
  await sql`insert into journey_versions (journey_id, version, definition, created_at) values (${journey}, 1, ${definition('hop')}::jsonb, ${world.now()})`.execute(
    world.db,
  )
  await sql`insert into journey_runs (customer_id, id, journey_id, version, arm, step, state, entered_at, steps_taken, cause)
    values (${world.services.newId()}, ${world.services.newId()}, ${journey}, 1, 'treated', 'a', 'waiting', ${world.now()}, 0, '"x"')`.execute(
    world.db,
  )
  expect(await look('journeys')).toBe('broken version')
  await sql`update journeys set definition = ${definition('hop')}::jsonb where id = ${journey}`.execute(world.db)
  expect(await look('journeys')).toBe('broken unreadable')
})

test('the rest looks well on a machine that is well', async () => {
  mkdirSync(join(world.dataFolder, 'inbox'), { recursive: true })
  for (const name of ['node', 'bloat', 'transactions', 'clock', 'connections'] as const)
    expect(await look(name), name).toMatch(/^(fine fine|look many)$/)
})
