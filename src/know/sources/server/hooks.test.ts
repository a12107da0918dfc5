import { createHash, createHmac } from 'node:crypto'
import iconv from 'iconv-lite'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline } from '../../customers/actions.ts'
import { listPurchases } from '../../purchases/actions.ts'
import { disableSource, listSourceNotes, listSources, pauseSource, readSource, resumeSource, rotateKey } from '../actions.ts'
import { createHook, listDeliveries, playAgain, saveHook, tryMapping } from '../hook-actions.ts'
import { readyMappings } from '../ready-mappings.ts'
import { sweepDeliveries } from './deliveries.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
})
afterAll(() => world.end())

const send = async (id: string, text: string | Buffer, headers: Record<string, string>) =>
  (await world.http()).inject({
    method: 'POST',
    url: `/in/${id}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: text,
  })
const hmac = (secret: string | Buffer, text: string | Buffer) => createHmac('sha256', secret).update(text)
const seconds = (at = world.now()) => String(Math.floor(at.getTime() / 1_000))

const standardHeaders = (secret: string, text: string, id: string, at = seconds()) => ({
  'webhook-id': id,
  'webhook-timestamp': at,
  'webhook-signature': `v1,${hmac(Buffer.from(secret.slice(6), 'base64'), `${id}.${at}.${text}`).digest('base64')}`,
})

const mapping = {
  customer: { phone: '$.phone', name: '$.name' },
  event: { name: ['$.event', '=提交表单'], properties: { 表单: '$.form', 分数: '$.score' } },
}
let made = 0
const hookOf = async (more: object = {}) =>
  world.act(createHook, { name: `钩 ${++made}`, scheme: 'standard', mapping, isOn: true, ...more })
const customerOf = async (key: string) => {
  const { rows } = await sql<{ id: string; name: string; phone: string }>`select c.* from customers c
    where c.id = (select customer_id from identities where key = ${key})`.execute(world.db)
  return rows[0]
}
const purchasesOf = async (key: string) => {
  const { purchases } = await world.ask(listPurchases, { id: (await customerOf(key))?.id ?? '' })
  return purchases.map(({ kind, number, amount, occurredAt, channel, lines }) => ({ kind, number, amount, occurredAt, channel, lines }))
}

test('a signed delivery makes a customer and a fact; told twice it is made once', async () => {
  const { id, secret, address } = await hookOf()
  expect(address).toBe(`http://regulars.test/in/${id}`)
  expect(secret).toMatch(/^whsec_/)
  const text = JSON.stringify({ phone: '138 0000 4444', name: '王芳', form: '预约', score: 9 })
  const answer = await send(id, text, standardHeaders(secret, text, 'msg_1'))
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({ success: true })
  expect((await send(id, text, standardHeaders(secret, text, 'msg_1'))).json()).toEqual({ success: true, repeated: true })
  const customer = await customerOf('phone:+8613800004444')
  expect(customer?.name).toBe('王芳')
  const facts = (await world.ask(readTimeline, { id: customer?.id ?? '' })).facts
  expect(facts.map((f) => f.kind).sort()).toEqual(['customer.created', 'identified', 'tracked'])
  expect(facts.find((f) => f.kind === 'tracked')).toMatchObject({ payload: { event: '提交表单', properties: { 表单: '预约', 分数: 9 } } })
  const other = JSON.stringify({ phone: '13800004444', name: '王芳', event: '到店' })
  await send(id, other, standardHeaders(secret, other, 'msg_2'))
  expect((await world.ask(readTimeline, { id: customer?.id ?? '' })).facts.filter((f) => f.kind === 'tracked')).toHaveLength(2)
})

test('what is unsigned, signed by another, changed on its way or listened to and sent later is refused', async () => {
  const { id, secret } = await hookOf()
  const text = JSON.stringify({ phone: '13800005555' })
  const headers = standardHeaders(secret, text, 'msg_1')
  const refused = async (sent: string, with_: Record<string, string>) => {
    const answer = await send(id, sent, with_)
    return [answer.statusCode, answer.json().code]
  }
  expect(await refused(text, {})).toEqual([401, 'source.unsigned'])
  expect(await refused(`${text} `, headers)).toEqual([401, 'source.wrong-signature'])
  expect(await refused(text, { ...headers, 'webhook-id': 'msg_2' })).toEqual([401, 'source.wrong-signature'])
  expect(await refused(text, { ...headers, 'webhook-signature': 'v1,' })).toEqual([401, 'source.wrong-signature'])
  const old = standardHeaders(secret, text, 'msg_3', seconds(new Date(world.now().getTime() - 301_000)))
  expect(await refused(text, old)).toEqual([401, 'source.signed-long-ago'])
  expect(await customerOf('phone:+8613800005555')).toBeUndefined()
  const { notes } = await world.ask(listSourceNotes, { id })
  expect(notes.map((n) => n.code)).toContain('source.signed-long-ago')
  expect(JSON.stringify(notes)).not.toContain('13800005555')
  expect((await send('00000000-0000-7000-8000-000000000000', text, headers)).statusCode).toBe(404)
  expect((await send('nonsense', text, headers)).statusCode).toBe(404)
})

