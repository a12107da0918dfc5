// The real clients of the spec, over real HTTP, against the real server.
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { createServer, type Server } from 'node:http'
import { Analytics as Customerio } from '@customerio/cdp-analytics-node'
import Rudder from '@rudderstack/rudder-sdk-node'
import { Analytics as Segment } from '@segment/analytics-node'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline } from '../../customers/actions.ts'
import { createSource, listSourceNotes } from '../actions.ts'

let world: World
let address: string
beforeAll(async () => {
  world = await makeWorld()
  // These clients stamp what they send with the machine's own time.
  world.setTime(new Date())
  address = await (await world.http()).listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => world.end())

type Seen = { readonly encoding: string | undefined; readonly type: string | undefined; readonly path: string; readonly batch: number }

/** Stands before the server. It hands on what comes, and says of the first answers that something went wrong. */
async function faultyRoad(losses: number): Promise<{ url: string; seen: Seen[]; end: () => void }> {
  const seen: Seen[] = []
  let lost = 0
  const road: Server = createServer(async (request, reply) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(Buffer.from(part))
    const body = Buffer.concat(parts)
    const { 'content-encoding': encoding, 'content-type': type, authorization = '' } = request.headers
    const text = encoding === 'gzip' ? gunzipSync(body).toString() : body.toString()
    seen.push({ encoding, type, path: request.url ?? '', batch: JSON.parse(text).batch.length })
    const headers = { authorization, ...(type ? { 'content-type': type } : {}), ...(encoding ? { 'content-encoding': encoding } : {}) }
    const answer = await fetch(`${address}${request.url}`, { method: 'POST', headers, body })
    // The messages are kept, and the sender does not hear of it.
    const status = lost++ < losses ? 500 : answer.status
    reply.writeHead(status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  await new Promise<void>((done) => road.listen(0, '127.0.0.1', done))
  const place = road.address()
  return {
    url: `http://127.0.0.1:${typeof place === 'object' && place ? place.port : 0}`,
    seen,
    end: () => void (road.closeAllConnections(), road.close()),
  }
}

const customerOf = async (key: string) => {
  const { rows } = await sql<{ id: string; name: string; kind: string }>`select c.id, c.name, c.kind from customers c
    where c.id = (select customer_id from identities where key = ${key})`.execute(world.db)
  return rows[0]
}
const linesOf = async (id: string | undefined) =>
  (await world.ask(readTimeline, { id: id ?? '', limit: 200 })).facts.map(({ kind, payload }) =>
    [kind, payload.event, payload.name, payload.group].filter((part) => typeof part === 'string').join(' '),
  )

/** What every client is made to say; each in its own form of calls. */
const expected = (name: string) =>
  [
    'customer.created',
    'customer.updated',
    'group.joined 山前茶事',
    'identified',
    'page.viewed 首页',
    'page.viewed 茶单',
    'screen.viewed 我的',
    ...Array.from({ length: 25 }, (_, n) => `tracked ${name} ${n}`),
  ].sort()

async function expectAll(name: string, sourceId: string, seen: readonly Seen[]) {
  const person = await customerOf(`code:${name}-1`)
  expect(person?.name).toBe('孙尚香')
  const lines = await linesOf(person?.id)
  expect(lines.filter((line) => line !== 'customer.updated').sort()).toEqual(expected(name).filter((line) => line !== 'customer.updated'))
  const company = await customerOf(`group:${sourceId}:${name}-co`)
  expect(company).toMatchObject({ kind: 'company', name: '山前茶事' })
  expect(await customerOf(`code:${name}-2`)).toMatchObject({ id: person?.id })
  expect((await world.ask(listSourceNotes, { id: sourceId })).notes).toEqual([])
  expect(seen.every((one) => one.path === '/v1/batch')).toBe(true)
  expect(Math.max(...seen.map((one) => one.batch))).toBeGreaterThan(5)
  expect(world.problems).toEqual([])
}

test('Segment’s client: every kind of call, in batches, kept once though the first answer is lost', async () => {
  const { id, writeKey } = await world.act(createSource, { name: 'Segment' })
  const road = await faultyRoad(1)
  const analytics = new Segment({ writeKey, host: road.url, flushAt: 10, maxRetries: 3 })
  analytics.page({ anonymousId: 'segment-v', name: '首页', properties: { url: 'https://tea.example/?utm_source=weibo' } })
  analytics.identify({
    userId: 'segment-1',
    anonymousId: 'segment-v',
    traits: { firstName: '尚香', lastName: '孙', createdAt: new Date() },
  })
  for (let n = 0; n < 25; n++) analytics.track({ userId: 'segment-1', event: `segment ${n}`, properties: { n } })
  analytics.page({ userId: 'segment-1', category: '商品', name: '茶单' })
  analytics.screen({ userId: 'segment-1', name: '我的' })
  analytics.group({ userId: 'segment-1', groupId: 'segment-co', traits: { name: '山前茶事', industry: '茶' } })
  analytics.alias({ previousId: 'segment-1', userId: 'segment-2' })
  await analytics.closeAndFlush()
  road.end()
  await expectAll('segment', id, road.seen)
})

test('RudderStack’s client: every kind of call, compressed, kept once though the first answer is lost', { timeout: 30_000 }, async () => {
  const { id, writeKey } = await world.act(createSource, { name: 'RudderStack' })
  const road = await faultyRoad(1)
  const rudder = new Rudder(writeKey, { dataPlaneUrl: road.url, flushAt: 50, flushInterval: 60_000, retryCount: 3, logLevel: 'error' })
  rudder.page({ anonymousId: 'rudder-v', name: '首页' })
  rudder.identify({ userId: 'rudder-1', anonymousId: 'rudder-v', traits: { firstName: '尚香', lastName: '孙' } })
  for (let n = 0; n < 25; n++) rudder.track({ userId: 'rudder-1', event: `rudder ${n}`, properties: { n }, context: { ip: '203.0.113.7' } })
  rudder.page({ userId: 'rudder-1', category: '商品', name: '茶单' })
  rudder.screen({ userId: 'rudder-1', name: '我的' })
  rudder.group({ userId: 'rudder-1', groupId: 'rudder-co', traits: { name: '山前茶事' } })
  rudder.alias({ previousId: 'rudder-1', userId: 'rudder-2' })
  await rudder.flush()
  await pause(50)
  road.end()
  expect(road.seen[0]).toMatchObject({ encoding: 'gzip' })
  expect(road.seen.length).toBeGreaterThan(1)
  await expectAll('rudder', id, road.seen)
})

test('Customer.io’s client: every kind of call, in batches, kept once though the first answer is lost', async () => {
  const { id, writeKey } = await world.act(createSource, { name: 'Customer.io' })
  const road = await faultyRoad(1)
  const analytics = new Customerio({ writeKey, host: road.url, maxEventsInBatch: 10, maxRetries: 3 })
  analytics.page({ anonymousId: 'cio-v', name: '首页' })
  analytics.identify({ userId: 'cio-1', anonymousId: 'cio-v', traits: { firstName: '尚香', lastName: '孙' } })
  for (let n = 0; n < 25; n++) analytics.track({ userId: 'cio-1', event: `cio ${n}`, properties: { n } })
  analytics.page({ userId: 'cio-1', category: '商品', name: '茶单' })
  analytics.screen({ userId: 'cio-1', name: '我的' })
  analytics.group({ userId: 'cio-1', groupId: 'cio-co', traits: { name: '山前茶事' } })
  analytics.alias({ previousId: 'cio-1', userId: 'cio-2' })
  await analytics.closeAndFlush()
  road.end()
  await expectAll('cio', id, road.seen)
})

test('a sender whose clock is ten hours slow tells the right times all the same', async () => {
  const { writeKey } = await world.act(createSource, { name: '慢钟' })
  const slow = (ms: number) => new Date(world.now().getTime() - 36_000_000 + ms).toISOString()
  const batch = [{ type: 'track', userId: 'slow-1', event: '看茶', messageId: 's1', timestamp: slow(-60_000) }]
  const answer = await fetch(`${address}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch, sentAt: slow(0) }),
  })
  expect(await answer.json()).toMatchObject({ success: true })
  const facts = (await world.ask(readTimeline, { id: (await customerOf('code:slow-1'))?.id ?? '' })).facts
  const at = facts.find((fact) => fact.kind === 'tracked')?.occurredAt ?? ''
  expect(Date.parse(at)).toBe(world.now().getTime() - 60_000)
})
