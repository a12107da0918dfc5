// What somebody may not see, by what an action refuses or counts: an action reads past the rights of its caller (Twenty CVE-2026-85055 and its like).
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHousehold } from '../../src/know/households/actions.ts'
import { tryMerge } from '../../src/know/identity/actions.ts'
import { checkFields, createSelfCheck, readQuality } from '../../src/know/quality/actions.ts'
import { createTag, listTags, mergeTags, tagByRule, tagCustomers } from '../../src/know/tags/actions.ts'
import { recordPurchase } from '../../src/know/purchases/actions.ts'
import { createTodo } from '../../src/know/todos/actions.ts'
import { previewTemplate } from '../../src/act/messages/try-template-actions.ts'
import { consentReach } from '../../src/know/consent/actions.ts'
import { createJourney, deleteJourney, enterJourney, startJourney } from '../../src/act/journeys/actions.ts'
import { createSegment } from '../../src/understand/segments/actions.ts'
import type { RoleBody } from '../../src/core/rights/role-body.ts'
import { type Door, openDoor } from '../door.ts'
import { makeWorld, type Person, type World } from '../world.ts'

let world: World
let door: Door
const seller: Record<string, Person> = {}
const ids: Record<string, string> = {}

const verbs = ['read', 'create', 'change', 'remove', 'merge', 'assign'] as const
const kinds = ['contact', 'purchase', 'todo', 'segment', 'tag', 'journey', 'interaction']
const roleOf = (rows: 'all' | 'mine', fields: RoleBody['fields']): RoleBody => ({
  grants: Object.fromEntries([
    ['customer', Object.fromEntries(verbs.map((verb) => [verb, [rows]]))],
    ...kinds.map((kind) => [kind, Object.fromEntries(verbs.map((verb) => [verb, ['all']]))]),
  ]),
  fields,
  rights: [],
})

beforeAll(async () => {
  world = await makeWorld()
  door = await openDoor(world)
  seller['masked'] = await world.person({ name: '小周', rights: roleOf('all', { name: 'masked', phone: 'hidden' }) })
  seller['own'] = await world.person({ name: '小吴', rights: roleOf('mine', {}) })
  ids['kept'] = await world.customer({ name: '欧阳明日', phone: '+8613900001111', wechat: 'wx-secret', code: 'K1', kind: 'company' })
  ids['kin'] = await world.customer({ name: '慕容白雪' })
  ids['mine'] = await world.customer({ name: '我的客户', city: '杭州' })
  ids['further'] = await world.customer({ name: '我的另一位', city: '杭州' })
  for (const id of [ids['mine'], ids['further']])
    await sql`update customers set owner_id = ${seller['own'].id} where id = ${id}`.execute(world.db)
  await world.settle()
})
afterAll(async () => {
  await door.app.close()
  await world.end()
})

const send = async (who: string, method: string, url: string, body: unknown) =>
  door.send(method, `/api/${url}`, { headers: { cookie: await door.cookieOf(seller[who]?.id ?? '') }, body })

test('no refusal names somebody whose name is masked, nor quotes a number that is hidden', async () => {
  const { id: house } = await world.act(makeHousehold, { members: [{ customerId: ids['kin'] }] })
  const { id: todo } = await world.act(createTodo, { customerId: ids['kept'], title: '回电 13900001111', assigneeId: null })
  const tries = [
    ['POST', 'customers', { name: '另一位', wechat: 'wx-secret' }, 'customer.exists'],
    ['PATCH', `customers/${ids['mine']}`, { wechat: 'wx-secret' }, 'customer.exists'],
    ['POST', `customers/${ids['mine']}/contact-points`, { kind: 'wechat', value: 'wx-secret' }, 'customer.exists'],
    ['POST', `households/${house}/shared`, { kind: 'wechat', value: 'wx-secret' }, 'household.anothers'],
    ['POST', `households/${house}/members`, { customerId: ids['kept'] }, 'household.company'],
    ['POST', 'households', { members: [{ customerId: ids['kin'] }] }, 'household.elsewhere'],
    ['POST', 'contacts', { customerId: ids['kin'], name: '某人' }, 'contact.not-a-company'],
    ['POST', 'customers/claim', { customerIds: [ids['mine']] }, 'pool.taken'],
    ['PATCH', `todos/${todo}`, { version: 99 }, 'todo.changed-meanwhile'],
  ] as const
  for (const [method, url, body, code] of tries) {
    const { json, body: text } = await send('masked', method, url, body)
    expect([url, json().code, /明日|白雪|我的客户|13900001111/.exec(text)?.[0]]).toEqual([url, code, undefined])
  }
  const seen = await world.as(seller['masked'] ?? never()).get(`customers/${ids['kin']}/household`)
  expect([seen.statusCode, seen.body.includes('白雪')]).toEqual([200, false])
  expect(seen.json().household.name).toBe('慕容**')
  expect((await world.as(seller['masked'] ?? never()).get(`customers/${ids['kin']}/timeline`)).body).not.toContain('白雪')
})

