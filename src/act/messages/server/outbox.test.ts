import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import type { RoleBody } from '../../../core/rights/role-body.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import { readTimeline, updateCustomer } from '../../../know/customers/actions.ts'
import { saveSending } from '../../../know/shop/actions.ts'
import { countMessages, listMessages, readMessage, sendMessage } from '../actions.ts'
import { createTemplate } from '../template-actions.ts'
import { readAttentionSettings, saveAttention } from '../../attention/actions.ts'
import { sendDue } from './send-due.ts'

let world: World
let templateId: string
beforeEach(async () => {
  world = await makeWorld()
  await world.mailServer()
  templateId = (await world.act(createTemplate, { name: '上新', subject: '{{name}}，新茶到了', body: '您好 {{name}}' })).id
})
afterEach(() => world.end())

let number = 0
const willing = (fields: object = {}) =>
  world.customer({ name: '王芳', email: `wang${++number}@tea.example`, emailConsent: 'granted', ...fields })
const send = (customerId: string, template = templateId) => world.act(sendMessage, { customerId, templateId: template })
const sendAll = async () => {
  while (await sendDue(world.services));
}
const states = async () => (await world.ask(listMessages)).rows.map((row) => row.reason?.code ?? row.state)

test('a message goes out once, with its facts, its way out and its words', async () => {
  const customerId = await willing()
  const { id } = await send(customerId)
  await sendAll()
  await sendAll()
  expect(world.mailer.sent).toHaveLength(1)
  const [mail] = world.mailer.sent
  expect(mail).toMatchObject({ subject: '王芳，新茶到了', messageId: `<${id}@shop.example>` })
  expect(mail?.unsubscribeUrl).toMatch(/^http:\/\/regulars\.test\/u\/[\w-]{64}$/)
  expect(mail?.html).toContain(mail?.unsubscribeUrl)
  expect(await world.ask(readMessage, { customerId, id })).toMatchObject({ state: 'sent', reference: '250 ok', subject: '王芳，新茶到了' })
  const { facts } = await world.ask(readTimeline, { id: customerId, kind: 'message.sent' })
  expect(facts.map(({ payload }) => payload['subject'])).toEqual(['王芳，新茶到了'])
  // Whoever does not read names reads none in its subject either, by no door.
  const grants: RoleBody['grants'] = { customer: { read: ['all'] }, message: { read: ['all'] } }
  const roles: readonly RoleBody['fields'][] = [{ name: 'masked' }, { name: 'hidden' }, { spend: 'hidden' }]
  for (const fields of roles) {
    const veiled = world.as(await world.person({ rights: { grants, fields, rights: [] } }))
    const [fact] = (await veiled.get(`customers/${customerId}/timeline`))
      .json()
      .facts.filter((one: { kind: string }) => one.kind === 'message.sent')
    expect(fact.payload).toMatchObject({ channel: 'email', subject: fact.payload.template })
  }
})

test('those who may not get it do not, each with the reason, and their logs say so', async () => {
  const silent = await willing({ emailConsent: 'unknown' })
  const gone = await willing({ emailConsent: 'withdrawn' })
  const nowhere = await world.customer({ name: '无邮箱', emailConsent: 'granted' })
  for (const id of [silent, gone, nowhere]) await send(id)
  await sendAll()
  expect(world.mailer.sent).toEqual([])
  expect((await states()).sort()).toEqual(['address-missing', 'consent-missing', 'consent-withdrawn'])
  const { facts } = await world.ask(readTimeline, { id: silent, kind: 'message.skipped' })
  expect(facts[0]?.payload).toMatchObject({ reason: 'consent-missing', template: '上新' })
  expect((await world.ask(countMessages)).reasons).toHaveLength(3)
})

test('at night marketing waits for the morning', async () => {
  world.setTime('2026-06-15T14:00:00Z')
  await send(await willing())
  await sendAll()
  expect(await states()).toEqual(['quiet-hours'])
  world.setTime('2026-06-16T01:00:00Z')
  await sendAll()
  expect(world.mailer.sent).toHaveLength(1)
})

