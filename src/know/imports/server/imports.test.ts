import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { appendFacts } from '../../../platform/event-log/append-facts.ts'
import { createCustomer, readTimeline, updateCustomer } from '../../customers/actions.ts'
import { listPurchases, recordPurchase } from '../../purchases/actions.ts'
import { dryRunImport, listImports, readImport, startImport, stopImport, undoImport } from '../actions.ts'
import { runImports, type Working } from './run-imports.ts'
import { removeCustomers } from './undo-created.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
afterEach(() => world.end())

type Upload = {
  id: string
  encoding: string
  delimiter: string
  header: string[]
  kind: string
  columns: Record<string, number>
  dateOrder: string | null
  rowsExpected: number
  code: string
  detail: string
  warnings: { zh: string; en: string }[]
}

async function upload(body: string | Buffer, name = 'shop.csv', role = 'manager'): Promise<Upload & { status: number }> {
  const app = await world.http()
  const answer = await app.inject({
    method: 'POST',
    url: `/api/imports/files?name=${encodeURIComponent(name)}`,
    headers: { 'x-test-role': role, 'content-type': 'text/csv' },
    payload: body,
  })
  const told: Upload = answer.json()
  return { ...told, status: answer.statusCode }
}

async function work(how: Working = {}): Promise<void> {
  for (let round = 0; round < 500; round++) if (!(await runImports(world.services, how))) return
  throw new Error('the imports do not come to rest')
}

async function bring(body: string | Buffer, choices: object = {}, how: Working = {}) {
  const { id } = await upload(body)
  await world.act(startImport, { id, ...choices })
  await work(how)
  return await world.ask(readImport, { id })
}

const scalar = async (query: string) => Object.values((await world.database.pool.query(query)).rows[0])[0]

/** What can be told apart in the tables that an import writes; numbers of the log only rise. */
async function fingerprint(): Promise<Record<string, unknown>> {
  const tables: Record<string, string> = {
    customers: "to_jsonb(t) - array['version', 'updated_at']",
    identities: 'to_jsonb(t)',
    customer_identities: 'to_jsonb(t)',
    purchases: "to_jsonb(t) - array['recorded_at']",
    purchase_lines: 'to_jsonb(t)',
    purchase_numbers: 'to_jsonb(t)',
    events: 'to_jsonb(t)',
    metrics: "to_jsonb(t) - array['computed_at']",
    import_changes: 'to_jsonb(t)',
    import_purchase_changes: 'to_jsonb(t)',
  }
  const found: Record<string, unknown> = {}
  for (const [table, row] of Object.entries(tables))
    found[table] = await scalar(`select coalesce(jsonb_agg(r order by r), '[]') from (select ${row} as r from ${table} t) x`)
  return found
}

const orders = `订单号,会员号,手机号,下单时间,商品名称,数量,单价,实付金额
D1,M1,13800000001,2026-01-05 10:00:00,龙井,1,128.00,128.00
D1,M1,13800000001,2026-01-05 10:00:00,茶杯,2,30.00,55.50
D2,M2,13800000002,2026-01-06 11:00:00,普洱,1,200,200
D1,M1,13800000001,2026-01-09 09:00:00,茶杯,-1,30.00,-27.75
`

test('an export of a Chinese till is understood by itself and brought in', async () => {
  const seen = await upload(iconv.encode(orders, 'gb18030'))
  expect(seen).toMatchObject({ status: 200, encoding: 'gb18030', delimiter: ',', kind: 'purchases', rowsExpected: 4 })
  expect(seen.columns).toEqual({ number: 0, code: 1, phone: 2, occurredAt: 3, productName: 4, quantity: 5, price: 6, amount: 7 })
  const done = await bring(orders)
  expect(done).toMatchObject({
    state: 'done',
    rowsDone: 4,
    counts: { customersNew: 2, purchasesNew: 2, refundsNew: 1, lines: 4, refused: 0 },
  })
  const id = String(await scalar(`select customer_id from identities where key = 'code:m1'`))
  const { purchases } = await world.ask(listPurchases, { id })
  expect(purchases).toMatchObject([
    { kind: 'refund', number: 'D1', amount: 2_775, lines: [{ name: '茶杯', quantity: 1 }] },
    {
      kind: 'purchase',
      number: 'D1',
      amount: 18_350,
      items: 3,
      occurredAt: '2026-01-05T02:00:00.000Z',
      lines: [{ name: '龙井' }, { name: '茶杯', amount: 5_550 }],
    },
  ])
  const { facts } = await world.ask(readTimeline, { id })
  expect(facts.map((f) => f.kind)).toEqual(expect.arrayContaining(['purchase.made', 'purchase.refunded', 'customer.created']))
  expect(await scalar(`select count(*) from events where not quiet`)).toBe(0)
})

