import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actAs, type Member, member } from '../../../../test/firm.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline, updateCustomer } from '../../customers/actions.ts'
import { mergeCustomers } from '../../identity/actions.ts'
import { recordInteraction } from '../../interactions/actions.ts'
import { assignRequest, openRequest } from '../../privacy/request-actions.ts'
import { listUsers } from '../../shop/users.ts'
import { changeTodo, createTodo, finishTodo } from '../../todos/actions.ts'
import { saveView } from '../../views/views.ts'
import { createDepartment, placePerson, readOrganisation } from '../actions.ts'
import * as definitions from '../hand-over.ts'
import * as owners from '../owner-actions.ts'
import { handOverNext } from './move-hand-over.ts'

let world: World
let boss = {} as Member
beforeAll(async () => {
  world = await makeWorld()
  boss = await member(world, '林老板', 'owner')
})
afterAll(() => world.end())

let number = 0
const customers = (count: number, owner: Member) =>
  Promise.all(
    Array.from({ length: count }, () =>
      world.customer({ name: `客${++number}`, phone: `+86137${String(10_000_000 + number)}`, owner: owner.id }),
    ),
  )
const ownerOf = async (id: string | undefined) =>
  (await sql<{ owner_id: string | null }>`select owner_id from customers where id = ${id}`.execute(world.db)).rows[0]?.owner_id ?? null
const ownersOf = (ids: readonly string[]) => Promise.all(ids.map(ownerOf))
const assigneeOf = async (id: string) =>
  (await sql<{ assignee_id: string | null }>`select assignee_id from todos where id = ${id}`.execute(world.db)).rows[0]?.assignee_id ?? null
const handOver = (from: Member, input: object) => actAs(world, boss, definitions.handOver, { id: from.id, ...input })
const finish = async () => {
  while (await world.system((ctx) => handOverNext(ctx)));
}
const read = (id: string) => world.ask(definitions.readHandOver, { id })
const count = async (statement: string) =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.raw(statement)}`.execute(world.db)).rows[0]?.n

test('who leaves is out at once; what was theirs is counted, moves, and goes with its customer', async () => {
  const [leaver, a, b] = [await member(world, '离岗'), await member(world, '接手甲'), await member(world, '接手乙')]
  const department = (await world.act(createDepartment, { name: '门店', headId: leaver.id })).id
  const junior = await member(world, '新人', 'member', { managerId: leaver.id })
  const ids = await customers(4, leaver)
  const about = (await actAs(world, leaver, createTodo, { title: '寄样品', customerId: ids[1], origin: { kind: 'hand' } })).id
  const own = (await actAs(world, leaver, createTodo, { title: '盘点', origin: { kind: 'hand' } })).id
  const done = (await actAs(world, leaver, createTodo, { title: '做完了', customerId: ids[0], origin: { kind: 'hand' } })).id
  await actAs(world, leaver, finishTodo, { id: done })
  await actAs(world, leaver, recordInteraction, {
    customerId: ids[0],
    kind: 'call',
    outcome: 'connected',
    summary: '周五前回电',
    todos: [{ title: '回电', dueAt: '2026-06-19', words: '周五前回电' }],
  })
  await actAs(world, leaver, saveView, { entity: 'customer', name: '离岗的视图', query: {} })
  await sql`insert into api_keys (id, name, role, key_hash, key_hint, created_by, created_at)
    values (${world.services.newId()}, '脚本', 'member', 'a-hash', 'abcd', ${`user:${leaver.id}`}, ${world.now()})`.execute(world.db)
  await sql`insert into auth.sessions (id, user_id, token, expires_at, created_at, fresh_at, last_seen_at)
    values (${world.services.newId()}, ${leaver.id}, 'a-token', ${new Date('2027-01-01')}, ${world.now()}, ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  expect(await world.ask(definitions.previewHandOver, { id: leaver.id })).toMatchObject({
    name: '离岗',
    customers: 4,
    todos: 2,
    promises: 1,
    sessions: 1,
    keys: 1,
    rest: expect.arrayContaining([
      expect.objectContaining({ what: 'department', count: 1 }),
      expect.objectContaining({ what: 'report', count: 1 }),
      expect.objectContaining({ what: 'view', count: 1 }),
    ]),
  })
  const { id } = await handOver(leaver, { customersTo: [a.id, b.id], reason: '去读书' })
  expect((await world.ask(listUsers, {})).users.find((one) => one.id === leaver.id)?.state).toBe('disabled')
  expect(await count(`auth.sessions where user_id = '${leaver.id}'`)).toBe(0)
  expect(await count(`api_keys where created_by = 'user:${leaver.id}' and revoked_at is null`)).toBe(0)
  await finish()
  expect(await read(id)).toMatchObject({
    state: 'done',
    fromName: '离岗',
    to: ['接手甲', '接手乙'],
    planned: { customers: 4, todos: 3, rest: 3 },
    moved: { customers: 4, todos: 3, rest: 3 },
  })
  const now = await ownersOf(ids)
  expect([a, b].map((one) => now.filter((owner) => owner === one.id).length)).toEqual([2, 2])
  expect(await assigneeOf(about)).toBe(`user:${now[1]}`)
  expect([`user:${a.id}`, `user:${b.id}`]).toContain(await assigneeOf(own))
  expect(await assigneeOf(done)).toBe(`user:${leaver.id}`)
  const { departments, people } = await world.ask(readOrganisation, {})
  expect(departments.find((one) => one.id === department)?.headId).toBe(a.id)
  expect(people.find((one) => one.id === junior.id)?.managerId).toBe(a.id)
  const { facts } = await world.ask(readTimeline, { id: ids[0] })
  expect(facts.find(({ kind }) => kind === 'customer.owner-changed')?.payload).toMatchObject({
    how: 'handed-over',
    fromName: '离岗',
    reason: '去读书',
  })

  await actAs(world, boss, definitions.undoHandOver, { id })
  await finish()
  expect(await read(id)).toMatchObject({ state: 'undone', back: 10, leftAlone: 0, left: [] })
  expect(await ownersOf(ids)).toEqual([leaver.id, leaver.id, leaver.id, leaver.id])
  expect(await Promise.all([about, own].map(assigneeOf))).toEqual([`user:${leaver.id}`, `user:${leaver.id}`])
  const after = await world.ask(readOrganisation, {})
  expect(after.departments.find((one) => one.id === department)?.headId).toBe(leaver.id)
  expect(after.people.find((one) => one.id === junior.id)?.managerId).toBe(leaver.id)
  expect((await world.ask(listUsers, {})).users.find((one) => one.id === leaver.id)?.state).toBe('active')
  expect(await count(`api_keys where created_by = 'user:${leaver.id}' and revoked_at is null`)).toBe(0)
})

