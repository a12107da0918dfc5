import iconv from 'iconv-lite'
import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { createCustomer } from '../../know/customers/actions.ts'
import { recordPurchase } from '../../know/purchases/actions.ts'

let world: World
let listening: Promise<string> | undefined
/** Where the API listens, for what `inject` would read to its end at once. */
const address = async () => (listening ??= (await world.http()).listen({ port: 0, host: '127.0.0.1' }))
beforeAll(async () => {
  world = await makeWorld()
  const people = [
    { code: 'M1', name: '单雄信', phone: '+8613800000001', birthday: '1990-05-01', city: '济南市', gender: 'male' },
    { code: 'M2', name: '=cmd|"/c calc"!A0', phone: '+442079460958', city: '伦敦' },
    { code: '007', name: '𠮷田"千"，\n二世', email: 'y@shop.example', birthday: '1899-12-31' },
  ] as const
  for (const person of people) await world.act(createCustomer, person)
  const lines = [{ product: 'LJ', quantity: 2, amount: 65_605 }]
  await world.act(recordPurchase, { customer: { code: 'M1' }, number: '00012', occurredAt: '2026-01-05T02:00:30Z', lines })
  await world.settle()
})
afterAll(() => world.end())

async function get(path: string, role = 'manager', language = 'zh') {
  return (await world.http()).inject({ url: `/api/${path}`, headers: { 'x-test-role': role, 'accept-language': language } })
}

const sheetOf = async (path: string) => {
  const answer = await get(path)
  expect(answer.statusCode).toBe(200)
  return (await readXlsx(answer.rawPayload)).sheets[0]?.rows ?? []
}

test('customers come as a workbook: days are days, money has its digits, choices are words, ids stay text', async () => {
  const rows = await sheetOf('customers/export?fields=code,name,phone,birthday,gender,spend,stage,firstPurchaseAt&sort=createdAt')
  expect(rows[0]).toEqual(['客户编号', '姓名', '手机号', '生日', '性别', '消费总额', '生命周期阶段', '首次消费'])
  const [first, second, third] = rows.slice(1)
  expect(first).toEqual(['M1', '单雄信', '13800000001', new Date('1990-05-01'), '男', 656.05, '沉睡', new Date('2026-01-05T10:00:30Z')])
  expect(second?.slice(0, 3)).toEqual(['M2', '=cmd|"/c calc"!A0', '+442079460958'])
  expect(third?.slice(0, 4)).toEqual(['007', '𠮷田"千"，\n二世', null, '1899-12-31'])
})

test('a text that looks like a formula is a text in a workbook, and is disarmed in a CSV', async () => {
  const { sheets } = await readXlsx((await get('customers/export?fields=name')).rawPayload, { readStyles: true })
  expect([...(sheets[0]?.cells?.values() ?? [])].some((cell) => cell.formula)).toBe(false)
  const csv = (await get('customers/export?fields=name,spend&format=csv&sort=createdAt')).body
  expect(csv.startsWith('\ufeff姓名,')).toBe(true)
  expect(parse(csv, { bom: true, from: 2 })).toEqual([
    ['单雄信', '656.05'],
    [`'=cmd|"/c calc"!A0`, '0.00'],
    ['𠮷田"千"，\n二世', '0.00'],
  ])
})

test('a CSV for old programs is GB18030, and comes back letter by letter', async () => {
  const answer = await get('customers/export?fields=name,city&format=csv-gb18030&search=007')
  expect(answer.headers['content-type']).toContain('gb18030')
  expect(iconv.decode(answer.rawPayload, 'gb18030')).toBe('姓名,城市\r\n"𠮷田""千""，\n二世",\r\n')
})

test('purchases name their customers, in the reader’s language, and the filter of the list holds', async () => {
  const answer = await get(
    `purchases/export?language=en&format=csv&rule=${encodeURIComponent(JSON.stringify({ field: 'kind', op: 'is', value: 'purchase' }))}`,
  )
  const [header = [], row = []]: string[][] = parse(answer.body, { bom: true })
  expect(Object.fromEntries(header.map((name, at) => [name, row[at]]))).toMatchObject({
    'Order number': '00012',
    Name: '单雄信',
    'Customer number': 'M1',
    Phone: '13800000001',
    Kind: 'Purchase',
    When: '2026-01-05 10:00:30',
    Amount: '656.05',
  })
  expect(decodeURIComponent(String(answer.headers['content-disposition']))).toMatch(/filename\*=UTF-8''Purchases-\d{4}-\d\d-\d\d\.csv/)
})

