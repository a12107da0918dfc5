import { connect } from 'node:net'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, owner, type World } from '../../../test/world.ts'
import { makeGate } from '../access/make-gate.ts'
import { buildServer } from './server.ts'

const url = 'https://crm.example.com'
const webFolder = mkdtempSync(join(tmpdir(), 'regulars-web-'))
const routes: { method: string; url: string }[] = []
let world: World
let app: FastifyInstance

beforeAll(async () => {
  mkdirSync(join(webFolder, 'assets'))
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Regulars</title>')
  writeFileSync(join(webFolder, 'assets', 'app.js'), 'export {}')
  world = await makeWorld()
  app = await serve(url)
})
afterAll(async () => {
  await app.close()
  await world.end()
  rmSync(webFolder, { recursive: true, force: true })
})

async function serve(publicUrl: string, trustProxy?: number): Promise<FastifyInstance> {
  const services = { ...world.services, publicUrl: () => publicUrl }
  const server = await buildServer({
    services,
    gate: await makeGate(services, { url: publicUrl }),
    webFolder,
    trustProxy,
    onRoute: ({ method, url: path }) => void routes.push(...[method].flat().map((one) => ({ method: one, url: path }))),
  })
  server.get('/api/broken', () => {
    throw new Error('password=hunter2 at /srv/regulars/secret.ts: select * from auth.users')
  })
  await server.ready()
  return server
}

/** One of each sort: a page, a file, the API with and without somebody, what is not there, what breaks, a public page. */
const places = [
  ['GET', '/'],
  ['GET', '/assets/app.js'],
  ['GET', '/customers/1'],
  ['GET', '/api/session'],
  ['GET', '/api/customers'],
  ['POST', '/api/customers'],
  ['GET', '/api/broken'],
  ['GET', '/api/nowhere'],
  ['GET', '/nowhere.txt'],
  ['GET', '/api/customers/%zz'],
  ['GET', `/api/customers/${'x'.repeat(150)}`],
  ['GET', '/u/nobody'],
  ['GET', '/preferences/nobody'],
  ['GET', '/check/nobody'],
  ['GET', '/my-data/nobody'],
  ['POST', '/v1/track'],
  ['GET', '/api/docs'],
] as const

test('every answer carries a policy that runs only our own scripts, lets nobody frame it and no base be set', async () => {
  for (const [method, path] of places) {
    const policy = String((await app.inject({ method, url: path })).headers['content-security-policy'])
    for (const directive of ["frame-ancestors 'none'", "base-uri 'none'", 'form-action'])
      expect(policy, `${method} ${path}`).toContain(directive)
    expect(/object-src 'none'|default-src 'none'/.test(policy), `${method} ${path}: ${policy}`).toBe(true)
    expect(policy, path).not.toMatch(/unsafe-eval|script-src[^;]*(unsafe-inline|https?:|\*)/)
  }
})

test('every answer forbids guessing its type and telling where one came from', async () => {
  for (const [method, path] of places) {
    const { headers } = await app.inject({ method, url: path })
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['referrer-policy'], path).toBe('no-referrer')
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin')
    expect(headers['x-powered-by'] ?? headers['server'], path).toBeUndefined()
  }
})