test('an undo leaves what somebody has changed since, even there and back, and says which', async () => {
  const [leaver, a, b] = [await member(world, '走又来'), await member(world, '接手丙'), await member(world, '接手丁')]
  const [stays, moved, thereAndBack, merged, profile] = await customers(5, leaver)
  const ids = [stays, moved, thereAndBack, merged, profile].filter((id) => id !== undefined)
  const kept = (await actAs(world, leaver, createTodo, { title: '没动过', origin: { kind: 'hand' } })).id
  const touched = (await actAs(world, leaver, createTodo, { title: '改过期限', origin: { kind: 'hand' } })).id
  const { id } = await handOver(leaver, { customersTo: [a.id] })
  await finish()
  world.pass({ amount: 1, unit: 'hours' })
  await world.act(owners.assignOwner, { customerIds: [moved, thereAndBack], to: [b.id] })
  await world.act(owners.assignOwner, { customerIds: [thereAndBack], to: [a.id] })
  await world.act(updateCustomer, { id: profile, city: '杭州' })
  const other = await world.customer({ name: '并入', phone: '+8613600000001', owner: a.id })
  await world.act(mergeCustomers, { ids: [other, merged], into: other })
  await world.act(changeTodo, { id: touched, dueAt: '2026-07-01' })
  await actAs(world, boss, definitions.undoHandOver, { id })
  await finish()
  const told = await read(id)
  expect(await ownersOf([stays ?? '', profile ?? ''])).toEqual([leaver.id, leaver.id])
  expect(await ownerOf(moved)).toBe(b.id)
  expect(await ownerOf(thereAndBack)).toBe(a.id)
  expect(await ownerOf(other)).toBe(a.id)
  expect(await Promise.all([kept, touched].map(assigneeOf))).toEqual([`user:${leaver.id}`, `user:${a.id}`])
  expect(told).toMatchObject({ state: 'undone', back: 3, leftAlone: 3, moved: { customers: ids.length } })
  expect(told.left.map(({ what, nowWith }) => `${what} ${nowWith}`).toSorted()).toEqual([
    'customer 接手丁',
    'customer 接手丙',
    'todo 接手丙',
  ])
})

