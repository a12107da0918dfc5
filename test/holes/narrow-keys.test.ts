// More than a key is for: a key that is confined to a part of the API, or whose time is over, at every route there is.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { areaOf, areaOfFact, type KeyArea, keyAreas } from '../../src/core/action/key-scopes.ts'
import { sayActor } from '../../src/core/kit/program-parts.ts'
import { readTimeline } from '../../src/know/customers/actions.ts'
import { recordPurchase } from '../../src/know/purchases/actions.ts'
import { createKey, listKeys, revokeKey } from '../../src/know/shop/keys.ts'
import { createTodo } from '../../src/know/todos/actions.ts'
import { setPassword } from '../../src/platform/access/keep-user.ts'
import { flushReadings } from '../../src/platform/audit/note-reading.ts'
import { createSegment } from '../../src/understand/segments/actions.ts'
import { type Door, openDoor } from '../door.ts'
import { routes } from '../permissions/routes.ts'
import { makeWorld, type World } from '../world.ts'

let world: World
let door: Door
const nowhere = '01920000-0000-7000-8000-00000000beef'

beforeAll(async () => {
  world = await makeWorld()
  door = await openDoor(world)
})
afterAll(async () => {
  await door.app.close()
  await world.end()
})

const all = Object.entries(routes).flatMap(([route, row]) => {
  const [method = '', url = ''] = route.split(' ')
  return url.startsWith('/api/') && row !== 'open' && method !== 'OPTIONS' ? [{ route, method, url }] : []
})
/** From everywhere, for wrong keys are counted by address. */
let asked = 0
async function codeFor(key: string, { method, url }: (typeof all)[number]): Promise<string> {
  const address = `10.${(++asked >> 8) % 250}.${asked % 250}.1`
  // A file comes as it is.
  const isFile = url === '/api/imports/files'
  const { statusCode, body } = await door.send(method, url.replaceAll(/:\w+/g, nowhere), {
    headers: { authorization: `Bearer ${key}`, ...(isFile ? { 'content-type': 'application/octet-stream' } : {}) },
    ...(isFile ? { payload: 'name' } : method === 'GET' ? {} : { body: {} }),
    address,
  })
  return /"code":"([^"]+)"/.exec(body)?.[1] ?? String(statusCode)
}
const keyFor = (scopes: { access: 'read' | 'write'; areas: KeyArea[] | null }, expiresInDays?: number) =>
  world.act(createKey, { name: '外部程序', role: 'manager', scopes, ...(expiresInDays ? { expiresInDays } : {}) })

test('every route is of one part, so that a narrow key is for it or is not', () => {
  expect(all.filter(({ url }) => areaOf(url.replace('/api/', '')) === undefined)).toEqual([])
})

test.each(keyAreas)('a key for %s alone is refused at every route of another part', { timeout: 120_000 }, async (area) => {
  const { key } = await keyFor({ access: 'write', areas: [area] })
  const others = all.filter(({ url }) => ![area, 'everywhere'].includes(areaOf(url.replace('/api/', '')) ?? ''))
  const letIn: string[] = []
  for (const each of others) if ((await codeFor(key, each)) !== 'access.key-scope') letIn.push(each.route)
  expect(letIn).toEqual([])
})

test('what a part is called is what a key for it reaches', async () => {
  const reached: readonly (readonly [KeyArea, string, boolean])[] = [
    ['settings', '/api/predictions', false],
    ['settings', '/api/campaigns', false],
    ['settings', '/api/churn/entries', false],
    ['settings', '/api/home', false],
    ['customers', `/api/customers/${nowhere}/purchases`, false],
    ['customers', `/api/customers/${nowhere}/interactions`, false],
    ['customers', `/api/customers/${nowhere}/rfm`, false],
    ['customers', '/api/customers/count', true],
    ['purchases', '/api/products', true],
    ['understand', '/api/predictions', true],
    ['act', '/api/campaigns', true],
  ]
  for (const [area, url, may] of reached) {
    const { key } = await keyFor({ access: 'read', areas: [area] })
    const code = await codeFor(key, { route: url, method: 'GET', url })
    expect([area, url, code !== 'access.key-scope']).toEqual([area, url, may])
  }
})

test('every kind of fact is of one part, and a timeline tells a narrow key those of its parts alone', async () => {
  const kinds = [...world.services.registry.events.keys()]
  expect(kinds.filter((kind) => areaOfFact(kind) === undefined)).toEqual([])
  const id = await world.customer({ name: '甲' })
  await world.act(recordPurchase, { customerId: id, number: 'T1', amount: 8_800 })
  await world.act(createTodo, { customerId: id, title: '回电' })
  await world.settle()
  const told = async (areas: KeyArea[] | null) => {
    const { key } = await keyFor({ access: 'read', areas })
    const answer = await door.send('GET', `/api/customers/${id}/timeline`, { headers: { authorization: `Bearer ${key}` } })
    return [...new Set(answer.json<{ facts: { kind: string }[] }>().facts.map(({ kind }) => String(areaOfFact(kind))))].toSorted()
  }
  expect(await told(['customers'])).toEqual(['customers'])
  expect(await told(['customers', 'activities'])).toEqual(['activities', 'customers'])
  expect(await told(null)).toEqual(expect.arrayContaining(['activities', 'customers', 'purchases']))
})

