import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actAs, type Member, member } from '../../../../test/firm.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { findRecords } from '../../../platform/records/find-records.ts'
import { makeContext } from '../../../platform/actions/services.ts'
import { createCustomer, readTimeline, updateCustomer } from '../../customers/actions.ts'
import { mergeCustomers } from '../../identity/actions.ts'
import { createImport } from '../../imports/actions.ts'
import { disableUser, updateUser } from '../../shop/users.ts'
import { saveView } from '../../views/views.ts'
import * as owners from '../owner-actions.ts'
import { giveNext } from './owner-rounds.ts'

let world: World
let [wang, chen, boss] = [{} as Member, {} as Member, {} as Member]
beforeAll(async () => {
  world = await makeWorld()
  wang = await member(world, '王芳')
  chen = await member(world, '陈静')
  boss = await member(world, '林经理', 'manager')
  await member(world, '老板', 'owner')
})
afterAll(() => world.end())

const ownerOf = async (id: string) =>
  (await sql<{ owner_id: string | null }>`select owner_id from customers where id = ${id}`.execute(world.db)).rows[0]?.owner_id ?? null
const facts = async (id: string) =>
  (await world.ask(readTimeline, { id })).facts.filter(({ kind }) => kind === 'customer.owner-changed').map(({ payload }) => payload)
const assign = (ids: readonly string[], ...to: Member[]) => world.act(owners.assignOwner, { customerIds: ids, to: to.map(({ id }) => id) })

/** Whom a rule about customers finds, as this colleague. */
async function found(as: Member, rule: unknown): Promise<Set<string>> {
  const actor = { kind: 'user', id: `user:${as.id}`, userId: as.id, name: as.name, role: as.role } as const
  const ctx = await makeContext(world.services, actor, 'app', { db: world.db, client: null })
  const { rows } = await findRecords(ctx, ctx.card('customer'), { rule, limit: 200, fields: ['name', 'owner'] })
  return new Set(rows.map((row) => row.id))
}

test('an owner is assigned, handed on and taken away, each with its fact', async () => {
  const id = await world.customer({ name: '甲', phone: '+8613811110001' })
  expect(await assign([id], wang)).toEqual({ changed: 1 })
  expect(await assign([id], wang)).toEqual({ changed: 0 })
  await actAs(world, wang, owners.assignOwner, { customerIds: [id], to: [chen.id], reason: '搬到了她的片区' })
  await actAs(world, chen, owners.returnToPool, { customerIds: [id], reason: '联系不上' })
  expect(await ownerOf(id)).toBeNull()
  expect(await facts(id)).toEqual([
    { from: chen.id, to: null, fromName: '陈静', toName: null, how: 'returned', reason: '联系不上' },
    { from: wang.id, to: chen.id, fromName: '王芳', toName: '陈静', how: 'assigned', reason: '搬到了她的片区' },
    { from: null, to: wang.id, fromName: null, toName: '王芳', how: 'assigned' },
  ])
})

test('what is a colleague’s can be given away by them or a manager alone', async () => {
  const id = await world.customer({ name: '乙', phone: '+8613811110002' })
  await assign([id], wang)
  const refused = { code: 'owner.not-yours', details: { name: '乙', owner: '王芳' } }
  await expect(actAs(world, chen, owners.assignOwner, { customerIds: [id], to: [chen.id] })).rejects.toMatchObject(refused)
  await expect(actAs(world, chen, owners.returnToPool, { customerIds: [id], reason: '我想要' })).rejects.toMatchObject(refused)
  await expect(actAs(world, chen, updateCustomer, { id, owner: chen.id })).rejects.toMatchObject(refused)
  expect(await ownerOf(id)).toBe(wang.id)
  await actAs(world, boss, owners.assignOwner, { customerIds: [id], to: [chen.id] })
  expect(await ownerOf(id)).toBe(chen.id)
})

