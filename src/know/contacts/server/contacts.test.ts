import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline, updateCustomer } from '../../customers/actions.ts'
import * as actions from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const list = async (id: string) => (await world.ask(actions.listContacts, { id })).contacts
const company = (name: string) => world.customer({ name })
const search = async (query: string) =>
  (await (await world.http()).inject({ url: `/api/contacts?${query}`, headers: { 'x-test-role': 'member' } })).json()

test('a company has contacts with roles, the first of whom is the primary one', async () => {
  const customerId = await company('北京纷扬科技有限公司')
  const first = await world.act(actions.createContact, {
    customerId,
    name: '覃海洋',
    role: 'decision',
    title: '总经理',
    phone: '+8613600000001',
  })
  await world.act(actions.createContact, { customerId, name: '乐嘉', role: 'finance', isPrimary: true })
  expect((await list(customerId)).map((c) => [c.name, c.role, c.isPrimary])).toEqual([
    ['乐嘉', 'finance', true],
    ['覃海洋', 'decision', false],
  ])
  await world.act(actions.updateContact, { id: first.id, title: null, isPrimary: true })
  expect((await list(customerId)).map((c) => [c.name, c.title, c.isPrimary])).toEqual([
    ['覃海洋', null, true],
    ['乐嘉', null, false],
  ])
  await world.act(actions.removeContact, { id: first.id })
  expect((await list(customerId)).map((c) => [c.name, c.isPrimary])).toEqual([['乐嘉', true]])
  const { facts } = await world.ask(readTimeline, { id: customerId })
  expect(facts.map((f) => f.kind)).toEqual(['contact.removed', 'contact.changed', 'contact.added', 'contact.added', 'customer.created'])
})

test('contacts of all companies are one list, page by page, found by name, pinyin, company and the end of a phone', async () => {
  const customerId = await company('杭州瓷都贸易有限公司')
  for (const [n, name] of ['单一', '单二', '单三'].entries())
    await world.act(actions.createContact, { customerId, name, phone: `+861350000000${n}`, email: `s${n}@shop.example` })
  for (const typed of ['单二', 'shaner', '0001', 's1@shop']) {
    const { rows } = await search(`search=${encodeURIComponent(typed)}`)
    expect(
      rows.map((row: { name: string }) => row.name),
      typed,
    ).toContain('单二')
  }
  expect((await search(`search=${encodeURIComponent('瓷都')}`)).rows).toHaveLength(3)
  const page = await search(`search=${encodeURIComponent('瓷都')}&limit=2`)
  expect(page.rows).toHaveLength(2)
  expect((await search(`search=${encodeURIComponent('瓷都')}&limit=2&after=${page.next}`)).rows).toHaveLength(1)
  await world.act(updateCustomer, { id: customerId, name: '杭州新瓷都贸易有限公司' })
  await world.settle()
  expect((await search(`search=${encodeURIComponent('新瓷')}`)).rows).toHaveLength(3)
  expect((await search(`search=${encodeURIComponent('新瓷')}`)).rows[0].company).toBe('杭州新瓷都贸易有限公司')
})

test('that a contact wants no e-mail is kept, and cleared when it is over', async () => {
  const customerId = await company('青岛不收信有限公司')
  const { id } = await world.act(actions.createContact, { customerId, name: '于静', email: 'yu@shop.example', noMail: true })
  expect(await list(customerId)).toMatchObject([{ noMail: true }])
  expect(await world.act(actions.updateContact, { id, noMail: null })).toMatchObject({ changed: ['noMail'] })
  expect(await list(customerId)).toMatchObject([{ noMail: false }])
})

test('a contact may be a customer too, and their page says where they work', async () => {
  const customerId = await company('海尔集团')
  const personId = await world.customer({ name: '张瑞' })
  await world.act(actions.createContact, { customerId, name: '张瑞', role: 'purchase', personId })
  expect((await list(customerId))[0]).toMatchObject({ personId, personName: '张瑞' })
  expect((await world.ask(actions.listContacts, { id: personId })).worksAt).toMatchObject([
    { companyId: customerId, company: '海尔集团', role: 'purchase' },
  ])
})

test('what cannot be is refused in words', async () => {
  const person = await world.customer({ name: '王五' })
  const customerId = await company('第一机床厂')
  const create = (input: object) => world.act(actions.createContact, { customerId, name: '赵六', ...input })
  await expect(create({ customerId: person })).rejects.toMatchObject({ code: 'contact.not-a-company', details: { name: '王五' } })
  await expect(create({ customerId: '01920000-0000-7000-8000-000000000000' })).rejects.toMatchObject({ code: 'record.missing' })
  await expect(create({ personId: customerId })).rejects.toMatchObject({ code: 'contact.no-such-person' })
  await expect(create({ phone: '123' })).rejects.toMatchObject({ code: 'input.invalid', details: { path: 'phone' } })
  await expect(create({ name: ' ' })).rejects.toMatchObject({ code: 'input.invalid' })
  await expect(world.act(actions.removeContact, { id: person })).rejects.toMatchObject({ code: 'record.missing' })
  const { id } = await create({})
  expect(await world.act(actions.updateContact, { id, name: '赵六' })).toEqual({ id, changed: [] })
})