test('of a number that belongs to somebody out of sight it is said that it is taken, and nothing more', async () => {
  const { id: house } = await world.act(makeHousehold, { members: [{ customerId: ids['mine'] }] })
  for (const [method, url, body] of [
    ['POST', `customers/${ids['mine']}/contact-points`, { kind: 'phone', value: '13900001111' }],
    ['PATCH', `customers/${ids['mine']}`, { phone: '+8613900001111' }],
    ['POST', `households/${house}/shared`, { kind: 'phone', value: '13900001111' }],
  ] as const) {
    const { json, body: text } = await send('own', method, url, body)
    expect([url, json().code, text.includes('欧阳'), text.includes(ids['kept'] ?? '')]).toEqual([
      url,
      'rights.taken-elsewhere',
      false,
      false,
    ])
  }
})

test('who is counted where something of the firm’s is made, joined or listed is in sight of who asks', async () => {
  const own = world.as(seller['own'] ?? never())
  // Else any question about the others could be asked as a segment’s rule, and answered by its number.
  for (const [name, rule, members] of [
    ['全部', { all: [] }, 2],
    ['问别人', { field: 'name', op: 'is', value: '欧阳明日' }, 0],
  ] as const)
    expect(await own.act(createSegment, { name, rule })).toMatchObject({ members })
  const [{ id: from }, { id: into }] = [await world.act(createTag, { name: '老客' }), await world.act(createTag, { name: '熟客' })]
  await world.act(tagCustomers, { id: from, customerIds: [ids['mine'], ids['kept'], ids['kin']] })
  expect((await world.ask(listTags)).recent).toMatchObject([{ changed: 3 }])
  expect(await own.ask(listTags)).toMatchObject({ rounds: [], recent: [] })
  // By a rule it is over everybody, whether or not it has begun and whomever it changes.
  const { id: other } = await world.act(createTag, { name: '爱喝茶' })
  const { of } = await world.act(tagByRule, { id: other, rule: { all: [] } })
  expect((await world.ask(listTags)).rounds).toMatchObject([{ of }])
  expect(await own.ask(listTags)).toMatchObject({ rounds: [], recent: [] })
  await world.act(tagCustomers, { id: other, customerIds: [ids['mine'], ids['further']] })
  expect(await own.ask(listTags)).toMatchObject({ rounds: [], recent: [{ changed: 2 }] })
  expect(await own.act(mergeTags, { id: from, into })).toMatchObject({ moved: 1 })
  expect((await world.ask(listTags)).recent).toContainEqual(expect.objectContaining({ verb: 'merge', changed: 3 }))
})

