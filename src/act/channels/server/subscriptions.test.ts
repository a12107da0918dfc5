import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { realChannels } from '../../../../test/real-channels.ts'
import { makeWorld, type Person, type World } from '../../../../test/world.ts'
import { recordInteraction } from '../../../know/interactions/actions.ts'
import { createTodo } from '../../../know/todos/actions.ts'
import { updateCustomer } from '../../../know/customers/actions.ts'
import { liftRestriction, restrictCustomer } from '../../../know/privacy/actions.ts'
import { saveOutgoing } from '../../../know/shop/outgoing.ts'
import { changeChannelAccount, createChannelAccount, deleteChannelAccount, listChannelAccounts } from '../actions.ts'
import {
  changeSubscription,
  createSubscription,
  deleteSubscription,
  listDeliveries,
  listSubscriptions,
  resendDeliveries,
} from '../subscription-actions.ts'
import { readHome } from '../../../app/home/read-home.ts'
import { sayStandstill } from '../subscription.ts'
import { deliverWaiting, sweepDeliveries } from './deliver-facts.ts'

const secret = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`
type Taken = { readonly id: string; readonly type: string; readonly data: { customerId: string; payload: Record<string, unknown> } }

let world: World
let boss: Person
let accountId: string
let subscription: string
let answer: (taken: Taken) => number = () => 204
const taken: Taken[] = []
let end: () => Promise<void>
beforeAll(async () => {
  world = await makeWorld()
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      const headers = Object.fromEntries(
        ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(request.headers[name])]),
      )
      const sent = JSON.parse(body)
      const one = { ...sent, id: headers['webhook-id'] ?? '' }
      // The receiver's own library says whether it is signed; its clock is not ours.
      const mine = new Webhook(secret).sign(one.id, new Date(Number(headers['webhook-timestamp']) * 1_000), body)
      const status = mine === headers['webhook-signature'] ? answer(one) : 401
      if (status === 204) taken.push(one)
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  end = () => new Promise((done) => server.close(() => done()))
  Object.assign(world.channels, realChannels(world.services))
  boss = await world.person({ role: 'manager', name: '周经理' })
  const settings = { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
  accountId = (await world.act(createChannelAccount, { channel: 'webhook', vendor: 'webhook', name: 'ERP', settings, secrets: { secret } }))
    .id
})
afterAll(async () => {
  await end()
  await world.end()
})

beforeEach(async () => {
  for (const { id } of (await world.ask(listSubscriptions)).subscriptions) await world.act(deleteSubscription, { id })
  await world.settle()
  taken.length = 0
  answer = () => 204
  subscription = (await world.as(boss).act(createSubscription, { name: 'ERP', accountId, kinds: ['customer.updated'] })).id
})

const change = (id: string, name: string) => world.act(updateCustomer, { id, name })
const accountAsItIs = async () => {
  const { accounts } = await world.ask(listChannelAccounts)
  const account = accounts.find(({ id }) => id === accountId)
  const whole = { id: accountId, name: 'ERP', delivery: 'at-least-once', perSecond: 10, cost: 0, isOn: true, isDefault: false } as const
  return { ...whole, settings: account?.settings ?? {}, secrets: {} }
}
const deliver = async () => {
  await world.settle()
  for (let i = 0; i < 50; i++) if (!(await deliverWaiting(world.services))) return
}
const states = async () => (await world.ask(listDeliveries, { id: subscription, limit: 50 })).rows.map(({ state }) => state).toSorted()

test('a fact of a chosen kind is told once, signed, with what it says; others are not', async () => {
  const id = await world.customer({ name: '王芳' })
  await change(id, '王小芳')
  await deliver()
  await deliver()
  expect(taken).toMatchObject([{ type: 'customer.updated', data: { customerId: id } }])
  expect((await world.ask(listSubscriptions)).subscriptions).toMatchObject([
    { name: 'ERP', actsAs: '周经理', counts: { sent: 1, waiting: 0 } },
  ])
  expect((await world.ask(listDeliveries, { id: subscription, limit: 50 })).rows).toMatchObject([{ customerName: '王小芳', tries: 1 }])
})

test('a receiver that is down for four hours gets everything when it is back, and is left in peace meanwhile', async () => {
  let asked = 0
  answer = () => {
    asked++
    return 503
  }
  for (let i = 0; i < 12; i++) await change(await world.customer({ name: `客户${i}` }), `新名${i}`)
  for (let i = 0; i < 48; i++) {
    await deliver()
    world.pass({ amount: 5, unit: 'minutes' })
  }
  expect(taken).toEqual([])
  expect(asked).toBeLessThan(60)
  expect(new Set(await states())).toEqual(new Set(['waiting']))
  answer = () => 204
  for (let i = 0; i < 40; i++) {
    world.pass({ amount: 30, unit: 'minutes' })
    await deliver()
  }
  expect(new Set(taken.map(({ data }) => data.customerId)).size).toBe(12)
  expect(taken).toHaveLength(12)
})

test('what a receiver did not take within a week is given up, and can be told anew', async () => {
  answer = () => 503
  await change(await world.customer({ name: '王芳' }), '王小芳')
  await deliver()
  world.pass({ amount: 8, unit: 'days' })
  await sweepDeliveries(world.services)
  expect(await states()).toEqual(['failed'])
  answer = () => 204
  await world.act(resendDeliveries, { id: subscription })
  await sweepDeliveries(world.services)
  await deliver()
  expect(await states()).toEqual(['sent'])
})

test('of whoever had their data restricted nothing is told, until that is lifted', async () => {
  const id = await world.customer({ name: '王芳' })
  await world.act(restrictCustomer, { id })
  await change(id, '王小芳')
  await deliver()
  expect(await states()).toEqual(['withheld'])
  expect(taken).toEqual([])
  await world.act(liftRestriction, { id })
  await world.act(resendDeliveries, { id: subscription })
  await deliver()
  expect(await states()).toEqual(['sent'])
})

test('deliveries are read page by page; what is no place of ours is refused', async () => {
  for (const name of ['王芳', '李静']) await change(await world.customer({ name }), `${name}芳`)
  await deliver()
  const first = await world.ask(listDeliveries, { id: subscription, limit: 1 })
  const second = await world.ask(listDeliveries, { id: subscription, limit: 1, after: first.next ?? '' })
  expect(new Set([...first.rows, ...second.rows].map(({ customerName }) => customerName))).toEqual(new Set(['王芳芳', '李静芳']))
  expect(second.next).toBeNull()
  await expect(world.ask(listDeliveries, { id: subscription, after: 'yesterday somebody' })).rejects.toMatchObject({
    code: 'input.invalid',
  })
})

test('a webhook account that is deleted takes its subscriptions along, and what they told', async () => {
  const settings = { address: 'https://erp.example/hook' }
  const gone = await world.act(createChannelAccount, {
    channel: 'webhook',
    vendor: 'webhook',
    name: '旧ERP',
    settings,
    secrets: { secret },
  })
  const { id } = await world.act(createSubscription, { name: '旧的', accountId: gone.id, kinds: ['customer.updated'] })
  await change(await world.customer({ name: '王芳' }), '王小芳')
  await world.settle()
  const kept = async () => (await sql`select 1 from webhook_deliveries where subscription_id = ${id}`.execute(world.db)).rows.length
  expect(await kept()).toBe(1)
  await world.act(deleteChannelAccount, { id: gone.id })
  await sweepDeliveries(world.services)
  expect(await kept()).toBe(0)
})

test('one that the receiver refuses does not stop the others, and can be told again', async () => {
  const [bad, good] = [await world.customer({ name: '坏' }), await world.customer({ name: '好' })]
  answer = ({ data }) => (data.customerId === bad ? 422 : 204)
  await change(bad, '坏的')
  await change(good, '好的')
  await deliver()
  expect(await states()).toEqual(['failed', 'sent'])
  answer = () => 204
  expect((await world.act(resendDeliveries, { id: subscription })).again).toBe(1)
  await deliver()
  expect(await states()).toEqual(['sent', 'sent'])
})

test('a receiver that does not know the secret loses nothing: all waits until it does', async () => {
  answer = () => 401
  for (let i = 0; i < 5; i++) await change(await world.customer({ name: `客户${i}` }), `新名${i}`)
  await deliver()
  expect(new Set(await states())).toEqual(new Set(['waiting']))
  expect((await world.ask(listSubscriptions)).subscriptions[0]?.said).toMatch(/401/)
  answer = () => 204
  world.pass({ amount: 1, unit: 'hours' })
  await deliver()
  expect(taken).toHaveLength(5)
})

test('a receiver that wants no more is told no more, and switched on again gets what waited', async () => {
  answer = () => 410
  await change(await world.customer({ name: '王芳' }), '王小芳')
  await deliver()
  expect((await world.ask(listSubscriptions)).subscriptions).toMatchObject([{ state: 'ended', counts: { waiting: 1 } }])
  answer = () => 204
  await world.as(boss).act(changeSubscription, { id: subscription, name: 'ERP', accountId, kinds: ['customer.updated'], isOn: true })
  await deliver()
  expect(await states()).toEqual(['sent'])
})

test('an address in the private network is not told, says why in words, and gets what waited once it may', async () => {
  const before = { ...world.channels }
  Object.assign(world.channels, realChannels(world.services, { allowPrivate: false }))
  await change(await world.customer({ name: '王芳' }), '王小芳')
  await deliver()
  const [kept] = (await world.ask(listSubscriptions)).subscriptions
  expect(kept).toMatchObject({ state: 'on', said: 'address-forbidden', counts: { waiting: 1 } })
  expect(sayStandstill(kept?.said ?? '')?.zh).toContain('内网')
  expect(kept?.lookAt).not.toBeNull()
  expect((await world.ask(readHome)).attention).toContainEqual(
    expect.objectContaining({ kind: 'subscription-resting', name: 'ERP', count: 1 }),
  )
  Object.assign(world.channels, before)
  await deliver()
  expect(await states()).toEqual(['waiting'])
  // Whoever saves its account has it asked at once.
  await world.as(boss).act(changeChannelAccount, await accountAsItIs())
  await deliver()
  expect(await states()).toEqual(['sent'])
})

test('an address that the list lacks is not told, says why in words, and gets what waited once it is listed', async () => {
  const before = { ...world.channels }
  Object.assign(world.channels, realChannels(world.services))
  await world.act(saveOutgoing, { enabled: true, hosts: ['erp.example'] })
  await change(await world.customer({ name: '王芳' }), '王小芳')
  const sofar = taken.length
  await deliver()
  const [kept] = (await world.ask(listSubscriptions)).subscriptions
  expect(kept).toMatchObject({ state: 'on', said: 'address-unlisted', counts: { waiting: 1 } })
  expect(sayStandstill(kept?.said ?? '')?.zh).toContain('允许连接的外部地址')
  expect(taken).toHaveLength(sofar)
  await world.act(saveOutgoing, { enabled: true, hosts: ['127.0.0.1'] })
  await deliver()
  expect(await states()).toEqual(['sent'])
  await world.act(saveOutgoing, { enabled: false, hosts: [] })
  Object.assign(world.channels, before)
})

test('no receiver is told more than whoever made its subscription may read: no hidden field, and no number in anybody’s words', async () => {
  const reads = { read: ['all' as const], export: ['all' as const] }
  const seller = await world.person({
    rights: {
      grants: { customer: reads, interaction: reads, todo: reads },
      fields: { phone: 'masked', note: 'hidden' },
      rights: ['sending'],
    },
  })
  await world.act(deleteSubscription, { id: subscription })
  const kinds = ['customer.updated', 'interaction.recorded', 'todo.created']
  subscription = (await world.as(seller).act(createSubscription, { name: '他的', accountId, kinds })).id
  const id = await world.customer({ name: '甲', phone: '+8613807775511' })
  await world.act(updateCustomer, { id, note: '只有老板知道', city: '杭州市' })
  await world.act(updateCustomer, { id, note: '还是只有老板知道' })
  await world.act(recordInteraction, { customerId: id, kind: 'call', summary: '改打 13807775512' })
  await world.act(createTodo, { customerId: id, title: '打 138 0777 5513', origin: { kind: 'hand' } })
  await deliver()
  const told = JSON.stringify(taken)
  expect(taken.map(({ type }) => type).toSorted((one, other) => one.localeCompare(other))).toEqual([
    'customer.updated',
    'interaction.recorded',
    'todo.created',
  ])
  expect(told).toContain('改打 ••••')
  expect(told).toContain('打 ••••')
  expect(told).not.toMatch(/1380777551|0777 551|note|只有/)
})

test('of customers whom its maker may not export nothing leaves; of one who is gone nothing either', async () => {
  const seller = await world.person({
    rights: { grants: { customer: { read: ['mine'], export: ['mine'] } }, fields: {}, rights: ['sending'] },
  })
  await world.act(deleteSubscription, { id: subscription })
  subscription = (await world.as(seller).act(createSubscription, { name: '我的', accountId, kinds: ['customer.updated'] })).id
  const [mine, other] = [await world.customer({ name: '我的', owner: seller.id }), await world.customer({ name: '别人的' })]
  await change(mine, '我的客户')
  await change(other, '别人的客户')
  await deliver()
  expect(taken.map(({ data }) => data.customerId)).toEqual([mine])
  expect(await states()).toEqual(['sent', 'withheld'])
  await sql`update auth.users set disabled_at = ${world.now()} where id = ${seller.id}`.execute(world.db)
  await change(mine, '还是我的')
  await deliver()
  expect(taken).toHaveLength(1)
  expect((await world.ask(listSubscriptions)).subscriptions[0]?.said).toBe('maker-gone')
})

test('whoever moves its account elsewhere gets nothing with the rights of another', async () => {
  const other = await world.person({ role: 'manager', name: '吴经理' })
  const given = await accountAsItIs()
  const sayings = async () => (await world.ask(listSubscriptions)).subscriptions.map(({ state, said }) => [state, said])
  await world.as(other).act(changeChannelAccount, { ...given, name: '仓库' })
  expect(await sayings()).toEqual([['on', null]])
  await world.as(other).act(changeChannelAccount, {
    ...given,
    settings: { ...given.settings, address: `${given.settings['address']}/mine` },
    secrets: { secret },
  })
  await change(await world.customer({ name: '王芳' }), '王小芳')
  await deliver()
  expect(taken).toEqual([])
  expect(await sayings()).toEqual([['off', 'account-changed']])
  await world.as(boss).act(changeChannelAccount, { ...given, secrets: { secret } })
})

test('an account that is no webhook, a kind that is none and an API key are refused', async () => {
  const wrong = (input: object) =>
    world.act(createSubscription, { name: 'x', accountId, kinds: ['customer.updated'], ...input }).then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )
  expect(await wrong({ accountId: world.services.newId() })).toBe('subscription.account-wrong')
  expect(await wrong({ kinds: ['nothing.happened'] })).toBe('subscription.kind-unknown')
  const key = { id: 'key', actor: { kind: 'key', id: `key:${world.services.newId()}`, name: 'ERP', role: 'owner' } } as const
  const byKey = world.as(key).act(createSubscription, { name: 'x', accountId, kinds: ['customer.updated'] })
  await expect(byKey).rejects.toMatchObject({ code: 'subscription.by-key' })
})
