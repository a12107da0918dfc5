import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeWorld, type Person, type World } from '../../../test/world.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { RoleBody } from '../../core/rights/role-body.ts'
import { createCustomField } from '../../know/custom-fields/actions.ts'
import { createCustomer, nameCustomers, readTimeline, updateCustomer } from '../../know/customers/actions.ts'
import { createImport } from '../../know/imports/actions.ts'
import { mergeCustomers } from '../../know/identity/actions.ts'
import { previewTemplate } from '../../act/messages/try-template-actions.ts'
import { createSegment } from '../../understand/segments/actions.ts'
import { recordPurchase } from '../../know/purchases/actions.ts'
import { listContactPoints } from '../../know/contact-points/actions.ts'

let world: World
let boss: Person
let seller: Person
const ids: Record<string, string> = {}

const seesAll: RoleBody['grants'] = Object.fromEntries(
  ['contact', 'purchase', 'todo', 'interaction', 'segment', 'template', 'message', 'journey', 'tag'].map((kind) => [
    kind,
    { read: ['all'] },
  ]),
)
const seller1: RoleBody = {
  grants: { ...seesAll, customer: { read: ['mine', 'pool'], change: ['mine'], create: ['all'] } },
  fields: { phone: 'masked', note: 'hidden', code: 'read-only' },
  rights: [],
}

beforeAll(async () => {
  world = await makeWorld()
  boss = await world.person({
    name: '主管',
    rights: { ...seller1, grants: { ...seesAll, customer: { read: ['mine', 'reports'] } }, fields: {} },
  })
  seller = await world.person({ name: '小周', manager: boss, rights: seller1 })
  const other = await world.person({ name: '小吴' })
  const people = [
    { key: 'mine', name: '张三', phone: '+8613812345678', code: 'K1', note: '怕热', owner: seller.id },
    { key: 'others', name: '李四', phone: '+8613987654321', code: 'K2', note: '爱茶', owner: other.id },
    { key: 'pool', name: '王五', phone: '+8613700001111', code: 'K3', note: '无' },
  ]
  for (const { key, owner, ...fields } of people) {
    ids[key] = await world.customer(fields)
    await sql`update customers set owner_id = ${owner ?? null} where id = ${ids[key]}`.execute(world.db)
  }
  await world.settle()
})
afterAll(() => world.end())

const names = (rows: { name: string }[]) => rows.map((row) => row.name).toSorted()
const list = async (person: Person, query = '') => (await world.as(person).get(`customers${query}`)).json()

test('a list, its count and one record show whom the role takes in, and no one else', async () => {
  expect(names((await list(seller)).rows)).toEqual(['张三', '王五'])
  expect((await list(seller, '/count')).count).toBe(2)
  expect(names((await list(boss)).rows)).toEqual(['张三'])
  expect((await list(seller, `/${ids.mine}`)).name).toBe('张三')
  const gone = await world.as(seller).get(`customers/${world.services.newId()}`)
  const out = await world.as(seller).get(`customers/${ids.others}`)
  expect([out.statusCode, out.json()]).toEqual([gone.statusCode, gone.json()])
})

test('a masked field is masked, a hidden one is not there at all', async () => {
  const row = await list(seller, `/${ids.mine}`)
  expect(row.phone).toBe('138****5678')
  expect(row).not.toHaveProperty('note')
  expect(row.code).toBe('K1')
  expect((await world.as(seller).ask(listContactPoints, { id: ids.mine })).points.map((point) => point.value)).toEqual(['138****5678'])
})

test('neither can be named in filter, sort or fields', async () => {
  const rule = (field: string) => encodeURIComponent(JSON.stringify({ field, op: 'contains', value: '1' }))
  for (const field of ['note', 'phone']) {
    expect((await list(seller, `?rule=${rule(field)}`)).code).toBe('rule.unknown-field')
    expect((await list(seller, `/count?rule=${rule(field)}`)).code).toBe('rule.unknown-field')
  }
  expect((await list(seller, '?fields=note')).code).toBe('input.invalid')
  expect((await list(seller, '?fields=name,phone')).rows[0]).toHaveProperty('phone')
})

test('a search by the words of a masked field finds nobody, by others as ever', async () => {
  expect((await list(seller, '?search=5678')).rows).toEqual([])
  expect((await list(seller, '?search=13812345678')).rows).toEqual([])
  expect((await list(seller, '/count?search=5678')).count).toBe(0)
  expect(names((await list(seller, '?search=%E5%BC%A0%E4%B8%89')).rows)).toEqual(['张三'])
  expect(names((await list(seller, '?search=zhangsan')).rows)).toEqual(['张三'])
  expect(names((await list(seller, '?search=zs')).rows)).toEqual(['张三'])
  expect(names((await list(seller, '?search=k1')).rows)).toEqual(['张三'])
})