test('what waits for the morning goes at once when the hours are widened, and waits on when they are not', async () => {
  world.setTime('2026-06-15T14:00:00Z')
  await send(await willing())
  await sendAll()
  expect(await states()).toEqual(['quiet-hours'])
  const { attention } = await world.ask(readAttentionSettings)
  const save = (quietFrom: string, quietTo: string) =>
    world.act(saveAttention, { sending: { quietFrom, quietTo, capPerWeek: 3 }, attention: { ...attention, hours: {} } })
  await save('20:00', '08:00')
  await sendAll()
  expect(world.mailer.sent).toEqual([])
  await save('00:00', '00:00')
  await sendAll()
  expect(world.mailer.sent).toHaveLength(1)
  // The page of mail keeps the same hours by an action of its own.
  await save('20:00', '08:00')
  await send(await willing())
  await sendAll()
  expect(world.mailer.sent).toHaveLength(1)
  await world.act(saveSending, { quietFrom: '00:00', quietTo: '00:00', capPerWeek: 3 })
  await sendAll()
  expect(world.mailer.sent).toHaveLength(2)
})

test('of five marketing messages in a week three arrive, however they are claimed', async () => {
  const id = await willing()
  for (let i = 0; i < 5; i++) await send(id)
  await Promise.all([sendDue(world.services, { limit: 2 }), sendDue(world.services, { limit: 3 })])
  await sendAll()
  expect(world.mailer.sent).toHaveLength(3)
  world.pass({ amount: 8, unit: 'days' })
  await send(id)
  await sendAll()
  expect(world.mailer.sent).toHaveLength(4)
})

test('consent withdrawn after a message was claimed is still obeyed', async () => {
  const id = await willing()
  await send(id)
  await sendDue(world.services, {
    at: async (point) => {
      if (point === 'claimed') await world.act(updateCustomer, { id, emailConsent: 'withdrawn' })
    },
  })
  await sendAll()
  expect(world.mailer.sent).toEqual([])
  expect(await states()).toEqual(['consent-withdrawn'])
})

test('once the program stops no other message is begun, and those it had claimed are due at once', async () => {
  for (let i = 0; i < 6; i++) await send(await willing())
  const stopping = new AbortController()
  world.mailer.answer = () => {
    stopping.abort()
    return { state: 'sent', reference: '250 ok' }
  }
  await sendDue(world.services, { lanes: 1, stopping: stopping.signal })
  expect(world.mailer.sent).toHaveLength(1)
  await sendAll()
  expect(new Set(world.mailer.sent.map((mail) => mail.messageId)).size).toBe(6)
  expect(world.mailer.sent).toHaveLength(6)
  expect(await states()).toEqual(Array(6).fill('sent'))
})

test('without a mail server a message waits and says why, and leaves when there is one', async () => {
  await sql`delete from settings where name = 'smtp'`.execute(world.db)
  await send(await willing())
  await sendAll()
  expect(await states()).toEqual(['mail-server-missing'])
  await world.setting('smtp', { host: 'localhost', port: 25, secure: false, from: 'a@b.example' })
  world.pass({ amount: 2, unit: 'minutes' })
  await sendAll()
  expect(await states()).toEqual(['sent'])
})

test('a server that says later is asked again with growing gaps under the same id, and given up after eight tries', async () => {
  world.mailer.answer = () => ({ state: 'later', reason: '451 greylisted' })
  await world.setting('sending', { quietFrom: '00:00', quietTo: '00:00' })
  await send(await willing())
  for (let i = 0; i < 10; i++) {
    await sendAll()
    world.pass({ amount: 12, unit: 'hours' })
  }
  expect(world.mailer.sent).toHaveLength(8)
  expect(new Set(world.mailer.sent.map((mail) => mail.messageId)).size).toBe(1)
  expect(await states()).toEqual(['mail-server-gave-up'])
})