test.each([
  ['github', (s: string, t: string) => ({ 'x-hub-signature-256': `sha256=${hmac(s, t).digest('hex')}` })],
  ['shopify', (s: string, t: string) => ({ 'x-shopify-hmac-sha256': hmac(s, t).digest('base64') })],
  ['woocommerce', (s: string, t: string) => ({ 'x-wc-webhook-signature': hmac(s, t).digest('base64') })],
  ['stripe', (s: string, t: string) => ({ 'stripe-signature': `t=${seconds()},v1=${hmac(s, `${seconds()}.${t}`).digest('hex')},v0=x` })],
  ['hmac', (s: string, t: string) => ({ 'x-own-signature': hmac(s, t).digest('hex') })],
  ['hmac', (s: string, t: string) => ({ 'x-own-signature': hmac(s, t).digest('base64') })],
  ['bearer', (s: string) => ({ authorization: `Bearer ${s}` })],
])('deliveries signed the way of %s are taken, and with another secret refused', async (scheme, sign) => {
  const { id, secret } = await hookOf({ scheme, ...(scheme === 'hmac' ? { header: 'X-Own-Signature' } : {}) })
  const text = JSON.stringify({ phone: '13800006666', n: made })
  expect((await send(id, text, sign('another', text))).statusCode).toBe(401)
  expect((await send(id, text, {})).json().code).toBe('source.unsigned')
  expect((await send(id, text, sign(secret, text))).json()).toEqual({ success: true })
  expect((await send(id, text, { ...sign(secret, text), 'x-delivery-id': 'another' })).json()).toMatchObject({ repeated: true })
})

test('parameters sorted and signed with MD5 are taken from a form', async () => {
  const { id } = await hookOf({ scheme: 'sorted-md5', secret: 'key123' })
  const joined = 'name=李雷&phone=13800007777&score=5'
  const sign = createHash('md5').update(`${joined}&key=key123`).digest('hex').toUpperCase()
  const form = new URLSearchParams({ score: '5', phone: '13800007777', name: '李雷', empty: '', sign }).toString()
  const answer = await send(id, form, { 'content-type': 'application/x-www-form-urlencoded' })
  expect(answer.statusCode).toBe(200)
  expect((await customerOf('phone:+8613800007777'))?.name).toBe('李雷')
  const wrong = form.replace('score=5', 'score=6')
  expect((await send(id, wrong, { 'content-type': 'application/x-www-form-urlencoded' })).statusCode).toBe(401)
})

test('a signature in a header of one’s own needs that header’s name', async () => {
  await expect(world.act(createHook, { name: '无头', scheme: 'hmac' })).rejects.toMatchObject({ code: 'source.needs-header' })
})

test('during a change of secret both count, and after the respite only the new one', async () => {
  const { id, secret } = await hookOf()
  const { key, oldEndsAt } = await world.act(rotateKey, { id, respiteHours: 24 })
  expect(oldEndsAt).toBe('2026-06-16T04:00:00.000Z')
  const status = async (with_: string, message: string) => {
    const text = JSON.stringify({ phone: '13800008888', message })
    return (await send(id, text, standardHeaders(with_, text, message))).statusCode
  }
  expect([await status(secret, 'a'), await status(key, 'b')]).toEqual([200, 200])
  expect((await world.ask(readSource, { id })).oldKeys).toEqual([{ hint: secret.slice(-4), endsAt: oldEndsAt }])
  world.pass({ amount: 25, unit: 'hours' })
  expect([await status(secret, 'c'), await status(key, 'd')]).toEqual([401, 200])
  expect((await world.ask(readSource, { id })).oldKeys).toEqual([])
})

test('a secret is kept sealed, and shown nowhere again', async () => {
  const { id, secret } = await hookOf({ scheme: 'shopify', secret: 'shpss_this_is_the_secret' })
  expect(secret).toBe('shpss_this_is_the_secret')
  const { rows } = await sql<{
    all: string
  }>`select (select jsonb_agg(a)::text from audit.entries a) || (select jsonb_agg(s)::text from source_secrets s)
    || (select jsonb_agg(s)::text from sources s) as all`.execute(world.db)
  expect(rows[0]?.all).not.toContain('shpss_this_is_the_secret')
  expect(JSON.stringify([await world.ask(listSources), await world.ask(readSource, { id })])).not.toContain('shpss_this')
})

