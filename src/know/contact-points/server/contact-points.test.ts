import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createCustomer, readTimeline, updateCustomer } from '../../customers/actions.ts'
import * as actions from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const points = async (id: string) => (await world.ask(actions.listContactPoints, { id })).points
const short = async (id: string) => (await points(id)).map((p) => `${p.primary ? '*' : ''}${p.kind} ${p.value} ${p.consent}`)
const keysOf = async (id: string) =>
  (await sql<{ key: string }>`select key from identities where customer_id = ${id} order by key`.execute(world.db)).rows.map((r) => r.key)
const own = async (id: string) =>
  (
    await sql<{
      phone: string | null
      email: string | null
      email_consent: string
    }>`select phone, email, email_consent from customers where id = ${id}`.execute(world.db)
  ).rows[0]
const found = async (typed: string) => {
  const answer = await (await world.http()).inject({
    url: `/api/customers?search=${encodeURIComponent(typed)}&fields=name`,
    headers: { 'x-test-role': 'member' },
  })
  return answer.json().rows.map((row: { name: string }) => row.name)
}

test('a customer has several phones, is known by each, and is found by the last digits of any', async () => {
  const id = await world.customer({ name: '程咬金', phone: '+8613800000001' })
  await world.act(actions.addContactPoint, { id, kind: 'phone', value: '138 1111 7654', label: '公司' })
  expect(await short(id)).toEqual(['*phone +8613800000001 unknown', 'phone +8613811117654 unknown'])
  expect(await keysOf(id)).toEqual(['phone:+8613800000001', 'phone:+8613811117654'])
  expect(await found('7654')).toEqual(['程咬金'])
  await expect(world.act(createCustomer, { name: '别人', phone: '+8613811117654' })).rejects.toMatchObject({
    code: 'customer.exists',
    details: { name: '程咬金' },
  })
  expect(await world.act(createCustomer, { phone: '+8613811117654', city: '济南', onMatch: 'update' })).toEqual({ id, created: false })
  // Whoever is met by the further one has both still.
  expect(await short(id)).toEqual(['*phone +8613811117654 unknown', 'phone +8613800000001 unknown'])
  expect(await found('7654')).toEqual(['程咬金'])
})

test('the primary one is switched, and both stay the customer’s', async () => {
  const id = await world.customer({ name: '秦琼', phone: '+8613800000002' })
  await world.act(actions.addContactPoint, { id, kind: 'phone', value: '13800000022' })
  await world.act(actions.makePointPrimary, { id, kind: 'phone', value: '138 0000 0022' })
  expect((await own(id))?.phone).toBe('+8613800000022')
  expect(await short(id)).toEqual(['*phone +8613800000022 unknown', 'phone +8613800000002 unknown'])
  expect(await keysOf(id)).toHaveLength(2)
  expect(await found('0002')).toContain('秦琼')
  const { facts } = await world.ask(readTimeline, { id })
  expect(facts.map((f) => f.kind)).toEqual(['contact-point.made-primary', 'customer.updated', 'contact-point.added', 'customer.created'])
})

test('the first of its kind becomes the primary one', async () => {
  const id = await world.customer({ name: '罗成' })
  await world.act(actions.addContactPoint, { id, kind: 'email', value: 'Luo@Shop.Example', consent: 'granted' })
  expect(await own(id)).toMatchObject({ email: 'luo@shop.example', email_consent: 'granted' })
})

test('each e-mail has a consent of its own, and the primary one’s is the customer’s', async () => {
  const id = await world.customer({ name: '尉迟恭', email: 'a@shop.example', emailConsent: 'granted' })
  await world.act(actions.addContactPoint, { id, kind: 'email', value: 'b@shop.example' })
  expect(await short(id)).toEqual(['*email a@shop.example granted', 'email b@shop.example unknown'])
  await world.act(actions.makePointPrimary, { id, kind: 'email', value: 'b@shop.example' })
  expect(await own(id)).toMatchObject({ email: 'b@shop.example', email_consent: 'unknown' })
  expect(await short(id)).toEqual(['*email b@shop.example unknown', 'email a@shop.example granted'])
  await world.act(actions.setPointConsent, { id, kind: 'email', value: 'b@shop.example', consent: 'withdrawn' })
  expect((await own(id))?.email_consent).toBe('withdrawn')
  await world.act(updateCustomer, { id, emailConsent: 'granted' })
  expect((await points(id))[0]).toMatchObject({ consent: 'granted', consentAt: world.now().toISOString() })
  await world.act(actions.setPointConsent, { id, kind: 'email', value: 'a@shop.example', consent: 'withdrawn', how: '电话里说的' })
  expect(await short(id)).toEqual(['*email b@shop.example granted', 'email a@shop.example withdrawn'])
  expect((await own(id))?.email_consent).toBe('granted')
})