test('nor do its rules answer who did what it is not told', async () => {
  const id = await world.customer({ name: '买过的人' })
  await world.act(recordPurchase, { customerId: id, number: 'T2', amount: 6_600 })
  const { id: buyers } = await world.act(createSegment, { name: '买过', rule: { did: 'purchase.made' } })
  await world.settle()
  const asked = async (areas: KeyArea[] | null, rule: object) => {
    const { key } = await keyFor({ access: 'read', areas })
    const query = new URLSearchParams({ rule: JSON.stringify(rule) })
    return codeFor(key, { route: '', method: 'GET', url: `/api/customers/count?${query}` })
  }
  for (const rule of [{ did: 'purchase.made' }, { segment: buyers }]) {
    expect(await asked(['customers'], rule)).toMatch(/^rule\.unknown-/)
    for (const areas of [['customers', 'purchases'], ['customers', 'act'], null] as const)
      expect([areas, await asked(areas && [...areas], rule)]).toEqual([areas, '200'])
  }
})

test('what a narrow key was refused stands in the audit as the key’s, and what a browser was made to do as whose it is', async () => {
  const { key, id } = await keyFor({ access: 'read', areas: ['purchases'] })
  await codeFor(key, { route: '', method: 'GET', url: '/api/customers' })
  const { id: userId } = await world.person({ role: 'member' })
  const headers = { cookie: await door.cookieOf(userId), origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }
  expect((await door.send('POST', '/api/todos', { headers, body: { title: '回电' } })).statusCode).toBe(403)
  await flushReadings(world.services)
  const { rows } = await sql<{ actor: string; code: string }>`select actor, code from audit.entries
    where kind = 'refusal' and actor in (${`key:${id}`}, ${`user:${userId}`}) order by at, id`.execute(world.db)
  expect(rows).toMatchObject([
    { actor: `key:${id}`, code: 'access.key-scope' },
    { actor: `user:${userId}`, code: 'access.cross-site' },
  ])
})

test('a key that is called as a part of the program is reads as itself', async () => {
  const { key } = await world.act(createKey, { name: 'backup', role: 'member', scopes: { access: 'write', areas: null } })
  const id = await world.customer({ name: '乙' })
  const body = { customerId: id, title: '回电' }
  expect((await door.send('POST', '/api/todos', { headers: { authorization: `Bearer ${key}` }, body })).statusCode).toBe(200)
  const { facts } = await world.ask(readTimeline, { id })
  expect(facts.find(({ kind }) => kind === 'todo.created')?.payload).toMatchObject({ by: '“backup”' })
  expect(sayActor('“backup”')).toBe('“backup”')
})

test('a key that reads alone writes nowhere', { timeout: 120_000 }, async () => {
  const { key } = await keyFor({ access: 'read', areas: null })
  const asks = new Set(
    [...world.services.registry.questions.values()].map(({ definition }) => `${definition.method} /api${definition.path}`),
  )
  const writes = all.filter(({ method, route }) => method !== 'GET' && !asks.has(route))
  expect(writes.length).toBeGreaterThan(150)
  const letIn: string[] = []
  for (const each of writes) if ((await codeFor(key, each)) !== 'access.key-scope') letIn.push(each.route)
  expect(letIn).toEqual([])
})

test('a key that was revoked, or whose time is over, is nobody’s at every route', { timeout: 120_000 }, async () => {
  const revoked = await keyFor({ access: 'write', areas: null })
  await world.act(revokeKey, { id: revoked.id })
  const late = await keyFor({ access: 'write', areas: null }, 1)
  world.pass({ amount: 2, unit: 'days' })
  const known: string[] = []
  for (const each of all)
    for (const key of [revoked.key, late.key]) if ((await codeFor(key, each)) !== 'access.signed-out') known.push(each.route)
  expect(known).toEqual([])
})

test('a key of somebody whose account is disabled lets nobody in until it is enabled again', async () => {
  const other = await world.person({ role: 'owner' })
  await world.system((ctx) => setPassword(ctx, other.id, 'a hash of a password'))
  const maker = await world.person({ role: 'owner' })
  const headers = { cookie: await door.cookieOf(maker.id) }
  const { id, key } = (await door.send('POST', '/api/keys', { headers, body: { name: '收银', role: 'member' } })).json()
  const turn = async (what: 'disable' | 'enable') => {
    const cookie = await door.cookieOf(other.id)
    expect((await door.send('POST', `/api/users/${maker.id}/${what}`, { headers: { cookie }, body: {} })).body).toContain(maker.id)
  }
  const code = () => codeFor(key, { route: '', method: 'GET', url: '/api/customers/count' })
  expect(await code()).toBe('200')
  await turn('disable')
  expect(await code()).toBe('access.signed-out')
  expect((await world.ask(listKeys, {})).keys.find((one) => one.id === id)?.isMakerDisabled).toBe(true)
  await turn('enable')
  expect(await code()).toBe('200')
})
