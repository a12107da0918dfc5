import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import { readTimeline } from '../../../know/customers/actions.ts'
import { listMessages, noteMessageOutcome, queueMessages, readMessage, sendMessage } from '../actions.ts'
import { createTemplate } from '../template-actions.ts'
import type { MessageOutcome } from '../message.ts'
import { adoptStrays } from './note-missing.ts'
import { sendDue } from './send-due.ts'

let world: World
let templates: Record<'sms' | 'notice' | 'task' | 'webhook', string>
beforeAll(async () => {
  world = await makeWorld()
  const template = async (name: string, channel: string, kind: string) => {
    const id = world.services.newId()
    await sql`insert into templates (id, name, subject, body, kind, channel, created_at, updated_at)
      values (${id}, ${name}, ${name}, '您好 {{name}}', ${kind}, ${channel}, ${world.now()}, ${world.now()})`.execute(world.db)
    return id
  }
  templates = {
    sms: await template('上新短信', 'sms', 'marketing'),
    notice: await template('发货短信', 'sms', 'service'),
    task: await template('回访', 'task', 'service'),
    webhook: await template('通知系统', 'webhook', 'service'),
  }
})
afterAll(() => world.end())

/** Each test has its own account, and nothing of the others waits. */
let account: string
beforeEach(async () => {
  world.setTime(new Date(world.now().getTime() + 86_400_000))
  world.channels.sent.length = 0
  world.channels.answer = () => ({ state: 'sent', reference: 'vendor-1' })
  await sql`delete from messages`.execute(world.db)
  await sql`delete from channel_accounts`.execute(world.db)
  await sql`delete from message_outlets`.execute(world.db)
  account = await openAccount()
})

