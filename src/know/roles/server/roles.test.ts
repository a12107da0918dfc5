import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type Person, type World } from '../../../../test/world.ts'
import type { RoleBody } from '../../../core/rights/role-body.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { createContact } from '../../contacts/actions.ts'
import { updateCustomer } from '../../customers/actions.ts'
import { listUsers } from '../../shop/users.ts'
import * as roles from '../actions.ts'

let world: World
let seller: Person
let other: Person
const ids = { mine: '', others: '' }
const body: RoleBody = {
  grants: {
    customer: { read: ['mine', { rule: { field: 'city', op: 'is', value: '杭州' } }], change: ['mine'] },
    contact: { read: ['all'] },
  },
  fields: { phone: 'masked', note: 'hidden' },
  rights: ['reveal'],
}

beforeAll(async () => {
  world = await makeWorld()
  seller = await world.person({ name: '小周' })
  other = await world.person({ name: '小吴' })
  ids.mine = await world.customer({ name: '张三', phone: '+8613812345678', note: '怕热' })
  ids.others = await world.customer({ name: '李四', phone: '+8613987654321' })
  await sql`update customers set owner_id = ${seller.id} where id = ${ids.mine}`.execute(world.db)
  await sql`update customers set owner_id = ${other.id} where id = ${ids.others}`.execute(world.db)
})
afterAll(() => world.end())

const seen = async (person: Person) =>
  (await world.as(person).get('customers'))
    .json()
    .rows.map((row: { name: string }) => row.name)
    .toSorted()

test('a role that is given limits the next request, and one that is taken away sets free again', async () => {
  const { id } = await world.act(roles.createRole, { name: '销售', body })
  expect(await seen(seller)).toEqual(['张三', '李四'])
  await world.act(roles.assignRoles, { id: seller.id, roleIds: [id] })
  expect(await seen(seller)).toEqual(['张三'])
  await world.act(roles.updateRole, { id, name: '销售', body: { ...body, grants: {} } })
  expect((await world.as(seller).get('customers')).json().code).toBe('access.denied')
  await world.act(roles.updateRole, { id, name: '销售', body })
  await expect(world.act(roles.deleteRole, { id })).rejects.toMatchObject({ code: 'role.in-use' })
  await expect(world.act(roles.createRole, { name: '销售', body })).rejects.toMatchObject({ code: 'role.name-taken' })
})

test('the roles that come with the product stay, and say what they amount to', async () => {
  const { roles: all } = await world.ask(roles.listRoles)
  const owner = all.find((role) => role.standing === 'owner')
  const member = all.find((role) => role.standing === 'member')
  expect(owner?.body.rights).toEqual(expect.arrayContaining(['people', 'roles']))
  expect(member?.body.grants['customer']).toMatchObject({ read: ['all'], create: ['all'] })
  expect(member?.body.grants['customer']).not.toHaveProperty('export')
  expect(all.find((role) => role.name === '销售')?.holders).toEqual([{ id: seller.id, name: '小周' }])
  await expect(world.act(roles.deleteRole, { id: owner?.id })).rejects.toMatchObject({ code: 'role.standing' })
  await expect(world.act(roles.assignRoles, { id: seller.id, roleIds: [owner?.id] })).rejects.toMatchObject({ code: 'role.standing' })
})

test('a role that names what is not there is refused', async () => {
  const make = (change: object) => world.act(roles.createRole, { name: 'X', body: { ...body, ...change } })
  await expect(make({ grants: { ghost: { read: ['all'] } } })).rejects.toMatchObject({ code: 'role.unknown-kind' })
  await expect(make({ grants: { segment: { read: ['mine'] } } })).rejects.toMatchObject({ code: 'role.rows-elsewhere' })
  await expect(make({ grants: { customer: { read: [{ rule: { field: 'ghost', op: 'is', value: 1 } }] } } })).rejects.toMatchObject({
    code: 'rule.unknown-field',
  })
  await expect(make({ fields: { ghost: 'hidden' } })).rejects.toMatchObject({ code: 'role.unknown-field' })
})

test('the catalogue names what roles can say', async () => {
  const catalogue = await world.ask(roles.readRightsCatalogue)
  expect(catalogue.kinds.find((kind) => kind.name === 'customer')).toMatchObject({
    hasRows: true,
    verbs: expect.arrayContaining(['read', 'export', 'merge', 'share']),
  })
  expect(catalogue.kinds.map((kind) => kind.name)).toEqual(expect.arrayContaining(['message', 'journey', 'tag', 'todo']))
  expect(catalogue.fields.find((field) => field.name === 'phone')).toMatchObject({ canMask: true })
})

