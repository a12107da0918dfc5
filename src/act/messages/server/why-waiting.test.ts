import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import type { RoleBody } from '../../../core/rights/role-body.ts'
import { saveSmtp } from '../../../know/shop/actions.ts'
import { countMessages, listMessages, queueMessages, readMessage, sendMessage } from '../actions.ts'
import { createTemplate } from '../template-actions.ts'
import { sendDue } from './send-due.ts'

let world: World
let templateId: string
beforeAll(async () => {
  world = await makeWorld()
  await world.mailServer()
  templateId = (await world.act(createTemplate, { name: '发货', kind: 'service', subject: '已发货', body: '您好' })).id
})
afterAll(() => world.end())

let number = 0
const somebody = () => world.customer({ name: '王芳', email: `wang${++number}@tea.example` })
const sendAll = async () => {
  while (await sendDue(world.services));
}
const said = async (customerId: string) => (await world.ask(listMessages, { customerId })).rows.map(({ reason }) => reason?.code ?? null)

test('what waits behind an account that stands still says so, each by itself, and no more once it goes on', async () => {
  const people = [await somebody(), await somebody(), await somebody()]
  const ids: string[] = []
  for (const customerId of people) ids.push((await world.act(sendMessage, { customerId, templateId })).id)
  const tomorrow = await somebody()
  const dueAt = new Date(world.now().getTime() + 86_400_000).toISOString()
  await world.act(sendMessage, { customerId: tomorrow, templateId, dueAt })
  const hook = (await world.act(createTemplate, { name: '钩子', kind: 'service', channel: 'webhook', subject: '钩', body: '子' })).id
  world.mailer.answer = () => ({ state: 'later', reason: '535 authentication failed for wang9@tea.example', cause: 'sign-in' })
  await sendDue(world.services, { lanes: 1, limit: 1 })
  await sendAll()
  expect(world.mailer.sent, 'one alone was tried').toHaveLength(1)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from messages where reason is not null`.execute(world.db)
  expect(rows, 'and it alone keeps the reason').toEqual([{ n: 1 }])
  for (const customerId of people) expect(await said(customerId)).toEqual(['account-refused'])
  expect(await said(tomorrow), 'it is not its time yet').toEqual([null])

  const far = await somebody()
  await world.system((ctx) =>
    ctx.run(queueMessages, { messages: [{ customerId: far, templateId: hook, key: 'far', accountId: ctx.newId() }] }),
  )
  expect(await said(far), 'another way out').toEqual([null])

  expect((await world.ask(listMessages, { reason: 'account-refused' })).rows).toHaveLength(3)
  expect((await world.ask(countMessages)).reasons).toMatchObject([{ state: 'queued', code: 'account-refused', count: 3 }])
  const one = { customerId: people[2] ?? '', id: ids[2] ?? '' }
  const words = (await world.ask(readMessage, one)).reason?.words.zh
  expect(words).toContain('535 authentication failed')
  expect(words, 'whom the message was for that was tried stands with that one alone').not.toContain('wang9@tea')
  const { rows: kept } = await sql<{ said: string }>`select stopped::text as said from message_outlets`.execute(world.db)
  expect(kept.map(({ said }) => said.includes('wang9@tea'))).toEqual([false])
  const tried = people.indexOf(
    (await sql<{ customer_id: string }>`select customer_id from messages where reason is not null`.execute(world.db)).rows[0]
      ?.customer_id ?? '',
  )
  const own = { customerId: people[tried] ?? '', id: ids[tried] ?? '' }
  expect((await world.ask(readMessage, own)).reason?.words.zh).toContain('wang9@tea.example')

  // A role that masks e-mails masks them in what the server said, too.
  const grants: RoleBody['grants'] = { customer: { read: ['all'] }, message: { read: ['all'] } }
  const veiled = world.as(await world.person({ rights: { grants, fields: { email: 'masked' }, rights: [] } }))
  const { reason } = await veiled.ask(readMessage, own)
  expect(reason?.code).toBe('account-refused')
  expect(JSON.stringify(reason)).not.toContain('wang9@tea')

  world.mailer.answer = () => ({ state: 'sent', reference: '250 ok' })
  world.pass({ amount: 2, unit: 'minutes' })
  await sendAll()
  await sendAll()
  for (const customerId of people) expect((await world.ask(listMessages, { customerId })).rows[0]?.state).toBe('sent')
})

test('an update lets go what stood still for an answer that may name somebody, and nothing else', async () => {
  const reasons = { sms: '{"code":"account-refused","details":{"answer":"550 wang9@tea.example"}}', webhook: '{"code":"account-off"}' }
  for (const [key, stopped] of Object.entries(reasons))
    await sql`insert into message_outlets (key, stopped, stopped_at, look_at, tries) values (${key}, ${stopped}::jsonb, ${world.now()}, ${world.now()}, 2)`.execute(
      world.db,
    )
  await sql.raw(readFileSync('migrations/0069-stops-without-addresses.sql', 'utf8')).execute(world.db)
  const { rows } = await sql<{ key: string; code: string | null; tries: number }>`select key, stopped ->> 'code' as code, tries
    from message_outlets where key = any(${Object.keys(reasons)}) order by key`.execute(world.db)
  expect(rows).toEqual([
    { key: 'sms', code: null, tries: 0 },
    { key: 'webhook', code: 'account-off', tries: 2 },
  ])
})

test('a mail server that was not reached turned nothing down: the message waits and says what to look at', async () => {
  const customerId = await somebody()
  await world.act(sendMessage, { customerId, templateId })
  world.mailer.answer = () => ({ state: 'later', reason: 'connect ECONNREFUSED 10.0.0.1:587', cause: 'connection' })
  await sendAll()
  const [row] = (await world.ask(listMessages, { customerId })).rows
  expect(row).toMatchObject({ state: 'queued', reason: { code: 'mail-server-away' } })
  expect(row?.reason?.words).toMatchObject({
    zh: expect.stringMatching(/^没能连上发信服务器（连接被拒绝或中途断开），第 1 次/),
    en: expect.stringContaining('it refused the connection or broke it off, try 1'),
  })
})

test('what waited for a mail server that was not reached is tried as soon as its settings are saved anew', async () => {
  const [waiting] = (await world.ask(listMessages, { reason: 'mail-server-away' })).rows
  if (!waiting) throw new Error('one was to wait for the mail server')
  const waitingOne = { customerId: waiting.customerId, id: waiting.id }
  world.mailer.answer = () => ({ state: 'sent', reference: '250 ok' })
  await sendAll()
  expect((await world.ask(readMessage, waitingOne)).state, 'not before its next try').toBe('queued')
  await world.act(saveSmtp, { host: '127.0.0.1', port: 465, secure: true, user: '', password: '', from: 'tea@shop.example' })
  await sendAll()
  expect((await world.ask(readMessage, waitingOne)).state).toBe('sent')
})

test('a sender that the mail server does not accept is no fault of the message: all mail waits until that is set right', async () => {
  const people = [await somebody(), await somebody()]
  for (const customerId of people) await world.act(sendMessage, { customerId, templateId })
  world.mailer.answer = () => ({ state: 'refused', reason: '553 Mail from must equal authorized user', cause: 'sender' })
  const before = world.mailer.sent.length
  await sendDue(world.services, { lanes: 1, limit: 1 })
  await sendAll()
  expect(world.mailer.sent, 'one alone was tried').toHaveLength(before + 1)
  for (const customerId of people) expect(await said(customerId)).toEqual(['account-sender'])
  world.setTime(new Date(world.now().getTime() + 1_000))
  world.mailer.answer = () => ({ state: 'sent', reference: '250 ok' })
  await world.act(saveSmtp, { host: '127.0.0.1', port: 465, secure: true, user: '', password: '', from: 'hello@shop.example' })
  expect((await world.ask(listMessages, { reason: 'account-sender' })).rows, 'what is said no more of the other').toHaveLength(1)
  await sendAll()
  for (const customerId of people) expect((await world.ask(listMessages, { customerId })).rows[0]?.state).toBe('sent')
})