test('nobody who is gone or was never here gets a customer', async () => {
  const id = await world.customer({ name: '丙', phone: '+8613811110003' })
  const left = await member(world, '离职的人')
  await world.act(disableUser, { id: left.id })
  for (const to of [left.id, world.services.newId()]) {
    await expect(world.act(owners.assignOwner, { customerIds: [id], to: [to] })).rejects.toThrow('owner.unknown')
    await expect(world.act(updateCustomer, { id, owner: to })).rejects.toThrow('owner.unknown')
  }
  await expect(world.act(owners.assignOwner, { customerIds: [], to: [] })).rejects.toThrow('input.invalid')
  await expect(world.act(owners.returnToPool, { customerIds: [id], reason: ' ' })).rejects.toThrow('input.invalid')
})

test('several are dealt out in turn', async () => {
  const ids = await Promise.all([1, 2, 3, 4, 5].map((n) => world.customer({ name: `轮${n}`, phone: `+861381112000${n}` })))
  expect(await assign(ids, wang, chen)).toEqual({ changed: 5 })
  expect(await Promise.all(ids.map(ownerOf))).toEqual([wang.id, chen.id, wang.id, chen.id, wang.id])
})

test('of two who claim one customer at the same moment, one gets it and the other is told who', async () => {
  const id = await world.customer({ name: '公海客', phone: '+8613811110004' })
  const tries = await Promise.allSettled([wang, chen].map((one) => actAs(world, one, owners.claimFromPool, { customerIds: [id] })))
  expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const lost = tries.find((one) => one.status === 'rejected')
  expect(lost?.reason).toMatchObject({ code: 'pool.taken', details: { name: '公海客' } })
  expect(await facts(id)).toHaveLength(1)
  const free = await world.customer({ name: '还在', phone: '+8613811110005' })
  expect(await actAs(world, boss, owners.claimFromPool, { customerIds: [id, free] })).toEqual({ claimed: 1, taken: 1 })
  await expect(world.act(owners.claimFromPool, { customerIds: [free] })).rejects.toThrow('owner.nobody-claims')
})

test('an owner is written with a new customer and changed with others of their details, and told once', async () => {
  const { id } = await world.act(createCustomer, { name: '丁', phone: '+8613811110006', owner: wang.id })
  expect(await facts(id)).toEqual([{ from: null, to: wang.id, fromName: null, toName: '王芳', how: 'assigned' }])
  await world.act(updateCustomer, { id, owner: chen.id, city: '杭州' })
  const { facts: all } = await world.ask(readTimeline, { id })
  expect(all.find(({ kind }) => kind === 'customer.updated')?.payload).toEqual({ fields: 'city' })
  expect(await facts(id)).toHaveLength(2)
})

test('rules ask for me, for one of several, and for the public pool; each reader has their own', async () => {
  const other = await makeWorld()
  try {
    const [a, b] = [await member(other, '甲甲'), await member(other, '乙乙')]
    const [mine, theirs, free] = await Promise.all(
      ['一', '二', '三'].map((name, at) => other.customer({ name, phone: `+861391111000${at}` })),
    )
    await other.act(owners.assignOwner, { customerIds: [mine], to: [a.id] })
    await other.act(owners.assignOwner, { customerIds: [theirs], to: [b.id] })
    const outer = world
    world = other
    expect(await found(a, { field: 'owner', op: 'is-me' })).toEqual(new Set([mine]))
    expect(await found(b, { field: 'owner', op: 'is-me' })).toEqual(new Set([theirs]))
    expect(await found(a, { not: { field: 'owner', op: 'is-me' } })).toEqual(new Set([theirs, free]))
    expect(await found(a, { field: 'owner', op: 'is-one-of', value: [a.id, b.id] })).toEqual(new Set([mine, theirs]))
    expect(await found(a, { field: 'owner', op: 'is-nobody' })).toEqual(new Set([free]))
    expect(await found(a, { field: 'owner', op: 'is-somebody' })).toEqual(new Set([mine, theirs]))
    await expect(found(a, { field: 'owner', op: 'is', value: '甲甲' })).rejects.toThrow('rule.wrong-value')
    world = outer
    await expect(
      other.system((ctx) => findRecords(ctx, ctx.card('customer'), { rule: { field: 'owner', op: 'is-me' }, limit: 1 })),
    ).rejects.toThrow('rule.nobody-reads')
    await other.act(saveView, { entity: 'customer', name: '全部', query: { rule: { field: 'owner', op: 'is-nobody' } } })
  } finally {
    await other.end()
  }
})