test('until the mapping is on, deliveries are held; played again they become what it says', async () => {
  const { id, secret } = await hookOf({ isOn: false })
  const post = async (n: number, body: object) => {
    const text = JSON.stringify(body)
    return (await send(id, text, standardHeaders(secret, text, `held_${n}`))).statusCode
  }
  expect(await post(1, { phone: '13800009001', name: '甲', event: '来电' })).toBe(200)
  expect(await post(2, { name: '没有手机号' })).toBe(200)
  expect(await customerOf('phone:+8613800009001')).toBeUndefined()
  expect(await world.ask(listDeliveries, { id })).toMatchObject({ waiting: 2, deliveries: [{ state: 'held' }, { state: 'held' }] })
  await world.act(saveHook, { id, mapping, isOn: true })
  expect(await world.act(playAgain, { id })).toEqual({ played: 2, kept: 1, skipped: 0, failed: 1, left: 1 })
  expect((await customerOf('phone:+8613800009001'))?.name).toBe('甲')
  const { deliveries } = await world.ask(listDeliveries, { id, state: 'failed' })
  expect(deliveries[0]?.words?.en).toContain('no number, phone or e-mail')
  await world.act(saveHook, { id, mapping: { ...mapping, customer: { code: '$.name' } }, isOn: true })
  expect(await world.act(playAgain, { id, delivery: deliveries[0]?.id })).toMatchObject({ played: 1, kept: 1, left: 0 })
  expect(await world.act(playAgain, { id })).toMatchObject({ played: 0 })
})

test('what a phone cannot be read from is told and can be played again; it makes nobody', async () => {
  const { id, secret } = await hookOf()
  const text = JSON.stringify({ phone: 'no phone', event: '来电' })
  expect((await send(id, text, standardHeaders(secret, text, 'm1'))).statusCode).toBe(200)
  const { deliveries } = await world.ask(listDeliveries, { id })
  expect(deliveries[0]).toMatchObject({ state: 'failed', words: { zh: expect.stringContaining('手机号') } })
  expect((await world.ask(listSourceNotes, { id })).notes.map((n) => n.code).sort()).toEqual(['source.nobody-found', 'source.wrong-trait'])
})

test('a body that is no JSON, and one with a null character, are kept and told', async () => {
  const { id, secret } = await hookOf()
  for (const [n, text] of ['<xml/>', '{"phone":"13800009009","name":"a\\u0000b"}', ''].entries())
    expect((await send(id, text, standardHeaders(secret, text, `bad_${n}`))).statusCode, text).toBe(200)
  const { deliveries } = await world.ask(listDeliveries, { id })
  expect(deliveries.map((d) => d.state)).toEqual(['failed', 'failed', 'failed'])
  expect(world.problems).toEqual([])
})

test('a body in another encoding is refused, as by the rest of the API, and the owner is told', async () => {
  const { id, secret } = await hookOf({ scheme: 'github' })
  const body = iconv.encode('{"phone":"13800009019","name":"王芳"}', 'gbk')
  const answer = await send(id, body, { 'x-hub-signature-256': `sha256=${hmac(secret, body).digest('hex')}` })
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'source.other-encoding'])
  expect((await world.ask(listDeliveries, { id })).deliveries).toEqual([])
  const { notes } = await world.ask(listSourceNotes, { id })
  expect(notes.map(({ code }) => code)).toEqual(['source.other-encoding'])
})

test.each(readyMappings.map((ready) => [ready.name, ready] as const))(
  'the ready mapping %s makes a customer and a purchase of its sample',
  async (_, ready) => {
    const secret = 'the vendor’s secret'
    const { id } = await world.act(createHook, { name: ready.name, scheme: ready.scheme, secret, mapping: ready.mapping, isOn: true })
    const sample = { ...Object(ready.sample) }
    if (ready.scheme === 'youzan') sample.sign = createHash('md5').update(`${sample.client_id}${sample.msg}${secret}`).digest('hex')
    const text = JSON.stringify(sample)
    const signature = hmac(secret, text).digest('base64')
    const tried = await world.ask(tryMapping, { mapping: ready.mapping, body: text })
    expect(tried).toMatchObject({ problem: null, remarks: [], customer: { id: null }, purchase: { kind: 'purchase' } })
    const answer = await send(id, text, { 'x-shopify-hmac-sha256': signature, 'x-wc-webhook-signature': signature })
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { success: true, ...(ready.scheme === 'youzan' ? { code: 0, msg: 'success' } : {}) },
    ])
    const phone = tried.customer?.values['phone'] ?? ''
    const [purchase] = await purchasesOf(`phone:${phone}`)
    expect(purchase).toMatchObject({
      number: tried.purchase?.number,
      amount: tried.purchase?.amount,
      occurredAt: '2026-06-15T02:30:00.000Z',
      lines: [{ amount: tried.purchase?.amount }],
    })
    expect((await world.ask(tryMapping, { mapping: ready.mapping, body: text })).customer).toMatchObject({ id: expect.any(String) })
    await world.act(disableSource, { id })
    // The next vendor’s sample is another customer’s.
    await sql`delete from identities where key = ${`phone:${phone}`}`.execute(world.db)
    await sql`update customers set phone = null where phone = ${phone}`.execute(world.db)
  },
)

