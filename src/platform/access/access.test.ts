import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { loadSampleShop } from '../../know/sample-shop/actions.ts'
import { createKey, revokeKey } from '../../know/shop/keys.ts'
import { disableUser, inviteUser, makeUserLink, updateUser } from '../../know/shop/users.ts'
import { buildServer } from '../http/server.ts'
import { makeGate } from './make-gate.ts'
import { makeOwnerLink } from './owner-link.ts'

const url = 'http://localhost:3210'
const routes: { method: string; url: string }[] = []
let world: World
let app: FastifyInstance

beforeAll(async () => {
  world = await makeWorld()
  app = await buildServer({
    services: world.services,
    gate: await makeGate(world.services, { url }),
    onRoute: ({ method, url: path }) => void routes.push(...[method].flat().map((one) => ({ method: one, url: path }))),
  })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await world.end()
})

type Sent = { cookie?: string; key?: string; headers?: Record<string, string>; address?: string }

async function send(method: string, path: string, body?: unknown, { cookie, key, headers = {}, address }: Sent = {}) {
  const answer = await app.inject({
    method: method as 'GET',
    url: path,
    ...(address ? { remoteAddress: address } : {}),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie ? { cookie } : {}),
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const set = [answer.headers['set-cookie']].flat().find((line) => line !== undefined)
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: parse(answer.payload),
    cookie: set?.split(';')[0] ?? '',
    setCookie: set ?? '',
  }
}

type User = { id: string; name: string; role: string; you: boolean }
type Body = { code?: string; id?: string; key?: string; link?: string; user?: User | null; users?: User[] }

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body
  } catch {
    return {}
  }
}

const tokenOf = (link: string | null | undefined) => new URL(link ?? '').searchParams.get('token') ?? ''
const password = '一壶好茶 and more'
const welcome = (token: string, more: object = {}) => ({
  token,
  name: '林老板',
  email: 'Owner@Shop.test',
  password,
  shop: '山前茶事',
  currency: 'CNY',
  timeZone: 'Asia/Shanghai',
  ...more,
})

let owner = ''
let member = ''
let memberId = ''

test('the first owner comes in by the link of the terminal, once, and the shop is set', async () => {
  expect((await send('GET', '/api/session')).body).toMatchObject({ user: null, needsOwner: true })
  const older = tokenOf(await makeOwnerLink(world.services, { url, onlyWithoutOwner: true }))
  const token = tokenOf(await makeOwnerLink(world.services, { url, onlyWithoutOwner: true }))
  expect((await send('POST', '/api/welcome', welcome(older))).body.code).toBe('access.link-used')
  expect((await send('POST', '/api/welcome', welcome('x'.repeat(43)))).body.code).toBe('access.link-used')

  expect((await send('GET', `/api/welcome?token=${older}`)).body.code).toBe('access.link-used')
  expect(await send('GET', `/api/welcome?token=${token}`)).toMatchObject({ status: 200, body: { offersSample: true } })

  const answer = await send('POST', '/api/welcome', welcome(token, { currency: 'JPY' }))
  expect(answer.status).toBe(200)
  expect(answer.setCookie).toMatch(/HttpOnly/)
  expect(answer.setCookie).toMatch(/SameSite=Lax/)
  owner = answer.cookie
  expect((await send('GET', '/api/session', undefined, { cookie: owner })).body).toMatchObject({
    user: { name: '林老板', email: 'owner@shop.test', role: 'owner' },
    shop: { name: '山前茶事', currency: 'JPY' },
    needsOwner: false,
  })
  expect((await send('POST', '/api/welcome', welcome(token))).status).toBe(409)
  expect(await makeOwnerLink(world.services, { url, onlyWithoutOwner: true })).toBeNull()
})