test('the same file again changes nothing, and a corrected one corrects', async () => {
  await bring(orders)
  const before = await fingerprint()
  expect((await bring(orders)).counts).toMatchObject({
    purchasesNew: 0,
    refundsNew: 0,
    purchasesSame: 3,
    purchasesChanged: 0,
    customersNew: 0,
  })
  await sql`delete from import_purchase_changes`.execute(world.db)
  expect(await fingerprint()).toEqual(before)
  const corrected = await bring(orders.replace('普洱,1,200,200', '普洱,1,200,180'))
  expect(corrected.counts).toMatchObject({ purchasesChanged: 1, purchasesSame: 2 })
  expect(await scalar(`select sum(amount) from purchases where number = 'D2'`)).toBe('18000')
  expect(
    await scalar(`select sum((payload ->> 'amount')::bigint) from events where kind = 'purchase.made' and payload ->> 'number' = 'D2'`),
  ).toBe('18000')
})

test('lines of one order join up wherever they stand in the file, however it is cut into portions', async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `N${i % 7},K${(i % 7) % 3},2026-02-${String((i % 7) + 1).padStart(2, '0')} 10:0${i % 3}:00,P${i},1,1.00`,
  )
  const file = `订单号,会员号,下单时间,商品编码,数量,实付金额\n${rows.join('\n')}\n`
  for (const size of [1, 7, 13, 1000]) {
    const other = await makeWorld()
    const mine = world
    world = other
    const done = await bring(file, {}, { rows: size })
    expect([size, done.counts.purchasesNew, done.counts.lines, done.counts.refused]).toEqual([size, 7, 60, 0])
    expect(await scalar('select sum(amount) from purchases')).toBe('6000')
    expect(await scalar('select count(*) from purchase_lines')).toBe(60)
    expect(await scalar(`select sum((payload ->> 'amount')::bigint) from events where kind = 'purchase.made'`)).toBe('6000')
    expect(
      await scalar('select count(*) from log_heads h where seq <> (select max(seq) from events e where e.customer_id = h.customer_id)'),
    ).toBe(0)
    world = mine
    await other.end()
  }
})

const people = `会员号,姓名,手机号,邮箱,性别,生日,城市,注册时间,接收邮件
M1,王芳,138 0000 0001,WANG@shop.example,女,1990-05-01,杭州市,2025-03-01 09:00:00,是
M2,李雷,+86 13800000002,,男,,上海市,2025-04-01 09:00:00,否
M3,张三,12345,,,,,,
,无名,,,,,,,
M4,赵六,13800000001,zhao@shop.example,保密,2026-02-30,,,
`

test('customers come in with their fields, and wrong rows are refused with line and reason in both languages', async () => {
  const done = await bring(people)
  expect(done.counts).toMatchObject({ rows: 5, customersNew: 2, refused: 3 })
  expect(done.refusals.map((r) => r.line)).toEqual([4, 5, 6])
  expect(done.refusals[0]?.reason.zh).toContain('手机号')
  expect(done.refusals[1]?.reason.en).toContain('nobody knows who')
  expect(done.refusals[2]?.reason.zh).toContain('生日')
  const { rows } = await sql<
    Record<string, unknown>
  >`select name, phone, email, gender, birthday, city, email_consent, name_pinyin, created_at from customers where code = 'M1'`.execute(
    world.db,
  )
  expect(rows[0]).toMatchObject({
    name: '王芳',
    phone: '+8613800000001',
    email: 'wang@shop.example',
    gender: 'female',
    birthday: '1990-05-01',
    email_consent: 'granted',
    name_pinyin: 'wangfang',
    created_at: new Date('2025-03-01T01:00:00Z'),
  })
  const app = await world.http()
  const found = await app.inject({ url: '/api/customers?search=wf', headers: { 'x-test-role': 'member' } })
  expect(found.json().rows).toHaveLength(1)
})

