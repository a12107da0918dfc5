import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { listContacts } from '../../contacts/actions.ts'
import { readTimeline } from '../../customers/actions.ts'
import { everyone } from '../../../platform/event-log/news.ts'
import { mergeCustomers, unmergeCustomers } from '../../identity/actions.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { createSource, listLatest, listSourceNotes, pauseSource, readSource, resumeSource, rotateKey, saveOrigins } from '../actions.ts'
import { fillTouchesTick } from './fill-touches.ts'
import { touchRefresher } from './refresh-touches.ts'

let world: World
let key: string
let sourceId: string
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  ;({ writeKey: key, id: sourceId } = await world.act(createSource, { name: '官网' }))
})
afterAll(() => world.end())

const basic = (writeKey: string) => `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
const post = async (path: string, body: unknown, headers: Record<string, string> = { authorization: basic(key) }) =>
  (await world.http()).inject({
    method: 'POST',
    url: `/v1/${path}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  })
const batch = (messages: readonly unknown[]) => post('batch', { batch: messages })
const idOf = async (identity: string) => {
  const { rows } = await sql<{ id: string }>`select customer_id as id from identities where key = ${identity}`.execute(world.db)
  return rows[0]?.id ?? ''
}
const recordOf = async (identity: string) => {
  const { rows } = await sql<Record<string, unknown>>`select * from customers where id = ${await idOf(identity)}`.execute(world.db)
  return rows[0]
}
const factsOf = async (code: string) => (await world.ask(readTimeline, { id: await idOf(`code:${code}`) })).facts
const countOf = async (rule: object) => {
  const app = await world.http()
  const answer = await app.inject({
    url: `/api/customers/count?rule=${encodeURIComponent(JSON.stringify(rule))}`,
    headers: { 'x-test-role': 'owner' },
  })
  return answer.json().count
}

test('a page view is a fact with its address, title and campaign, and rules can ask for it', async () => {
  const context = {
    ip: '203.0.113.7',
    userAgent: 'Mozilla/5.0',
    locale: 'zh-CN',
    library: { name: 'analytics.js' },
    page: {
      url: 'https://tea.example/gift?utm_source=weibo&utm_campaign=spring',
      path: '/gift',
      title: '礼盒',
      referrer: 'https://weibo.com',
    },
  }
  await batch([
    { type: 'page', userId: 'P-1', messageId: 'p1', name: '礼盒页', properties: { color: 'green' }, context },
    { type: 'page', userId: 'P-1', messageId: 'p2', properties: { url: 'https://tea.example/about', title: '关于我们' } },
    { type: 'screen', userId: 'P-1', messageId: 'p3', name: '我的', context: { campaign: { name: 'autumn', source: 'wechat' } } },
    { type: 'track', userId: 'P-1', messageId: 'p4', event: '领券', context: { campaign: { medium: 'cpc' } } },
  ])
  const facts = await factsOf('p-1')
  expect(facts.find((f) => f.payload.name === '礼盒页')).toMatchObject({
    kind: 'page.viewed',
    payload: {
      url: context.page.url,
      path: '/gift',
      title: '礼盒',
      referrer: 'https://weibo.com',
      utmSource: 'weibo',
      utmCampaign: 'spring',
      properties: { color: 'green' },
      context: { ip: '203.0.113.7', userAgent: 'Mozilla/5.0', locale: 'zh-CN' },
    },
  })
  expect(facts.find((f) => f.payload.path === '/about')?.payload).toEqual({
    name: '关于我们',
    url: 'https://tea.example/about',
    path: '/about',
    title: '关于我们',
    properties: {},
  })
  const did = (kind: string, field: string, value: string) => countOf({ did: kind, where: { field, op: 'is', value } })
  expect(await did('page.viewed', 'utmSource', 'weibo')).toBe(1)
  expect(await did('page.viewed', 'path', '/nowhere')).toBe(0)
  expect(await did('screen.viewed', 'utmCampaign', 'autumn')).toBe(1)
  expect(await did('tracked', 'utmMedium', 'cpc')).toBe(1)
})