test('what the welcome refuses leaves no owner, no shop and the link as good as it was', async () => {
  const other = await makeWorld()
  const door = await buildServer({ services: other.services, gate: await makeGate(other.services, { url }) })
  try {
    const token = tokenOf(await makeOwnerLink(other.services, { url, onlyWithoutOwner: true }))
    const post = (more: object) => door.inject({ method: 'POST', url: '/api/welcome', payload: welcome(token, more) })
    for (const [more, code] of [
      [{ password: 'short' }, 'access.password-short'],
      [{ password: 'Password123' }, 'access.password-common'],
      [{ password: 'aaaaaaaaaaaa' }, 'access.password-common'],
      [{ password: 'OWNER@shop.test' }, 'access.password-common'],
      [{ password: 'x'.repeat(200) }, 'access.password-long'],
      [{ currency: 'ZZZ' }, 'input.invalid'],
      [{ timeZone: 'Mars/Olympus' }, 'input.invalid'],
      [{ timeZone: '+08:00' }, 'input.invalid'],
      [{ email: 'no address' }, 'input.invalid'],
    ] as const) {
      expect((await post(more)).json().code, JSON.stringify(more)).toBe(code)
    }
    const both = await Promise.all([post({}), post({ email: 'second@shop.test' })])
    expect(both.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([200, 409])
  } finally {
    await door.close()
    await other.end()
  }
})

test('the welcome offers no sample shop where one came in with the start', async () => {
  const other = await makeWorld()
  const door = await buildServer({ services: other.services, gate: await makeGate(other.services, { url }) })
  try {
    await other.act(loadSampleShop, { customers: 200 })
    const token = tokenOf(await makeOwnerLink(other.services, { url, onlyWithoutOwner: true }))
    expect((await door.inject(`/api/welcome?token=${token}`)).json()).toEqual({ offersSample: false })
  } finally {
    await door.close()
    await other.end()
  }
})

test('a link is too old after a day', async () => {
  const token = tokenOf(await makeOwnerLink(world.services, { url, onlyWithoutOwner: false }))
  const then = world.now()
  world.pass({ amount: 25, unit: 'hours' })
  expect((await send('POST', '/api/enter', { token })).body.code).toBe('access.link-used')
  world.setTime(then)
})

test('the owner gets in by a new link from the terminal, once', async () => {
  const token = tokenOf(await makeOwnerLink(world.services, { url, onlyWithoutOwner: false }))
  const [first, second] = await Promise.all([send('POST', '/api/enter', { token }), send('POST', '/api/enter', { token })])
  expect([first.status, second.status].toSorted((a, b) => a - b)).toEqual([200, 403])
  const { cookie } = first.status === 200 ? first : second
  expect((await send('GET', '/api/session', undefined, { cookie })).body.user?.role).toBe('owner')
})

test('an invited user sets a password, signs in, signs out', async () => {
  const invited = await send(
    'POST',
    '/api/users',
    { name: '小陈', email: 'chen@shop.test', role: 'member', mail: false },
    { cookie: owner },
  )
  expect(invited.status).toBe(200)
  memberId = invited.body.id ?? ''
  const token = tokenOf(invited.body.link)
  expect((await send('GET', `/api/join?token=${token}`)).body).toEqual({ name: '小陈', email: 'chen@shop.test', shop: '山前茶事' })
  expect((await send('POST', '/api/join', { token, password: '12345678' })).body.code).toBe('access.password-common')
  expect((await send('POST', '/api/join', { token, password })).status).toBe(200)
  expect((await send('POST', '/api/join', { token, password })).body.code).toBe('access.link-used')

  const signedIn = await send('POST', '/api/auth/sign-in/email', { email: ' CHEN@shop.test ', password })
  expect(signedIn.status).toBe(200)
  expect((await send('GET', '/api/session', undefined, { cookie: signedIn.cookie })).body.user?.name).toBe('小陈')
  expect((await send('POST', '/api/auth/sign-out', {}, { cookie: signedIn.cookie })).setCookie).toContain('Max-Age=0')
  expect((await send('GET', '/api/session', undefined, { cookie: signedIn.cookie })).body.user).toBeNull()
  member = (await send('POST', '/api/auth/sign-in/email', { email: 'chen@shop.test', password })).cookie
})

test('a wrong password and an unknown address get the same answer', async () => {
  const wrong = await send('POST', '/api/auth/sign-in/email', { email: 'chen@shop.test', password: 'not this one' })
  const unknown = await send('POST', '/api/auth/sign-in/email', { email: 'nobody@shop.test', password })
  expect(wrong.status).toBe(401)
  expect(wrong.body).toEqual(unknown.body)
  expect(wrong.setCookie).toBe('')
})

test('after ten wrong passwords one waits, with the right one too; others do not', async () => {
  for (let i = 0; i < 10; i++) await send('POST', '/api/auth/sign-in/email', { email: 'victim@shop.test', password: `guess ${i}` })
  expect((await send('POST', '/api/auth/sign-in/email', { email: 'victim@shop.test', password })).status).toBe(429)
  expect((await send('POST', '/api/auth/sign-in/email', { email: 'chen@shop.test', password })).status).toBe(200)
})

test('a cookie that we did not sign, or signed for another, opens nothing', async () => {
  const [name, value = ''] = owner.split('=')
  const decoded = decodeURIComponent(value)
  for (const forged of [
    '',
    'x',
    decoded.split('.')[0],
    `${decoded}x`,
    `x${decoded}`,
    '%E0%A4%A',
    `${decoded.split('.')[0]}.`,
    decodeURIComponent(member.split('=')[1] ?? '').replace(/^[^.]+/, decoded.split('.')[0] ?? ''),
  ]) {
    expect((await send('GET', '/api/users', undefined, { cookie: `${name}=${forged}` })).status, forged).toBe(401)
  }
})

/** Doors that ask nobody who they are, and why. */
const open = new Set([
  '/api/health',
  '/api/session',
  '/api/auth/sign-in/email',
  '/api/auth/sign-out',
  '/api/auth/sign-in/code',
  '/api/auth/sign-in/passkey',
  '/api/auth/passkey/begin',
  '/api/auth/ways',
  '/api/auth/oidc/:id/begin',
  '/api/auth/oidc/:id/callback',
  '/api/welcome',
  '/api/enter',
  '/api/join',
  '/u/:token',
  // A link in a message, which leads on or says that it leads nowhere.
  '/l/:token',
  '/my-data/:token',
  '/preferences/:token',
  // Whoever holds a self-check link is who it was sent to.
  '/check/:token',
  // A browser asks before it sends; and a webhook, whose sender is known by its signature.
  '/v1/*',
  '/in/:id',
  // A vendor of channels calls, and signs what it says.
  '/in/channel/:id',
])

const strangers: Sent[] = [
  {},
  { key: 'rk_wrong' },
  { headers: { authorization: 'Basic cms6' } },
  { cookie: 'regulars-3210.session_token=x.y' },
]

const filled = (path: string) => path.replace(/:\w+/g, '01920000-0000-7000-8000-000000000000').replace('*', 'x')

test('every route asks who one is, except those that are there to ask', async () => {
  const asked = routes.filter((route) => !open.has(route.url) && route.url !== '*')
  expect(asked.length).toBeGreaterThan(30)
  const lax: string[] = []
  for (const [i, { method, url: path }] of asked.entries()) {
    for (const sent of strangers) {
      const type = path === '/api/imports/files' ? 'application/octet-stream' : 'application/json'
      const { status } = await send(method, filled(path), method === 'GET' || method === 'HEAD' ? undefined : {}, {
        ...sent,
        // From everywhere, for wrong keys are counted by address.
        address: `10.9.${i % 250}.1`,
        headers: { ...sent.headers, 'content-type': type },
      })
      if (status !== 401) lax.push(`${method} ${path} → ${status}`)
    }
  }
  expect(lax.join('\n')).toBe('')
})

test('a member is refused whatever needs a manager or an owner, before the input is looked at', async () => {
  const { actions, questions } = world.services.registry
  const above = [...actions.values(), ...questions.values()]
    .map((entry) => entry.definition)
    .filter((definition) => definition.role !== 'member')
  expect(above.length).toBeGreaterThan(10)
  const lax: string[] = []
  for (const { method, path } of above) {
    const { status } = await send(method, `/api${filled(path)}`, method === 'GET' ? undefined : { nonsense: true }, { cookie: member })
    if (status !== 403) lax.push(`${method} ${path} → ${status}`)
  }
  expect(lax).toEqual([])
})

test('an API key does what its role allows, and nothing once it is revoked', async () => {
  const { id, key } = await world.act(createKey, { name: '收银系统', role: 'manager' })
  expect((await send('GET', '/api/settings', undefined, { key })).status).toBe(200)
  expect((await send('GET', '/api/users', undefined, { key })).status).toBe(403)
  expect((await send('POST', '/api/me/password', { current: password, password: 'another one' }, { key })).status).toBe(404)
  await world.act(revokeKey, { id })
  expect((await send('GET', '/api/settings', undefined, { key })).status).toBe(401)
})

test('neither database nor answers keep a key or a link', async () => {
  const before = await send(
    'POST',
    '/api/keys',
    { name: '官网', role: 'member' },
    { cookie: owner, headers: { 'idempotency-key': 'create-key-1' } },
  )
  const again = await send(
    'POST',
    '/api/keys',
    { name: '官网', role: 'member' },
    { cookie: owner, headers: { 'idempotency-key': 'create-key-1' } },
  )
  expect(again.body).toEqual({ id: before.body.id, key: '•••' })
  const link = await send('POST', `/api/users/${memberId}/link`, {}, { cookie: owner, headers: { 'idempotency-key': 'make-link-1' } })
  for (const secret of [String(before.body.key), tokenOf(link.body.link)]) {
    for (const table of ['api_keys', 'action_keys', 'audit.entries', 'auth.links']) {
      const { rows } = await sql`select 1 from ${sql.raw(table)} t where t::text like ${`%${secret}%`}`.execute(world.db)
      expect(rows, table).toEqual([])
    }
  }
})

test('that a key was used is written once a minute', async () => {
  const { id, key } = await world.act(createKey, { name: '报表', role: 'member' })
  const usedAt = async () =>
    (await sql<{ at: Date | null }>`select last_used_at as at from api_keys where id = ${id}`.execute(world.db)).rows[0]?.at
  expect(await usedAt()).toBeNull()
  await send('GET', '/api/customers', undefined, { key })
  const first = await usedAt()
  expect(first).toEqual(world.now())
  world.pass({ amount: 2, unit: 'minutes' })
  await send('GET', '/api/customers', undefined, { key })
  expect(await usedAt(), 'remembered for a second').toEqual(first)
  await new Promise((done) => setTimeout(done, 1_050))
  await send('GET', '/api/customers', undefined, { key })
  expect(await usedAt()).toEqual(world.now())
})

test('what another site makes a browser do is refused, at every door', async () => {
  const body = { name: '王芳' }
  const strange: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: 'http://localhost:9999', host: 'localhost:3210' },
  ]
  for (const headers of strange) {
    const said = JSON.stringify(headers)
    expect((await send('POST', '/api/customers', body, { cookie: owner, headers })).body.code, said).toBe('access.cross-site')
    expect((await send('POST', '/api/auth/sign-in/email', { email: 'chen@shop.test', password }, { headers })).body.code, said).toBe(
      'access.cross-site',
    )
    expect((await send('POST', '/api/auth/sign-out', {}, { cookie: owner, headers })).body.code, said).toBe('access.cross-site')
  }
  const own: Record<string, string>[] = [
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'http://localhost:3210', host: 'localhost:3210' },
    {},
  ]
  for (const headers of own) expect((await send('POST', '/api/customers', body, { cookie: owner, headers })).status).toBe(200)
  const count = await sql<{ n: number }>`select count(*)::int as n from customers`.execute(world.db)
  expect(count.rows[0]?.n).toBe(own.length)
})

