import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { anywhere } from '../../../test/anywhere.ts'
import { makeGuardedFetch } from '../http/guarded-fetch.ts'
import type { ChannelAccount, ChannelContent, ChannelTools } from './channel.ts'
import { dingtalkRobot, signDingtalk } from './dingtalk-robot.ts'
import { channelDrivers } from './drivers.ts'
import { feishuRobot, signFeishu } from './feishu-robot.ts'
import { webhook } from './webhook.ts'

/** What came in; a real server on loopback answers as the test says. */
type Got = { readonly url: URL; readonly headers: IncomingMessage['headers']; readonly body: string }
let got: Got[]
let answer: (got: Got, reply: ServerResponse) => void
let base: string
let now: Date
const ends: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  got = []
  now = new Date('2026-06-15T04:00:00.000Z')
  const server = createServer((request, reply) => {
    const parts: Buffer[] = []
    request
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        const one = {
          url: new URL(request.url ?? '', 'http://robot.test'),
          headers: request.headers,
          body: Buffer.concat(parts).toString(),
        }
        got.push(one)
        answer(one, reply)
      })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  ends.push(() => {
    server.closeAllConnections()
    return new Promise<void>((done) => server.close(() => done()))
  })
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** Ends the waiting of whoever asks now, once what they asked is there: a busy machine needs any time for an answer that comes. */
let waitedEnough = () => {}
const tools = (guard = { allowPrivate: true, mayReach: anywhere, bytes: 10_000, wholeMs: 60_000 }): ChannelTools => ({
  fetch: async (address, asked) => {
    const waiting = new AbortController()
    waitedEnough = () => waiting.abort()
    return await makeGuardedFetch(guard)(address, { ...asked, signal: waiting.signal })
  },
  clock: () => now,
  newId: () => '01920000-0000-7000-8000-000000000001',
  tokens: { take: async () => '' },
})

const says =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (_: Got, reply: ServerResponse) =>
    void reply.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
const saysNothing = () => waitedEnough()
const hangsUp = (_: Got, reply: ServerResponse) => void reply.destroy()