test('a group is a company; whoever is told to belong to it belongs to it, a visitor once it is named', async () => {
  const traits = { name: '北京纷扬科技有限公司', phone: '010-62345678', address: { city: '北京' }, plan: 'pro' }
  await batch([
    { type: 'group', messageId: 'g1', anonymousId: 'g-anon', groupId: 7, traits },
    { type: 'group', messageId: 'g2', userId: 'G-1', groupId: 7 },
    { type: 'track', messageId: 'g3', userId: '7', event: '看茶' },
  ])
  const company = await recordOf(`group:${sourceId}:7`)
  expect(company).toMatchObject({ kind: 'company', name: '北京纷扬科技有限公司', city: expect.stringContaining('北京'), code: null })
  expect(await idOf('code:7')).not.toBe(company?.id)
  const members = async () =>
    (
      await sql<{ code: string | null }>`select c.code from source_groups g join customers c on c.id = g.customer_id
      where group_key = ${`group:${sourceId}:7`} order by c.code`.execute(world.db)
    ).rows.map((row) => row.code)
  expect(await members()).toEqual(['G-1'])
  await batch([{ type: 'identify', messageId: 'g4', anonymousId: 'g-anon', userId: 'G-2', traits: { name: '王芳' } }])
  expect(await members()).toEqual(['G-1', 'G-2'])
  const contacts = async () => (await world.ask(listContacts, { id: String(company?.id) })).contacts
  expect((await contacts()).map((one) => one.name)).toEqual(['王芳'])
  await batch([{ type: 'identify', messageId: 'g6', userId: 'G-1', traits: { name: '李雷' } }])
  await batch([{ type: 'group', messageId: 'g7', userId: 'G-1', groupId: 7 }])
  expect((await contacts()).map((one) => [one.name, one.personId])).toContainEqual(['李雷', await idOf('code:g-1')])
  expect(await contacts()).toHaveLength(2)
  expect((await factsOf('g-2')).map((f) => f.kind)).toContain('group.joined')
  expect(await countOf({ did: 'group.joined', where: { field: 'groupId', op: 'is', value: '7' } })).toBe(2)
  await batch([{ type: 'group', messageId: 'g5', userId: 'G-1', groupId: 7, traits: { name: '纷享销客' } }])
  expect((await recordOf(`group:${sourceId}:7`))?.['name']).toBe('纷享销客')
  await batch([{ type: 'group', messageId: 'g1', anonymousId: 'g-anon', groupId: 7, traits }])
  expect((await recordOf(`group:${sourceId}:7`))?.['name']).toBe('纷享销客')
})

test('a group without an id, and an alias without both, say what they lack', async () => {
  const answer = await batch([
    { type: 'group', userId: 'G-3' },
    { type: 'alias', userId: 'G-3' },
    { type: 'alias', anonymousId: 'x', previousId: 'y' },
  ])
  expect(answer.json().refused.map((one: { code: string }) => one.code)).toEqual([
    'source.no-group',
    'source.half-alias',
    'source.half-alias',
  ])
})

test('the company among somebody’s traits is a company too', async () => {
  await batch([{ type: 'identify', messageId: 'c1', userId: 'C-1', traits: { name: '李雷', company: { id: 'acme', name: '纷扬' } } }])
  expect(await recordOf(`group:${sourceId}:acme`)).toMatchObject({ kind: 'company', name: '纷扬' })
  expect((await factsOf('c-1')).map((f) => f.kind)).toContain('group.joined')
})

test('an alias of somebody whom the same batch makes known joins the two', async () => {
  await batch([
    { type: 'track', messageId: 'a2', userId: 'A-2', event: '回来' },
    { type: 'alias', messageId: 'a3', previousId: 'A-1', userId: 'A-2' },
    { type: 'track', messageId: 'a1', userId: 'A-1', event: '看茶' },
  ])
  expect(await idOf('code:a-1')).toBe(await idOf('code:a-2'))
  expect((await factsOf('a-1')).filter((f) => f.kind === 'tracked')).toHaveLength(2)
})

test('details that come late in a batch find the known customer all the same', async () => {
  const known = await world.customer({ name: '赵云', phone: '+8613800003333' })
  await batch([
    { type: 'track', messageId: 'l1', userId: 'L-1', event: '看茶' },
    { type: 'identify', messageId: 'l2', userId: 'L-1', traits: { phone: '13800003333' } },
  ])
  expect(await idOf('code:l-1')).toBe(known)
})

test('a page of another site asks first, sends plain text with the key in the body, and is answered', async () => {
  const app = await world.http()
  const origin = 'https://tea.example'
  const asked = await app.inject({
    method: 'OPTIONS',
    url: '/v1/t',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
  })
  expect(asked.statusCode).toBe(204)
  expect(asked.headers).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-headers': 'authorization,content-type',
  })
  const sent = await post(
    't',
    { userId: 'B-1', event: '看茶', messageId: 'b1', writeKey: key },
    { origin, 'content-type': 'text/plain;charset=UTF-8' },
  )
  expect(sent.statusCode).toBe(200)
  expect(sent.json()).toEqual({ success: true })
  expect(sent.headers['access-control-allow-origin']).toBe(origin)
  expect((await post('t', { userId: 'B-1', event: 'x', writeKey: 'wk_wrong' }, { origin })).statusCode).toBe(401)
  expect((await post('t', { userId: 'B-1', event: 'x' }, { origin })).statusCode).toBe(401)
  const many = await post('b', { batch: [{ type: 'page', userId: 'B-1', name: '首页', messageId: 'b2' }], writeKey: key }, { origin })
  expect(many.statusCode).toBe(200)
  expect((await factsOf('b-1')).map((f) => f.kind).sort()).toEqual(['customer.created', 'page.viewed', 'tracked'])
})