test.each([
  'text/plain',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/jsonx',
  'text/json',
  'application/json, text/plain',
  '',
])('a body called “%s” is not read', async (type) => {
  const { status } = await send('POST', '/api/customers', '{"name":"王芳"}', { cookie: owner, headers: { 'content-type': type } })
  expect(status).toBe(400)
})

test('bodies that are too large, too deep, or reach for prototypes are refused and change nothing', async () => {
  const post = (body: string) => send('POST', '/api/customers', body, { cookie: owner })
  expect((await post(`{"name":"${'x'.repeat(1_100_000)}"}`)).status).toBe(413)
  expect((await post(`{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`)).status).toBe(400)
  expect((await post('{"name":"王芳","__proto__":{"role":"owner"}}')).status).toBe(400)
  expect((await post('{"name":"王芳","constructor":{"prototype":{"polluted":1}}}')).status).toBe(400)
  expect((await post('{"name":')).status).toBe(400)
  expect((await post('[]')).status).toBe(400)
  expect((await post('"text"')).status).toBe(400)
  expect((await post('null')).status).toBe(400)
  expect(Object.keys(Object.prototype)).toEqual([])
})

test('double slashes and dots lead nowhere', async () => {
  for (const path of [
    '//api/customers',
    '/api//customers',
    '/api/./users',
    '/api/x/../users',
    '/API/users',
    '/api/users/',
    '/api/users%2f',
    '/api/%2e%2e/users',
  ]) {
    const { status } = await send('GET', path)
    expect([401, 404], path).toContain(status)
  }
})