test('verification keeps when and how, and another value begins anew', async () => {
  const id = await world.customer({ name: '徐茂公', phone: '+8613800000003' })
  await world.act(actions.verifyContactPoint, { id, kind: 'phone', value: '+8613800000003', how: 'call' })
  expect((await points(id))[0]).toMatchObject({ verifiedAt: world.now().toISOString(), verifiedHow: 'call' })
  await world.act(actions.changeContactPoint, { id, kind: 'phone', value: '+8613800000003', to: '13800000033', label: '新' })
  expect(await points(id)).toMatchObject([{ value: '+8613800000033', primary: true, label: '新', verifiedAt: null }])
  expect(await keysOf(id)).toEqual(['phone:+8613800000033'])
})

test('what is removed is free for another, and the next of its kind takes its place', async () => {
  const id = await world.customer({ name: '王伯当', phone: '+8613800000004' })
  await world.act(actions.addContactPoint, { id, kind: 'phone', value: '13800000044' })
  await world.act(actions.removeContactPoint, { id, kind: 'phone', value: '+8613800000004' })
  expect((await own(id))?.phone).toBe('+8613800000044')
  expect(await keysOf(id)).toEqual(['phone:+8613800000044'])
  await world.act(actions.removeContactPoint, { id, kind: 'phone', value: '+8613800000044' })
  expect(await points(id)).toEqual([])
  expect(await keysOf(id)).toEqual([])
  expect((await world.act(createCustomer, { name: '新人', phone: '+8613800000004' })).created).toBe(true)
  expect(await found('0044')).toEqual([])
})

test('what is wrong, there already, another’s or not there is refused', async () => {
  const id = await world.customer({ name: '单雄信', phone: '+8613800000005', wechat: 'shan_xx' })
  await world.customer({ name: '魏征', phone: '+8613800000006' })
  const add = (kind: string, value: string) => world.act(actions.addContactPoint, { id, kind, value })
  await expect(add('phone', '1380000')).rejects.toMatchObject({ code: 'contact-point.wrong', details: { path: 'value' } })
  await expect(add('email', 'nobody')).rejects.toMatchObject({ code: 'contact-point.wrong' })
  await expect(add('wechat', '同手机号')).rejects.toMatchObject({ code: 'contact-point.wrong' })
  await expect(add('phone', '13800000005')).rejects.toMatchObject({ code: 'contact-point.there-already' })
  await expect(add('phone', '13800000006')).rejects.toMatchObject({ code: 'customer.exists', details: { name: '魏征' } })
  await expect(world.act(actions.removeContactPoint, { id, kind: 'phone', value: '13800009999' })).rejects.toMatchObject({
    code: 'contact-point.missing',
  })
  await expect(
    world.act(actions.verifyContactPoint, { id: '01920000-0000-7000-8000-000000000000', kind: 'phone', value: '13800009999' }),
  ).rejects.toMatchObject({
    code: 'record.missing',
  })
  await expect(world.act(createCustomer, { name: '别人', wechat: 'SHAN_XX' })).rejects.toMatchObject({ code: 'customer.exists' })
})

test('of ten that add one phone to ten customers exactly one gets it', async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, (_, n) => world.customer({ name: `客户${n}` })))
  const tries = await Promise.allSettled(ids.map((id) => world.act(actions.addContactPoint, { id, kind: 'phone', value: '13800000099' })))
  expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1)
})

test('a remark in the place of a WeChat id identifies nobody', async () => {
  await world.customer({ name: '甲', wechat: '同手机号' })
  expect((await world.act(createCustomer, { name: '乙', wechat: '同手机号' })).created).toBe(true)
})