test('what is out of reach, masked, hidden or read-only is not changed, and nothing is written', async () => {
  const as = world.as(seller)
  await expect(as.act(updateCustomer, { id: ids.others, name: 'X' })).rejects.toMatchObject({ code: 'record.missing' })
  await expect(as.act(updateCustomer, { id: ids.pool, name: 'X' })).rejects.toMatchObject({ code: 'record.missing' })
  await expect(as.act(updateCustomer, { id: ids.mine, phone: '+8613812345678' })).rejects.toMatchObject({ code: 'rights.field-closed' })
  await expect(as.act(updateCustomer, { id: ids.mine, code: 'K9' })).rejects.toMatchObject({ code: 'rights.field-closed' })
  await expect(as.act(updateCustomer, { id: ids.mine, note: 'x' })).rejects.toMatchObject({ code: 'input.invalid' })
  expect(await as.act(updateCustomer, { id: ids.mine, city: '杭州' })).toMatchObject({ changed: expect.arrayContaining(['city']) })
})

test('a hidden field of the firm’s own is refused as any name that is not there, and never said to be meant', async () => {
  await world.act(createCustomField, {
    entity: 'customer',
    name: 'creditLimit',
    type: 'number',
    label: { zh: '信用额度', en: 'Credit limit' },
  })
  const blind = world.as(await world.person({ rights: { ...seller1, fields: { creditLimit: 'hidden' } } }))
  const refused = async (input: Record<string, unknown>) => {
    const error: unknown = await blind.act(createCustomer, { name: '赵六', ...input }).catch((thrown: unknown) => thrown)
    return error instanceof Problem ? [error.code, JSON.stringify(error.details)] : []
  }
  const [code, unknown = ''] = await refused({ warehouse: 'x' })
  expect(code).toBe('input.invalid')
  for (const value of [5, 'x'])
    expect(await refused({ creditLimit: value })).toEqual([code, unknown.replaceAll('warehouse', 'creditLimit')])
  expect(await refused({ creditLimt: 5 })).toEqual([code, unknown.replaceAll('warehouse', 'creditLimt')])
})

test('a timeline and names are of those in sight alone, and tell nothing of hidden fields', async () => {
  await world.act(updateCustomer, { id: ids.mine, note: '改了' })
  const { facts } = await world.as(seller).ask(readTimeline, { id: ids.mine })
  expect(facts.map((fact) => fact.kind)).toContain('customer.created')
  expect(JSON.stringify(facts)).not.toMatch(/note|13812345678/)
  await expect(world.as(seller).ask(readTimeline, { id: ids.others })).rejects.toMatchObject({ code: 'record.missing' })
  expect((await world.as(seller).ask(nameCustomers, { ids: [ids.mine, ids.others] })).names.map(({ name }) => name)).toEqual(['张三'])
})

test('a phone that somebody out of sight has is refused without saying whose it is; who makes a customer sees them', async () => {
  const as = world.as(seller)
  const taken = await as.act(createCustomer, { name: '李四', phone: '+8613987654321' }).catch((error: unknown) => error)
  expect(taken).toMatchObject({ code: 'rights.taken-elsewhere' })
  expect(JSON.stringify(taken)).not.toMatch(new RegExp(`李四|${ids.others}`))
  // Whatever name is tried: it would tell what they are called.
  for (const name of ['李', '李四', '王五'])
    await expect(as.act(createCustomer, { name, phone: '+8613987654321', onMatch: 'update' })).rejects.toMatchObject({
      code: 'rights.taken-elsewhere',
    })
  const { id } = await as.act(createCustomer, { name: '赵六', phone: '+8613666660000' })
  expect((await list(seller, `/${id}`)).name).toBe('赵六')
  expect(await as.act(createCustomer, { name: '赵六六', phone: '+8613666660000', onMatch: 'update' })).toEqual({ id, created: false })
})

test('a purchase is recorded for nobody out of sight, by whatever key they are named', async () => {
  const buyer = await world.person({ rights: { ...seller1, grants: { ...seller1.grants, purchase: { read: ['all'], create: ['all'] } } } })
  const before = await purchases()
  const lines = [{ product: 'A', quantity: 1, amount: 100 }]
  for (const customer of [{ code: 'K2' }, { phone: '+8613987654321' }])
    await expect(world.as(buyer).act(recordPurchase, { customer, number: 'N1', lines })).rejects.toMatchObject({ code: 'record.missing' })
  await expect(world.as(buyer).act(recordPurchase, { customerId: ids.others, number: 'N1', lines })).rejects.toMatchObject({
    code: 'record.missing',
  })
  expect(await purchases()).toBe(before)
})

