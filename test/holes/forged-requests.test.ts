// Requests that are not what they say: erxes CVE-2024-57190 (a header that names the user), listmonk CVE-2025-58430 (another
// site's form), fastify CVE-2025-32442, CVE-2026-25223, CVE-2026-33806 (Content-Type), Formbricks CVE-2025-59934 and Odoo
// CVE-2021-44460 (tokens, disabled users), EspoCRM CVE-2025-52892 (double slash), Twenty CVE-2026-105763 (passwords in answers).
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPreferenceLink } from '../../src/know/consent/actions.ts'
import { disableUser } from '../../src/know/shop/users.ts'
import { type Door, openDoor } from '../door.ts'
import { makeWorld, type Person, type World } from '../world.ts'

let world: World
let door: Door
let boss: Person
let cookie: string
let customer: string

beforeAll(async () => {
  world = await makeWorld()
  door = await openDoor(world)
  boss = await world.person({ role: 'owner' })
  cookie = await door.cookieOf(boss.id)
  customer = await world.customer({ name: '甲', city: '北京' })
})
afterAll(async () => {
  await door.app.close()
  await world.end()
})

const cityOf = async () => (await sql<{ city: string }>`select city from customers where id = ${customer}`.execute(world.db)).rows[0]?.city
const change = (headers: Record<string, string>, payload = '{"city":"杭州"}') =>
  door.send('PATCH', `/api/customers/${customer}`, { headers: { 'content-type': 'application/json', ...headers }, payload })

test('no header says who asks', async () => {
  const headers = [
    'user',
    'x-user',
    'x-user-id',
    'x-forwarded-user',
    'x-remote-user',
    'remote-user',
    'x-test-role',
    'x-test-person',
    'x-auth-user',
    'x-original-user',
  ]
  for (const name of headers)
    for (const value of ['owner', boss.id, JSON.stringify({ id: boss.id, role: 'owner' })])
      expect([name, (await door.send('GET', '/api/customers', { headers: { [name]: value } })).statusCode]).toEqual([name, 401])
})

test('a request that another site makes the browser send changes nothing', async () => {
  const forged: readonly Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://regulars.test.evil.example' },
    { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  ]
  for (const headers of forged) expect((await change({ cookie, ...headers })).json().code).toBe('access.cross-site')
  expect(await cityOf()).toBe('北京市')
})

test('twelve spellings of a content type never lead past the check of the input', async () => {
  const types = [
    'application/json ; charset=utf-8',
    'application/json\t',
    ' application/json',
    'APPLICATION/JSON',
    'application/json;',
    'application/json, text/plain',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json+x',
    'text/json',
    '',
  ]
  for (const type of types) {
    const { statusCode } = await change({ cookie, 'content-type': type }, '{"city":7,"nonsense":true}')
    expect([type, statusCode >= 400 && statusCode < 500]).toEqual([type, true])
  }
  expect(await cityOf()).toBe('北京市')
})

test('an odd body is refused, whatever is odd about it, and changes no prototype', async () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
  const bodies = [
    deep,
    '{"__proto__":{"role":"owner"}}',
    '{"city":"杭州","__proto__":{"x":1}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"\\u005f_proto__":{"x":1}}',
    '[]',
    '7',
    '"x"',
    'true',
    '{"city":"杭\\u0000州"}',
    '{"city":"\\ud800"}',
    '{',
  ]
  for (const body of bodies) expect([body.slice(0, 40), (await change({ cookie }, body)).statusCode]).toEqual([body.slice(0, 40), 400])
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(await cityOf()).toBe('北京市')
})

test('a doubled slash leads nowhere, and everything else goes on', async () => {
  for (const url of ['//api/customers', '/api//customers', '/api/customers//', '/api/./../api/customers/', '//evil.example/api/customers'])
    expect((await door.send('GET', url, { headers: {} })).statusCode).toBeGreaterThanOrEqual(400)
  expect((await door.send('GET', '/api/customers', { headers: { cookie } })).statusCode).toBe(200)
})

test('a token that was altered, or is of another purpose, opens nothing', async () => {
  const { url } = await world.act(createPreferenceLink, { id: customer })
  const token = new URL(url).pathname.split('/').at(-1) ?? ''
  expect((await door.send('GET', `/preferences/${token}`)).statusCode).toBe(200)
  for (let at = 0; at < token.length; at += 3) {
    const altered = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
    expect([at, (await door.send('GET', `/preferences/${altered}`)).statusCode]).toEqual([at, 404])
  }
  for (const path of ['check', 'my-data', 'u']) expect((await door.send('GET', `/${path}/${token}`)).statusCode).toBeGreaterThanOrEqual(400)
  for (const part of ['', '.', `${token}.`, `${token}A`, token.toUpperCase()])
    expect([part, (await door.send('GET', `/preferences/${encodeURIComponent(part)}`)).statusCode]).toEqual([part, 404])
  const name = cookie.split('=')[0] ?? ''
  const value = cookie.slice(name.length + 1)
  for (const forged of [value.split('.')[0], `${value.split('.')[0]}.`, `${value}A`, value.slice(0, -2), token, 'null', `${boss.id}.x`])
    expect((await door.send('GET', '/api/customers', { headers: { cookie: `${name}=${forged ?? ''}` } })).statusCode).toBe(401)
})

test('whoever is disabled is out with the next request', async () => {
  const person = await world.person()
  const theirs = await door.cookieOf(person.id)
  expect((await door.send('GET', '/api/customers', { headers: { cookie: theirs } })).statusCode).toBe(200)
  await sql`insert into auth.accounts (id, user_id, account_id, provider_id, password, created_at, updated_at)
    values (${world.services.newId()}, ${boss.id}, ${boss.id}, 'credential', 'x', ${world.now()}, ${world.now()})`.execute(world.db)
  await world.act(disableUser, { id: person.id })
  expect((await door.send('GET', '/api/customers', { headers: { cookie: theirs } })).statusCode).toBe(401)
})

test('every answer of the API has the headers that keep a browser from running what is in it', async () => {
  for (const url of ['/api/customers', '/api/health', '/api/nowhere', '/preferences/x', '/u/x']) {
    const { headers } = await door.send('GET', url, { headers: { cookie } })
    const policy = String(headers['content-security-policy'])
    expect([url, headers['x-content-type-options'], /script-src[^;]*unsafe/.test(policy), policy.includes("object-src 'none'")]).toEqual([
      url,
      'nosniff',
      false,
      true,
    ])
  }
})