const account = (vendor: string, settings: Record<string, unknown>): ChannelAccount => ({ id: 'a', vendor, settings })
const text: ChannelContent = { form: 'text', text: '王芳 [3 天] 没有回访 @所有人', title: '今天的回访' }
const secret = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`
const former = `whsec_${Buffer.from('the former one of thirty-two byt').toString('base64')}`
const json: ChannelContent = { form: 'json', type: 'purchase.made', data: { customer: '王芳', amount: 12_800 } }
const hook = (settings: Record<string, unknown> = {}) => account('webhook', { address: `${base}/in`, secret, ...settings })
const post = (settings: Record<string, unknown> = {}, with_ = tools()) =>
  webhook.send(hook(settings), { to: '', id: 'msg-1', content: json }, with_)

test('a receiver can check a webhook’s signature, and reads what happened', async () => {
  answer = says(204, '')
  now = new Date()
  expect(await post()).toEqual({ state: 'sent', reference: 'msg-1' })
  const [one] = got
  const headers = Object.fromEntries(Object.entries(one?.headers ?? {}).map(([name, value]) => [name, String(value)]))
  expect(new Webhook(secret).verify(one?.body ?? '', headers)).toEqual({
    type: 'purchase.made',
    timestamp: now.toISOString(),
    data: json.data,
  })
  expect(headers['webhook-id']).toBe('msg-1')
  expect(() => new Webhook(former).verify(one?.body ?? '', headers)).toThrow()
  expect(() => new Webhook(secret).verify(`${one?.body} `, headers)).toThrow()
})

test('while the secret is changed, whoever knows either one can check', async () => {
  answer = says(200, 'ok')
  now = new Date()
  await post({ formerSecret: former })
  const headers = Object.fromEntries(Object.entries(got[0]?.headers ?? {}).map(([name, value]) => [name, String(value)]))
  for (const each of [secret, former]) expect(new Webhook(each).verify(got[0]?.body ?? '', headers)).toBeTruthy()
})

test('the published example of the specification is signed as it says', () => {
  // standard-webhooks, libraries/javascript tests: id, timestamp and body with their signature.
  const example = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
  const at = new Date(1_614_265_330_000)
  expect(example.sign('msg_p5jXN8AQM9LWM0D4loKWxJek', at, '{"test": 2432232314}')).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test.each([
  ['a server in trouble', says(503, 'down', { 'retry-after': '120' }), { state: 'later', retryAfterSeconds: 120 }],
  [
    'too many at once, until a date',
    says(429, '', { 'retry-after': 'Mon, 15 Jun 2026 04:10:00 GMT' }),
    { state: 'later', retryAfterSeconds: 600 },
  ],
  ['a connection that breaks after it all went out', hangsUp, { state: 'later', cause: 'connection' }],
  ['silence', saysNothing, { state: 'later', cause: 'timeout' }],
  ['a body that the receiver does not understand', says(422, 'no'), { state: 'refused', cause: 'content' }],
  ['a receiver that wants no more', says(410, 'gone'), { state: 'refused', cause: 'not-allowed' }],
  ['a redirect', says(302, '', { location: 'http://169.254.169.254/' }), { state: 'refused', cause: 'address' }],
] as const)('%s: the webhook knows what to do', async (_, how, expected) => {
  answer = how
  expect(await post()).toMatchObject(expected)
  expect(got).toHaveLength(1)
})

test('nothing is posted into the own network, nor without a sound address or secret', async () => {
  answer = says(200, '')
  const guarded = tools({ allowPrivate: false, mayReach: anywhere, bytes: 10_000, wholeMs: 60_000 })
  for (const address of [base, 'https://127.0.0.1/', 'https://[::1]/', 'https://10.0.0.1/', 'https://localhost/'])
    expect((await post({ address }, guarded)).state, address).not.toBe('sent')
  expect(await post({ address: 'no address' })).toMatchObject({ state: 'refused', cause: 'address' })
  expect(await post({ secret: 'whsec_' })).toMatchObject({ state: 'refused', cause: 'sign-in' })
  expect(await post({ secret: '' })).toMatchObject({ state: 'refused', cause: 'sign-in' })
  expect(got).toEqual([])
})

/** Checks as DingTalk does: the signature of an hour at most, and 20 messages a minute. */
function dingtalk(): (one: Got, reply: ServerResponse) => void {
  let taken = 0
  return ({ url }, reply) => {
    const at = url.searchParams.get('timestamp') ?? ''
    const isFresh = Math.abs(Number(at) - now.getTime()) < 3_600_000
    const isRight = url.searchParams.get('sign') === signDingtalk(at, 'SECdead')
    const [errcode, errmsg] = !isFresh || !isRight ? [310000, 'sign not match'] : ++taken > 20 ? [130101, 'send too fast'] : [0, 'ok']
    reply.writeHead(200).end(JSON.stringify({ errcode, errmsg }))
  }
}

const robot = (settings: object = {}) =>
  account('dingtalk-robot', { address: `${base}/robot/send?access_token=t`, secret: 'SECdead', ...settings })
const toGroup = (content: ChannelContent, settings: object = {}) =>
  dingtalkRobot.send(robot(settings), { to: '', id: 'm1', content }, tools())

test('the signature of DingTalk is that of its document’s way to reckon it', () => {
  // 《自定义机器人安全设置》: HmacSHA256 of timestamp + "\n" + secret under the secret, in Base64; reckoned with Python's hmac.
  expect(signDingtalk('1577262236757', 'this is secret')).toBe('hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=')
})

test('a DingTalk robot speaks in Markdown that a customer’s words cannot break', async () => {
  answer = dingtalk()
  expect(await toGroup(text)).toEqual({ state: 'sent', reference: 'm1' })
  const body = JSON.parse(got[0]?.body ?? '')
  expect(body).toMatchObject({ msgtype: 'markdown', markdown: { title: '今天的回访' } })
  expect(body.markdown.text).toContain('\\[3 天\\]')
  expect(body.markdown.text).not.toContain('@')
  await toGroup({ ...text, url: 'https://shop.example/todos' })
  expect(JSON.parse(got[1]?.body ?? '')).toMatchObject({ msgtype: 'actionCard', actionCard: { singleURL: 'https://shop.example/todos' } })
})

test('the twenty-first message in a minute waits until the robot may speak again', async () => {
  answer = dingtalk()
  for (let i = 0; i < 20; i++) expect((await toGroup({ form: 'text', text: `${i}` })).state).toBe('sent')
  expect(await toGroup(text)).toMatchObject({ state: 'later', cause: 'quota', retryAfterSeconds: 600 })
})

test.each([
  ['a wrong secret', { secret: 'SECother' }, { state: 'refused', cause: 'sign-in' }],
  ['no address', { address: '' }, { state: 'refused', cause: 'address' }],
])('DingTalk with %s says so inside of a 200', async (_, settings, expected) => {
  answer = dingtalk()
  expect(await toGroup(text, settings)).toMatchObject(expected)
})

test.each([
  ['a page in place of JSON', says(200, '<html>'), 'unknown'],
  ['an empty answer', says(200, ''), 'unknown'],
  ['a broken connection', hangsUp, 'unknown'],
  ['silence', saysNothing, 'unknown'],
  ['a gateway in trouble', says(502, 'bad gateway'), 'later'],
  ['a code that nobody knows', says(200, { errcode: 987_654, code: 987_654, errmsg: '?' }), 'refused'],
] as const)('%s leaves a robot’s message as it must', async (_, how, state) => {
  answer = how
  expect((await toGroup(text)).state).toBe(state)
  expect((await feishuRobot.send(account('feishu-robot', { address: base }), { to: '', id: 'm', content: text }, tools())).state).toBe(
    state,
  )
})

test('a robot’s message for which nobody can say whether the host may be reached went nowhere, and is tried again', async () => {
  answer = says(200, '')
  const mayReach = async () => Promise.reject(new Error('Connection terminated unexpectedly'))
  const asking = tools({ allowPrivate: true, mayReach, bytes: 10_000, wholeMs: 60_000 })
  expect(await dingtalkRobot.send(robot(), { to: '', id: 'm1', content: text }, asking)).toMatchObject({
    state: 'later',
    cause: 'connection',
  })
  expect(got).toEqual([])
})

/** Checks as Feishu does, and says no inside of a 200. */
function feishu({ body }: Got, reply: ServerResponse): void {
  const { timestamp, sign, msg_type } = JSON.parse(body)
  const isRight = sign === signFeishu(timestamp, 'feishu-secret') && Math.abs(Number(timestamp) - now.getTime() / 1_000) < 3_600
  const said = isRight ? { code: 0, msg: 'success' } : { code: 19021, msg: 'sign match fail or timestamp is not within one hour' }
  reply.writeHead(200).end(JSON.stringify(msg_type ? said : { code: 9499, msg: 'Bad Request' }))
}

const toFeishu = (content: ChannelContent, secretOf = 'feishu-secret') =>
  feishuRobot.send(
    account('feishu-robot', { address: `${base}/open-apis/bot/v2/hook/x`, secret: secretOf }),
    { to: '', id: 'm1', content },
    tools(),
  )

test('the signature of Feishu has its key and its text the other way round', () => {
  // 《自定义机器人使用指南》 签名校验: the key is timestamp + "\n" + secret, the text is empty; reckoned with Python's hmac.
  expect(signFeishu('1599360473', '密钥')).toBe('P9HUVM15LT0IjapLuiZySGCllJ5uMRqQueF+jKYN0cw=')
})

test('a Feishu robot shows a card, and a wrong secret is told', async () => {
  answer = feishu
  expect(await toFeishu(text)).toEqual({ state: 'sent', reference: 'm1' })
  expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ msg_type: 'interactive', card: { header: { title: { content: '今天的回访' } } } })
  expect(await toFeishu({ form: 'text', text: '<at user_id="all">所有人</at>' })).toMatchObject({ state: 'sent' })
  expect(got[1]?.body).not.toContain('<at')
  expect(await toFeishu(text, 'wrong')).toMatchObject({ state: 'refused', cause: 'sign-in' })
})

test.each([
  [300005, 'sign-in'],
  [400101, 'sign-in'],
  [400013, 'not-allowed'],
  [400102, 'not-allowed'],
  [400106, 'not-allowed'],
  [90030, 'quota'],
  [430102, 'content'],
] as const)('DingTalk’s %d is told as %s', async (errcode, cause) => {
  answer = says(200, { errcode, errmsg: 'no' })
  expect(await toGroup(text)).toMatchObject({ cause, ...(cause === 'not-allowed' ? { state: 'later' } : {}) })
})

test('Feishu that is asked too often is asked again in a minute', async () => {
  answer = says(200, { code: 11232, msg: 'frequency limited psm' })
  expect(await toFeishu(text)).toMatchObject({ state: 'later', cause: 'quota', retryAfterSeconds: 60 })
})

test('robots say no JSON and webhooks no text; an account is checked by a word of its own', async () => {
  answer = dingtalk()
  expect(await toGroup(json)).toMatchObject({ state: 'refused', cause: 'content' })
  expect(await webhook.send(hook(), { to: '', id: 'm', content: text }, tools())).toMatchObject({ state: 'refused', cause: 'content' })
  expect(await dingtalkRobot.check?.(robot(), tools())).toMatchObject({ state: 'sent' })
  for (const name of ['webhook', 'dingtalk-robot', 'feishu-robot']) expect(channelDrivers[name], name).toBeDefined()
})
