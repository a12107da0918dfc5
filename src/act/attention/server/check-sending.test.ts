import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { listMessages, sendMessage } from '../../messages/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { sendDue } from '../../messages/server/send-due.ts'
import { checkSending } from '../actions.ts'

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
const noTemplate = '01920000-0000-7000-8000-00000000cafe'

test('what is said of a template for one customer before it is sent is what the outbox then does', async () => {
  const people = {
    free: await somebody(),
    silent: await somebody({ emailConsent: 'unknown' }),
    nowhere: await world.customer({ name: '无邮箱', phone: '+8613800000009' }),
    full: await somebody(),
  }
  for (let n = 0; n < 3; n++) await send(people.full)
  const said: Record<string, unknown> = {}
  for (const [name, customerId] of Object.entries(people)) {
    const { state, reason, from } = await world.ask(checkSending, { customerId, templateId })
    said[name] = [state, reason?.code ?? null, from !== null]
    await send(customerId)
    const { rows } = await world.ask(listMessages, { customerId, limit: 1 })
    expect([name, rows[0]?.reason?.code ?? null]).toEqual([name, reason?.code ?? null])
  }
  expect(said).toEqual({
    free: ['now', null, false],
    silent: ['no', 'consent-missing', false],
    nowhere: ['no', 'address-missing', false],
    full: ['later', 'too-many', true],
  })
  // Queued for when there is room, it leaves then.
  const { from } = await world.ask(checkSending, { customerId: people.full, templateId })
  const { id } = await world.act(sendMessage, { customerId: people.full, templateId, dueAt: from ?? '' })
  while (await sendDue(world.services));
  const stateOf = async () => (await world.ask(listMessages, { customerId: people.full })).rows.find((row) => row.id === id)?.state
  expect(await stateOf()).toBe('queued')
  await expect(world.ask(checkSending, { customerId: people.free, templateId: noTemplate })).rejects.toMatchObject({
    code: 'record.missing',
  })
})

test('a template goes by its own purpose and channel, by its approval, and not while its way out stands still', async () => {
  const id = await somebody({ emailConsent: 'unknown' })
  const make = async (name: string, more: object) => (await world.act(createTemplate, { name, subject: '新茶', body: '您好', ...more })).id
  const judged = async (template: string) => {
    const { channel, state, reason } = await world.ask(checkSending, { customerId: id, templateId: template })
    return [channel, state, reason?.code ?? null]
  }
  const service = await make('发货', { kind: 'service' })
  expect(await judged(service)).toEqual(['email', 'now', null])
  expect(await judged(await make('回访', { kind: 'survey' }))).toEqual(['email', 'no', 'consent-missing'])
  const registered = { form: 'registered', texts: { zh: { code: 'SMS_1', text: '春茶到了', parameters: {} } } }
  await sql`update customers set phone = '+8613900000077' where id = ${id}`.execute(world.db)
  expect(await judged(await make('短信', { channel: 'sms', kind: 'service', content: registered, subject: '', body: '' }))).toEqual([
    'sms',
    'no',
    'channel-missing',
  ])
  await sql`update templates set kind = 'marketing', state = 'waiting', approved_version = null where id = ${service}`.execute(world.db)
  expect(await judged(service)).toEqual(['email', 'no', 'template-not-approved'])
  await sql`update templates set kind = 'service' where id = ${service}`.execute(world.db)
  await sql`insert into message_outlets (key, stopped, stopped_at, look_at, tries) values ('email', '{"code": "account-refused", "details": {"reason": "535"}}', ${world.now()}, ${world.now()}, 1)`.execute(
    world.db,
  )
  expect(await judged(service)).toEqual(['email', 'later', 'account-refused'])
  await sql`delete from message_outlets where key = 'email'`.execute(world.db)
})

test('who may not see the address is told nothing that hangs on it, whatever stands there', async () => {
  const people = [await somebody(), await somebody({ emailConsent: 'withdrawn' }), await world.customer({ phone: '+8613800000010' })]
  const grants = { customer: { read: ['all' as const] }, message: { read: ['all' as const] }, template: { read: ['all' as const] } }
  for (const fields of [{ email: 'hidden' as const }, { email: 'masked' as const }]) {
    const one = world.as(await world.person({ rights: { grants, fields, rights: [] } }))
    const said = await Promise.all(people.map((customerId) => one.ask(checkSending, { customerId, templateId })))
    expect(new Set(said.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(said[0]).toMatchObject({ state: 'unseen', reason: null })
  }
})