test('the same state of an order in many deliveries is one purchase and one fact; a new state corrects it', async () => {
  const purchase = { number: '$.no', amount: '$.fen', unit: 'minor', currency: '=CNY' }
  const { id, secret } = await hookOf({ mapping: { customer: { code: '$.member' }, purchase, time: { at: '$.at', form: 'seconds' } } })
  const post = async (n: number, fen: number) => {
    const text = JSON.stringify({ member: 'W-1', no: 'W-100', fen, at: 1_781_492_400, n })
    await send(id, text, standardHeaders(secret, text, `o${n}`))
  }
  await post(1, 12_850)
  await post(2, 12_850)
  await post(3, 9_900)
  expect(await purchasesOf('code:w-1')).toMatchObject([{ kind: 'purchase', number: 'W-100', amount: 9_900 }])
  const facts = (await world.ask(readTimeline, { id: (await customerOf('code:w-1'))?.id ?? '' })).facts
  expect(facts.filter((f) => f.kind === 'tracked')).toHaveLength(2)
})

test('an order in another currency makes no purchase, and can be played again', async () => {
  const { id, secret } = await hookOf({
    mapping: { customer: { code: '$.who' }, purchase: { number: '$.no', amount: '$.sum', currency: '$.cur' } },
  })
  const text = JSON.stringify({ who: 'W-2', no: 'W-200', sum: '10', cur: 'USD' })
  await send(id, text, standardHeaders(secret, text, 'usd'))
  expect((await world.ask(listDeliveries, { id })).deliveries[0]).toMatchObject({
    state: 'failed',
    words: { en: expect.stringContaining('purchase') },
  })
})

test('what is not meant is passed over in peace', async () => {
  const { id, secret } = await hookOf({ mapping: { ...mapping, when: [{ at: '@x-topic', in: ['form/sent'] }] } })
  const text = JSON.stringify({ phone: '13800009010' })
  await send(id, text, { ...standardHeaders(secret, text, 'p1'), 'x-topic': 'shop/update' })
  expect((await world.ask(listDeliveries, { id })).deliveries[0]).toMatchObject({ state: 'skipped', headers: { 'x-topic': 'shop/update' } })
  expect((await world.ask(listSourceNotes, { id })).notes).toEqual([])
  expect(JSON.stringify(await world.ask(listDeliveries, { id }))).not.toContain('v1,')
})

test('a paused webhook asks to be called later and a disabled one is gone', async () => {
  const { id, secret } = await hookOf()
  const text = JSON.stringify({ phone: '13800009011' })
  await world.act(pauseSource, { id })
  const answer = await send(id, text, standardHeaders(secret, text, 'q1'))
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '60'])
  await world.act(resumeSource, { id })
  expect((await send(id, text, standardHeaders(secret, text, 'q1'))).statusCode).toBe(200)
  await world.act(disableSource, { id })
  expect((await send(id, text, standardHeaders(secret, text, 'q2'))).statusCode).toBe(404)
})

test('old bodies are let go of, and what came is still known to have come', async () => {
  const { id, secret } = await hookOf()
  const text = JSON.stringify({ phone: '13800009012' })
  const headers = standardHeaders(secret, text, 'old')
  await send(id, text, headers)
  world.pass({ amount: 8, unit: 'days' })
  await sweepDeliveries(world.services)
  expect((await world.ask(listDeliveries, { id })).deliveries).toMatchObject([{ state: 'kept', body: null }])
  expect((await send(id, text, standardHeaders(secret, text, 'old'))).json()).toMatchObject({ repeated: true })
})

test('two deliveries of the same new customer at the same moment make one', async () => {
  const { id, secret } = await hookOf()
  const texts = Array.from({ length: 6 }, (_, n) => JSON.stringify({ phone: '13800009013', event: `第 ${n} 次` }))
  const answers = await Promise.all(texts.map((text, n) => send(id, text, standardHeaders(secret, text, `race_${n}`))))
  expect(answers.map((a) => a.statusCode)).toEqual(texts.map(() => 200))
  const facts = (await world.ask(readTimeline, { id: (await customerOf('phone:+8613800009013'))?.id ?? '' })).facts
  expect(facts.filter((f) => f.kind === 'tracked')).toHaveLength(6)
  expect(world.problems).toEqual([])
})