test('a page that can load nothing but pictures tells by one', async () => {
  const app = await world.http()
  const data = Buffer.from(JSON.stringify({ writeKey: key, userId: 'X-1', event: '读信', messageId: 'x1' })).toString('base64')
  const answer = await app.inject({ url: `/v1/pixel/track?data=${encodeURIComponent(data)}` })
  expect(answer.headers['content-type']).toBe('image/gif')
  expect(answer.headers['cross-origin-resource-policy']).toBe('cross-origin')
  expect((await factsOf('x-1')).map((f) => f.payload.event)).toContain('读信')
  expect((await app.inject({ url: '/v1/pixel/track?data=nonsense' })).statusCode).toBe(400)
  expect((await app.inject({ url: '/v1/pixel/track' })).statusCode).toBe(401)
})

test('what is imported counts at its own time and wakes nobody, however new it is', async () => {
  await post('import', { batch: [{ type: 'track', userId: 'I-1', event: '昨天', messageId: 'i1', timestamp: '2026-06-14T04:00:00Z' }] })
  const { rows } = await sql<{ quiet: boolean; at: Date }>`select quiet, occurred_at as at from events
    where kind = 'tracked' and payload ->> 'event' = '昨天'`.execute(world.db)
  expect(rows).toEqual([{ quiet: true, at: new Date('2026-06-14T04:00:00Z') }])
})

test('no message of these was refused by surprise', async () => {
  const { notes } = await world.ask(listSourceNotes, { id: sourceId })
  expect(new Set(notes.map((note) => note.code))).toEqual(new Set(['source.no-group', 'source.half-alias']))
  expect(world.problems).toEqual([])
})

test('a key that is changed stays valid for its respite, at once none where none is given', async () => {
  const made = await world.act(createSource, { name: '换钥匙' })
  const status = async (writeKey: string) =>
    (await post('track', { userId: 'K-1', event: 'x' }, { authorization: basic(writeKey) })).statusCode
  const first = await world.act(rotateKey, { id: made.id, respiteHours: 1 })
  expect([await status(made.writeKey), await status(first.key)]).toEqual([200, 200])
  expect(await world.ask(readSource, { id: made.id })).toMatchObject({
    keyHint: first.key.slice(-4),
    oldKeys: [{ hint: made.writeKey.slice(-4), endsAt: '2026-06-15T05:00:00.000Z' }],
  })
  world.setTime('2026-06-15T05:00:01Z')
  await new Promise((done) => setTimeout(done, 1_050))
  expect([await status(made.writeKey), await status(first.key)]).toEqual([401, 200])
  const second = await world.act(rotateKey, { id: made.id, respiteHours: 0 })
  await new Promise((done) => setTimeout(done, 1_050))
  expect([await status(first.key), await status(second.key)]).toEqual([401, 200])
  await expect(world.act(rotateKey, { id: made.id }, { role: 'manager' })).rejects.toMatchObject({ code: 'access.denied' })
  world.setTime('2026-06-15T04:00:00Z')
})

test('a paused source asks senders to come back, and takes again what it is sent when it is resumed', async () => {
  const made = await world.act(createSource, { name: '暂停' })
  const send = () => post('track', { userId: 'K-2', event: 'x', messageId: 'once' }, { authorization: basic(made.writeKey) })
  await world.act(pauseSource, { id: made.id })
  const answer = await send()
  expect([answer.statusCode, answer.headers['retry-after'], answer.json().code]).toEqual([503, '60', 'source.paused'])
  await world.act(resumeSource, { id: made.id })
  await new Promise((done) => setTimeout(done, 1_050))
  expect((await send()).statusCode).toBe(200)
})

test('where sites are named, pages of others are refused; servers send no origin and are let in', async () => {
  const made = await world.act(createSource, { name: '站点' })
  await world.act(saveOrigins, { id: made.id, origins: ['https://tea.example'] })
  const send = async (headers: Record<string, string>) =>
    (await post('t', { userId: 'K-3', event: 'x', writeKey: made.writeKey }, headers)).statusCode
  expect(await send({ origin: 'https://tea.example' })).toBe(200)
  expect(await send({ origin: 'https://other.example' })).toBe(403)
  expect(await send({})).toBe(200)
  await expect(world.act(saveOrigins, { id: made.id, origins: ['tea.example/shop'] })).rejects.toMatchObject({ code: 'input.invalid' })
})

