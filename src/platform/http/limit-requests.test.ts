import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { makeWorld, type World } from '../../../test/world.ts'
import { makeGate } from '../access/make-gate.ts'
import type { Actor } from '../actions/context.ts'
import type { Gate } from './gate.ts'
import { makeLimiter, type Pace, type RequestLimits, usualLimits } from './limit-requests.ts'
import { buildServer } from './server.ts'

const ample: Pace = { atOnce: 1_000, aSecond: 1_000 }
const only = (some: Partial<RequestLimits>): RequestLimits => ({
  address: ample,
  person: ample,
  key: ample,
  link: ample,
  press: ample,
  heavy: ample,
  ...some,
})
const person = (id: string): Actor => ({ kind: 'user', id, name: id, role: 'owner' })
const gate: Gate = { actorOf: async (request) => person(`user:${String(request.headers['x-who'])}`), addRoutes: () => {} }

let world: World
const open: FastifyInstance[] = []

async function serve(limits: RequestLimits): Promise<FastifyInstance> {
  const app = await buildServer({ services: world.services, gate, limits })
  open.push(app)
  return app
}

beforeAll(async () => {
  world = await makeWorld()
}, 60_000)
afterAll(async () => {
  await Promise.all(open.map((app) => app.close()))
  await world?.end()
})

const pages = ['/api/customers', '/api/openapi.json', '/v1/track', '/api/nothing-here', '/l/abc', '/api/auth/ways', '/']

test('who asks too often from one address is told so at every door, with the seconds to wait, and others are not', async () => {
  const app = await serve(only({ address: { atOnce: 3, aSecond: 0.001 } }))
  for (const url of pages) {
    const from = `10.0.0.${pages.indexOf(url)}`
    const ask = (remoteAddress: string) => app.inject({ url, remoteAddress, headers: { 'x-who': 'one', 'accept-language': 'zh' } })
    for (let i = 0; i < 3; i++) expect((await ask(from)).statusCode, url).not.toBe(429)
    const refused = await ask(from)
    expect(refused.statusCode, url).toBe(429)
    expect(refused.headers['content-security-policy'], url).toContain("frame-ancestors 'none'")
    expect(Number(refused.headers['retry-after']), url).toBeGreaterThan(5)
    expect(refused.body, url).toMatch(/秒后再/)
    expect((await ask(`${from}1`)).statusCode, url).not.toBe(429)
  }
})

test('only the question whether the program lives is never refused', async () => {
  const app = await serve(only({ address: { atOnce: 1, aSecond: 0.1 } }))
  for (let i = 0; i < 20; i++) expect((await app.inject({ url: '/api/health' })).statusCode).toBe(200)
})

test('a person is counted wherever they come from, and another at the same desk goes on', async () => {
  const app = await serve(only({ person: { atOnce: 2, aSecond: 0.001 } }))
  const ask = (who: string, remoteAddress: string) => app.inject({ url: '/api/customers', remoteAddress, headers: { 'x-who': who } })
  const first = [await ask('one', '10.1.0.1'), await ask('one', '10.1.0.2'), await ask('one', '10.1.0.3')]
  expect(first.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429])
  expect(first[2]?.json()).toMatchObject({ code: 'action.too-often', details: { seconds: expect.any(Number) } })
  expect((await ask('two', '10.1.0.1')).statusCode).toBe(200)
})

test('lists as files are taken away more slowly than they are looked at', async () => {
  const app = await serve(only({ heavy: { atOnce: 1, aSecond: 0.01 } }))
  const ask = (url: string) => app.inject({ url, headers: { 'x-who': 'taker' } })
  expect((await ask('/api/customers/export')).statusCode).toBe(200)
  expect((await ask('/api/segments/export')).statusCode).toBe(429)
  expect((await ask('/api/customers')).statusCode).toBe(200)
})

test('a customer behind a link reads a page that says the link still works', async () => {
  const app = await serve(only({ link: { atOnce: 1, aSecond: 0.001 } }))
  for (const url of ['/u/x', '/preferences/x', '/check/x', '/my-data/x']) {
    const remoteAddress = `10.2.0.${url.length}`
    await app.inject({ url, remoteAddress })
    const page = await app.inject({ url, remoteAddress, headers: { 'accept-language': 'en' } })
    expect([page.statusCode, page.headers['content-type']], url).toEqual([429, 'text/html; charset=utf-8'])
    expect(page.headers['content-security-policy'], url).toContain("frame-ancestors 'none'")
    expect(Number(page.headers['retry-after']), url).toBeGreaterThan(5)
    expect(page.body, url).toContain('it still works')
  }
})

test('links that lead on are counted apart: readers of a campaign behind one address shut no other page', () => {
  const limiter = makeLimiter(only({ link: { atOnce: 1, aSecond: 0.001 }, press: { atOnce: 3, aSecond: 0.001 } }), () => 0)
  const hear = (url: string) => limiter.hear(Object({ ip: '10.0.0.1', routeOptions: { url } }))
  for (let n = 0; n < 3; n++) hear('/l/:token')
  hear('/u/:token')
  expect(() => hear('/l/:token')).toThrow('action.too-often')
  expect(() => hear('/u/:token')).toThrow('action.too-often')
})

test('who rests may go on, and no more than before is saved up', () => {
  let now = 0
  const limiter = makeLimiter(only({ address: { atOnce: 3, aSecond: 1 } }), () => now)
  const request = Object({ ip: '10.0.0.1', routeOptions: { url: '/api/customers' } })
  const asked = () => {
    for (let n = 0; ; n++) {
      try {
        limiter.hear(request)
      } catch {
        return n
      }
    }
  }
  expect(asked()).toBe(3)
  now += 2_000
  expect(asked()).toBe(2)
  now += 3_600_000
  expect(asked()).toBe(3)
})

test('addresses without number do not push out of memory one that asks too often', () => {
  const limiter = makeLimiter(only({ address: { atOnce: 2, aSecond: 0.000_1 } }), () => 0)
  const hear = (ip: string) => limiter.hear(Object({ ip, routeOptions: { url: '/' } }))
  for (let i = 0; i < 60_000; i++) hear(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
  hear('192.0.2.1')
  hear('192.0.2.1')
  expect(() => hear('192.0.2.1')).toThrow('action.too-often')
})

test('the usual limits hold where nothing else is said, and a page of the program stays far below them', async () => {
  const app = await buildServer({ services: world.services, gate: await makeGate(world.services, { url: 'http://regulars.test' }) })
  open.push(app)
  const asked = await Promise.all(Array.from({ length: usualLimits.link.atOnce + 50 }, () => app.inject({ url: '/u/x' })))
  expect(asked.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThan(0)
  expect(usualLimits.person.atOnce).toBeGreaterThanOrEqual(500)
})