test('a first large file is found by its words once it is in, though indexes were built at its end, also after it was stopped', async () => {
  const indexes = async () =>
    (
      await sql<{
        definition: string
      }>`select indexdef as definition from pg_indexes where tablename = 'customers' order by indexname`.execute(world.db)
    ).rows.map(({ definition }) => definition)
  const before = await indexes()
  const file = `会员号,姓名,手机号\n${Array.from({ length: 6_000 }, (_, i) => `M${i},王${i},139${String(i).padStart(8, '0')}`).join('\n')}\n`
  const { id } = await upload(file)
  await world.act(startImport, { id })
  await runImports(world.services, { rows: 1_000 })
  expect(await indexes()).toHaveLength(before.length - 3)
  await world.act(stopImport, { id })
  await work()
  expect(await indexes()).toEqual(before)
  await world.act(startImport, { id })
  await work()
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'done', counts: { customersNew: 6_000 } })
  expect(await indexes()).toEqual(before)
  const app = await world.http()
  const found = await app.inject({ url: '/api/customers/count?search=13900005999', headers: { 'x-test-role': 'manager' } })
  expect(found.json()).toEqual({ count: 1 })
})

test('a second file fills in what is new, keeps what it does not say, and leaves another’s keys alone', async () => {
  await world.act(createCustomer, { code: 'M1', name: '王芳', city: '杭州市', phone: '+8613800000001' })
  await world.act(createCustomer, { name: '有电话', phone: '+8613800000009' })
  const done = await bring(`会员号,姓名,手机号,城市
M1,王芳,13900000001,
M5,新人,13900000001,北京市
M6,有电话,13800000009,
m1,,,苏州市
`)
  expect(done.counts).toMatchObject({ customersNew: 1, customersUpdated: 2, keysElsewhere: 1, refused: 0 })
  const { rows } = await sql<{
    code: string
    name: string
    phone: string | null
    city: string | null
  }>`select code, name, phone, city from customers order by lower(code)`.execute(world.db)
  expect(rows).toEqual([
    { code: 'm1', name: '王芳', phone: '+8613900000001', city: '苏州市' },
    { code: 'M5', name: '新人', phone: null, city: '北京市' },
    { code: 'M6', name: '有电话', phone: '+8613800000009', city: null },
  ])
  expect(
    await scalar(
      `select count(*) from identities i where not exists (select 1 from customer_identities c where c.key = i.key and c.customer_id = i.customer_id)`,
    ),
  ).toBe(0)
  expect(await scalar(`select count(*) from identities where key = 'phone:+8613800000001'`)).toBe(0)
})

test('an undo leaves everything as it was before', async () => {
  await world.act(createCustomer, { code: 'M1', name: '旧名', phone: '+8613800000001' })
  await world.act(recordPurchase, { customer: { code: 'M1' }, number: 'D2', amount: 999, source: 'other' })
  await world.act(recordPurchase, { customer: { code: 'M1' }, number: 'D1', amount: 999, occurredAt: '2026-01-01T00:00:00Z' })
  await world.settle()
  const before = await fingerprint()
  const first = await bring(people)
  const second = await bring(orders, {}, { rows: 2 })
  await world.settle()
  expect(await fingerprint()).not.toEqual(before)
  for (const { id } of [second, first]) {
    await world.act(undoImport, { id })
    await work()
  }
  await world.settle()
  expect(await fingerprint()).toEqual(before)
  expect(await world.ask(readImport, { id: first.id })).toMatchObject({
    state: 'undone',
    undone: { customersRemoved: 1, customersRestored: 1, stayed: 0 },
  })
  expect(await scalar('select count(*) from log_heads h where done < seq')).toBe(0)
})