test('only a manager may take a list away, and what is wrong is said before a byte goes out', async () => {
  expect((await get('customers/export', 'member')).json()).toMatchObject({ code: 'access.denied' })
  expect((await get('messages/export', 'member')).json()).toMatchObject({ code: 'access.denied' })
  expect((await get('customers/export?fields=secret')).json()).toMatchObject({ code: 'input.invalid' })
  expect((await get('customers/export?sort=note')).json()).toMatchObject({ code: 'input.invalid' })
  expect((await get('customers/export?format=pdf')).json()).toMatchObject({ code: 'input.invalid' })
  expect((await get('customers/export?rule=%7B%22field%22%3A%22x%22%7D')).statusCode).toBe(400)
})

test('the outbox comes with its states in words', async () => {
  const rows = await sheetOf('messages/export')
  const times = ['发送时间', '送达时间', '退回时间', '点击时间', '回复时间']
  expect(rows[0]).toEqual(['建立时间', '客户', '渠道', '地址', '主题', '状态', '原因', ...times, '费用', '模板'])
})

test('who took what, and how many rows it came to, is in the audit log; progress is the taker’s own', async () => {
  const id = world.services.newId()
  await get(`customers/export?id=${id}&search=007`)
  expect((await get(`exports/${id}`)).json()).toEqual({ state: 'done', rows: 1, total: 1 })
  expect((await get(`exports/${id}`, 'owner')).json()).toMatchObject({ state: 'waiting', rows: 0 })
  const stopped = await (await world.http()).inject({ method: 'POST', url: `/api/exports/${id}/stop`, headers: { 'x-test-role': 'owner' } })
  expect(stopped.json()).toMatchObject({ code: 'export.missing' })
  await vi.waitFor(async () => {
    const { rows } = await world.database.pool.query(
      'select action, actor, records, details, withheld from audit.entries where subject = $1 order by id',
      [id],
    )
    expect(rows).toMatchObject([
      {
        action: 'export-list',
        records: 1,
        details: { list: 'customers', format: 'xlsx' },
        withheld: expect.stringContaining('"search":"007"'),
      },
      { action: 'export-list-ended', records: 0, details: { rows: 1, state: 'done' } },
    ])
  })
})

test('a list sorted by what changes while it is taken away has everybody once', async () => {
  await world.database.pool.query(`insert into customers (id, name, code, created_at, updated_at)
    select gen_random_uuid(), 'S' || i, 'S' || i, timestamptz '2024-01-01' + i * interval '1 second', timestamptz '2024-01-01' from generate_series(1, 6000) i`)
  await world.settle()
  const url = await address()
  const rule = encodeURIComponent(JSON.stringify({ field: 'code', op: 'starts-with', value: 'S' }))
  const answer = await fetch(`${url}/api/customers/export?format=csv&fields=code,name&sort=createdAt&rule=${rule}`, {
    headers: { 'x-test-role': 'manager' },
  })
  const reader = answer.body?.getReader()
  const decoder = new TextDecoder()
  let text = decoder.decode((await reader?.read())?.value, { stream: true })
  await world.database.pool.query(
    `update customers set created_at = timestamptz '2030-01-01' - (created_at - timestamptz '2024-01-01') where code like 'S%'`,
  )
  for (let more = await reader?.read(); more && !more.done; more = await reader?.read())
    text += decoder.decode(more.value, { stream: true })
  const rows: string[][] = parse(text, { bom: true, from: 2 })
  expect(rows.length).toBe(6_000)
  expect(new Set(rows.map(([code]) => code)).size).toBe(6_000)
})

test('an export reads on only as it is taken, and can be stopped', async () => {
  const app = await world.http()
  await world.database.pool.query(`insert into customers (id, name, created_at, updated_at)
    select gen_random_uuid(), 'N' || i, timestamptz '2025-01-01' + i * interval '1 second', timestamptz '2025-01-01' from generate_series(1, 30000) i`)
  const { rows } = await world.database.pool.query<{ n: number }>('select count(*)::int as n from customers')
  const url = await address()
  const id = world.services.newId()
  const answer = await fetch(`${url}/api/customers/export?format=csv&id=${id}`, { headers: { 'x-test-role': 'manager' } })
  const reader = answer.body?.getReader()
  await reader?.read()
  const before: { rows: number; total: number } = (await get(`exports/${id}`)).json()
  expect(before.total).toBe(rows[0]?.n)
  expect(before.rows).toBeLessThan(30_000)
  await app.inject({ method: 'POST', url: `/api/exports/${id}/stop`, headers: { 'x-test-role': 'manager' } })
  await vi.waitFor(async () => expect((await get(`exports/${id}`)).json()).toMatchObject({ state: 'stopped' }), 10_000)
  await expect(async () => {
    for (let done = false; !done; ) done = (await reader?.read())?.done ?? true
  }).rejects.toThrow()
  // Three at once, before any of them is told to the audit log: one is one too many.
  const three = await Promise.all(
    [1, 2, 3].map(() => app.inject({ url: '/api/customers/export?format=csv&fields=code,name', headers: { 'x-test-role': 'manager' } })),
  )
  expect(three.map(({ statusCode }) => String(statusCode)).toSorted()).toEqual(['200', '200', '429'])
})
