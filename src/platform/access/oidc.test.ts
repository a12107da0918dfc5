import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Person, startProvider, type Trick } from '../../../test/fake-provider.ts'
import { freshSession, makeWorld, type World } from '../../../test/world.ts'
import { saveSecurity } from '../../know/account/security.ts'
import { addProvider, changeProvider, readSecurity, removeProvider } from '../../know/account/security.ts'
import type { Actor } from '../actions/context.ts'
import { runAction } from '../actions/run-action.ts'
import type { Services } from '../actions/services.ts'
import { buildServer } from '../http/server.ts'
import { addUser } from './keep-user.ts'
import { makeGate } from './make-gate.ts'
import { keepAuthenticator } from './second-factor.ts'

const client = { id: 'regulars 1', secret: 'a secret: with / signs+' }
const owner: Actor = { kind: 'user', id: 'user:owner', name: '老板', role: 'owner', session: freshSession }
let world: World
let inside: Services
let app: FastifyInstance
let provider: Awaited<ReturnType<typeof startProvider>>
let providerId = ''

const settings = () => ({
  name: '公司账号',
  issuer: provider.state.origin,
  clientId: client.id,
  newcomers: false,
  role: 'member',
  domains: [] as string[],
  vouches: false,
  enabled: true,
})
const add = (services: Services, more: object = {}) =>
  runAction(services, { actor: owner, source: 'app' }, addProvider, { ...settings(), secret: client.secret, ...more })
const change = (more: object) =>
  runAction(inside, { actor: owner, source: 'app' }, changeProvider, { ...settings(), id: providerId, ...more })

beforeAll(async () => {
  world = await makeWorld()
  inside = { ...world.services, allowPrivateSignIn: true }
  provider = await startProvider(client)
  app = await buildServer({ services: inside, gate: await makeGate(inside, { url: 'http://regulars.test' }) })
  providerId = (await add(inside)).id
})
afterAll(async () => {
  await app.close()
  await provider.end()
  await world.end()
})
beforeEach(() => {
  provider.state.trick = null
})

let made = 0
async function person(): Promise<{ id: string; email: string }> {
  const email = `p${++made}@shop.test`
  return { id: await world.system((ctx) => addUser(ctx, { name: `人${made}`, email, role: 'member' })), email }
}

/** A browser that goes to the provider and comes back. @returns where it ends, and with which cookies */
function browse() {
  const cookies = new Map<string, string>()
  const keep = (lines: string | string[] | undefined) => {
    for (const line of [lines ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
  }
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const begin = async (next = '/customers?x=1') => {
    const answer = await app.inject({
      method: 'POST',
      url: `/api/auth/oidc/${providerId}/begin`,
      payload: { next },
      headers: { cookie: cookie(), host: 'evil.example' },
    })
    keep(answer.headers['set-cookie'])
    expect(answer.statusCode, answer.payload).toBe(200)
    return String(answer.json().address)
  }
  const back = async (place: URL) => {
    const answer = await app.inject({
      method: 'GET',
      url: `${place.pathname}${place.search}`,
      headers: { cookie: cookie(), host: 'evil.example' },
    })
    keep(answer.headers['set-cookie'])
    return String(answer.headers.location)
  }
  const isIn = async () => (await app.inject({ url: '/api/customers/count', headers: { cookie: cookie() } })).statusCode === 200
  const signIn = async (who: Person) => {
    provider.state.person = who
    return back(provider.agree(await begin()))
  }
  return { cookies, begin, back, isIn, signIn }
}

const problemIn = (place: string) => new URL(place, 'http://x').searchParams.get('problem')

test('somebody whose verified e-mail is a user’s comes in, to where they wanted to go', async () => {
  const { id, email } = await person()
  const browser = browse()
  expect(await browser.signIn({ sub: 'sub-1', email: email.toUpperCase(), email_verified: true })).toBe('/customers?x=1')
  expect(await browser.isIn()).toBe(true)
  const { rows } = await sql<{ means: string; strong: boolean }>`select means, strong from auth.sessions where user_id = ${id}`.execute(
    world.db,
  )
  expect(rows).toEqual([{ means: 'provider', strong: false }])
  const again = browse()
  expect(await again.signIn({ sub: 'sub-1' }), 'known by the subject from then on').toBe('/customers?x=1')
})

test('the way there carries code, PKCE, state and nonce, and leads back to the name that is set', async () => {
  const { searchParams } = new URL(await browse().begin())
  expect(Object.fromEntries(searchParams)).toMatchObject({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: `http://regulars.test/api/auth/oidc/${providerId}/callback`,
    code_challenge_method: 'S256',
    scope: 'openid email profile',
  })
  for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name)?.length, name).toBeGreaterThan(20)
})