test('everybody whom a filter finds gets an owner in portions, and a round that is stopped leaves the rest', async () => {
  const ids = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((n) => world.customer({ name: `批${n}`, phone: `+861381113000${n}`, origin: '展会' })),
  )
  const rule = { field: 'origin', op: 'is', value: '展会' }
  const first = await actAs(world, boss, owners.assignByRule, { rule, to: [wang.id, chen.id], reason: '展会名单' })
  expect(first.of).toBe(6)
  expect(await world.system((ctx) => giveNext(ctx, 2))).toBe(true)
  await world.act(owners.stopOwnerRound, { id: first.id })
  expect(await world.system((ctx) => giveNext(ctx, 2))).toBe(false)
  expect((await Promise.all(ids.map(ownerOf))).filter((owner) => owner !== null)).toHaveLength(2)
  await actAs(world, boss, owners.assignByRule, { rule: { all: [rule, { field: 'owner', op: 'is-nobody' }] }, to: [wang.id, chen.id] })
  while (await world.system((ctx) => giveNext(ctx, 3)));
  expect((await Promise.all(ids.map(ownerOf))).filter((owner) => owner === wang.id)).toHaveLength(3)
  const { rounds } = await world.ask(owners.listOwnerRounds, {})
  expect(rounds).toMatchObject([
    { state: 'done', seen: 4, changed: 4, of: 4, to: ['王芳', '陈静'] },
    { state: 'stopped', seen: 2, changed: 2, of: 6 },
  ])
  await expect(actAs(world, wang, owners.assignByRule, { rule, to: [wang.id] })).rejects.toThrow('access.denied')
})

test('“is me” in a round means who began it, also when nobody reads', async () => {
  const id = await world.customer({ name: '林的', phone: '+8613811110007' })
  await assign([id], boss)
  await actAs(world, boss, owners.assignByRule, { rule: { field: 'owner', op: 'is-me' }, to: [chen.id] })
  while (await world.system((ctx) => giveNext(ctx)));
  expect(await ownerOf(id)).toBe(chen.id)
})

test('two who become one keep the survivor’s owner, or whoever was chosen', async () => {
  const pair = async (n: number) => [
    await world.customer({ name: `双${n}`, phone: `+861381114000${n}`, owner: wang.id }),
    await world.customer({ name: `双${n}`, phone: `+861381115000${n}`, owner: chen.id }),
  ]
  const [a, b] = await pair(1)
  await world.act(mergeCustomers, { ids: [a, b], into: a })
  expect(await ownerOf(a ?? '')).toBe(wang.id)
  const [c, d] = await pair(2)
  await world.act(mergeCustomers, { ids: [c, d], into: c, choices: { owner: d } })
  expect(await ownerOf(c ?? '')).toBe(chen.id)
})

test('a file names owners by name or by e-mail; a line that names somebody else is refused', async () => {
  await world.act(updateUser, { id: wang.id, name: '王芳' })
  const namesake = await member(world, '陈静')
  const text = `姓名,手机号,跟谁\n文件一,13811116001,王芳\n文件二,13811116002,${chen.email}\n文件三,13811116003,陈静\n文件四,13811116004,不在的人\n文件五,13811116005,\n`
  await world.act(createImport, { name: 'owners.csv', text, kind: 'customers', columns: { name: 0, phone: 1, owner: 2 } })
  const tick = world.services.registry.ticks.find(({ name }) => name === 'imports')
  while (await tick?.run(world.services));
  const { rows } = await sql<{
    name: string
    owner_id: string | null
  }>`select name, owner_id from customers where name like '文件%' order by name`.execute(world.db)
  expect(rows).toEqual(
    [
      { name: '文件一', owner_id: wang.id },
      { name: '文件二', owner_id: chen.id },
      { name: '文件五', owner_id: null },
    ].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  )
  await world.act(disableUser, { id: namesake.id })
})
