import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, owner, type World } from '../../../../test/world.ts'
import { askQuestion } from '../../../platform/actions/ask-question.ts'
import { createKey, revokeKey } from '../../../know/shop/keys.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { readHome } from '../read-home.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
})
afterAll(() => world.end())

const buy = (customerId: string, number: string, occurredAt: string, amount: number) =>
  world.act(recordPurchase, { customerId, number, occurredAt, amount })

test('an empty product has nothing to count and nothing that needs anybody', async () => {
  const home = await world.ask(readHome)
  expect(home.know).toEqual({ customers: 0, newCustomers: 0, purchases: 0, amount: 0, purchasesToday: 0, amountToday: 0 })
  expect(home.attention).toEqual([])
  expect(home.result).toBeNull()
  expect(home.understand.stages?.map((stage) => stage.customers)).toEqual([0, 0, 0, 0, 0, 0])
})

test('the thirty days end today by the shop’s calendar, and today begins at its midnight', async () => {
  const id = await world.customer({ name: '王芳' })
  await buy(id, 'today', '2026-06-14T16:00:00Z', 100)
  await buy(id, 'yesterday', '2026-06-14T15:59:59Z', 20)
  await buy(id, 'first-day', '2026-05-16T16:00:00Z', 3)
  await buy(id, 'before', '2026-05-16T15:59:59Z', 7_000)
  await buy(id, 'free', '2026-06-14T17:00:00Z', 0)
  await world.settle()
  const { know, since } = await world.ask(readHome)
  expect(since).toBe('2026-05-16T16:00:00.000Z')
  expect(know).toEqual({ customers: 1, newCustomers: 1, purchases: 3, amount: 123, purchasesToday: 1, amountToday: 100 })
})

test('whoever is shown no purchases, messages or journeys reads no nought in their place', async () => {
  const rights = { grants: { customer: { read: ['all' as const] } }, fields: {}, rights: [] }
  const home = await world.as(await world.person({ rights })).ask(readHome)
  expect(home.know).toMatchObject({ customers: 1, purchases: null, amount: null, purchasesToday: null, amountToday: null })
  expect(home.act).toEqual({ sent: null, notSent: null, journeys: null, inJourneys: null })
})

test('stages and segments are counted over everybody', async () => {
  await world.customer({ name: '李雷' })
  await world.settle()
  await world.act(createSegment, { name: '买过', rule: { field: 'purchaseCount', op: 'at-least', value: 1 } })
  const { understand } = await world.ask(readHome)
  expect(understand.stages?.filter((stage) => stage.customers > 0).map(({ key, customers }) => [key, customers])).toEqual([
    ['potential', 1],
    ['loyal', 1],
  ])
  expect(understand).toMatchObject({ segments: 1, inSegments: 1 })
})

test('customers who fall asleep are named for a week, and the list that opens holds the same people', async () => {
  const id = await world.customer({ name: '赵云' })
  await buy(id, 'old', '2026-04-01T04:00:00Z', 5_000)
  await world.settle()
  expect((await world.ask(readHome)).attention).toEqual([])
  world.setTime('2026-06-19T04:00:00Z')
  await buy(id, 'free-again', '2026-06-18T04:00:00Z', 0)
  await world.settle()
  const [item] = (await world.ask(readHome)).attention
  expect(item).toMatchObject({ kind: 'dormant', count: 1, spend: 5_000 })
  const address = `/api/customers?rule=${encodeURIComponent(JSON.stringify(item?.rule))}`
  const found = await (await world.http()).inject({ url: address, headers: { 'x-test-role': 'member' } })
  expect(found.json().rows.map((row: { id: string }) => row.id)).toEqual([id])
  world.setTime('2026-06-27T04:00:00Z')
  expect((await world.ask(readHome)).attention).toEqual([])
})

test('what went wrong comes first, each once with what it is about', async () => {
  const id = await world.customer({ name: '孙悦' })
  const states = ['failed', 'failed', 'unknown', 'queued', 'sent']
  for (const [at, state] of states.entries())
    await sql`insert into messages (customer_id, id, channel, kind, key, state, created_at) values (${id}, ${world.services.newId()}, 'email', 'service', ${String(at)}, ${state}, ${world.now()})`.execute(
      world.db,
    )
  await sql`insert into imports (id, kind, name, state, settings, progress, created_at) values
    (${world.services.newId()}, 'purchases', 'a.csv', 'done', '{}', '{"counts":{"refused":4}}', ${world.now()}),
    (${world.services.newId()}, 'purchases', 'b.csv', 'done', '{}', '{"counts":{"refused":0}}', ${world.now()}),
    (${world.services.newId()}, 'customers', 'c.csv', 'stopped', '{}', '{}', ${world.now()}),
    (${world.services.newId()}, 'customers', 'd.csv', 'paused', '{}', '{}', ${world.now()})`.execute(world.db)
  const campaign = world.services.newId()
  await sql`insert into campaigns (id, name, state, definition, editions, created_at, updated_at) values
    (${campaign}, '端午', 'done', '{}', 1, ${world.now()}, ${world.now()})`.execute(world.db)
  await sql`insert into campaign_editions (campaign_id, number, state, definition, planned_at, started_at, ended_at, failure) values
    (${campaign}, 1, 'failed', '{}', ${world.now()}, ${world.now()}, ${world.now()}, '{"code":"campaign.missed"}')`.execute(world.db)
  const { attention, act } = await world.ask(readHome)
  expect(attention.map(({ kind, count, name }) => [kind, count, name])).toEqual([
    ['messages-unknown', 1, null],
    ['messages-failed', 2, null],
    ['mail-missing', 1, null],
    ['import-stopped', 0, 'c.csv'],
    ['import-paused', 0, 'd.csv'],
    ['import-refused', 4, 'a.csv'],
    ['campaign-missed', 1, '端午'],
  ])
  expect(act).toMatchObject({ sent: 1, notSent: 3, journeys: 0 })
})