async function openAccount(
  fields: { channel?: string; vendor?: string; delivery?: string; perSecond?: number; isDefault?: boolean; cost?: number } = {},
) {
  const { channel = 'sms', vendor = 'aliyun-sms', delivery = 'at-most-once', perSecond = null, isDefault = true, cost = 5 } = fields
  const id = world.services.newId()
  await sql`insert into channel_accounts (id, channel, vendor, name, settings, is_default, delivery, per_second, cost, created_at, updated_at)
    values (${id}, ${channel}, ${vendor}, ${channel}, ${JSON.stringify({ endpoint: 'http://127.0.0.1:9' })}::jsonb, ${isDefault}, ${delivery}, ${perSecond}, ${cost}, ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  return id
}

let number = 13_800_000_000
async function willing(fields: object = {}): Promise<string> {
  const id = await world.customer({ phone: `+86${++number}`, ...fields })
  await world.act(recordConsent, { id, purpose: 'marketing', channels: ['sms'], state: 'given', how: 'spoken' })
  return id
}
const send = (customerId: string, templateId = templates.sms) => world.act(sendMessage, { customerId, templateId })
const sendAll = async () => {
  while (await sendDue(world.services));
}
const outcomes = async () => (await world.ask(listMessages)).rows.map((row) => row.reason?.code ?? row.state).sort()

test('a text message goes to the phone by the default account, under its own id, and its cost is kept', async () => {
  const id = await willing()
  const message = await send(id)
  world.channels.answer = () => ({ state: 'sent', reference: 'biz-1', parts: 2 })
  await sendAll()
  await sendAll()
  expect(world.channels.sent).toHaveLength(1)
  expect(world.channels.sent[0]).toMatchObject({ to: `+86${number}`, id: message.id, account: { id: account, vendor: 'aliyun-sms' } })
  const { rows } = await sql<object>`select state, cost, reference, account_id, address from messages`.execute(world.db)
  expect(rows).toEqual([{ state: 'sent', cost: 10, reference: 'biz-1', account_id: account, address: `+86${number}` }])
})

test('who has no phone, said no, or is a customer of the sample shop gets no text message', async () => {
  const nowhere = await world.customer({ name: '无手机', email: 'a@shop.cn' })
  const silent = await world.customer({ phone: `+86${++number}` })
  const sample = await willing({ phone: '+8613491234567' })
  await sql`update channel_accounts set settings = '{}'::jsonb`.execute(world.db)
  for (const id of [nowhere, silent, sample]) await send(id)
  await sendAll()
  expect(world.channels.sent).toEqual([])
  expect(await outcomes()).toEqual(['consent-missing', 'no-address', 'sample-address'])
})

test('a channel without an account keeps its messages waiting, and holds up no other', async () => {
  const id = await willing()
  await sql`delete from channel_accounts`.execute(world.db)
  await openAccount({ channel: 'webhook', vendor: 'webhook' })
  await send(id)
  await send(id, templates.webhook)
  await sendAll()
  expect(await outcomes()).toEqual(['channel-missing', 'sent'])
  await openAccount()
  world.pass({ amount: 2, unit: 'minutes' })
  await sendAll()
  expect(await outcomes()).toEqual(['sent', 'sent'])
})

test('what names no account says that the default one is switched off, as what names it does', async () => {
  await sql`update channel_accounts set state = 'off'`.execute(world.db)
  const { id } = await send(await willing())
  await send(await willing())
  await sql`update messages set account_id = ${account} where id = ${id}`.execute(world.db)
  await sendAll()
  expect(await outcomes()).toEqual(['account-off', 'account-off'])
  await sql`update channel_accounts set state = 'on'`.execute(world.db)
  world.pass({ amount: 2, unit: 'minutes' })
  await sendAll()
  expect(await outcomes()).toEqual(['sent', 'sent'])
})

test('a vendor that refuses our key stops the account and not the messages; one is tried when the wait is over', async () => {
  for (let i = 0; i < 5; i++) await send(await willing())
  world.channels.answer = () => ({ state: 'refused', reason: 'InvalidAccessKeyId', cause: 'sign-in' })
  await sendDue(world.services, { lanes: 1, limit: 1 })
  await sendAll()
  expect(world.channels.sent, 'nothing else is tried').toHaveLength(1)
  expect((await world.ask(listMessages, { state: 'failed' })).rows).toEqual([])
  world.pass({ amount: 2, unit: 'minutes' })
  await sendDue(world.services)
  expect(world.channels.sent, 'one alone').toHaveLength(2)
  world.channels.answer = () => ({ state: 'sent', reference: 'ok' })
  world.pass({ amount: 6, unit: 'minutes' })
  await sendAll()
  expect(await outcomes()).toEqual(Array(5).fill('sent'))
  expect(
    (await sql`select attempts from messages where attempts <> 1`.execute(world.db)).rows,
    'the account’s trouble is no try of theirs',
  ).toEqual([])
})

test('a vendor that is busy is left alone for as long as it says', async () => {
  await send(await willing())
  world.channels.answer = () => ({ state: 'later', reason: '429', cause: 'busy', retryAfterSeconds: 120 })
  await sendAll()
  world.pass({ amount: 1, unit: 'minutes' })
  await sendAll()
  expect(world.channels.sent).toHaveLength(1)
  world.channels.answer = () => ({ state: 'sent', reference: 'ok' })
  world.pass({ amount: 1, unit: 'minutes' })
  await sendAll()
  expect(await outcomes()).toEqual(['sent'])
})

test('an answer that was lost: at-most-once leaves it in doubt, at-least-once sends it again under the same id', async () => {
  const often = await openAccount({ delivery: 'at-least-once', isDefault: false })
  world.channels.answer = () => ({ state: 'unknown', reason: 'socket hang up' })
  await send(await willing())
  await world.system((ctx) =>
    ctx.run(queueMessages, { messages: [{ customerId: ctx.newId(), templateId: templates.sms, key: 'x', accountId: often }] }),
  )
  const id = await willing()
  await world.system((ctx) =>
    ctx.run(queueMessages, { messages: [{ customerId: id, templateId: templates.sms, key: 'y', accountId: often }] }),
  )
  await sendAll()
  expect(await outcomes(), 'each says what becomes of it').toEqual(['answer-lost', 'answer-lost-again', 'customer-missing'])
  world.channels.answer = () => ({ state: 'sent', reference: 'ok' })
  world.pass({ amount: 5, unit: 'minutes' })
  await sendAll()
  const tried = world.channels.sent.filter((one) => one.account.id === often)
  expect(tried).toHaveLength(2)
  expect(new Set(tried.map((one) => one.id)).size).toBe(1)
  expect(await outcomes()).toEqual(['answer-lost', 'customer-missing', 'sent'])
})

test.each([
  ['at-most-once', 'unknown', 1],
  ['at-least-once', 'sent', 2],
] as const)('the program dies after it spoke to the vendor, %s: the message is %s', async (delivery, state, times) => {
  await sql`update channel_accounts set delivery = ${delivery}`.execute(world.db)
  await send(await willing())
  const die = sendDue(world.services, {
    at: (point) => {
      if (point === 'answered') throw new Error('killed')
    },
  })
  await expect(die).rejects.toThrow('killed')
  world.pass({ amount: 16, unit: 'minutes' })
  await sendAll()
  expect(world.channels.sent).toHaveLength(times)
  expect((await world.ask(listMessages)).rows[0]?.state).toBe(state)
})

test('no more leave in a second than the account allows, however many workers there are', async () => {
  await sql`update channel_accounts set per_second = 3`.execute(world.db)
  for (let i = 0; i < 8; i++) await send(await willing())
  await Promise.all([sendDue(world.services), sendDue(world.services), sendDue(world.services)])
  expect(world.channels.sent).toHaveLength(3)
  world.setTime(new Date(world.now().getTime() + 999))
  await sendAll()
  expect(world.channels.sent).toHaveLength(3)
  world.setTime(new Date(world.now().getTime() + 1))
  await sendAll()
  expect(world.channels.sent).toHaveLength(6)
  // The clock is put back a day: nothing waits for the day to pass again.
  world.setTime(new Date(world.now().getTime() - 86_400_000))
  await sql`update messages set due_at = ${world.now()} where state = 'queued'`.execute(world.db)
  await sendAll()
  expect(world.channels.sent).toHaveLength(8)
})

test('the clock jumps a day while the vendor answers: its answer counts, and nothing goes twice', async () => {
  await send(await willing())
  world.channels.answer = async () => {
    world.pass({ amount: 1, unit: 'days' })
    // Another worker takes the message for one whose worker died.
    await sendDue(world.services)
    return { state: 'sent', reference: 'ok' }
  }
  await sendDue(world.services)
  expect(world.channels.sent).toHaveLength(1)
  expect((await world.ask(listMessages)).rows[0]?.state).toBe('sent')
})

test('consent for text messages that is withdrawn while one waits is obeyed, and what e-mail was told is not asked', async () => {
  const id = await willing()
  await send(id)
  const at = async (point: string) => {
    if (point === 'claimed')
      await world.act(recordConsent, { id, purpose: 'marketing', channels: ['sms'], state: 'withdrawn', how: 'spoken' })
  }
  await sendDue(world.services, { at })
  await sendAll()
  expect(world.channels.sent).toEqual([])
  expect(await outcomes()).toEqual(['consent-withdrawn'])
})

test('a task is a to-do, made once though the program dies, and handed over', async () => {
  const id = await willing()
  await send(id, templates.task)
  await sendAll()
  await sendAll()
  const { rows } = await sql<{
    title: string
    customer_id: string
  }>`select title, customer_id from todos where customer_id = ${id}`.execute(world.db)
  expect(rows).toEqual([{ title: '回访', customer_id: id }])
  expect(await outcomes()).toEqual(['handed'])
  expect((await world.ask(readTimeline, { id, kind: 'message.handed' })).facts).toHaveLength(1)
})

test('what is handed to an employee is sent once they confirm it; a receipt or a refusal later is kept, once', async () => {
  const id = await willing()
  const message = await send(id, templates.notice)
  world.channels.answer = () => ({ state: 'handed', reference: 'group-7' })
  await sendAll()
  expect(await outcomes()).toEqual(['handed'])
  const at = world.now().toISOString()
  const note = (what: MessageOutcome, details: object = {}) =>
    world.system((ctx) => ctx.run(noteMessageOutcome, { reference: 'group-7', accountId: account, what, at, details }))
  expect(await note('confirmed')).toEqual({ known: true, changed: true })
  expect(await note('confirmed')).toEqual({ known: true, changed: false })
  await note('delivered')
  await note('delivered')
  await note('replied', { said: '好的' })
  expect(await world.ask(readMessage, { customerId: id, id: message.id })).toMatchObject({ state: 'sent' })
  for (const kind of ['message.sent', 'message.delivered', 'message.replied'])
    expect((await world.ask(readTimeline, { id, kind })).facts, kind).toHaveLength(1)
  expect(await note('refused', { said: 'DEMAND_FAILED' })).toMatchObject({ changed: true })
  expect(await outcomes()).toEqual(['vendor-refused-later'])
  const nobody = await world.system((ctx) => ctx.run(noteMessageOutcome, { reference: 'nothing-such', what: 'delivered', at }))
  expect(nobody).toEqual({ known: false, changed: false })
})

test('others than the program name a message by its customer alone', async () => {
  const id = await willing()
  const message = await send(id, templates.notice)
  await sendAll()
  const at = world.now().toISOString()
  await expect(world.act(noteMessageOutcome, { reference: 'vendor-1', what: 'delivered', at })).rejects.toMatchObject({
    code: 'access.denied',
  })
  expect(await world.act(noteMessageOutcome, { customerId: id, messageId: message.id, what: 'delivered', at })).toEqual({
    known: true,
    changed: true,
  })
})

test('messages of an account that was deleted go by the default one', async () => {
  const gone = await openAccount({ isDefault: false })
  const id = await willing()
  await world.system((ctx) =>
    ctx.run(queueMessages, { messages: [{ customerId: id, templateId: templates.sms, key: 'z', accountId: gone }] }),
  )
  await sql`delete from channel_accounts where id = ${gone}`.execute(world.db)
  await sendAll()
  expect(await outcomes()).toEqual(['queued'])
  await adoptStrays(world.services)
  await sendAll()
  expect(world.channels.sent[0]?.account.id).toBe(account)
})

test('of two messages for which there is room for one the more valuable goes, though it came later', async () => {
  const id = await willing()
  const queue = (key: string, priority: number) =>
    world.system((ctx) => ctx.run(queueMessages, { messages: [{ customerId: id, templateId: templates.sms, key, priority }] }))
  await queue('low', 20)
  world.pass({ amount: 1, unit: 'minutes' })
  await queue('high', 90)
  await sendDue(world.services, { limit: 1 })
  await sendAll()
  const { rows } = await sql<{ key: string; state: string }>`select key, state from messages order by key`.execute(world.db)
  expect(rows).toEqual([
    { key: 'high', state: 'sent' },
    { key: 'low', state: 'skipped' },
  ])
  expect(await outcomes()).toEqual(['channel-quota', 'sent'])
})

test('what a vendor takes together goes together: one request for many, each with its own end, and nobody twice in one', async () => {
  const lots: string[][] = []
  world.channels.lotsOf = () => ({ most: 3, keyOf: ({ content }) => content.form })
  world.channels.sendLot = async (_account, messages) => {
    lots.push(messages.map(({ to }) => to))
    return messages.map((_, i) =>
      i === 1 ? { state: 'refused', reason: 'blacklisted', cause: 'address' } : { state: 'sent', reference: `lot.${i}` },
    )
  }
  try {
    for (let i = 0; i < 7; i++) await send(await willing())
    await sendAll()
    expect(lots.map((lot) => lot.length)).toEqual([3, 3])
    expect(new Set(lots.flat()).size).toBe(6)
    // The seventh stands alone and goes as it always did.
    expect(world.channels.sent).toHaveLength(1)
    expect(await outcomes()).toEqual(['sent', 'sent', 'sent', 'sent', 'sent', 'vendor-refused-address', 'vendor-refused-address'])
  } finally {
    world.channels.lotsOf = () => null
  }
})

test('whoever dies while a lot is under way leaves that lot in doubt, and it is not sent again', async () => {
  world.channels.lotsOf = () => ({ most: 10, keyOf: ({ content }) => content.form })
  world.channels.sendLot = async () => {
    throw new Error('the power went')
  }
  try {
    for (let i = 0; i < 4; i++) await send(await willing())
    await expect(sendDue(world.services)).rejects.toThrow('the power went')
    world.setTime(new Date(world.now().getTime() + 3_600_000))
    await sendAll()
    expect(await outcomes()).toEqual(['interrupted', 'interrupted', 'interrupted', 'interrupted'])
  } finally {
    world.channels.lotsOf = () => null
  }
})

test('calls go to a team in turn, to one colleague, or to whom the customer belongs and else to a team', async () => {
  const team = world.services.newId()
  await sql`insert into teams (id, name, made_at) values (${team}, '回访组', ${world.now()})`.execute(world.db)
  const callers = [await world.person({ name: '甲', teams: [team] }), await world.person({ name: '乙', teams: [team] })]
  const boss = await world.person({ name: '店长' })
  const template = async (name: string, assign: object) => {
    const content = { form: 'task' as const, texts: { zh: { title: '回访', script: '' } }, assign }
    return (await world.act(createTemplate, { name, subject: '', body: '', channel: 'task', kind: 'service', content })).id
  }
  const inTurn = await template('轮流', { kind: 'team', team })
  const one = await template('店长打', { kind: 'person', person: boss.actor.id })
  const owners = await template('负责人打', { kind: 'owner', team })
  for (let i = 0; i < 4; i++) {
    await send(await willing(), inTurn)
    await sendAll()
    world.pass({ amount: 1, unit: 'minutes' })
  }
  const owned = await willing({ owner: boss.id })
  const nobodys = await willing()
  await send(await willing(), one)
  await send(owned, owners)
  await sendAll()
  await send(nobodys, owners)
  await sendAll()
  const { rows } = await sql<{
    who: string
    n: number
  }>`select assignee_id as who, count(*)::int as n from todos where message_id is not null
    and assignee_id = any(${[...callers, boss].map(({ actor }) => actor.id)}::text[]) group by 1`.execute(world.db)
  const of = (id: string) => rows.find(({ who }) => who === id)?.n ?? 0
  expect(callers.map(({ actor }) => of(actor.id)).toSorted((a, b) => a - b)).toEqual([2, 3])
  expect(of(boss.actor.id)).toBe(2)
  // Of a colleague who left, a call is nobody's until it is assigned, and never lost.
  await sql`update auth.users set disabled_at = ${world.now()} where id = ${boss.id}`.execute(world.db)
  const last = await willing()
  await send(last, one)
  await sendAll()
  const { rows: left } = await sql`select assignee_id from todos where customer_id = ${last}`.execute(world.db)
  expect(left).toEqual([{ assignee_id: null }])
})

test('a call whose words come out empty or endless for somebody is made all the same, and holds up nobody', async () => {
  const content = (title: string, script: string) => ({ form: 'task' as const, texts: { zh: { title, script } } })
  const write = async (name: string, title: string, script: string) =>
    (await world.act(createTemplate, { name, subject: '', body: '', channel: 'task', kind: 'service', content: content(title, script) })).id
  const empty = await write('没有话的', '{{ city }}', '{{ city }}')
  const endless = await write('说不完的', '{{ name }}'.repeat(20), '{{ name }}'.repeat(900))
  const [nowhere, long] = [await willing(), await willing({ name: '长'.repeat(90) })]
  await send(nowhere, empty)
  await send(long, endless)
  await sendAll()
  expect(await outcomes()).toEqual(['handed', 'handed'])
  const { rows } = await sql<{
    title: string
    script: string | null
  }>`select title, script from todos where customer_id = any(${[nowhere, long]}::uuid[])
    order by title`.execute(world.db)
  expect(rows).toEqual([
    { title: '没有话的', script: null },
    { title: '说不完的', script: expect.stringMatching(/^长{500}\n\n长{9498}$/) },
  ])
})
