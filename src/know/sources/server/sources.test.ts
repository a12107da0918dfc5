import { Analytics } from '@segment/analytics-node'
import { sql } from 'kysely'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline } from '../../customers/actions.ts'
import { listPurchases } from '../../purchases/actions.ts'
import { createSource, disableSource, listSourceNotes, listSources } from '../actions.ts'
import { sweepVisitors } from './visitors.ts'

let world: World
let key: string
let sourceId: string
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  const made = await world.act(createSource, { name: '官网' })
  key = made.writeKey
  sourceId = made.id
})
afterAll(() => world.end())

const basic = (writeKey: string) => `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
const post = async (path: string, body: unknown, writeKey = key) =>
  (await world.http()).inject({ method: 'POST', url: `/v1/${path}`, headers: { authorization: basic(writeKey) }, payload: Object(body) })
const batch = (messages: readonly unknown[], more: object = {}) => post('batch', { batch: messages, ...more })
const customerByCode = async (code: string) => {
  const { rows } = await sql<{
    id: string
    name: string | null
    email: string | null
    phone: string | null
    city: string | null
    code: string | null
    birthday: string | null
    gender: string | null
  }>`
    select c.* from customers c where c.id = (select customer_id from identities where key = ${`code:${code.toLowerCase()}`})`.execute(
    world.db,
  )
  const row = rows[0]
  if (!row) throw new Error(`nobody has the number ${code}`)
  return row
}
const factsOf = async (code: string) => (await world.ask(readTimeline, { id: (await customerByCode(code)).id })).facts
const eventsOf = async (code: string) => (await factsOf(code)).filter((f) => f.kind === 'tracked').map((f) => String(f.payload.event))
const notes = async () => (await world.ask(listSourceNotes, { id: sourceId })).notes

test('the write key is told once: it stands neither in the list, nor in the audit, nor beside an idempotency key', async () => {
  const made = await world.act(createSource, { name: '小程序' }, { key: 'source-key-1' })
  expect(made.writeKey).toMatch(/^wk_.{40,}/)
  expect(JSON.stringify(await world.ask(listSources))).not.toContain(made.writeKey)
  const kept = await sql<{
    all: string
  }>`select (select jsonb_agg(a)::text from audit.entries a) || (select jsonb_agg(k)::text from action_keys k) || (select jsonb_agg(s)::text from sources s) as all`.execute(
    world.db,
  )
  expect(kept.rows[0]?.all).not.toContain(made.writeKey)
  await expect(world.act(createSource, { name: '小程序' })).rejects.toMatchObject({ code: 'source.name-taken' })
  await expect(world.act(createSource, { name: 'import' })).rejects.toMatchObject({ code: 'input.invalid' })
  await expect(world.act(createSource, { name: '别的' }, { role: 'manager' })).rejects.toMatchObject({ code: 'access.denied' })
})

test('an identification makes a customer with its details in our form, and tells its traits to the log', async () => {
  const answer = await batch([
    {
      type: 'identify',
      messageId: 'i1',
      userId: 'U-1',
      traits: {
        firstName: '雄信',
        lastName: '单',
        email: ' Shan@Shop.Example ',
        phone: '138 0000 1111',
        birthday: '1990-02-03T00:00:00Z',
        gender: '男',
        address: { city: '长安', state: '陕西', street: '朱雀大街 1 号' },
        plan: 'gold',
      },
    },
  ])
  expect(answer.json()).toMatchObject({ success: true, received: 1, refused: [] })
  expect(await customerByCode('U-1')).toMatchObject({
    name: '单雄信',
    email: 'shan@shop.example',
    phone: '+8613800001111',
    birthday: '1990-02-03',
    gender: 'male',
    city: '长安',
    province: '陕西省',
    code: 'U-1',
  })
  const facts = await factsOf('U-1')
  expect(facts.map((f) => f.kind).sort()).toEqual(['customer.created', 'identified'])
  expect(facts.find((f) => f.kind === 'identified')).toMatchObject({ source: '官网', payload: { traits: { plan: 'gold' } } })
})

test('a message that comes twice is kept once, even in one batch and even without a messageId', async () => {
  const message = { type: 'track', userId: 'U-2', event: '浏览商品', messageId: 't1', properties: { sku: 'LJ-1' } }
  await batch([message, message])
  await batch([message])
  const nameless = { type: 'track', userId: 'U-2', event: '加入购物车', timestamp: '2026-06-14T03:00:00Z' }
  await Promise.all([batch([nameless]), batch([nameless]), post('track', nameless)])
  expect((await eventsOf('U-2')).sort()).toEqual(['加入购物车', '浏览商品'])
})

test('an older identification sent again does not undo a newer one', async () => {
  const first = { type: 'identify', messageId: 'c1', userId: 'U-3', traits: { city: '成都' } }
  await batch([first])
  await batch([{ type: 'identify', messageId: 'c2', userId: 'U-3', traits: { city: '重庆' } }])
  await batch([first])
  expect((await customerByCode('U-3')).city).toBe('重庆市')
})

test('a customer known by phone gets the number; an e-mail that is another’s stays there and is noted', async () => {
  const known = await world.customer({ name: '赵云', phone: '+8613800002222' })
  const other = await world.customer({ name: '马超', email: 'ma@shop.example' })
  await batch([
    { type: 'identify', messageId: 'm1', userId: 'U-4', traits: { phone: '13800002222', email: 'ma@shop.example', city: '常山' } },
  ])
  expect(await customerByCode('U-4')).toMatchObject({ id: known, name: '赵云', email: null, city: '常山' })
  const { rows } = await sql<{ id: string }>`select id from customers where email = 'ma@shop.example'`.execute(world.db)
  expect(rows).toEqual([{ id: other }])
  expect((await notes())[0]).toMatchObject({
    refused: false,
    code: 'source.trait-taken',
    words: { en: expect.stringContaining('ma@shop.example') },
  })
})

test('a detail that cannot be read is noted and the others are kept', async () => {
  await batch([{ type: 'identify', messageId: 'w1', userId: 'U-5', traits: { email: 'no mail', name: '黄忠' } }])
  expect(await customerByCode('U-5')).toMatchObject({ name: '黄忠', email: null })
  expect((await notes())[0]).toMatchObject({ code: 'source.wrong-trait', refused: false })
})

test('what a visitor did joins the customer’s log as soon as a message carries both ids, at the time it happened, once', async () => {
  const before = [1, 2].map((n) => ({
    type: 'page',
    messageId: `p${n}`,
    anonymousId: 'anon-1',
    name: `商品 ${n}`,
    timestamp: `2026-06-1${n}T01:00:00Z`,
  }))
  await batch(before)
  expect((await world.ask(listSources)).sources.find((s) => s.id === sourceId)?.waiting).toBe(2)
  await batch([{ type: 'track', messageId: 'b1', userId: 'U-6', anonymousId: 'anon-1', event: '注册' }])
  await batch(before)
  await batch([{ type: 'screen', messageId: 'p3', anonymousId: 'anon-1', name: '我的' }])
  const facts = (await factsOf('U-6')).filter((f) => f.kind !== 'customer.created')
  expect(facts.map((f) => `${f.kind} ${String(f.payload.event ?? f.payload.name)}`).sort()).toEqual([
    'page.viewed 商品 1',
    'page.viewed 商品 2',
    'screen.viewed 我的',
    'tracked 注册',
  ])
  expect(facts.find((f) => f.payload.name === '商品 1')?.occurredAt).toBe('2026-06-11T01:00:00.000Z')
  expect((await world.ask(listSources)).sources.find((s) => s.id === sourceId)?.waiting).toBe(0)
})

test('an identification without a number names its visitor by e-mail; without either it waits', async () => {
  await batch([
    { type: 'track', messageId: 'e1', anonymousId: 'anon-2', event: '浏览' },
    { type: 'identify', messageId: 'e2', anonymousId: 'anon-2', traits: { email: 'li@shop.example' } },
    { type: 'identify', messageId: 'e3', anonymousId: 'anon-3', traits: { plan: 'x' } },
  ])
  const { rows } = await sql<{
    kind: string
  }>`select e.kind from events e where e.customer_id = (select customer_id from identities where key = 'email:li@shop.example') order by kind`.execute(
    world.db,
  )
  expect(rows.map((r) => r.kind)).toEqual(['customer.created', 'identified', 'tracked'])
})

test('a fact kept as a visitor’s in the moment of naming is joined by the sweep', async () => {
  await batch([{ type: 'track', messageId: 's1', userId: 'U-7', anonymousId: 'anon-4', event: '登录' }])
  await sql`insert into anonymous_events (source_id, anonymous_id, message_id, fact, received_at)
    values (${sourceId}, 'anon-4', 's0', '{"kind":"tracked","occurredAt":"2026-06-10T00:00:00Z","payload":{"event":"浏览","properties":{}}}', ${world.now()})`.execute(
    world.db,
  )
  await sweepVisitors(world.services)
  await sweepVisitors(world.services)
  expect((await eventsOf('U-7')).sort()).toEqual(['浏览', '登录'])
})

test('an alias merges two customers whom nothing contradicts; what they did then and do now is one customer’s', async () => {
  await batch([{ type: 'identify', messageId: 'm0', anonymousId: 'anon-9', traits: { email: 'one@shop.example', city: '成都' } }])
  await batch([{ type: 'track', messageId: 'm1', userId: 'U-20', event: '注册' }])
  await batch([
    { type: 'track', messageId: 'm2', anonymousId: 'anon-9', event: '浏览' },
    { type: 'alias', messageId: 'm3', previousId: 'anon-9', userId: 'U-20' },
    { type: 'track', messageId: 'm4', userId: 'U-20', event: '回来' },
  ])
  expect(await customerByCode('U-20')).toMatchObject({ email: 'one@shop.example' })
  expect((await eventsOf('U-20')).sort()).toEqual(['回来', '注册', '浏览'])
  const { rows } = await sql`select 1 from customers where email = 'one@shop.example'`.execute(world.db)
  expect(rows).toHaveLength(1)
})

test('an alias gives a known customer a further number and joins a visitor; two customers with numbers of their own it does not merge', async () => {
  await batch([
    { type: 'track', messageId: 'a0', anonymousId: 'anon-5', event: '浏览' },
    { type: 'alias', messageId: 'a1', previousId: 'anon-5', userId: 'U-8' },
  ])
  expect(await eventsOf('U-8')).toEqual(['浏览'])
  await batch([
    { type: 'alias', messageId: 'a2', previousId: 'U-8', userId: 'U-8b' },
    { type: 'track', messageId: 'a3', userId: 'u-8B', event: '回来' },
  ])
  expect((await eventsOf('U-8')).sort()).toEqual(['回来', '浏览'])
  await batch([{ type: 'alias', messageId: 'a4', previousId: 'U-1', userId: 'U-8' }])
  const [note] = await notes()
  expect(note).toMatchObject({ refused: true, code: 'source.two-people', words: { en: expect.stringContaining('Customer number') } })
  expect(note?.compare).toHaveLength(2)
})

test('of a batch the good messages are kept and each bad one is told with its reason', async () => {
  const bad: unknown[] = [
    null,
    'x',
    { type: 'nonsense', userId: 'U-9' },
    { type: 'track', event: 'e' },
    { type: 'track', userId: 'U-9' },
    { type: 'track', userId: 'U-9', event: 'e', properties: [1] },
    { type: 'track', userId: 'U-9', event: 'e', timestamp: '2026-02-30T00:00:00Z' },
    { type: 'track', userId: 'U-9', event: 'e', timestamp: '0001-01-01T00:00:00Z' },
    { type: 'track', userId: 'U-9', event: 'e', timestamp: '2031-01-01T00:00:00Z' },
    { type: 'track', userId: 'U-9', event: 'e', properties: { text: 'x'.repeat(33_000) } },
    { type: 'track', userId: 'U-9', event: 'a\u0000b' },
    { type: 'track', userId: 'U-9', event: 'e', properties: { half: '\ud83d' } },
    { type: 'toString', userId: 'U-9' },
  ]
  const answer = await batch([
    ...bad,
    { type: 'track', userId: 'U-9', event: '好的', messageId: 'ok', properties: { literally: '\\u0000' } },
  ])
  expect(answer.statusCode).toBe(200)
  expect(answer.json().refused).toHaveLength(bad.length)
  expect(await eventsOf('U-9')).toEqual(['好的'])
  const told = (await notes()).slice(0, bad.length)
  expect(new Set(told.map((n) => n.code))).toEqual(
    new Set([
      'source.not-a-message',
      'source.not-an-object',
      'source.nobody',
      'source.nameless-event',
      'source.wrong-form',
      'source.wrong-time',
      'source.message-too-large',
      'source.unsound-text',
    ]),
  )
  expect(told.every((n) => n.refused && n.words.zh.length > 5)).toBe(true)
})

test('a body that is no batch, a wrong key and a disabled source are refused as Segment’s clients expect', async () => {
  expect((await post('batch', { nothing: 1 })).statusCode).toBe(400)
  const many = await post('batch', { batch: Array.from({ length: 2_501 }, () => ({})) })
  expect([many.statusCode, many.json().words.en]).toEqual([
    413,
    expect.stringContaining('At most 2500 messages are taken at a time; these are 2501'),
  ])
  const list = await post('identify', [{ userId: 'U-9' }])
  expect([list.statusCode, list.json().words.zh]).toEqual([400, expect.stringContaining('应为 JSON 对象')])
  const app = await world.http()
  const broken = await app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { authorization: basic(key), 'content-type': 'application/json' },
    payload: '{"batch": [',
  })
  expect(broken.statusCode).toBe(400)
  expect((await post('batch', { batch: [] }, 'wk_wrong')).statusCode).toBe(401)
  expect((await app.inject({ method: 'POST', url: '/v1/batch', payload: { batch: [] } })).statusCode).toBe(401)
  expect((await post('track', { userId: 'U-9' })).statusCode).toBe(400)
  // Clients send again for ever what is answered as too often.
  expect((await post('track', { userId: 'U-9', event: 'x', properties: { a: 'y'.repeat(33_000) } })).statusCode).toBe(413)
  const huge = await app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { authorization: basic(key), 'content-type': 'application/json' },
    payload: JSON.stringify({ batch: [{ x: 'y'.repeat(600_000) }] }),
  })
  expect(huge.statusCode).toBe(413)
  const made = await world.act(createSource, { name: '旧站' })
  expect((await post('track', { userId: 'U-9', event: 'x' }, made.writeKey)).statusCode).toBe(200)
  await world.act(disableSource, { id: made.id })
  await new Promise((done) => setTimeout(done, 1_050))
  expect((await post('track', { userId: 'U-9', event: 'x' }, made.writeKey)).statusCode).toBe(401)
})

test('compressed bodies are read, and a bomb among them is refused', async () => {
  const app = await world.http()
  const sendPacked = (payload: Buffer) =>
    app.inject({
      method: 'POST',
      url: '/v1/batch',
      headers: { authorization: basic(key), 'content-type': 'application/json', 'content-encoding': 'gzip' },
      payload,
    })
  const send = (body: string) => sendPacked(gzipSync(body))
  expect((await send(JSON.stringify({ batch: [{ type: 'track', userId: 'U-10', event: '压缩', messageId: 'z1' }] }))).statusCode).toBe(200)
  expect(await eventsOf('U-10')).toEqual(['压缩'])
  expect((await send(JSON.stringify({ batch: [{ x: 'y'.repeat(5_000_000) }] }))).statusCode).toBe(413)
  const broken = await sendPacked(Buffer.from('nonsense'))
  expect([broken.statusCode, broken.json().words.zh]).toEqual([400, expect.stringContaining('不是完整的 gzip')])
})

test('a sender’s wrong clock is set right; an exact time of the past is left alone', async () => {
  const at = async (messageId: string, timestamp: string, sentAt?: string) => {
    await batch([{ type: 'track', userId: 'U-11', event: messageId, messageId, timestamp }], sentAt ? { sentAt } : {})
    return (await factsOf('U-11')).find((f) => f.payload.event === messageId)?.occurredAt
  }
  expect(await at('slow', '2026-06-15T01:00:00Z', '2026-06-15T02:00:00Z')).toBe('2026-06-15T03:00:00.000Z')
  expect(await at('ahead', '2026-06-16T03:59:00+00:00', '2026-06-16T04:00:00Z')).toBe('2026-06-15T03:59:00.000Z')
  expect(await at('exact', '2024-01-01T00:00:00+08:00', '2026-06-15T04:00:01Z')).toBe('2023-12-31T16:00:00.000Z')
  expect(await at('a little ahead', '2026-06-15T04:30:00Z')).toBe('2026-06-15T04:00:00.000Z')
})

test('a completed order becomes a purchase once, a visitor’s too when it is named; a refund comes off; a wrong one is noted', async () => {
  const order = {
    type: 'track',
    anonymousId: 'anon-6',
    event: 'Order Completed',
    messageId: 'o1',
    timestamp: '2026-06-14T08:00:00Z',
    properties: { order_id: 'A-1', total: 128.5, currency: 'CNY', products: [{ sku: 'LJ-1', name: '龙井', price: 64.25, quantity: 2 }] },
  }
  await batch([order])
  await batch([{ type: 'identify', messageId: 'o2', anonymousId: 'anon-6', userId: 'U-12', traits: {} }])
  await batch([order])
  const { id } = await customerByCode('U-12')
  const bought = async () => (await world.ask(listPurchases, { id })).purchases.map((p) => [p.kind, p.number, p.amount])
  expect(await bought()).toEqual([['purchase', 'A-1', 12_850]])
  await batch([{ type: 'track', userId: 'U-12', event: 'Order Refunded', messageId: 'o3', properties: { order_id: 'A-1' } }])
  expect(await bought()).toEqual([
    ['refund', 'A-1', 12_850],
    ['purchase', 'A-1', 12_850],
  ])
  await batch([
    {
      type: 'track',
      userId: 'U-12',
      event: 'Order Completed',
      messageId: 'o4',
      properties: { order_id: 'A-2', total: 10, currency: 'USD' },
    },
    { type: 'track', userId: 'U-12', event: 'Order Completed', messageId: 'o5', properties: { total: 10 } },
    { type: 'track', userId: 'U-12', event: 'Order Completed', messageId: 'o6', properties: { order_id: 'A-3', revenue: '¥10.00' } },
  ])
  expect(await bought()).toContainEqual(['purchase', 'A-3', 1_000])
  expect(await bought()).toHaveLength(3)
  expect((await notes()).slice(0, 2).map((n) => n.code)).toEqual(['source.wrong-order', 'source.wrong-order'])
})

test('batches of the same new people that race leave each person once', async () => {
  const messages = Array.from({ length: 40 }, (_, n) => [
    { type: 'identify', userId: `R-${n % 10}`, messageId: `ri${n}`, traits: { email: `r${n % 10}@shop.example` } },
    { type: 'track', userId: `R-${n % 10}`, event: `e${n}`, messageId: `rt${n}` },
  ]).flat()
  const other = await world.act(createSource, { name: '门店' })
  const answers = await Promise.all([
    batch(messages),
    post('batch', { batch: messages }, other.writeKey),
    batch(messages.toReversed()),
    post('batch', { batch: messages }, other.writeKey),
  ])
  expect(answers.map((a) => a.statusCode)).toEqual([200, 200, 200, 200])
  const { rows } = await sql<{
    people: number
    facts: number
  }>`select count(distinct c.id) as people, count(*) as facts from customers c join events e on e.customer_id = c.id where c.code like 'R-%' and e.kind = 'tracked'`.execute(
    world.db,
  )
  expect(rows[0]).toEqual({ people: 10, facts: 80 })
})

test('received, refused and the days are counted', async () => {
  const { sources } = await world.ask(listSources)
  const source = sources.find((s) => s.id === sourceId)
  expect(source?.refused).toBe((await notes()).filter((n) => n.refused).length)
  expect(source?.received).toBeGreaterThan(40)
  expect(source?.days).toEqual([{ day: '2026-06-15', received: source?.received, refused: source?.refused, found: expect.any(Number) }])
  expect(source?.lastSeenAt).toBe('2026-06-15T04:00:00.000Z')
})

test('Segment’s own client delivers, and its retry after a failure is harmless', async () => {
  const app = await world.http()
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  let failures = 0
  // The answer is lost on its way once, after the messages were kept.
  const analytics = new Analytics({
    writeKey: key,
    host: address,
    flushAt: 20,
    httpClient: async (url, options) => {
      const answer = await fetch(url, options)
      if (failures++ === 0) return new Response('', { status: 500 })
      return answer
    },
  })
  const troubles: unknown[] = []
  analytics.on('error', (error) => troubles.push(error))
  analytics.identify({ userId: 'seg-1', traits: { name: '孙尚香', email: 'sun@shop.example', createdAt: new Date() } })
  for (let n = 0; n < 45; n++) analytics.track({ userId: 'seg-1', event: `第 ${n} 步`, properties: { n } })
  analytics.page({ anonymousId: 'seg-anon', name: '首页' })
  analytics.alias({ previousId: 'seg-anon', userId: 'seg-1' })
  await analytics.closeAndFlush()
  expect(troubles).toEqual([])
  expect(failures).toBe(4)
  expect(await customerByCode('seg-1')).toMatchObject({ name: '孙尚香', email: 'sun@shop.example' })
  expect(new Set(await eventsOf('seg-1')).size).toBe(45)
  expect(world.problems).toEqual([])
})