test('a hand-over that is cut off goes on where it was: nothing twice, nothing left out', async () => {
  const [leaver, a, b] = [await member(world, '半路'), await member(world, '接手戊'), await member(world, '接手己')]
  const ids = await customers(7, leaver)
  const { id } = await handOver(leaver, { customersTo: [a.id, b.id] })
  const portions = { customers: 3, todos: 2 }
  await world.system((ctx) => handOverNext(ctx, portions))
  // The program dies in the middle of a portion: its transaction never comes to an end.
  await expect(
    world.system(async (ctx) => {
      await handOverNext(ctx, portions)
      throw new Error('kill -9')
    }),
  ).rejects.toThrow('kill -9')
  expect(await read(id)).toMatchObject({ state: 'moving', moved: { customers: 3 } })
  while (await world.system((ctx) => handOverNext(ctx, portions)));
  expect(await read(id)).toMatchObject({ state: 'done', moved: { customers: 7 } })
  const now = await ownersOf(ids)
  expect(now.filter((owner) => owner === a.id)).toHaveLength(4)
  expect(now.filter((owner) => owner === b.id)).toHaveLength(3)
  for (const customer of ids) {
    const { facts } = await world.ask(readTimeline, { id: customer })
    expect(facts.filter(({ payload }) => payload['how'] === 'handed-over')).toHaveLength(1)
  }
  await actAs(world, boss, definitions.undoHandOver, { id })
  await world.system((ctx) => handOverNext(ctx, portions))
  await expect(
    world.system(async (ctx) => {
      await handOverNext(ctx, portions)
      throw new Error('kill -9')
    }),
  ).rejects.toThrow('kill -9')
  while (await world.system((ctx) => handOverNext(ctx, portions)));
  expect(await read(id)).toMatchObject({ state: 'undone', back: 7, leftAlone: 0 })
  expect(new Set(await ownersOf(ids))).toEqual(new Set([leaver.id]))
})

test('a hand-over is stopped, gone on with, and not begun twice', async () => {
  const [leaver, a] = [await member(world, '停停走走'), await member(world, '接手庚')]
  const ids = await customers(4, leaver)
  const { id } = await handOver(leaver, { customersTo: [a.id] })
  await expect(handOver(leaver, { customersTo: [a.id] })).rejects.toThrow('hand-over.running')
  await expect(actAs(world, boss, definitions.undoHandOver, { id })).rejects.toThrow('hand-over.running')
  await world.system((ctx) => handOverNext(ctx, { customers: 2, todos: 2 }))
  expect(await actAs(world, boss, definitions.stopHandOver, { id })).toEqual({ id, state: 'stopped' })
  expect(await world.system((ctx) => handOverNext(ctx))).toBe(false)
  expect((await ownersOf(ids)).filter((owner) => owner === a.id)).toHaveLength(2)
  await expect(actAs(world, boss, definitions.stopHandOver, { id })).rejects.toThrow('hand-over.not-so')
  await actAs(world, boss, definitions.resumeHandOver, { id })
  await finish()
  expect(new Set(await ownersOf(ids))).toEqual(new Set([a.id]))
  await expect(actAs(world, boss, definitions.resumeHandOver, { id })).rejects.toThrow('hand-over.not-so')
})

test('with nobody named the customers go into the public pool, and what nobody is to do is nobody’s', async () => {
  const leaver = await member(world, '无人接手')
  const [id] = await customers(1, leaver)
  const todo = (await actAs(world, leaver, createTodo, { title: '等人接', customerId: id, origin: { kind: 'hand' } })).id
  await handOver(leaver, { customersTo: [] })
  await finish()
  expect(await ownerOf(id)).toBeNull()
  expect(await assigneeOf(todo)).toBeNull()
})

test('a successor who leaves while it goes on gets nothing more', async () => {
  const [leaver, a, b] = [await member(world, '先走'), await member(world, '也走了'), await member(world, '留下')]
  const ids = await customers(4, leaver)
  await handOver(leaver, { customersTo: [a.id, b.id] })
  await world.system((ctx) => handOverNext(ctx, { customers: 2, todos: 2 }))
  await handOver(a, { customersTo: [b.id] })
  await finish()
  expect(new Set(await ownersOf(ids))).toEqual(new Set([b.id]))
})

test('nobody hands over for themselves, to the leaver, to a stranger, or away the last owner', async () => {
  const [leaver, gone] = [await member(world, '想走'), world.services.newId()]
  await expect(handOver(boss, { customersTo: [leaver.id] })).rejects.toThrow('hand-over.yourself')
  await expect(handOver(leaver, { customersTo: [leaver.id] })).rejects.toThrow('hand-over.to-leaver')
  await expect(handOver(leaver, { customersTo: [gone] })).rejects.toThrow('owner.unknown')
  await expect(handOver({ ...leaver, id: gone }, { customersTo: [] })).rejects.toThrow('user.missing')
  await expect(world.act(definitions.handOver, { id: boss.id, customersTo: [leaver.id] })).rejects.toThrow('user.last-owner')
  await expect(world.act(definitions.handOver, { id: leaver.id, customersTo: [] }, { role: 'manager' })).rejects.toThrow('access.denied')
  await expect(world.ask(definitions.readHandOver, { id: gone })).rejects.toThrow('hand-over.missing')
  expect((await world.ask(listUsers, {})).users.find((one) => one.id === leaver.id)?.state).toBe('active')
})

