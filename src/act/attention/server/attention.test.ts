import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import { listMessages, sendMessage } from '../../messages/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { sendDue } from '../../messages/server/send-due.ts'
import {
  attentionOverview,
  customerAttention,
  listAttentionCustomers,
  listReservations,
  previewAttention,
  readAttentionSettings,
  refusalStatistics,
  releaseAttention,
  reserveAttention,
  saveAttention,
} from '../actions.ts'
import { usualAttention } from '../attention-settings.ts'

let world: World
let templateId: string
beforeAll(async () => {
  world = await makeWorld()
  await world.mailServer()
  templateId = (await world.act(createTemplate, { name: '上新', subject: '新茶', body: '您好' })).id
})
afterAll(() => world.end())

let number = 0
const somebody = (fields: object = {}) => world.customer({ email: `c${++number}@shop.cn`, emailConsent: 'granted', ...fields })
const send = async (customerId: string) => {
  await world.act(sendMessage, { customerId, templateId })
  while (await sendDue(world.services));
}
const email = async () => (await world.ask(attentionOverview)).channels.find(({ channel }) => channel === 'email')
const hours = (n: number) => new Date(world.now().getTime() + n * 3_600_000).toISOString()
const campaign = '01920000-0000-7000-8000-00000000cafe'

test('the page counts of everybody what the outbox would decide of each', async () => {
  const people = {
    free: await somebody(),
    silent: await somebody({ emailConsent: 'unknown' }),
    gone: await somebody({ emailConsent: 'withdrawn' }),
    nowhere: await world.customer({ name: '无邮箱', phone: '+8613800000001' }),
    full: await somebody(),
    planned: await somebody(),
    held: await somebody(),
  }
  for (let n = 0; n < 3; n++) await send(people.full)
  await send(people.planned)
  await send(people.planned)
  await world.act(reserveAttention, {
    byKind: 'campaign',
    byId: campaign,
    channel: 'email',
    priority: 90,
    fromAt: hours(24),
    untilAt: hours(48),
    customerIds: [people.planned],
  })
  await sql`insert into email_holds (customer_id, address, held_at, sort, bounced_at) select id, email, ${world.now()}, 'hard', ${world.now()} from customers where id = ${people.held}`.execute(
    world.db,
  )
  const overview = await email()
  expect(overview).toMatchObject({ isReady: true, customers: 7, today: 1, week: 2 })
  expect(Object.fromEntries(overview?.reasons.map(({ code, count }) => [code, count]) ?? [])).toEqual({
    'consent-missing': 1,
    'consent-withdrawn': 1,
    'address-missing': 1,
    'limit:0': 1,
    reserved: 1,
    'address-bounced': 1,
  })
  const codes: Record<string, string> = { 'too-many': 'limit:0' }
  for (const [name, id] of Object.entries(people)) {
    const { marketing } = await world.ask(customerAttention, { customerId: id })
    const one = marketing.find(({ channel }) => channel === 'email')
    const code = one?.reason?.code ?? 'may'
    const { rows } = await world.ask(listAttentionCustomers, { channel: 'email', reason: codes[code] ?? code })
    expect(
      rows.map((row) => row.id),
      `${name}: ${code}`,
    ).toEqual([id])
  }
})

test('a customer with a full week may be written to again when the oldest of it is a week old', async () => {
  const id = await somebody()
  const first = world.now()
  for (let n = 0; n < 3; n++) await send(id)
  const { marketing, service } = await world.ask(customerAttention, { customerId: id })
  expect(marketing[0]).toMatchObject({
    channel: 'email',
    state: 'later',
    reason: { code: 'too-many' },
    from: new Date(first.getTime() + 7 * 86_400_000).toISOString(),
  })
  expect(marketing[0]?.limits[0]).toMatchObject({ sent: 3, most: 3 })
  expect(service[0]).toMatchObject({ channel: 'email', state: 'now' })
  await expect(world.ask(customerAttention, { customerId: campaign })).rejects.toMatchObject({ code: 'record.missing' })
})

test('a message for which only the kept room is left is refused, and goes once the room is let go', async () => {
  const id = await somebody()
  await send(id)
  await send(id)
  const room = {
    byKind: 'campaign',
    byId: campaign,
    channel: 'email',
    priority: 90,
    fromAt: hours(24),
    untilAt: hours(48),
    customerIds: [id],
  }
  expect(await world.act(reserveAttention, room)).toEqual({ reserved: 1 })
  expect(await world.act(reserveAttention, { ...room, priority: 80 }), 'reserved again it is changed').toEqual({ reserved: 1 })
  expect((await world.ask(listReservations)).reservations).toContainEqual(
    expect.objectContaining({ byId: campaign, priority: 80, customers: 1 }),
  )
  await send(id)
  const whyNot = async (of: Pick<World, 'ask'> | ReturnType<World['as']> = world) => [
    (await of.ask(listMessages, { customerId: id, state: 'skipped' })).rows[0]?.reason?.words,
    (await of.ask(customerAttention, { customerId: id })).marketing[0]?.reason?.words,
  ]
  // The plan is nobody's that is known, or one that may be named: everywhere by the name that it has now.
  for (const words of await whyNot()) expect(words?.zh).toMatch(/其余 1 条留给别的更重要的计划$/)
  await sql`insert into campaigns (id, name, state, definition, created_by, created_at, updated_at)
    values (${campaign}, '端午茶会', 'planned', '{}', 'x', ${world.now()}, ${world.now()})`.execute(world.db)
  for (const words of await whyNot())
    expect(words).toMatchObject({
      zh: expect.stringContaining('营销活动“端午茶会”'),
      en: expect.stringContaining('the campaign “端午茶会”'),
    })
  const grants = { customer: { read: ['all' as const] }, message: { read: ['all' as const] } }
  const limited = await world.person({ rights: { grants, fields: {}, rights: [] } })
  for (const words of await whyNot(world.as(limited))) expect(words?.zh).toMatch(/其余 1 条留给别的更重要的计划$/)
  const refusals = await world.ask(refusalStatistics)
  expect(refusals.rules).toContainEqual(expect.objectContaining({ code: 'reserved', count: 1 }))
  expect(refusals.plans).toContainEqual({ kind: 'hand', id: null, name: null, count: refusals.total })
  await world.act(releaseAttention, { byKind: 'campaign', byId: campaign })
  const before = world.mailer.sent.length
  await send(id)
  expect(world.mailer.sent).toHaveLength(before + 1)
  await expect(world.act(reserveAttention, { ...room, untilAt: room.fromAt })).rejects.toMatchObject({ code: 'attention.times' })
})