const purchases = async () => (await sql<{ n: number }>`select count(*) as n from purchases`.execute(world.db)).rows[0]?.n

test('an export takes a right of its own, and holds the rows and fields that its taker sees', async () => {
  expect((await world.as(seller).get('customers/export?format=csv')).json().code).toBe('access.denied')
  const taker = await world.person({
    rights: {
      ...seller1,
      grants: { ...seller1.grants, customer: { read: ['pool', { rule: { field: 'city', op: 'is', value: '杭州' } }], export: ['pool'] } },
    },
  })
  const { body } = await world.as(taker).get('customers/export?format=csv&fields=name,phone')
  expect(body).toContain('王五,137****1111')
  expect(body).not.toMatch(/张三|李四|13700001111/)
  expect((await world.as(taker).get('customers/export?format=csv&fields=name,note')).json().code).toBe('input.invalid')
  expect((await world.as(taker).get('customers/export?format=csv')).body).not.toContain('备注')
})

test('an import reaches everybody, so it takes somebody who sees everybody', async () => {
  const importer = await world.person({
    rights: { ...seller1, grants: { ...seller1.grants, customer: { read: ['mine'], import: ['mine'] } } },
  })
  await expect(
    world.as(importer).act(createImport, { kind: 'customers', name: 'a.csv', text: 'name,phone\n张一,13811112222' }),
  ).rejects.toMatchObject({
    code: 'rights.not-everything',
  })
  const whole = await world.person({
    rights: { ...seller1, fields: {}, grants: { ...seller1.grants, customer: { read: ['all'], import: ['all'] } } },
  })
  await world.as(whole).act(createImport, { kind: 'customers', name: 'a.csv', text: 'name,phone\n张一,13811112222' })
})

test('a merge with somebody out of sight is refused as if they were not there', async () => {
  const merger = await world.person({ rights: { ...seller1, grants: { ...seller1.grants, customer: { read: ['pool'], merge: ['all'] } } } })
  const pair = [ids.pool, ids.others]
  await expect(world.as(merger).act(mergeCustomers, { ids: pair, into: ids.pool })).rejects.toMatchObject({ code: 'record.missing' })
  await expect(world.as(merger).act(mergeCustomers, { ids: [ids.pool, world.services.newId()], into: ids.pool })).rejects.toMatchObject({
    code: 'record.missing',
  })
})

test('a template’s preview fills in what its reader sees, for whom its reader sees', async () => {
  const as = world.as(seller)
  const subject = '{{ name }} {{ phone }}'
  const preview = await as.ask(previewTemplate, { subject, body: '<p>您好</p>', customerId: ids.mine })
  expect(preview.subject).toBe('张三 138****5678')
  await expect(as.ask(previewTemplate, { subject: '{{ note }}', body: '', customerId: ids.mine })).rejects.toMatchObject({
    code: 'template.unknown-variable',
  })
  await expect(as.ask(previewTemplate, { subject, body: '<p>您好</p>', customerId: ids.others })).rejects.toMatchObject({
    code: 'record.missing',
  })
})

test('a segment that asks for a hidden field tells nothing: neither that it is there, nor who is in it', async () => {
  const { id } = await world.act(createSegment, { name: '怕热的', rule: { field: 'note', op: 'contains', value: '改' } })
  await world.settle()
  const rule = encodeURIComponent(JSON.stringify({ segment: id }))
  expect((await list(seller, `/count?rule=${rule}`)).code).toBe('rule.unknown-segment')
  expect((await world.as(seller).get('segments')).json().rows.map((row: { name: string }) => row.name)).not.toContain('怕热的')
  await expect(
    world.as(seller).act(createSegment, { name: 'x', rule: { field: 'note', op: 'contains', value: '改' } }),
  ).rejects.toMatchObject({ code: 'access.denied' })
})

test('a segment made later that asks by way of another is not seen either, though the role stayed as it was', async () => {
  const { id } = await world.act(createSegment, { name: '怕冷的', rule: { field: 'note', op: 'contains', value: '冷' } })
  const seen = async () => (await world.as(seller).get('segments')).json().rows.map((row: { name: string }) => row.name)
  await seen()
  await world.act(createSegment, { name: '在怕冷的里', rule: { segment: id } })
  const real = performance.now.bind(performance)
  const later = vi.spyOn(performance, 'now').mockImplementation(() => real() + 1_500)
  try {
    expect(await seen()).not.toContain('在怕冷的里')
  } finally {
    later.mockRestore()
  }
})

test('an order by a masked or hidden field is refused', async () => {
  for (const field of ['phone', 'note']) expect((await list(seller, `?sort=${field}`)).code).toBe('input.invalid')
})
