import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createCustomer, readTimeline, updateCustomer } from '../../customers/actions.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import * as actions from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

let nth = 0
const family = async () => {
  const phone = `+86139${String(++nth).padStart(8, '0')}`
  const mother = await world.customer({ name: `王芳${nth}`, phone })
  const son = await world.customer({ name: `李雷${nth}` })
  const { id } = await world.act(actions.makeHousehold, {
    members: [
      { customerId: mother, role: 'self' },
      { customerId: son, role: 'child' },
    ],
    shared: [{ kind: 'phone', value: phone }],
  })
  return { phone, mother, son, id, names: [`王芳${nth}`, `李雷${nth}`] as const }
}
const ownerOf = async (key: string) =>
  (await sql<{ customer_id: string }>`select customer_id from identities where key = ${key}`.execute(world.db)).rows[0]?.customer_id ?? null
const household = async (id: string) => (await world.ask(actions.readHousehold, { id })).household

test('people of one household are seen from each of them, with their roles and what they share', async () => {
  const { mother, son, phone, id, names } = await family()
  for (const each of [mother, son])
    expect(await household(each)).toMatchObject({
      id,
      name: names[0],
      members: [
        { id: mother, role: 'self' },
        { id: son, role: 'child' },
      ],
      shared: [{ kind: 'phone', value: phone }],
    })
  expect((await world.ask(readTimeline, { id: son })).facts[0]).toMatchObject({
    kind: 'household.joined',
    payload: { role: 'child', name: names[0] },
  })
})

test('the shared phone stands at every member and identifies none of them alone', async () => {
  const { son, phone, names } = await family()
  expect(await ownerOf(`phone:${phone}`)).toBe(null)
  await world.act(updateCustomer, { id: son, phone })
  const daughter = await world.act(createCustomer, { name: '李梅', phone })
  expect(daughter.created).toBe(true)
  expect(await ownerOf(`phone:${phone}`)).toBe(null)
  // With a name it tells who is meant.
  expect(await world.act(createCustomer, { name: names[1], phone, city: '杭州', onMatch: 'update' })).toEqual({ id: son, created: false })
  const bought = { number: 'F-1', amount: 100, occurredAt: world.now().toISOString() }
  expect((await world.act(recordPurchase, { ...bought, customer: { phone, name: names[1] } })).customerId).toBe(son)
})

test('what another household or a stranger has cannot be shared, and nobody is in two households', async () => {
  const one = await family()
  const other = await family()
  const stranger = await world.customer({ name: '邻居', phone: '+8613700000001' })
  await expect(world.act(actions.shareContact, { id: one.id, kind: 'phone', value: '13700000001' })).rejects.toMatchObject({
    code: 'household.anothers',
    details: { name: '邻居', id: stranger },
  })
  await expect(world.act(actions.shareContact, { id: one.id, kind: 'phone', value: other.phone })).rejects.toMatchObject({
    code: 'household.shared-elsewhere',
  })
  await expect(world.act(actions.shareContact, { id: one.id, kind: 'phone', value: '12' })).rejects.toMatchObject({
    code: 'household.wrong-contact',
  })
  await expect(world.act(actions.joinHousehold, { id: one.id, customerId: other.son })).rejects.toMatchObject({
    code: 'household.elsewhere',
  })
  const company = await world.customer({ name: '纷扬科技有限公司' })
  await expect(world.act(actions.joinHousehold, { id: one.id, customerId: company })).rejects.toMatchObject({ code: 'household.company' })
  await expect(world.act(actions.joinHousehold, { id: company, customerId: stranger })).rejects.toMatchObject({ code: 'household.missing' })
})

test('joining again changes the role and tells nothing twice', async () => {
  const { id, son } = await family()
  await world.act(actions.joinHousehold, { id, customerId: son, role: 'sibling' })
  expect((await household(son))?.members[1]).toMatchObject({ role: 'sibling' })
  expect((await world.ask(readTimeline, { id: son })).facts.filter((f) => f.kind === 'household.joined')).toHaveLength(1)
})

test('a phone no longer shared goes back to who has had it longest', async () => {
  const { id, mother, son, phone } = await family()
  await world.act(updateCustomer, { id: son, phone })
  await world.act(actions.unshareContact, { id, kind: 'phone', value: phone })
  expect(await ownerOf(`phone:${phone}`)).toBe(mother)
  await expect(world.act(createCustomer, { name: '别人', phone })).rejects.toMatchObject({ code: 'customer.exists' })
})

test('with one member left the household ends, and the phone is theirs', async () => {
  const { id, mother, son, phone } = await family()
  await world.act(updateCustomer, { id: son, phone })
  expect(await world.act(actions.leaveHousehold, { id, customerId: mother })).toEqual({ id, ended: true })
  expect(await household(son)).toBe(null)
  expect(await household(mother)).toBe(null)
  expect(await ownerOf(`phone:${phone}`)).toBe(son)
  await expect(world.act(actions.leaveHousehold, { id, customerId: mother })).rejects.toMatchObject({ code: 'household.missing' })
})

test('of three the others stay together', async () => {
  const { id, mother, son } = await family()
  const third = await world.customer({ name: '奶奶' })
  await world.act(actions.joinHousehold, { id, customerId: third, role: 'parent' })
  await world.act(actions.renameHousehold, { id, name: '老王家' })
  expect(await world.act(actions.leaveHousehold, { id, customerId: son })).toEqual({ id, ended: false })
  expect(await household(mother)).toMatchObject({ name: '老王家', members: [{ id: mother }, { id: third }] })
})