test.each<Trick>([
  'wrong-nonce',
  'no-nonce',
  'wrong-audience',
  'other-client',
  'wrong-issuer',
  'expired',
  'from-the-future',
  'no-algorithm',
  'symmetric',
  'wrong-key',
  'altered',
  'no-token',
  'redirects-token',
])('a provider that answers “%s” lets nobody in', async (trick) => {
  const { id, email } = await person()
  const browser = browse()
  provider.state.person = { sub: `sub-${trick}`, email, email_verified: true }
  const back = provider.agree(await browser.begin())
  provider.state.trick = trick
  expect(problemIn(await browser.back(back))).toBe('access.provider-refused')
  expect(await browser.isIn()).toBe(false)
  const { rows } = await sql`select 1 from auth.accounts where user_id = ${id}`.execute(world.db)
  expect(rows).toEqual([])
})

test.each<[Trick, string]>([
  ['wrong-issuer-in-metadata', 'access.provider-refused'],
  ['redirects-metadata', 'access.provider-refused'],
  ['huge', 'access.provider-away'],
])('a provider whose description is “%s” is not kept and not visited', async (trick, code) => {
  provider.state.trick = trick
  await expect(change({})).rejects.toThrow(code)
  provider.state.requests.length = 0
  const answer = await app.inject({ method: 'POST', url: `/api/auth/oidc/${providerId}/begin`, payload: {} })
  expect(answer.json().code).toBe(code)
  expect(provider.state.requests).toEqual(['/.well-known/openid-configuration'])
})

test('a state of another visit, of another browser, or used before opens nothing', async () => {
  const { email } = await person()
  provider.state.person = { sub: 'sub-state', email, email_verified: true }
  const [mine, theirs] = [browse(), browse()]
  const place = provider.agree(await mine.begin())
  expect(problemIn(await theirs.back(place)), 'without the cookie').toBe('access.step-over')
  await theirs.begin()
  expect(problemIn(await theirs.back(place)), 'with the cookie of another visit').toBe('access.provider-refused')
  const altered = new URL(place)
  altered.searchParams.set('state', 'x')
  expect(problemIn(await mine.back(altered))).toBe('access.provider-refused')
  expect(problemIn(await mine.back(place)), 'the visit is over').toBe('access.step-over')
  expect([await mine.isIn(), await theirs.isIn()]).toEqual([false, false])

  const fresh = browse()
  const right = provider.agree(await fresh.begin())
  const token = fresh.cookies.get('regulars-80.provider') ?? ''
  expect(await fresh.back(right)).toBe('/customers?x=1')
  fresh.cookies.set('regulars-80.provider', token)
  expect(problemIn(await fresh.back(right)), 'once').toBe('access.step-over')
  const late = browse()
  const slow = provider.agree(await late.begin())
  world.pass({ amount: 11, unit: 'minutes' })
  expect(problemIn(await late.back(slow)), 'too late').toBe('access.step-over')
})

test('an error that the provider sends, or somebody made up, is told in words of ours alone', async () => {
  const browser = browse()
  const place = provider.agree(await browser.begin())
  place.search = new URLSearchParams({
    error: 'access_denied',
    error_description: 'Call 0900 1234',
    state: place.searchParams.get('state') ?? '',
  }).toString()
  const end = await browser.back(place)
  expect(end).not.toContain('0900')
  const ways = await app.inject({ url: `/api/auth/ways?${new URL(end, 'http://x').searchParams}` })
  expect(ways.json().problem.zh).toContain('公司账号')
  const made = await app.inject({ url: '/api/auth/ways?problem=access.provider-away&provider=%3Cb%3ECall' })
  expect(made.json().problem.en).toBe('OIDC does not answer. Try again later, or sign in another way.')
  expect((await app.inject({ url: '/api/auth/ways?problem=server.broken' })).json().problem).toBeNull()
  expect((await app.inject({ url: '/api/auth/ways' })).json().providers).toEqual([{ id: providerId, name: '公司账号' }])
})

test('an e-mail that nobody verified opens nothing', async () => {
  const { email } = await person()
  for (const verified of [undefined, false, 'true', 1, null])
    expect(problemIn(await browse().signIn({ sub: `sub-v-${String(verified)}`, email, email_verified: verified })), String(verified)).toBe(
      'access.provider-unverified',
    )
  expect(problemIn(await browse().signIn({ sub: 'sub-none' }))).toBe('access.provider-unverified')
})

test('an address that the provider gave to somebody else does not open what was another’s', async () => {
  const { email } = await person()
  expect(await browse().signIn({ sub: 'first-holder', email, email_verified: true })).toBe('/customers?x=1')
  expect(problemIn(await browse().signIn({ sub: 'second-holder', email, email_verified: true }))).toBe('access.provider-other')
})