test('whoever answered to the leaver and succeeds them does not come to answer to themselves', async () => {
  const leaver = await member(world, '组长')
  const next = await member(world, '副组长', 'member', { managerId: leaver.id })
  await world.act(placePerson, { id: leaver.id, position: '组长' })
  const { id } = await handOver(leaver, { customersTo: [next.id] })
  await finish()
  expect((await world.ask(readOrganisation, {})).people.find((one) => one.id === next.id)?.managerId).toBeNull()
  await actAs(world, boss, definitions.undoHandOver, { id })
  await finish()
  expect((await world.ask(readOrganisation, {})).people.find((one) => one.id === next.id)?.managerId).toBe(leaver.id)
})

test('work under way on customers goes with them: whom somebody was to win back, and requests that they were to answer', async () => {
  const [leaver, a, b, third] = [
    await member(world, '离岗丁'),
    await member(world, '接手丁'),
    await member(world, '接手戊'),
    await member(world, '旁人'),
  ]
  const [mine = '', over = ''] = await customers(2, leaver)
  const [others = ''] = await customers(1, third)
  const orphan = await world.customer({ name: '无主' })
  const entryOf = new Map<string, string>()
  const list = async (customerId: string, state: string) => {
    const id = world.services.newId()
    entryOf.set(customerId, id)
    await sql`insert into churn_entries (customer_id, id, state, assignee_id, assignee_name, opened_at, last_day, risk, value, changeable, score, why, basis)
      values (${customerId}, ${id}, ${state}, ${`user:${leaver.id}`}, '离岗丁', ${world.now()}, '2026-06-01', 0.5, 100, 1, 1, '{}'::jsonb, 'days')`.execute(
      world.db,
    )
  }
  for (const customerId of [mine, others, orphan]) await list(customerId, 'open')
  await list(over, 'won')
  const { id: request } = await actAs(world, boss, openRequest, { customerId: mine, kind: 'see', askedBy: 'self' })
  await actAs(world, boss, assignRequest, { id: request, assigneeId: `user:${leaver.id}` })
  const { rest } = await world.ask(definitions.previewHandOver, { id: leaver.id })
  expect(rest.map(({ what, count: n }) => [what, n]).toSorted(([one], [other]) => String(one).localeCompare(String(other)))).toEqual([
    ['privacy-request', 1],
    ['win-back', 3],
  ])
  const { id } = await handOver(leaver, { customersTo: [a.id], restTo: b.id })
  await finish()
  const withWhom = async () => {
    const { rows } = await sql<{ customer_id: string; name: string | null }>`select customer_id, assignee_name as name from churn_entries
      where id = any(${[...entryOf.values()]}::uuid[])`.execute(world.db)
    const { rows: requests } = await sql<{
      name: string | null
    }>`select assignee_name as name from privacy_requests where id = ${request}`.execute(world.db)
    const nameOf = (customerId: string) => rows.find((row) => row.customer_id === customerId)?.name
    return [...[mine, others, orphan, over].map(nameOf), requests[0]?.name]
  }
  expect(await withWhom()).toEqual(['接手丁', '旁人', '接手戊', '离岗丁', '接手戊'])
  // Somebody went on with one of them meanwhile.
  await sql`update churn_entries set assignee_id = ${`user:${third.id}`}, assignee_name = '旁人' where id = ${entryOf.get(orphan)}`.execute(
    world.db,
  )
  await actAs(world, boss, definitions.undoHandOver, { id })
  await finish()
  expect(await withWhom()).toEqual(['离岗丁', '离岗丁', '旁人', '离岗丁', '离岗丁'])
  expect((await read(id)).left).toEqual([{ what: 'rest', customerId: orphan, name: '无主', nowWith: '旁人' }])
  // An erasure never looks here, so nothing here may say who the customers are.
  const { rows: kept } = await sql<{ rest: string }>`select rest::text as rest from hand_overs where id = ${id}`.execute(world.db)
  expect(kept[0]?.rest).toContain(entryOf.get(orphan))
  expect(kept[0]?.rest).not.toMatch(/无主|客\d/)
  await sql`update customers set name = '改名' where id = ${orphan}`.execute(world.db)
  expect((await read(id)).left).toMatchObject([{ name: '改名' }])
})