test('every answer says how a browser is to treat it', async () => {
  for (const [method, path] of [
    ['GET', '/api/session'],
    ['GET', '/api/users'],
    ['GET', '/nowhere'],
    ['POST', '/api/customers'],
    ['GET', '/api/health'],
  ] as const) {
    const { headers } = await send(method, path)
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy'], path).not.toContain('unsafe-eval')
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['referrer-policy'], path).toBe('no-referrer')
  }
  expect((await send('GET', '/api/session')).headers['cache-control']).toBe('no-store')
})

test('whoever is disabled is out at once and stays out until enabled', async () => {
  expect((await send('GET', '/api/customers', undefined, { cookie: member })).status).toBe(200)
  const { link } = await world.act(makeUserLink, { id: memberId })
  await world.act(disableUser, { id: memberId })
  expect((await send('GET', '/api/customers', undefined, { cookie: member })).status).toBe(401)
  expect((await send('POST', '/api/auth/sign-in/email', { email: 'chen@shop.test', password })).body.code).toBe('access.wrong-password')
  expect((await send('POST', '/api/join', { token: tokenOf(link), password })).body.code).toBe('access.link-used')
  await expect(world.act(makeUserLink, { id: memberId })).rejects.toThrow('user.disabled')
  await send('POST', `/api/users/${memberId}/enable`, {}, { cookie: owner })
  expect((await send('POST', '/api/auth/sign-in/email', { email: 'chen@shop.test', password })).status).toBe(200)
})