test('a server that refuses is believed, and its words are kept', async () => {
  world.mailer.answer = () => ({ state: 'refused', reason: '550 no such user' })
  const id = await willing()
  await send(id)
  await sendAll()
  const [row] = (await world.ask(listMessages)).rows
  expect(row).toMatchObject({
    state: 'failed',
    reason: { code: 'mail-server-refused', words: { en: expect.stringMatching(/^The mail server refused it; .*: 550 no such user$/) } },
  })
  expect((await world.ask(readTimeline, { id, kind: 'message.failed' })).facts).toHaveLength(1)
})

test('an answer that was lost leaves the message in doubt, and it is not sent again', async () => {
  world.mailer.answer = () => ({ state: 'unknown', reason: 'connection closed' })
  await send(await willing())
  await sendAll()
  world.pass({ amount: 2, unit: 'days' })
  await sendAll()
  expect(world.mailer.sent).toHaveLength(1)
  expect((await world.ask(listMessages)).rows[0]?.state).toBe('unknown')
})

test.each([
  ['claimed', 0, 1, 1, 'sent'],
  ['begun', 0, 0, 0, 'unknown'],
  ['answered', 1, 1, 1, 'unknown'],
] as const)('the program dies when a message is %s: nothing is lost and nothing goes twice', async (dies, before, soon, after, state) => {
  const customerId = await willing()
  const { id } = await send(customerId)
  const die = sendDue(world.services, {
    at: (point) => {
      if (point === dies) throw new Error('killed')
    },
  })
  await expect(die).rejects.toThrow('killed')
  expect(world.mailer.sent).toHaveLength(before)
  await sendAll()
  expect(world.mailer.sent, 'while the lease lasts nobody touches it').toHaveLength(before)
  world.pass({ amount: 4, unit: 'minutes' })
  await sendAll()
  expect(world.mailer.sent, 'what nothing was said of goes soon').toHaveLength(soon)
  world.pass({ amount: 16, unit: 'minutes' })
  await sendAll()
  expect(world.mailer.sent).toHaveLength(after)
  expect((await world.ask(readMessage, { customerId, id })).state).toBe(state)
})

test('two workers at once send each message once', async () => {
  for (let i = 0; i < 30; i++) await send(await willing())
  await Promise.all(Array.from({ length: 4 }, sendAll))
  expect(world.mailer.sent).toHaveLength(30)
  expect(new Set(world.mailer.sent.map((mail) => mail.messageId)).size).toBe(30)
})

test('a template that stopped being readable fails its message in words', async () => {
  await sql`update templates set body = '{% if %}'`.execute(world.db)
  await send(await willing())
  await sendAll()
  expect(await states()).toEqual(['template-wrong'])
})

test('the list is read page by page and by state', async () => {
  for (let i = 0; i < 3; i++) await send(await willing())
  const first = await world.ask(listMessages, { limit: 2 })
  const second = await world.ask(listMessages, { limit: 2, after: first.next })
  expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(3)
  expect(second.next).toBe(null)
  expect((await world.ask(listMessages, { state: 'sent' })).rows).toEqual([])
  await expect(world.ask(listMessages, { after: 'x' })).rejects.toMatchObject({ code: 'input.invalid' })
})

test('looking at the way out changes nothing, pressing it withdraws consent for what is queued too', async () => {
  const id = await willing()
  await send(id)
  await sendAll()
  await send(id)
  const app = await world.http()
  const url = new URL(world.mailer.sent[0]?.unsubscribeUrl ?? '').pathname
  expect((await app.inject({ url })).body).toContain('<form method="post">')
  const consent = async () =>
    (await sql<{ email_consent: string }>`select email_consent from customers where id = ${id}`.execute(world.db)).rows[0]?.email_consent
  expect(await consent()).toBe('granted')
  const oneClick = {
    method: 'POST',
    url,
    payload: 'List-Unsubscribe=One-Click',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  } as const
  expect((await app.inject(oneClick)).statusCode).toBe(200)
  expect((await app.inject(oneClick)).statusCode).toBe(200)
  expect((await app.inject({ method: 'POST', url })).statusCode).toBe(200)
  expect(await consent()).toBe('withdrawn')
  await sendAll()
  expect((await states()).sort()).toEqual(['consent-withdrawn', 'sent'])
  const { facts } = await world.ask(readTimeline, { id, kind: 'consent.changed' })
  expect(facts.map((fact) => fact.payload)).toEqual([{ from: 'granted', to: 'withdrawn', how: 'unsubscribe' }])
})