test('a customer shared until tomorrow is seen until tomorrow; shared to be changed, it may be', async () => {
  const until = new Date(world.now().getTime() + 86_400_000).toISOString()
  const share = { id: ids.others, withKind: 'person', withId: seller.id, until } as const
  await expect(world.act(roles.shareCustomer, { ...share, until: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({ code: 'share.past' })
  await expect(world.as(seller).act(roles.shareCustomer, share)).rejects.toMatchObject({ code: 'access.denied' })
  const { shareId } = await world.act(roles.shareCustomer, share)
  expect(await seen(seller)).toEqual(['张三', '李四'])
  await expect(world.as(seller).act(updateCustomer, { id: ids.others, city: '苏州' })).rejects.toMatchObject({ code: 'record.missing' })
  await world.act(roles.unshareCustomer, { id: ids.others, shareId })
  expect(await seen(seller)).toEqual(['张三'])
  await world.act(roles.shareCustomer, { ...share, may: 'change' })
  await world.as(seller).act(updateCustomer, { id: ids.others, city: '苏州' })
  expect((await world.ask(roles.listShares, { id: ids.others })).shares).toMatchObject([{ withName: '小周', may: 'change' }])
  expect((await world.as(seller).ask(roles.listSharedWithMe)).shares).toMatchObject([
    { customerId: ids.others, name: '李四', may: 'change' },
  ])
  expect((await world.as(other).ask(roles.listSharedWithMe)).shares).toEqual([])
})

test('a masked value is revealed one at a time, with a reason, thirty times an hour; a hidden one never', async () => {
  const as = world.as(seller)
  const reveal = (field: string, reason = '客户来电核对') => as.act(roles.revealValue, { id: ids.mine, field, reason })
  expect(await reveal('phone')).toMatchObject({ value: '+8613812345678', left: 29 })
  await expect(reveal('note')).rejects.toMatchObject({ code: 'input.invalid' })
  await expect(reveal('phone', '')).rejects.toMatchObject({ code: 'input.invalid' })
  for (let n = 1; n < 30; n++) await reveal('phone')
  await expect(reveal('phone')).rejects.toMatchObject({ code: 'rights.too-many-reveals', details: { minutes: 60 } })
  world.pass({ amount: 61, unit: 'minutes' })
  expect(await reveal('phone')).toMatchObject({ left: 29 })
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from audit.entries where action = 'reveal-value' and actor = ${seller.actor.id}`.execute(world.db)
  expect(rows[0]?.n).toBe(31)
})

test('seeing as somebody else says of each part what it is and which rule says so', async () => {
  const mine = await world.ask(roles.viewAs, { userId: seller.id, customerId: ids.mine })
  expect(mine.row.state).toBe('allowed')
  expect(mine.count).toBe((await seen(seller)).length)
  expect(mine.row.because[0]).toMatchObject({ role: '销售', words: { zh: expect.stringContaining('我的') } })
  expect(mine.fields.find((field) => field.name === 'phone')).toMatchObject({
    state: 'masked',
    value: '138****5678',
    because: [{ role: '销售' }],
  })
  expect(mine.fields.find((field) => field.name === 'note')).toMatchObject({ state: 'hidden', value: null })
  expect(mine.actions.find((action) => action.name === 'update-customer')).toMatchObject({ state: 'allowed' })
  expect(mine.actions.find((action) => action.name === 'merge-customers')).toMatchObject({ state: 'denied' })
  // A field that another would be told by says so, and not that nothing limits it.
  const figures = await world.ask(roles.viewAs, {
    body: { grants: { customer: { read: ['all'] } }, fields: { spend: 'hidden' }, rights: [] },
    customerId: ids.mine,
  })
  expect(figures.fields.find((field) => field.name === 'averagePurchase')).toMatchObject({
    state: 'hidden',
    because: [{ words: { zh: '限制了“消费总额”，而这个字段会透露它' } }],
  })
  world.pass({ amount: 2, unit: 'days' })
  const foreign = await world.ask(roles.viewAs, { body, customerId: ids.others })
  expect(foreign.row.state).toBe('hidden')
  expect(foreign.count).toBe(0)
  expect(foreign.actions.find((action) => action.name === 'update-customer')).toMatchObject({ state: 'denied' })
})

test('any other record is seen as somebody else too: what hangs on a customer by whose that is, the rest by its kind', async () => {
  const contactOf = async (customerId: string) =>
    (await world.act(createContact, { customerId, name: '陈会计', phone: '+8613812340000', email: 'chen@mail.example' })).id
  const companies = await Promise.all(['甲茶行', '乙茶行'].map((name) => world.customer({ kind: 'company', name })))
  const [mine = '', others = ''] = companies
  await sql`update customers set owner_id = ${seller.id} where id = ${mine}`.execute(world.db)
  await sql`update customers set owner_id = ${other.id} where id = ${others}`.execute(world.db)
  const eyes = (kind: string, recordId: string) => world.ask(roles.viewAs, { userId: seller.id, kind, recordId })
  const own = await eyes('contact', await contactOf(mine))
  expect(own.row).toMatchObject({ state: 'allowed', because: [{ role: '销售' }] })
  expect(own.count).toBe(1)
  const field = (name: string) => own.fields.find((one) => one.name === name)
  expect(field('phone')).toMatchObject({ state: 'masked', value: '138****0000', because: [{ role: '销售' }] })
  expect(field('email')).toMatchObject({ state: 'allowed', value: 'chen@mail.example' })
  // What is empty would be as narrow as if something stood there.
  const { id: empty } = await world.act(createContact, { customerId: mine, name: '王出纳' })
  const blank = (await eyes('contact', empty)).fields
  expect(blank.find(({ name }) => name === 'phone')).toMatchObject({ state: 'masked', value: null })
  expect(blank.find(({ name }) => name === 'email')).toMatchObject({ state: 'allowed' })
  expect(own.actions.find(({ name }) => name === 'update-contact')).toMatchObject({ state: 'denied' })
  const foreign = await eyes('contact', await contactOf(others))
  expect(foreign.row.state).toBe('hidden')
  expect(JSON.stringify(foreign)).not.toMatch(/0000|chen@|陈会计/)
  const { id: segment } = await world.act(createSegment, { name: '常客', rule: { all: [] } })
  const said = await eyes('segment', segment)
  expect(said.row).toMatchObject({
    state: 'hidden',
    because: [{ role: null, words: { zh: expect.stringMatching(/没有角色允许“查看”（[^a-z]+）/) } }],
  })
  const { roles: all } = await world.ask(roles.listRoles)
  const member = all.find(({ standing }) => standing === 'member')?.id ?? ''
  const free = await world.ask(roles.viewAs, { roleId: member, kind: 'segment', recordId: segment })
  expect(free.row.state).toBe('allowed')
  expect(free.fields.find(({ name }) => name === 'name')).toMatchObject({ state: 'allowed', value: '常客' })
  await expect(eyes('nonsense', segment)).rejects.toMatchObject({ code: 'input.invalid' })
  await expect(eyes('contact', segment)).rejects.toMatchObject({ code: 'record.missing' })
  for (const input of [{ kind: 'contact' }, { recordId: segment }, { customerId: ids.mine, kind: 'contact', recordId: segment }, {}])
    await expect(world.ask(roles.viewAs, { userId: seller.id, ...input })).rejects.toMatchObject({ code: 'input.invalid' })
})

test('one’s own rights are told, for the screens', async () => {
  const mine = await world.as(seller).ask(roles.readMyRights)
  expect(mine).toMatchObject({ limited: true, fields: { phone: 'masked', note: 'hidden' }, rights: ['reveal'], exports: [] })
  expect(mine.actions).toContain('update-customer')
  expect(mine.actions).not.toContain('create-role')
  expect(mine.actions).toContain('read:customer')
  const auditor = await world.person({ rights: { grants: {}, fields: {}, rights: ['audit'] } })
  const { users } = await world.ask(listUsers)
  expect(users.find(({ id }) => id === auditor.id)).toMatchObject({ role: 'member', ownRoles: [expect.stringContaining('角色')] })
  const theirs = (await world.as(auditor).ask(roles.readMyRights)).actions
  expect(theirs).toContain('list-audit')
  // The menu goes by these: what would be refused is not offered.
  expect(theirs.filter((name) => name.startsWith('read:') || ['read-home', 'consent-reach', 'list-tags'].includes(name))).toEqual([])
})