test('a journey is deleted alike whether or not somebody out of sight is in it, and ends for everybody', async () => {
  const definition = { trigger: { kind: 'by-hand' }, steps: [{ id: 'w', kind: 'wait', duration: { amount: 5, unit: 'days' } }] }
  const { id } = await world.act(createJourney, { name: '回访', definition })
  await world.act(startJourney, { id })
  await world.act(enterJourney, { id, customerIds: [ids['mine'], ids['kin']] })
  expect(await world.as(seller['own'] ?? never()).act(deleteJourney, { id })).toEqual({ id })
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from events where kind = 'journey.ended' and payload ->> 'journey' = ${id}`.execute(world.db)
  expect(rows[0]?.n).toBe(2)
})

test('what is doubted of a hidden field moves no score that its reader is told', async () => {
  const reader = world.as(seller['masked'] ?? never())
  const check = () => reader.act(checkFields, { id: ids['mine'], fields: ['city'], verdict: 'right' })
  const before = await check()
  await world.act(checkFields, { id: ids['kept'], fields: ['phone'], verdict: 'right' })
  await sql`update customers set phone = '+8613700000000' where id = ${ids['mine']}`.execute(world.db)
  await world.act(checkFields, { id: ids['mine'], fields: ['phone'], verdict: 'wrong' })
  expect((await check()).score).toBe(before.score)
  expect((await reader.ask(readQuality, { id: ids['mine'] })).score).toBe(before.score)
  // What is kept is everything all the same.
  const { rows } = await sql<{ score: number }>`select score from customer_quality where customer_id = ${ids['mine']}`.execute(world.db)
  expect(rows[0]?.score).toBe((await world.ask(readQuality, { id: ids['mine'] })).score)
  expect(rows[0]?.score).not.toBe(before.score)
})

test('a link for the customer to look over their details shows its maker none that are hidden or masked', async () => {
  await sql`update customers set birthday = '1987-06-05' where id = ${ids['kin']}`.execute(world.db)
  const reader = world.as(await world.person({ rights: roleOf('all', { name: 'masked', phone: 'hidden', birthday: 'hidden' }) }))
  const { url } = await reader.act(createSelfCheck, { id: ids['kin'] })
  const page = await door.send('GET', new URL(url).pathname)
  expect([page.statusCode, /白雪|1987|生日|手机/.exec(page.body)?.[0]]).toEqual([200, undefined])
})

test('a purchase answers neither by a hidden key nor by one that was recorded before who is known by it', async () => {
  const bought = (customer: object, number: string) => ({ customer, number, lines: [{ product: 'A', quantity: 1, amount: 100 }] })
  await world.act(recordPurchase, bought({ phone: '+8613900001111' }, 'N1'))
  for (const phone of ['+8613900001111', '+8613900009999'])
    expect((await send('masked', 'POST', 'purchases', bought({ phone }, 'N2'))).json().code).toBe('input.invalid')
  for (const number of ['N1', 'N3']) {
    const { json, body } = await send('own', 'POST', 'purchases', bought({ phone: '+8613900001111' }, number))
    expect([number, json().code, body.includes(ids['kept'] ?? '')]).toEqual([number, 'record.missing', false])
  }
})

test('a template tried for a customer shows no products that their reader’s role hides', async () => {
  await sql`insert into products (id, code, name, price, created_at, updated_at, buyers) values (${world.services.newId()}, 'T1', '私房龙井', 12800, ${world.now()}, ${world.now()}, 0)`.execute(
    world.db,
  )
  await sql`insert into recommendations (customer_id, set_id, codes, because, recommended_at)
    values (${ids['kin']}, ${world.services.newId()}, '{T1}', '{""}', ${world.now()})`.execute(world.db)
  const blocks = [{ id: 'b', kind: 'product', count: 2, instead: 'nothing' }]
  const asked = { customerId: ids['kin'], content: { form: 'mail', texts: { zh: { subject: '新茶', blocks } } } }
  const grants = { customer: { read: ['all' as const] }, template: { read: ['all' as const] }, product: { read: ['all' as const] } }
  for (const [fields, isShown] of [
    [{}, true],
    [{ likelyProducts: 'hidden' as const }, false],
  ] as const) {
    const reader = world.as(await world.person({ rights: { grants, fields, rights: [] } }))
    expect((await reader.ask(previewTemplate, asked)).text.includes('私房龙井')).toBe(isShown)
  }
})

test('of whom a role hides the phone it is not told that nobody can be called', async () => {
  const lines = async (who: World['ask']) => (await who(consentReach)).lines.map(({ channel }) => channel)
  expect(await lines(world.ask)).toEqual(expect.arrayContaining(['sms', 'email']))
  const seen = await lines(world.as(seller['masked'] ?? never()).ask)
  expect([seen.includes('sms'), seen.includes('email')]).toEqual([false, true])
})

test('a merge that is tried tells of no segment whose rule asks for what is hidden', async () => {
  await world.act(createSegment, { name: '买过两次的', rule: { field: 'purchaseCount', op: 'at-least', value: 2 } })
  const both = [await world.customer({ name: '同一人' }), await world.customer({ name: '同一人' })]
  for (const [at, customerId] of both.entries()) await world.act(recordPurchase, { customerId, number: `T${at}`, amount: 100 })
  await world.settle()
  const told = async (who: World['ask']) => JSON.stringify((await who(tryMerge, { ids: both.join(','), into: both[0] })).facts)
  expect(await told(world.ask)).toContain('买过两次的')
  const reader = world.as(await world.person({ rights: roleOf('all', { purchaseCount: 'hidden' }) }))
  expect(await told(reader.ask)).not.toContain('买过两次的')
})

function never(): never {
  throw new Error('nobody')
}