test('strangers stay out unless newcomers are let in, of the domains named, with the role set, and never as owner', async () => {
  const stranger = (address: string) => browse().signIn({ sub: `s-${address}`, email: address, email_verified: true, name: '新人' })
  expect(problemIn(await stranger('a@firm.example'))).toBe('access.provider-stranger')
  await expect(change({ newcomers: true })).rejects.toThrow('account.domains-needed')
  await expect(change({ newcomers: true, domains: ['firm.example'], role: 'owner' })).rejects.toThrow('input.invalid')
  await change({ newcomers: true, domains: ['Firm.example'], role: 'manager' })
  for (const address of ['a@evil.example', 'a@sub.firm.example', 'a@firm.example.evil.example', 'a@xfirm.example'])
    expect(problemIn(await stranger(address)), address).toBe('access.provider-stranger')
  const both = await Promise.all([stranger('b@firm.example'), stranger('b@firm.example')])
  expect(both).toContain('/customers?x=1')
  const { rows } = await sql<{ name: string; role: string }>`select name, role from auth.users where email = 'b@firm.example'`.execute(
    world.db,
  )
  expect(rows).toEqual([{ name: '新人', role: 'manager' }])
  await change({})
})

test('whoever is disabled stays out, by the provider too', async () => {
  const { id, email } = await person()
  await browse().signIn({ sub: 'sub-gone', email, email_verified: true })
  await sql`update auth.users set disabled_at = ${world.now()} where id = ${id}`.execute(world.db)
  expect(problemIn(await browse().signIn({ sub: 'sub-gone', email, email_verified: true }))).toBe('access.provider-stranger')
})

test('a code is asked for after the provider as well, unless the provider vouches', async () => {
  const { id, email } = await person()
  await keepAuthenticator(inside, world.db, id, 'A'.repeat(32), 0)
  const browser = browse()
  expect(await browser.signIn({ sub: 'sub-2fa', email, email_verified: true })).toBe('/sign-in?step=code&next=%2Fcustomers%3Fx%3D1')
  expect(await browser.isIn()).toBe(false)
  await change({ vouches: true })
  const vouched = browse()
  expect(await vouched.signIn({ sub: 'sub-2fa' })).toBe('/customers?x=1')
  await world.act(saveSecurity, { profile: 'standard', idleMinutes: 4_320, longestHours: 336, secondFactorFor: ['member'] })
  expect(await vouched.isIn()).toBe(true)
  await world.act(saveSecurity, { profile: 'standard', idleMinutes: 4_320, longestHours: 336, secondFactorFor: [] })
  await change({})
})

test('after signing in one is led to no foreign place', async () => {
  const { email } = await person()
  for (const next of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/api/auth/sign-out',
    '/a\r\nx: y',
  ]) {
    const browser = browse()
    provider.state.person = { sub: 'sub-next', email, email_verified: true }
    expect(await browser.back(provider.agree(await browser.begin(next))), next).toBe('/')
  }
})

test('a provider that stands in the own network is not asked, unless whoever runs the program allows it', async () => {
  provider.state.requests.length = 0
  const port = new URL(provider.state.origin).port
  for (const issuer of [
    provider.state.origin,
    `https://127.0.0.1:${port}`,
    `https://localhost:${port}`,
    `https://2130706433:${port}`,
    `https://0x7f.1:${port}`,
    `https://[::1]:${port}`,
    `https://[::ffff:127.0.0.1]:${port}`,
    'https://169.254.169.254',
    'https://10.0.0.8',
  ])
    await expect(add(world.services, { issuer }), issuer).rejects.toThrow('access.provider-private')
  expect(provider.state.requests).toEqual([])
  for (const issuer of [
    'ftp://id.example',
    'https://user:pw@id.example',
    'https://id.example/?a=1',
    'https://id.example/.well-known/openid-configuration',
    'id.example',
  ])
    await expect(add(world.services, { issuer }), issuer).rejects.toThrow('input.invalid')
})

test('the secret is told to nobody, kept sealed, and sent to no other address than it was given for', async () => {
  const told = JSON.stringify(await runAction(inside, { actor: owner, source: 'app' }, changeProvider, { ...settings(), id: providerId }))
  const { providers } = await world.ask(readSecurity)
  expect(told + JSON.stringify(providers)).not.toContain('a secret')
  for (const table of ['auth.providers', 'audit.entries', 'action_keys']) {
    const { rows } = await sql`select 1 from ${sql.raw(table)} t where t::text like '%a secret%'`.execute(world.db)
    expect(rows, table).toEqual([])
  }
  await expect(change({ issuer: `${provider.state.origin}/realms/other` })).rejects.toThrow('account.secret-needed')
  await expect(change({ clientId: 'another' })).rejects.toThrow('account.secret-needed')
})

test('a provider that is switched off or removed lets nobody in, and those who came by it are out', async () => {
  const { email } = await person()
  const browser = browse()
  await browser.signIn({ sub: 'sub-last', email, email_verified: true })
  expect(await browser.isIn()).toBe(true)
  const late = browse()
  const place = provider.agree(await late.begin())
  await change({ enabled: false })
  expect(problemIn(await late.back(place))).toBe('access.step-over')
  expect((await app.inject({ method: 'POST', url: `/api/auth/oidc/${providerId}/begin`, payload: {} })).json().code).toBe(
    'access.provider-missing',
  )
  await runAction(inside, { actor: owner, source: 'app' }, removeProvider, { id: providerId })
  expect(await browser.isIn()).toBe(false)
})