test('a forged way out leads nowhere', async () => {
  const id = await willing()
  await send(id)
  await sendAll()
  const token = new URL(world.mailer.sent[0]?.unsubscribeUrl ?? '').pathname.slice(3)
  const forged = `${token[0] === 'A' ? 'B' : 'A'}${token.slice(1)}`
  const app = await world.http()
  for (const bad of [forged, 'x', `${token}x`]) expect((await app.inject({ method: 'POST', url: `/u/${bad}` })).statusCode, bad).toBe(404)
  expect(
    (
      await app.inject({
        method: 'POST',
        url: '/api/customers',
        payload: 'name=x',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-test-role': 'owner' },
      })
    ).statusCode,
    'forms are read nowhere else',
  ).toBe(400)
})

test('consent may be changed by hand between queueing and sending', async () => {
  const id = await willing({ emailConsent: 'unknown' })
  await send(id)
  await world.act(updateCustomer, { id, emailConsent: 'granted' })
  await sendAll()
  expect(await states()).toEqual(['sent'])
})

test('a no that is said while a message waits for the morning is seen at once; what may still go waits on', async () => {
  world.setTime('2026-06-15T14:00:00Z')
  const [leaves, stays] = [await willing(), await willing()]
  await send(leaves)
  await send(stays)
  await sendAll()
  expect(await states()).toEqual(['quiet-hours', 'quiet-hours'])
  await world.act(updateCustomer, { id: leaves, emailConsent: 'withdrawn' })
  await world.act(updateCustomer, { id: stays, emailConsent: 'unknown' })
  await world.act(updateCustomer, { id: stays, emailConsent: 'granted' })
  await world.settle()
  await sendAll()
  const { rows } = await world.ask(listMessages)
  expect(Object.fromEntries(rows.map(({ customerId, state, reason }) => [customerId, [state, reason?.code]]))).toEqual({
    [leaves]: ['skipped', 'consent-withdrawn'],
    [stays]: ['queued', 'quiet-hours'],
  })
  expect(world.mailer.sent).toEqual([])
})

test('what is planned for tomorrow keeps its time when its customer agrees, and is refused at once when they refuse', async () => {
  const dueAt = '2026-06-16T03:00:00Z'
  const templateId = (await world.act(createTemplate, { name: '预告', subject: '明天见', body: '明天见' })).id
  const [agrees, refuses, tried] = [await willing(), await willing(), await willing()]
  for (const customerId of [agrees, refuses, tried]) await world.act(sendMessage, { customerId, templateId, dueAt })
  await sql`update messages set attempts = 1 where customer_id = ${tried}`.execute(world.db)
  const say = (id: string, state: string) =>
    world.act(recordConsent, { id, purpose: 'marketing', channels: ['email'], state, how: 'spoken' })
  await say(agrees, 'given')
  await say(refuses, 'withdrawn')
  await say(tried, 'withdrawn')
  await world.settle()
  await sendAll()
  const { rows } = await world.ask(listMessages)
  expect(Object.fromEntries(rows.map(({ customerId, state, reason }) => [customerId, [state, reason?.code]]))).toEqual({
    [agrees]: ['queued', undefined],
    [refuses]: ['skipped', 'consent-withdrawn'],
    [tried]: ['skipped', 'consent-withdrawn'],
  })
  expect(world.mailer.sent).toEqual([])
  world.setTime(dueAt)
  await sendAll()
  expect(world.mailer.sent).toHaveLength(1)
})

test('a filter of the outbox that is none is refused with its name, and not answered with everybody’s messages', async () => {
  await send(await willing())
  const app = await world.http()
  const headers = { 'x-test-role': 'owner' }
  for (const path of ['messages', 'messages/counts', 'messages/export']) {
    const answer = await app.inject({ url: `/api/${path}?customer=${crypto.randomUUID()}`, headers })
    expect([path, answer.statusCode]).toEqual([path, 400])
    expect(answer.body).toContain('customer')
  }
})
