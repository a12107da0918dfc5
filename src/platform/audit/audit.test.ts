import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { createCustomer, updateCustomer } from '../../know/customers/actions.ts'
import { createSegment, updateSegment } from '../../understand/segments/actions.ts'
import { createKey, revokeKey } from '../../know/shop/keys.ts'
import { saveShop } from '../../know/shop/actions.ts'
import { runAction } from '../actions/run-action.ts'
import { anchorsFile } from './anchors.ts'
import { chainEntries } from './chain-audit.ts'
import { guardAudit, readProtection } from './guard-audit.ts'
import { flushReadings, noteReading, noteReadingNow } from './note-reading.ts'

let world: World
/** The superuser in the world's database: whoever tampers. */
let admin: pg.Client
beforeAll(async () => {
  world = await makeWorld()
  const url = new URL(inject('adminUrl'))
  url.pathname = new URL(world.url).pathname
  admin = new pg.Client({ connectionString: url.href })
  admin.on('error', () => {})
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await world.end()
})

type Entry = {
  kind: string
  action: string
  actor: string
  subject: string | null
  entity: string | null
  outcome: string
  code: string | null
  reason: string | null
  records: number | null
  address: string | null
  agent: string | null
  details: Record<string, unknown>
  withheld: string | null
  ids: string | null
}

async function entriesOf(where: string, values: unknown[] = []): Promise<Entry[]> {
  await flushReadings(world.services)
  return (await world.database.pool.query<Entry>(`select * from audit.entries where ${where} order by at, id`, values)).rows
}

const withheldOf = (entry: Entry | undefined) => JSON.parse(entry?.withheld ?? '{}')
const get = async (path: string, role = 'owner', headers: Record<string, string> = {}) =>
  (await world.http()).inject({ url: `/api/${path}`, headers: { 'x-test-role': role, ...headers } })

test('a change tells who, what, before and after, from where and why', async () => {
  const id = await world.customer({ name: '王芳', city: '杭州市' })
  const actor = { kind: 'user', id: 'user:li', name: '李雷', role: 'owner', origin: { address: '203.0.113.9', agent: 'Browser' } } as const
  await runAction(world.services, { actor, source: 'app', reason: '客户来电更正' }, updateCustomer, {
    id,
    city: '上海市',
    note: '爱喝龙井',
  })
  const [entry] = await entriesOf(`action = 'update-customer' and subject = $1`, [id])
  expect(entry).toMatchObject({
    kind: 'change',
    actor: 'user:li',
    entity: 'customer',
    outcome: 'done',
    reason: '客户来电更正',
    address: '203.0.113.9',
    agent: 'Browser',
  })
  const [change] = withheldOf(entry).changes
  expect(change.fields).toMatchObject({ city: ['杭州市', '上海市'], note: [null, '爱喝龙井'] })
  expect(entry?.details['fields']).toEqual(expect.arrayContaining(['city', 'note']))
})

test('of rows that are set up, what differs is kept too; a removed key and the shop as well', async () => {
  const { id } = await world.act(createSegment, { name: '老客', rule: { field: 'purchaseCount', op: 'at-least', value: 1 } })
  await world.act(updateSegment, { id, name: '回头客' })
  const [segment] = await entriesOf(`action = 'update-segment' and subject = $1`, [id])
  expect(withheldOf(segment).changes).toMatchObject([{ entity: 'segment', fields: { name: ['老客', '回头客'] } }])
  await world.act(saveShop, { name: '新店名', currency: 'CNY', timeZone: 'Asia/Shanghai' })
  const [shop] = await entriesOf(`action = 'save-shop'`)
  expect(withheldOf(shop).changes).toMatchObject([{ entity: 'settings', id: 'shop', fields: { name: ['山前茶事', '新店名'] } }])
})

test('neither secrets nor what the law protects stands in it in plain letters', async () => {
  const idCard = '11010519491231002X'
  const { id } = await world.act(createCustomer, { name: '赵云', idCard })
  const [made] = await entriesOf(`action = 'create-customer' and subject = $1`, [id])
  expect(made?.withheld).toContain('赵云')
  await world.act(updateCustomer, { id, idCard: '440524188001010014' })
  const [changed] = await entriesOf(`action = 'update-customer' and subject = $1`, [id])
  expect(changed?.details['fields']).toContain('idCard')
  const { rows } = await sql`select 1 from audit.entries e where e::text ~ '11010519491231002X|440524188001010014'`.execute(world.db)
  expect(rows).toEqual([])
})