test('without a mail server a running journey is told of that will send e-mail, and none that sends by other ways', async () => {
  await sql`update messages set state = 'sent' where state = 'queued'`.execute(world.db)
  const told = async () => (await world.ask(readHome)).attention.filter(({ kind }) => kind.startsWith('mail-')).map(({ kind }) => kind)
  const [sms, email] = [world.services.newId(), world.services.newId()]
  for (const [id, channel] of [
    [sms, 'sms'],
    [email, 'email'],
  ] as const)
    await sql`insert into templates (id, name, channel, kind, subject, body, created_at, updated_at)
      values (${id}, ${channel}, ${channel}, 'marketing', '', '', ${world.now()}, ${world.now()})`.execute(world.db)
  const add = (templateId: string, state: string) =>
    sql`insert into journeys (id, name, state, definition, created_at, updated_at)
      values (${templateId}, ${templateId}, ${state}, ${JSON.stringify({ steps: [{ id: 'a', kind: 'send', templateId }] })}, ${world.now()}, ${world.now()})`.execute(
      world.db,
    )
  await add(sms, 'live')
  await add(email, 'draft')
  expect(await told()).toEqual([])
  await sql`update journeys set state = 'live' where id = ${email}`.execute(world.db)
  expect(await told()).toEqual(['mail-unset'])
  await sql`delete from journeys where id = any(${[sms, email]}::uuid[])`.execute(world.db)
})

test('links that lead to this machine are told of once mails go out by a journey to the world', async () => {
  const here = { ...world.services, publicUrl: () => 'http://localhost:3210' }
  const kinds = async (services: typeof here) => {
    const { attention } = await askQuestion(services, owner, readHome, {})
    return attention.filter((one) => one.kind === 'address-local').map((one) => one.name)
  }
  const setServer = (host: string) => world.setting('smtp', { host })
  await sql`insert into journeys (id, name, state, definition, created_at, updated_at) values (${world.services.newId()}, '欢迎', 'live', '{}', ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  await setServer('127.0.0.1')
  expect(await kinds(here)).toEqual([])
  await setServer('smtp.shop.cn')
  expect(await kinds(here)).toEqual(['http://localhost:3210'])
  expect(await kinds(world.services)).toEqual([])
})

test('owners are told of a key a fortnight before it ends, and of no other key', async () => {
  const soon = await world.act(createKey, { name: '收银', role: 'member', expiresInDays: 14 })
  await world.act(createKey, { name: '报表', role: 'member', expiresInDays: 15 })
  await world.act(createKey, { name: '官网', role: 'member' })
  const told = async (role: 'owner' | 'manager') =>
    (await world.ask(readHome, {}, role)).attention.filter((one) => one.kind === 'key-expiring').map(({ name, count }) => [name, count])
  expect(await told('owner')).toEqual([['收银', 14]])
  expect(await told('manager')).toEqual([])
  await world.act(revokeKey, { id: soon.id })
  expect(await told('owner')).toEqual([])
})

test('a journey that earns less and one whose guardrail raises an alarm are told apart, as on the page of results', async () => {
  const add = async (name: string, verdict: string, alarms: number) => {
    const id = world.services.newId()
    await sql`insert into journeys (id, name, state, definition, created_at, updated_at) values (${id}, ${name}, 'live', '{}', ${world.now()}, ${world.now()})`.execute(
      world.db,
    )
    await sql`insert into trial_readings (kind, trial_id, reading, verdict, verdict_since, read_at)
      values ('journey', ${id}, ${JSON.stringify({ alarms })}, ${verdict}, ${world.now()}, ${world.now()})`.execute(world.db)
  }
  await add('少买', 'less', 1)
  await add('多退订', 'unclear', 2)
  await add('没差别', 'none', 0)
  const { attention } = await world.ask(readHome)
  const verdicts = attention.filter(({ kind }) => kind.startsWith('verdict-')).map(({ kind, name }) => `${kind} ${name}`)
  expect(verdicts.toSorted()).toEqual(['verdict-alarm 多退订', 'verdict-harm 少买', 'verdict-new 没差别'])
})