test('where people come by HTTPS every answer says to come by nothing else for a year and more', async () => {
  const seconds = (header: unknown) => Number(/max-age=(\d+); includeSubDomains/.exec(String(header))?.[1] ?? 0)
  for (const [method, path] of places)
    expect(seconds((await app.inject({ method, url: path })).headers['strict-transport-security']), path).toBeGreaterThan(31_536_000)
  const plain = await serve('http://localhost:3210', 1)
  expect((await plain.inject({ url: '/' })).headers['strict-transport-security']).toBeUndefined()
  const proxied = await plain.inject({ url: '/', headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' } })
  expect(seconds(proxied.headers['strict-transport-security'])).toBeGreaterThan(31_536_000)
  await plain.close()
})

test('nothing but the files of the web app may be kept by a browser or a proxy', async () => {
  const wanted = (path: string) => {
    if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable'
    return path === '/' || path === '/customers/1' ? 'no-cache' : 'no-store'
  }
  for (const [method, path] of places)
    expect((await app.inject({ method, url: path })).headers['cache-control'], `${method} ${path}`).toBe(wanted(path))
})

test('every answer with a body says what it is and in which letters', async () => {
  const types: string[] = []
  for (const [method, path] of places) {
    const { headers, payload } = await app.inject({ method, url: path })
    if (payload !== '') types.push(String(headers['content-type']))
  }
  expect(types.length).toBeGreaterThan(10)
  expect(
    types.filter((type) => !/^(text\/(html|javascript); charset=utf-8|application\/(javascript|(problem\+)?json)(;|$))/i.test(type)),
  ).toEqual([])
})

test('no other site is let read an answer of the app', async () => {
  for (const [method, path] of places.filter(([, path]) => !path.startsWith('/v1/'))) {
    const { headers } = await app.inject({ method, url: path, headers: { origin: 'https://elsewhere.example' } })
    expect(headers['access-control-allow-origin'], path).toBeUndefined()
  }
  const asked = await app.inject({
    method: 'OPTIONS',
    url: '/api/customers',
    headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
  })
  expect(asked.statusCode).toBe(404)
  expect(asked.headers['access-control-allow-origin']).toBeUndefined()
})

test('what breaks inside is told by a reference alone, and goes on', async () => {
  const { statusCode, payload } = await app.inject({ url: '/api/broken' })
  expect(statusCode).toBe(500)
  expect(payload).not.toMatch(/hunter2|secret\.ts|select|auth\.users|at \w+ \(/)
  expect(JSON.parse(payload)).toMatchObject({ code: 'server.broken', details: { reference: expect.stringMatching(/^[0-9a-f]{8}$/) } })
  expect((await app.inject({ url: '/api/health' })).statusCode).toBe(200)
})

test('methods that nobody needs are not there', async () => {
  for (const method of ['TRACE', 'PROPFIND', 'OPTIONS', 'PUT', 'DELETE'] as const)
    for (const path of ['/', '/api/session', '/api/health']) {
      const { statusCode, payload } = await app.inject({ method: method as 'PUT', url: path, headers: { 'x-mark': 'come back' } })
      expect([400, 404], `${method} ${path}`).toContain(statusCode)
      expect(payload).not.toContain('come back')
    }
  const told = await app.inject({ method: 'DELETE', url: '/api/health', headers: { 'accept-language': 'en' } })
  expect(told.json()).toMatchObject({ detail: 'There is no DELETE /api/health. The API is described at /api/docs.' })
  const key = {
    method: 'POST',
    url: '/api/customers',
    headers: { 'idempotency-key': 'short', 'accept-language': 'en' },
    payload: {},
  } as const
  expect((await app.inject(key)).json()).toMatchObject({
    detail: expect.stringMatching(/signed|Sign in|Idempotency-Key must have 8 to 200/),
  })
})

test('an address that cannot be read is refused in the words of any other request', async () => {
  for (const [path, reason] of [
    ['/api/customers/%zz', 'a % in its address has to be followed by two hexadecimal digits'],
    [`/api/customers/${'x'.repeat(101)}`, 'a part of its address is too long; it may have at most 100 characters'],
  ] as const) {
    const answer = await app.inject({ url: path, headers: { 'accept-language': 'en' } })
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
      'no-store',
    ])
    expect(answer.json()).toMatchObject({ code: 'input.unreadable', detail: expect.stringContaining(reason) })
  }
})

test('a value that only the database finds impossible is named in both languages, not in its own words', async () => {
  const server = await world.http()
  for (const [path, said] of [
    ['/api/audit?search=%00', /无法保存的字符/],
    ['/api/todos/agenda?who=%00', /无法保存的字符/],
  ] as const) {
    const answer = await server.inject({ url: path, headers: { 'x-test-role': 'owner' } })
    expect([path, answer.statusCode]).toEqual([path, 400])
    expect(answer.json().words).toMatchObject({ zh: expect.stringMatching(said), en: expect.stringContaining('cannot be stored') })
  }
})

test('no folder is listed and no file beside the web app is served', async () => {
  for (const path of [
    '/assets',
    '/assets/',
    '/.git/config',
    '/.git/HEAD',
    '/package.json',
    '/.env',
    '/%2e%2e/package.json',
    '/assets/../../etc/passwd',
  ]) {
    const { payload } = await app.inject({ url: path })
    expect(payload, path).not.toMatch(/app\.js|repositoryformatversion|ref: refs|"dependencies"|root:/)
  }
})

test('no action is called by a method that browsers send without thinking', () => {
  const called = [...world.services.registry.actions.values()].map(({ definition }) => definition)
  expect(called.length).toBeGreaterThan(50)
  expect(called.filter(({ method }) => !['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)).map(({ name }) => name)).toEqual([])
})

test('what the program may be asked, and how its database is, is told to nobody outside', async () => {
  for (const path of ['/api/openapi.json', '/api/docs', '/api/docs/json', '/api/docs/static/index.html'])
    expect([302, 401], path).toContain((await app.inject({ url: path, headers: { accept: 'text/html' } })).statusCode)
  expect((await app.inject({ url: '/api/health' })).json()).toEqual({ ok: true })
})

test('each address takes its parameters from where it says: the path comes before the body, and twice is once too often', async () => {
  const server = await world.http()
  const made = await server.inject({
    method: 'POST',
    url: '/api/customers',
    headers: { 'x-test-role': 'owner' },
    payload: { name: '王芳' },
  })
  const id = String(made.json().id)
  const other = '01920000-0000-7000-8000-000000000001'
  const changed = await server.inject({
    method: 'PATCH',
    url: `/api/customers/${id}?id=${other}`,
    headers: { 'x-test-role': 'owner' },
    payload: { id: other, name: '李雷' },
  })
  expect(changed.statusCode).toBe(200)
  const shown = await server.inject({ url: `/api/customers/${id}`, headers: { 'x-test-role': 'owner' } })
  expect(shown.json()).toMatchObject({ name: '李雷' })
  const twice = await server.inject({ url: '/api/customers?limit=1&limit=2', headers: { 'x-test-role': 'owner' } })
  expect(twice.statusCode).toBe(400)
})

test('a parameter that a question does not take is refused by its name, at every question', async () => {
  const server = await world.http()
  const refused: string[] = []
  const questions = [...world.services.registry.questions.values()].filter(({ definition }) => definition.method === 'GET')
  for (const { definition } of questions) {
    const path = definition.path.replace(/:\w+/g, '01920000-0000-7000-8000-000000000001')
    const answer = await server.inject({ url: `/api${path}?nonsense=1`, headers: { 'x-test-role': 'owner' } })
    if (answer.statusCode === 400) refused.push(definition.name)
  }
  expect(questions.map(({ definition }) => definition.name).filter((name) => !refused.includes(name))).toEqual([])
  const near = await server.inject({ url: '/api/imports?limt=5', headers: { 'x-test-role': 'owner', 'accept-language': 'en' } })
  expect(near.json()).toMatchObject({ code: 'input.invalid', details: { path: 'limt' }, detail: expect.stringContaining('perhaps limit') })
})

test.each([
  ['sort=-creatdAt', 'perhaps createdAt'],
  ['fields=name,ctiy', 'perhaps city'],
  [`rule=${encodeURIComponent('{"all":[{"field":"ctiy","op":"is","value":"x"}]}')}`, 'rule.all.0.field); perhaps city'],
  [`rule=${encodeURIComponent('{"field":"warehouse","op":"is","value":"x"}')}`, 'rule.field). Choose'],
])('a field in %s that is not there is said with the one that may have been meant, if any', async (query, said) => {
  const server = await world.http()
  const answer = await server.inject({ url: `/api/customers?${query}`, headers: { 'x-test-role': 'owner', 'accept-language': 'en' } })
  expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringContaining(said)])
})

/** What a server answers to these bytes, and no more than it takes it to answer. */
function sayRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setTimeout(1_500, () => socket.destroy())
    socket.on('data', (piece) => (answer += String(piece)))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

test('whoever has seen the database and not the key reads no contact detail by asking with its sealed text: address, header, name, value', async () => {
  const stolen = world.services.sealing.token('phone', '+8613800009999')
  const server = await buildServer({ services: world.services, gate: { actorOf: async () => owner, addRoutes: () => {} }, limits: null })
  server.get('/api/agent', (request) => ({ agent: request.headers['user-agent'], said: `§ ${stolen}` }))
  await server.listen({ port: 0, host: '127.0.0.1' })
  const place = server.server.address()
  const port = typeof place === 'object' ? (place?.port ?? 0) : 0
  const raw = (path: string, agent = '') =>
    sayRaw(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nUser-Agent: ${agent}\r\nConnection: close\r\n\r\n`)
  const asked = encodeURIComponent(stolen)
  const answers = [
    await raw(`/api/${stolen}`),
    await raw(`/api/customers/${asked}`),
    (await server.inject({ url: `/api/customers?fields=${asked}` })).body,
    (await server.inject({ url: `/api/customers?${asked}=1` })).body,
    (await server.inject({ method: 'POST', url: '/api/customers', payload: { [stolen]: 1 } })).body,
    (await server.inject({ method: 'POST', url: '/api/customers', payload: { name: '甲', phone: stolen } })).body,
  ]
  for (const [at, answer] of answers.entries()) expect([at, answer.includes('13800009999')]).toEqual([at, false])
  expect(answers[2]).toContain('••••')
  // What the program itself says is opened all the same.
  const own = await raw('/api/agent', stolen)
  expect(own.match(/13800009999/g)).toHaveLength(1)
  await server.close()
})

test('where a request ends is never in doubt: two lengths, a length beside chunks and odd chunks are refused', async () => {
  await app.listen({ port: 0, host: '127.0.0.1' })
  const place = app.server.address()
  const port = typeof place === 'object' ? (place?.port ?? 0) : 0
  const hidden = 'GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n'
  const begin = 'POST /api/auth/sign-out HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
  for (const rest of [
    `Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    `Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}${hidden}`,
    `Transfer-Encoding: identity, chunked, x\r\n\r\n0\r\n\r\n${hidden}`,
    `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden}`,
    `Transfer-Encoding: chunked\r\n\r\n2;\n{}\r\n0\r\n\r\n${hidden}`,
  ]) {
    const answer = await sayRaw(port, begin + rest)
    expect(answer, rest).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer, rest).not.toContain('"ok":true')
  }
})

test.each(['/api/customers', '/v1/identify'])('%s takes no name in GBK, and says that UTF-8 is meant', async (path) => {
  const payload = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xcd, 0xf5, 0xb7, 0xbc]), Buffer.from('"}')])
  const headers = { 'content-type': 'application/json', 'accept-language': 'en' }
  const answer = await app.inject({ method: 'POST', url: path, headers, payload })
  expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringContaining('not in UTF-8 (perhaps in GBK)')])
})