test('other limits are tried on last week, and hold at once when they are saved', async () => {
  const { sending } = await world.ask(readAttentionSettings)
  const week = await world.ask(previewAttention, { sending: { ...sending, capPerWeek: 50 }, attention: usualAttention })
  expect(week).toMatchObject({ refused: 0, deferred: 0, isPart: false })
  const narrow = { ...usualAttention, limits: [{ channel: 'email', counts: 'marketing', per: 'day', most: 1 }] }
  const preview = await world.ask(previewAttention, { sending, attention: narrow })
  // Of full, planned, the one of a full week and the one with kept room: 3 + 2 + 3 + 3 went out on one day, one each may.
  expect(preview).toMatchObject({ looked: 11, refused: 7, customers: 4, rules: [{ code: 'limit-reached', count: 7 }] })
  await world.act(saveAttention, { sending, attention: narrow })
  const id = await somebody()
  await send(id)
  await send(id)
  expect((await world.ask(customerAttention, { customerId: id })).marketing[0]).toMatchObject({
    state: 'later',
    reason: { code: 'limit-reached' },
  })
  const twice = { ...narrow, limits: [...narrow.limits, ...narrow.limits] }
  await expect(world.act(saveAttention, { sending, attention: twice })).rejects.toMatchObject({ code: 'attention.twice' })
  await expect(world.act(saveAttention, { sending, attention: { ...narrow, festivals: ['圣诞'] } })).rejects.toMatchObject({
    code: 'input.invalid',
  })
  await world.act(saveAttention, { sending, attention: usualAttention })
})

test('of somebody in the global holdout marketing is refused, service and a message by hand go', async () => {
  const id = await somebody()
  const draw = { percent: 20, salt: 'x', since: world.now().toISOString() }
  await world.setting('global-holdout', draw)
  const held: string[] = []
  for (let n = 0; n < 30; n++) held.push(await somebody())
  const inside: string[] = []
  for (const one of held) {
    const { marketing } = await world.ask(customerAttention, { customerId: one })
    if (marketing[0]?.reason?.code === 'global-holdout') inside.push(one)
  }
  expect(inside.length).toBeGreaterThan(0)
  expect(inside.length).toBeLessThan(20)
  await sql`insert into messages (customer_id, id, channel, kind, template_id, key, state, due_at, created_at)
    select c, ${id}::uuid, 'email', 'marketing', ${templateId}::uuid, 'journey', 'queued', ${world.now()}, ${world.now()} from unnest(${inside}::uuid[]) c`.execute(
    world.db,
  )
  while (await sendDue(world.services));
  const { rows } = await sql<{ code: string }>`select distinct reason ->> 'code' as code from messages where key = 'journey'`.execute(
    world.db,
  )
  expect(rows).toEqual([{ code: 'global-holdout' }])
  const before = world.mailer.sent.length
  await send(inside[0] ?? '')
  expect(world.mailer.sent, 'by hand').toHaveLength(before + 1)
  await sql`delete from settings where name = 'global-holdout'`.execute(world.db)
})

test('a logged call counts where everything does', async () => {
  const id = await somebody()
  const { sending } = await world.ask(readAttentionSettings)
  await world.act(saveAttention, {
    sending,
    attention: { ...usualAttention, limits: [{ channel: 'all', counts: 'all', per: 'day', most: 1 }] },
  })
  await world.act(recordConsent, { id, purpose: 'marketing', channels: ['email'], state: 'given', how: 'spoken' })
  await sql`insert into interactions (customer_id, id, kind, occurred_at, by_id, by_name, source, recorded_at, updated_at) select ${id}::uuid, ${id}::uuid, 'call', ${world.now()}, 'user:x', '小林', 'app', ${world.now()}, ${world.now()}`.execute(
    world.db,
  )
  await send(id)
  expect((await world.ask(customerAttention, { customerId: id })).marketing[0]).toMatchObject({ reason: { code: 'limit-reached' } })
  const { rows } = await sql<{ code: string }>`select reason ->> 'code' as code from messages where customer_id = ${id}`.execute(world.db)
  expect(rows).toEqual([{ code: 'limit-reached' }])
})