test('a new role holds at once', async () => {
  member = (await send('POST', '/api/auth/sign-in/email', { email: 'chen@shop.test', password })).cookie
  expect((await send('GET', '/api/settings', undefined, { cookie: member })).status).toBe(403)
  await world.act(updateUser, { id: memberId, role: 'manager' })
  expect((await send('GET', '/api/settings', undefined, { cookie: member })).status).toBe(200)
})

test('there is always an owner who can sign in', async () => {
  const { users } = (await send('GET', '/api/users', undefined, { cookie: owner })).body
  const ownerId = users?.find((user) => user.you)?.id ?? ''
  await expect(world.act(disableUser, { id: ownerId })).rejects.toThrow('user.last-owner')
  await expect(world.act(updateUser, { id: ownerId, role: 'manager' })).rejects.toThrow('user.last-owner')
  // Invited is not there yet.
  const invited = await world.act(inviteUser, { name: '接班人', email: 'heir@shop.test', role: 'owner', mail: false })
  await expect(world.act(disableUser, { id: ownerId })).rejects.toThrow('user.last-owner')
  await send('POST', '/api/join', { token: tokenOf(invited.link), password })
  const both = await Promise.allSettled([world.act(disableUser, { id: ownerId }), world.act(disableUser, { id: invited.id })])
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  for (const id of [ownerId, invited.id]) await send('POST', `/api/users/${id}/enable`, {}, { cookie: owner })
})

test('whoever changes the password must know the old one, and is signed out everywhere', async () => {
  const change = (body: object) => send('POST', '/api/me/password', body, { cookie: member })
  expect((await change({ current: 'not this', password: 'a better phrase' })).body.code).toBe('user.password-wrong')
  expect((await change({ current: password, password: 'iloveyou' })).body.code).toBe('access.password-common')
  expect((await change({ current: password, password: 'a better phrase' })).status).toBe(200)
  expect((await send('GET', '/api/customers', undefined, { cookie: member })).status).toBe(401)
  expect((await send('POST', '/api/auth/sign-in/email', { email: 'chen@shop.test', password })).status).toBe(401)
  expect((await send('POST', '/api/auth/sign-in/email', { email: 'chen@shop.test', password: 'a better phrase' })).status).toBe(200)
})

test('by HTTPS the session’s cookie is for HTTPS alone; a proxy is believed only where it is trusted', async () => {
  const signIn = async (options: { url: string; trustProxy?: number }, headers: Record<string, string> = {}) => {
    const door = await buildServer({
      services: world.services,
      gate: await makeGate(world.services, options),
      trustProxy: options.trustProxy,
    })
    const token = tokenOf(await makeOwnerLink(world.services, { url, onlyWithoutOwner: false }))
    const answer = await door.inject({ method: 'POST', url: '/api/enter', payload: { token }, headers })
    await door.close()
    expect(answer.statusCode).toBe(200)
    return [answer.headers['set-cookie']].flat().join()
  }
  const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' }
  expect(await signIn({ url })).not.toMatch(/secure/i)
  expect(await signIn({ url }, proxied)).not.toMatch(/secure/i)
  expect(await signIn({ url, trustProxy: 1 }, proxied)).toMatch(/; Secure/)
  expect(await signIn({ url: 'https://crm.example.com' })).toMatch(/; Secure/)
})

test('wrong API keys without end are told to wait', async () => {
  const door = await buildServer({ services: world.services, gate: await makeGate(world.services, { url }) })
  const ask = (key: string) => door.inject({ method: 'GET', url: '/api/customers', headers: { authorization: `Bearer ${key}` } })
  for (let i = 0; i < 100; i++) expect((await ask(`rk_${i}`)).statusCode).toBe(401)
  const refused = await ask('rk_101')
  expect(refused.statusCode).toBe(429)
  expect(refused.json().code).toBe('access.too-many-wrong-keys')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  await door.close()
})