test('a fact that somebody is just telling goes with its customer', async () => {
  const id = await world.customer({ name: '王芳' })
  let removal: Promise<void> | undefined
  await inTransaction(world.database, async ({ db }) => {
    const fact = { customerId: id, kind: 'stage.changed', occurredAt: world.services.clock(), source: 'engine', payload: {} }
    await appendFacts(db, [fact], { now: world.services.clock(), newId: world.services.newId })
    removal = inTransaction(world.database, ({ db: other }) => removeCustomers(other, [id]))
    await vi.waitFor(async () =>
      expect(
        await scalar(`select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
      ).not.toBe(0),
    )
  })
  await removal
  expect(
    await scalar('select ((select count(*) from events) + (select count(*) from log_heads) + (select count(*) from customers))::int'),
  ).toBe(0)
})

test('what something else has happened to since stays, and the undo says so', async () => {
  const first = await bring(people)
  const second = await bring(orders)
  await world.act(updateCustomer, { id: String(await scalar(`select id from customers where code = 'M1'`)), city: '绍兴市' })
  await world.act(undoImport, { id: first.id })
  await work()
  const told = await world.ask(readImport, { id: first.id })
  expect(told.undone).toMatchObject({ customersRemoved: 0, stayed: 2 })
  expect(told.undone?.stayedExamples.map((each) => each.name)).toEqual(['王芳', '李雷'])
  await world.act(undoImport, { id: second.id })
  await work()
  expect(await scalar('select count(*) from purchases')).toBe(0)
  expect(await scalar("select city from customers where code = 'M1'")).toBe('绍兴市')
})

test('a dry run says what will happen and keeps none of it', async () => {
  await bring(people)
  await world.settle()
  const before = await fingerprint()
  const { id } = await upload(
    orders.replace('D2,M2', 'D2,M9').replace('13800000002', '13811112222').replace('普洱,1,200,200', '普洱,1,200,twenty'),
  )
  const told = await world.act(dryRunImport, {
    id,
    kind: 'purchases',
    encoding: 'utf-8',
    delimiter: ',',
    columns: { number: 0, code: 1, phone: 2, occurredAt: 3, productName: 4, quantity: 5, price: 6, amount: 7 },
  })
  expect(told).toMatchObject({
    counts: { purchasesNew: 1, refundsNew: 1, customersNew: 0, refused: 1 },
    sampled: false,
    refusals: [{ line: 4 }],
  })
  expect(told.stages.reduce((sum, move) => sum + move.customers, 0)).toBe(1)
  expect(await fingerprint()).toEqual(before)
  expect((await world.ask(listImports, {})).imports).toHaveLength(1)
})

test('an import broken off at any point goes on by itself and comes to the same', async () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `N${Math.floor(i / 3)},K${Math.floor(i / 3) % 5},2026-02-01 10:00:00,P${i % 4},1,${i % 6 === 0 ? 'x' : '1.50'}`,
  )
  const file = `订单号,会员号,下单时间,商品编码,数量,实付金额\n${rows.join('\n')}\n`
  const totals = async () => [
    await scalar('select count(*) from customers'),
    await scalar('select sum(amount) from purchases'),
    await scalar('select count(*) from purchase_lines'),
    await scalar('select count(*) from events'),
    await scalar('select count(*) from import_refusals'),
    await scalar('select sum(seq) from log_heads'),
  ]
  const whole = await bring(file, {}, { rows: 10 })
  const expected = await totals()
  for (const place of ['claimed', 'keys-taken', 'buyers-known', 'between-tables', 'purchases-kept', 'before-commit', 'committed']) {
    for (const after of [1, 3]) {
      const other = await makeWorld()
      const mine = world
      world = other
      let hits = 0
      const done = await bring(
        file,
        {},
        {
          rows: 10,
          breakpoint: (name) => {
            if (name === place && ++hits === after) throw Object.assign(new Error('broken off'), { code: '40001' })
          },
        },
      )
      expect([place, after, await totals(), done.counts]).toEqual([place, after, expected, whole.counts])
      world = mine
      await other.end()
    }
  }
}, 60_000)

test('a stopped import keeps its rows, goes on when asked, and can be undone', async () => {
  const file = `订单号,会员号,下单时间,实付金额\n${Array.from({ length: 30 }, (_, i) => `S${i},K1,2026-02-01 10:00:00,1`).join('\n')}\n`
  const { id } = await upload(file)
  await world.act(startImport, { id })
  await runImports(world.services, { rows: 10 })
  await world.act(stopImport, { id })
  await work({ rows: 10 })
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'stopped', rowsDone: 9, rowsExpected: 30 })
  await expect(world.act(stopImport, { id })).rejects.toMatchObject({ code: 'import.wrong-state' })
  await world.act(startImport, { id })
  await work({ rows: 10 })
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'done', counts: { purchasesNew: 30 } })
  await world.act(undoImport, { id })
  await work()
  expect(await scalar('select count(*) from purchases')).toBe(0)
})

test('UTF-16, semicolons, tabs and a byte order mark are seen for what they are', async () => {
  const table = 'email;name\na@shop.example;Ann\nb@shop.example;Bob\nc@shop.example;Cy\n'
  expect(await upload(iconv.encode(table, 'utf-16le', { addBOM: true }))).toMatchObject({
    encoding: 'utf-16le',
    delimiter: ';',
    header: ['email', 'name'],
    rowsExpected: 3,
  })
  expect(await upload(iconv.encode(table, 'utf-16be', { addBOM: true }))).toMatchObject({
    encoding: 'utf-16be',
    header: ['email', 'name'],
    rowsExpected: 3,
  })
  expect(await upload(`\ufeff${table.replaceAll(';', '\t')}`)).toMatchObject({
    encoding: 'utf-8',
    byteOrderMark: true,
    delimiter: '\t',
    header: ['email', 'name'],
  })
  const done = await bring(iconv.encode(table, 'utf-16le', { addBOM: true }))
  expect(done.counts.customersNew).toBe(3)
})

test.each([
  ['an empty file', '', 'import.empty'],
  ['a header alone', '订单号,会员号\n', 'import.header-only'],
  ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 'spreadsheet.broken'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]), 'import.binary'],
  ['a quote that never closes in the header', '"订单号,会员号\n1,2\n', 'import.header-unreadable'],
  ['six hundred columns', `${Array.from({ length: 600 }, (_, i) => `c${i}`).join(',')}\n1\n`, 'import.too-many-columns'],
])('%s is refused with a word on what to do, and nothing is kept of it', async (_, body, code) => {
  const answer = await upload(body)
  expect(answer.status).toBe(code === 'import.too-many-columns' ? 413 : 400)
  expect(answer.code).toBe(code)
  const folder = join(world.services.filesFolder, 'imports')
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
  expect(await scalar('select count(*) from imports')).toBe(0)
})

test('only a manager may bring files in', async () => {
  expect((await upload(people, 'a.csv', 'member')).status).toBe(403)
  expect((await upload(people, 'a.csv', 'nobody')).status).toBe(401)
})

test('a name is shown without its path, and never used as one', async () => {
  const { id } = await upload(people, '../../etc/客户<名单>.csv')
  expect((await world.ask(readImport, { id })).name).toBe('客户名单.csv')
  expect(readdirSync(join(world.services.filesFolder, 'imports'))).toEqual([`${id}.csv`])
})

test('bad lines in the middle are refused with their line, and the rest comes in', async () => {
  const broken = Buffer.concat([
    Buffer.from('订单号,会员号,下单时间,商品名称,实付金额\nB1,K1,2026-01-01,茶,10\nB2,K1,2026-01-01,'),
    Buffer.from([0xff, 0xfe, 0x80]),
    Buffer.from(
      ',10\nB3,K1,2026-01-01,"没有闭合,10\nB4,K1,2026-01-01,茶\nB5,K1,2026-13-01,茶,10\nB6,K1,2026-01-01,茶,$10\nB7,K1,,茶,10\nB8,,2026-01-01,茶,10\nB9,K1,2026-01-01,"多\n行",10\nB10,K2,2026-01-01,茶,10\n',
    ),
  ])
  const seen = await upload(broken)
  expect(seen.encoding).toBe('utf-8')
  expect(seen.warnings.length).toBeGreaterThan(0)
  const done = await bring(broken)
  expect(done.counts).toMatchObject({ purchasesNew: 3, refused: 7 })
  expect(done.refusals.map((r) => r.line)).toEqual([3, 4, 5, 6, 7, 8, 9])
  expect(done.refusals[1]?.reason.en).toContain('never closes')
  expect(done.refusals[2]?.reason.en).toContain('4 cells where the header has 5')
  expect(done.refusals[4]?.reason.en).toContain('not an amount in CNY')
})

test('another currency in a column is refused line by line', async () => {
  const done = await bring(
    '订单号,会员号,下单时间,实付金额,币种\nC1,K1,2026-01-01,10,CNY\nC2,K1,2026-01-01,10,USD\nC3,K1,2026-01-01,10,人民币\n',
  )
  expect(done.counts).toMatchObject({ purchasesNew: 2, refused: 1 })
  expect(done.refusals[0]?.reason.en).toContain('not the shop’s CNY')
})

test('a purchase that has not happened yet is refused line by line; a till’s clock may be some hours ahead', async () => {
  const done = await bring('订单号,会员号,下单时间,实付金额\nF1,K1,2026-06-15 20:00,10\nF2,K1,2062-06-15 12:00,10\nF3,K1,2026-11-06,10\n')
  expect(done.counts).toMatchObject({ purchasesNew: 1, refused: 2 })
  expect(done.refusals.map(({ line, reason }) => [line, reason.zh])).toEqual([
    [3, expect.stringContaining('时间在将来')],
    [4, expect.stringContaining('时间在将来')],
  ])
})

test('refused rows come back as a file whose cells run as no formula', async () => {
  const done = await bring('会员号,姓名,手机号\nM1,"=HYPERLINK(""http://x"")",abc\nM2,-5,@def\n')
  const app = await world.http()
  const answer = await app.inject({ url: `/api/imports/${done.id}/refusals.csv?language=zh`, headers: { 'x-test-role': 'member' } })
  const [head, first, second] = answer.body.split('\r\n')
  expect(head).toBe('\ufeff行号,原因,会员号,姓名,手机号')
  expect(first).toMatch(/^2,.*手机号.*,M1,"'=HYPERLINK\(""http:\/\/x""\)",abc$/)
  expect(second).toMatch(/^3,.*,M2,-5,'@def$/)
  // Saved under a name in the reader's language.
  const saved = /filename\*=UTF-8''(.*)/.exec(String(answer.headers['content-disposition']))?.[1] ?? ''
  expect(decodeURIComponent(saved)).toMatch(/^被拒绝的行-[^.]+\.csv$/)
})

test('columns of one name are told apart by position, and choices that make no sense are refused', async () => {
  const file = '会员号,金额,金额,下单时间,时间2\nM1,1,2,2026-01-01,2026-01-02\n'
  const { id, warnings } = await upload(file)
  expect(warnings[0]?.zh).toContain('同名')
  const choices = { id, kind: 'purchases', columns: { code: 0, amount: 2, occurredAt: 3 } }
  for (const [columns, code] of [
    [{ code: 0, amount: 9, occurredAt: 3 }, 'import.unknown-column'],
    [{ code: 0, amount: 3, occurredAt: 3 }, 'import.column-twice'],
    [{ amount: 1, occurredAt: 3 }, 'import.keys-needed'],
    [{ code: 0, amount: 1 }, 'import.target-needed'],
    [{ code: 0, occurredAt: 3 }, 'import.amount-needed'],
    [{ code: 0, amount: 1, occurredAt: 3, constructor: 4 }, 'import.unknown-target'],
  ] as const) {
    await expect(world.act(startImport, { ...choices, columns })).rejects.toMatchObject({ code })
  }
  await expect(world.act(startImport, { ...choices, timeZone: 'Mars/Base' })).rejects.toMatchObject({ code: 'import.unknown-time-zone' })
  await world.act(startImport, choices)
  await work()
  expect(await scalar('select amount from purchases')).toBe(200)
})

test('two at once for one new customer end as one customer', async () => {
  const { id } = await upload('会员号,下单时间,实付金额\nR1,2026-01-01,1\nR2,2026-01-01,1\n')
  await world.act(startImport, { id })
  let raced = false
  await work({
    breakpoint: (name) => {
      if (name !== 'buyers-known' || raced) return
      raced = true
      throw Object.assign(new Error('duplicate key'), { code: '23505' })
    },
  })
  expect(raced).toBe(true)
  expect(await scalar('select count(*) from customers')).toBe(2)
})

test('facts of an import are history that wakes nobody, unless it is told to wake journeys', async () => {
  const { id } = await upload(orders)
  await world.act(startImport, { id, wakeJourneys: true })
  await work()
  expect(await scalar('select count(*) from events where quiet')).toBe(0)
  expect(await scalar('select count(*) from log_heads where done < seq')).toBe(2)
})

test('customers are not made where that was not wanted', async () => {
  const done = await bring(orders, { createCustomers: false })
  expect(done.counts).toMatchObject({ customersNew: 0, purchasesNew: 0, refused: 4 })
  expect((await bring(people, { createCustomers: false })).counts).toMatchObject({ customersNew: 0, refused: 5 })
})

test('a purchase that the API told again since an import stays when the import is undone', async () => {
  const { id } = await bring(orders)
  await world.act(recordPurchase, { customer: { code: 'M2' }, number: 'D2', amount: 19_000 })
  await world.act(undoImport, { id })
  await work()
  expect(await scalar(`select jsonb_agg(jsonb_build_array(number, amount)) from purchases`)).toEqual([['D2', 19_000]])
  expect(await world.ask(readImport, { id })).toMatchObject({ undone: { purchasesRemoved: 2, customersRemoved: 1, stayed: 1 } })
})

test('without order numbers, what one customer bought at one time is one purchase, in every import the same', async () => {
  const file = '会员号,消费时间,商品名称,金额\nM1,2026-01-01 10:00,茶,10\nM1,2026-01-01 10:00,杯,5\nM1,2026-01-02 10:00,茶,10\n'
  expect((await bring(file)).counts).toMatchObject({ purchasesNew: 2, lines: 3 })
  expect((await bring(file)).counts).toMatchObject({ purchasesNew: 0, purchasesSame: 2 })
})

test('an undo that cannot go on says so, and can be asked for again', async () => {
  const { id } = await bring(orders)
  await world.act(undoImport, { id })
  let broken = 0
  await work({
    breakpoint: (name) => {
      if (name === 'undo-before-commit' && broken++ === 1) throw Object.assign(new Error('out of range'), { code: '22003' })
    },
  })
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'failed', failure: { en: expect.stringContaining('out of range') } })
  await expect(world.act(startImport, { id })).rejects.toMatchObject({ code: 'import.wrong-state' })
  await world.act(undoImport, { id })
  await work()
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'undone' })
  expect(await scalar('select count(*) from customers')).toBe(0)
})

test('a file that is gone fails the import in words', async () => {
  const { id } = await upload(people)
  await world.act(startImport, { id })
  rmSync(join(world.services.filesFolder, 'imports', `${id}.csv`))
  await work()
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'failed', failure: { zh: expect.stringContaining('重新上传') } })
})

test('of two starts at the same moment one is refused, so that no row is kept twice', async () => {
  const { id } = await upload(orders)
  const tries = await Promise.allSettled([1, 2, 3, 4].map(() => world.act(startImport, { id })))
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  const refused = tries.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []))
  expect(refused).toMatchObject([1, 2, 3].map(() => ({ code: 'import.wrong-state' })))
})