test('the page of a source knows its kinds, its visitors, who was found, and the newest messages with whose they are', async () => {
  const made = await world.act(createSource, { name: '小程序' })
  const send = (messages: readonly object[]) => post('batch', { batch: messages }, { authorization: basic(made.writeKey) })
  await send([
    { type: 'track', anonymousId: 'sv-1', event: 'a', messageId: '1' },
    { type: 'page', anonymousId: 'sv-1', name: 'b', messageId: '2' },
    { type: 'track', anonymousId: 'sv-2', event: 'c', messageId: '3' },
    { type: 'track', userId: 'K-4' },
  ])
  await send([{ type: 'identify', userId: 'K-4', anonymousId: 'sv-1', traits: { name: '黄忠' }, messageId: '4' }])
  expect(await world.ask(readSource, { id: made.id })).toMatchObject({
    received: 4,
    refused: 1,
    visitors: { waiting: 1, joined: 1, joinedFacts: 2 },
    days: [{ day: '2026-06-15', received: 4, refused: 1, found: 1 }],
    kinds: [
      { day: '2026-06-15', kind: 'identify', count: 1 },
      { day: '2026-06-15', kind: 'page', count: 1 },
      { day: '2026-06-15', kind: 'track', count: 2 },
    ],
  })
  const { messages } = await world.ask(listLatest, { id: made.id })
  expect(messages.map((m) => [m.kind, m.who?.name ?? null])).toEqual([
    ['identify', '黄忠'],
    ['track', null],
    ['page', '黄忠'],
    ['track', '黄忠'],
  ])
  await expect(world.ask(readSource, { id: world.services.newId() })).rejects.toMatchObject({ code: 'record.missing' })
})

test('the first marked visit, and the last one before they bought, are fields that rules can ask; a merge and its undoing follow', async () => {
  const visit = (userId: string, at: string, source: string, campaign: string) => ({
    type: 'page',
    userId,
    messageId: `${userId}${at}`,
    timestamp: at,
    properties: { url: `https://tea.example/?utm_source=${source}&utm_medium=cpc&utm_campaign=${campaign}` },
  })
  await batch([
    visit('T-1', '2026-06-13T02:00:00Z', 'weibo', 'spring'),
    visit('T-1', '2026-06-14T02:00:00Z', 'douyin', 'live'),
    visit('T-1', '2026-06-15T02:00:00Z', 'baidu', 'search'),
    visit('T-2', '2026-06-12T02:00:00Z', 'wechat', 'moments'),
    { type: 'page', userId: 'T-3', messageId: 't3', properties: { url: 'https://tea.example/plain' } },
  ])
  await world.act(recordPurchase, { customer: { code: 'T-1' }, number: 'T-1', amount: 9_900, occurredAt: '2026-06-14T10:00:00Z' })
  await world.settle()
  const touches = async () =>
    (
      await sql<{
        code: string
        said: string
      }>`select c.code, concat_ws(' ', t.first_touch_source, t.first_touch_campaign, t.last_touch_source, t.last_touch_campaign) as said
        from campaign_touches t join customers c on c.id = t.customer_id where c.code like 't-%' or c.code like 'T-%' order by 1`.execute(
        world.db,
      )
    ).rows.map(({ code, said }) => `${code.toUpperCase()} ${said}`)
  const apart = ['T-1 weibo spring douyin live', 'T-2 wechat moments wechat moments']
  expect(await touches()).toEqual(apart)
  expect(await countOf({ field: 'firstTouchCampaign', op: 'is', value: 'moments' })).toBe(1)
  expect(await countOf({ field: 'lastTouchCampaign', op: 'is', value: 'search' })).toBe(0)
  const { mergeId } = await world.act(mergeCustomers, {
    ids: [await idOf('code:t-1'), await idOf('code:t-2')],
    into: await idOf('code:t-1'),
  })
  await world.settle()
  expect(await touches()).toEqual(['T-1 wechat moments douyin live'])
  await world.act(unmergeCustomers, { id: mergeId })
  await world.settle()
  expect(await touches()).toEqual(apart)
  await world.system((ctx) => touchRefresher.refresh(ctx, everyone))
  expect(await touches()).toEqual(apart)
  await sql`delete from campaign_touches`.execute(world.db)
  await sql`delete from settings where name = 'campaign-touches-filled'`.execute(world.db)
  while (await fillTouchesTick.run({ ...world.services })) continue
  expect(await touches()).toEqual(apart)
})