test('an attempt that is refused is told with who tried what, and changes nothing', async () => {
  const answer = await get('customers/export', 'member', { 'user-agent': 'curl/8' })
  expect(answer.statusCode).toBe(403)
  const answers = await Promise.all([get('keys', 'member'), get('keys', 'member'), get('keys', 'member')])
  expect(answers.map((one) => one.statusCode)).toEqual([403, 403, 403])
  const refused = await entriesOf(`kind = 'refusal'`)
  expect(refused).toMatchObject([
    { action: 'customers.export', actor: 'user:member', outcome: 'refused', code: 'access.denied' },
    { action: 'list-keys', actor: 'user:member', records: 3 },
  ])
})

test('opening a customer, looking through the list and searching are told, without a write that the reader waits for', async () => {
  const id = await world.customer({ name: '关羽', phone: '+8613800138000' })
  await flushReadings(world.services)
  // Timers stand still: on a busy machine the half second after which readings are written would pass meanwhile.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const before = async () => {
    await get(`customers/${id}`, 'member')
    await get(`customers/${id}/timeline`, 'member')
    await get('customers?limit=2&fields=name,phone', 'member')
    await get('customers?search=8000', 'member')
    return (await sql`select 1 from audit.entries where kind = 'reading' and actor = 'user:member'`.execute(world.db)).rows
  }
  expect(await before().finally(() => vi.useRealTimers())).toEqual([])
  const told = await entriesOf(`kind = 'reading' and actor = 'user:member'`)
  expect(told.map(({ action, subject, records }) => [action, subject, records])).toEqual([
    ['open', id, 1],
    ['list', null, 2],
    ['search', null, 1],
  ])
  expect(told[0]?.details).toEqual({ parts: ['read-timeline'] })
  expect(told[1]?.details).toEqual({ fields: ['name', 'phone'] })
  expect(withheldOf(told[2]).asked).toMatchObject({ search: '8000' })
  const [whom] = await entriesOf(`kind = 'reading' and $1 = any(ids)`, [id])
  expect(whom).toBeDefined()
})

test('a sign-in link that is made at the machine is told', async () => {
  const { makeSignInLink } = await import('../../app/server.ts')
  await makeSignInLink({ databaseUrl: world.url, url: 'http://localhost:1', dataFolder: world.dataFolder })
  expect(await entriesOf(`action = 'make-owner-link'`)).toMatchObject([{ kind: 'change', actor: 'system:command-line', withheld: null }])
})

test('what waits is written within a second', async () => {
  const id = world.services.newId()
  await flushReadings(world.services)
  // The second is the clock's, moved by hand; how long a busy machine then takes to write is no part of it.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    noteReading(
      { actor: { kind: 'user', id: 'user:slow', name: '慢', role: 'member' }, services: world.services },
      { what: 'open', subject: id },
    )
    vi.advanceTimersByTime(1_000)
  } finally {
    vi.useRealTimers()
  }
  await vi.waitFor(
    async () => {
      const { rows } = await sql`select 1 from audit.entries where subject = ${id}`.execute(world.db)
      expect(rows).toHaveLength(1)
    },
    { timeout: 30_000, interval: 50 },
  )
})

