import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { createCustomer, readTimeline, updateCustomer } from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

test('a customer is made once for one phone, and the second is told who has it', async () => {
  const made = await world.act(createCustomer, { name: '单雄信', phone: '+8613800000001' })
  expect(made.created).toBe(true)
  await expect(world.act(createCustomer, { name: '别人', phone: '+8613800000001' })).rejects.toMatchObject({
    code: 'customer.exists',
    details: { name: '单雄信' },
  })
})

test('with onMatch update the known customer is filled in instead', async () => {
  const first = await world.act(createCustomer, { name: '赵云', phone: '+8613800000002' })
  const again = await world.act(createCustomer, { phone: '+8613800000002', city: '常山', email: 'zhao@shop.example', onMatch: 'update' })
  expect(again).toEqual({ id: first.id, created: false })
  const { facts } = await world.ask(readTimeline, { id: first.id })
  expect(facts.map((f) => f.kind)).toEqual(['customer.updated', 'customer.created'])
})

test('of twenty that race for one phone exactly one is made', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => world.act(createCustomer, { name: `客户${i}`, phone: '+8613800000003' })),
  )
  expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1)
})

test('the same idempotency key gives the same answer once, and another body is refused', async () => {
  const input = { name: '孙尚香', phone: '+8613800000004' }
  const [a, b] = await Promise.all([
    world.act(createCustomer, input, { key: 'key-00000001' }),
    world.act(createCustomer, input, { key: 'key-00000001' }),
  ])
  expect(b).toEqual(a)
  await expect(world.act(createCustomer, { ...input, city: '柴桑' }, { key: 'key-00000001' })).rejects.toMatchObject({
    code: 'action.key-reused',
  })
})

test('a phone given up is free for the next customer', async () => {
  const id = await world.customer({ name: '黄忠', phone: '+8613800000005' })
  await world.act(updateCustomer, { id, phone: null })
  expect((await world.act(createCustomer, { name: '魏延', phone: '+8613800000005' })).created).toBe(true)
})

test('the list is read page by page over HTTP, searched in Chinese, pinyin and by the end of a phone', async () => {
  const app = await world.http()
  const headers = { 'x-test-role': 'member' }
  const list = async (query: string) => (await app.inject({ url: `/api/customers?${query}`, headers })).json()
  const first = await list('limit=2&sort=-createdAt')
  expect(first.rows).toHaveLength(2)
  const second = await list(`limit=2&sort=-createdAt&after=${first.next}`)
  expect(second.rows.map((r: { id: string }) => r.id)).not.toContain(first.rows[0].id)
  for (const typed of ['雄信', 'shanxiong', 'sxx', '0001', '13800000001']) {
    expect(
      (await list(`search=${encodeURIComponent(typed)}`)).rows.map((r: { name: string }) => r.name),
      typed,
    ).toEqual(['单雄信'])
  }
  // Signs alone find nobody; blanks ask for nothing.
  for (const typed of ['😀', '%', '-']) expect((await list(`search=${encodeURIComponent(typed)}`)).rows, typed).toEqual([])
  expect((await list('search=%20%20&limit=2')).rows).toHaveLength(2)
  const rule = encodeURIComponent(JSON.stringify({ field: 'city', op: 'is', value: '常山' }))
  expect((await list(`rule=${rule}`)).rows.map((r: { name: string }) => r.name)).toEqual(['赵云'])
  expect((await app.inject({ url: '/api/customers/count', headers })).json().count).toBeGreaterThan(4)
})

test('leafing to the end shows everybody once, sorted by any column, either way', async () => {
  for (let i = 0; i < 5; i++) {
    const id = await world.customer(i === 0 ? { name: null, code: 'L0' } : { name: `张${'一二三四五'[i]}` })
    for (let n = 0; n <= i % 3; n++)
      await world.act(recordPurchase, {
        customerId: id,
        number: `P${i}-${n}`,
        amount: 100 * (i % 2),
        occurredAt: world.now().toISOString(),
      })
  }
  await world.settle()
  const app = await world.http()
  const headers = { 'x-test-role': 'member' }
  const everybody = (await app.inject({ url: '/api/customers/count', headers })).json().count
  for (const sort of ['createdAt', 'namePinyin', 'spend', 'purchaseCount', 'lastPurchaseAt'].flatMap((field) => [field, `-${field}`])) {
    const seen: string[] = []
    for (let after = ''; seen.length < 100; ) {
      const page = (await app.inject({ url: `/api/customers?limit=2&sort=${sort}${after}`, headers })).json()
      seen.push(...page.rows.map((row: { id: string }) => row.id))
      if (page.next === null) break
      after = `&after=${page.next}`
    }
    expect(new Set(seen).size, sort).toBe(everybody)
    expect(seen, sort).toHaveLength(everybody)
  }
})

test('whoever is not signed in gets nothing, in words', async () => {
  const answer = await (await world.http()).inject({ url: '/api/customers', headers: { 'accept-language': 'en' } })
  expect(answer.statusCode).toBe(401)
  expect(answer.json().detail).toContain('Sign in')
})

test('filling in a known customer looks the keys up and never reads all of them', async () => {
  await world.act(createCustomer, { name: '多人', phone: '+8613800000081' })
  await sql`insert into identities (key, customer_id) select 'code:many-' || n, '01920000-0000-7000-8000-000000000000' from generate_series(1, 20000) n`.execute(
    world.db,
  )
  await sql`analyze identities`.execute(world.db)
  const read = await world.system(async (ctx) => {
    await ctx.run(createCustomer, { phone: '+8613800000081', email: 'many@shop.example', onMatch: 'update' })
    return sql<{ n: number }>`select seq_tup_read as n from pg_stat_xact_user_tables where relname = 'identities'`.execute(ctx.db)
  })
  expect(read.rows).toEqual([{ n: 0 }])
})

test('what is wrong with an ID card is said by its place, and two cannot bear one', async () => {
  const app = await world.http()
  const create = async (body: object) =>
    app.inject({ method: 'POST', url: '/api/customers', headers: { 'x-test-role': 'member', 'accept-language': 'zh' }, payload: body })
  const wrong = await create({ name: '甲', idCard: '110105194912310021' })
  expect(wrong.statusCode).toBe(400)
  expect(wrong.json()).toMatchObject({ code: 'input.invalid', detail: expect.stringContaining('最后一位应为 X') })
  expect((await create({ name: '甲', idCard: '11010519491231002x' })).statusCode).toBe(200)
  expect((await create({ name: '乙', idCard: '110105491231002' })).json()).toMatchObject({ code: 'customer.exists' })
  expect((await create({ name: '丙公司', creditCode: '9135O100M000100Y43' })).json().detail).toContain('第 5 位“O”')
})