test('the program’s role can add lines and read them, and neither change nor remove any', async () => {
  await world.customer({ name: '不改' })
  await chainEntries(world.services)
  expect(await readProtection(world.database.pool)).toMatchObject({ isProtected: true, role: 'regulars', holes: [] })
  const tries = [
    'update audit.entries set actor = actor',
    'delete from audit.entries',
    'truncate audit.entries',
    'update audit.chain set hash = hash',
    'delete from audit.chain',
    'delete from audit.cuts',
    `insert into audit.cuts (seq, hash, entries, at) values (1, '', 1, '2026-01-01')`,
    'drop table audit.entries',
    'drop schema audit cascade',
    'alter table audit.entries owner to regulars',
    'alter table audit.entries disable trigger all',
    'create trigger t before insert on audit.entries for each row execute function suppress_redundant_updates_trigger()',
    'create rule r as on insert to audit.entries do instead nothing',
    'set role regulars_keeper',
    'grant regulars_keeper to regulars',
    'create table audit.mine (id int)',
    'alter schema audit rename to gone',
    `insert into audit.entries (id, at, actor, action, details, xact) values (gen_random_uuid(), '2026-01-01', 'x', 'x', '{}', '1')`,
    'select audit.forget(clock_timestamp(), 100)',
    `select audit.forget(clock_timestamp() - interval '179 days', 100)`,
    `create or replace function audit.erase(customer uuid) returns bigint language sql as 'select 0::bigint'`,
  ]
  for (const statement of tries) {
    await expect(world.database.pool.query(statement), statement).rejects.toThrow(
      /permission denied|must be owner|must have admin|younger than 180|ONLY|must be able/i,
    )
  }
})

test('where it is not protected, the program says so; the statements that it names protect it', async () => {
  expect(await readProtection(admin)).toMatchObject({ isProtected: false, holes: ['superuser'] })
  await admin.query('grant update on audit.entries to regulars')
  expect(await readProtection(world.database.pool)).toMatchObject({ isProtected: false, holes: ['rights'] })
  await admin.query('alter table audit.entries owner to regulars')
  expect(await readProtection(world.database.pool)).toMatchObject({ isProtected: false, holes: ['owner'] })
  await guardAudit(inject('adminUrl'), world.url)
  expect(await readProtection(world.database.pool)).toMatchObject({ isProtected: true })
  await world.customer({ name: '仍可写' })
})

test('what cannot be told is not done: no change, no export, no revealed value', async () => {
  const key = await world.act(createKey, { name: 'k', role: 'member' })
  await admin.query('revoke insert (id) on audit.entries from regulars')
  try {
    await expect(world.act(createCustomer, { name: '无痕' })).rejects.toThrow('permission denied')
    await expect(world.act(revokeKey, { id: key.id })).rejects.toThrow('permission denied')
    const { rows } =
      await sql`select 1 from customers where name = '无痕' union all select 1 from api_keys where id = ${key.id} and revoked_at is not null`.execute(
        world.db,
      )
    expect(rows).toEqual([])
    const exported = await get('customers/export')
    expect([exported.statusCode, exported.json().code]).toEqual([503, 'audit.unwritable'])
    const reader = { actor: { kind: 'user', id: 'user:a', name: 'a', role: 'member' }, services: world.services } as const
    await expect(noteReadingNow(reader, { what: 'reveal' })).rejects.toThrow('audit.unwritable')
    // Buffered readings are patient for five seconds, then refuse.
    vi.useFakeTimers({ toFake: ['performance'] })
    noteReading(reader, { what: 'open', subject: 'patient' })
    await flushReadings(world.services)
    vi.advanceTimersByTime(6_000)
    expect(() => noteReading(reader, { what: 'open', subject: 'blind' })).toThrow('audit.unwritable')
    expect((await get('customers')).json()).toMatchObject({ code: 'audit.unwritable' })
  } finally {
    vi.useRealTimers()
    await admin.query('grant insert (id) on audit.entries to regulars')
  }
  expect(await entriesOf(`subject = 'patient'`)).toHaveLength(1)
  world.problems.length = 0
})

test('anchors are kept beside the database, signed', async () => {
  const { keepLastAnchor, readAnchors } = await import('./anchors.ts')
  await chainEntries(world.services)
  const anchor = await keepLastAnchor(world.services)
  expect(anchor?.seq).toBeGreaterThan(0)
  const file = anchorsFile(world.dataFolder)
  appendFileSync(file, `9999 ${'0'.repeat(64)} 2026-01-01T00:00:00.000Z forged\n`)
  const { anchors, foreign } = await readAnchors(world.services)
  expect(anchors).toContainEqual(expect.objectContaining({ seq: anchor?.seq, hash: anchor?.hash }))
  expect(foreign).toBe(1)
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^9999.*\n/m, ''))
})
