import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline } from '../../customers/actions.ts'
import { listColleagues } from '../../shop/users.ts'
import { cancelTodo, changeTodo, createTodo, finishTodo, finishTodos, listTodos, reassignTodos, reopenTodo } from '../actions.ts'

let world: World
const colleague = '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90'
const gone = '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f91'

beforeAll(async () => {
  // A Monday noon in Shanghai.
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  const user = (id: string, name: string, disabled: Date | null) =>
    sql`insert into auth.users (id, name, email, role, disabled_at, created_at, updated_at)
      values (${id}, ${name}, ${`${id}@shop.example`}, 'member', ${disabled}, ${world.now()}, ${world.now()})`.execute(world.db)
  await user(colleague, '小陈', null)
  await user(gone, '老周', world.now())
})
afterAll(() => world.end())

const mine = () => world.ask(listTodos, {})
const factsOf = async (id: string) => (await world.ask(readTimeline, { id })).facts.map(({ kind, payload }) => [kind, payload['title']])

test('a to-do is mine, due by the end of its day on the shop’s calendar, and a fact of its customer', async () => {
  const customerId = await world.customer({ name: '王芳' })
  const { id } = await world.act(createTodo, { customerId, title: '回电', dueAt: '2026-06-19' })
  const { todos, counts } = await mine()
  expect(todos).toMatchObject([
    {
      id,
      title: '回电',
      dueAt: '2026-06-19T15:59:59.000Z',
      wholeDay: true,
      part: 'week',
      state: 'open',
      assigneeId: 'user:owner',
      customer: { id: customerId, name: '王芳' },
      originKind: 'hand',
      mayChange: true,
    },
  ])
  expect(counts).toEqual({ overdue: 0, today: 0, week: 1, later: 0, someday: 0 })
  expect(await factsOf(customerId)).toContainEqual(['todo.created', '回电'])

  expect(await world.act(finishTodo, { id })).toEqual({ id, state: 'done' })
  expect((await mine()).todos).toEqual([])
  expect((await world.ask(listTodos, { state: 'ended' })).todos).toMatchObject([{ id, state: 'done', endedByName: '老板' }])
  expect(await world.act(finishTodo, { id })).toEqual({ id, state: 'done' })
  expect((await factsOf(customerId)).filter(([kind]) => kind === 'todo.done')).toHaveLength(1)

  await world.act(reopenTodo, { id })
  await world.act(cancelTodo, { id })
  expect((await factsOf(customerId)).map(([kind]) => kind)).toEqual([
    'todo.cancelled',
    'todo.reopened',
    'todo.done',
    'todo.created',
    'customer.created',
  ])
})

test('a list goes from what is overdue to what has no date; each part is counted whole', async () => {
  const make = (title: string, dueAt: string | null) => world.act(createTodo, { title, dueAt })
  await make('以后', null)
  await make('下周', '2026-06-22')
  await make('周日', '2026-06-21')
  await make('今天', '2026-06-15')
  await make('刚才', '2026-06-15T11:00:00+08:00')
  const found = await mine()
  expect(found.todos.map(({ title, part }) => [title, part])).toEqual([
    ['刚才', 'overdue'],
    ['今天', 'today'],
    ['周日', 'week'],
    ['下周', 'later'],
    ['以后', 'someday'],
  ])
  expect(found.counts).toEqual({ overdue: 1, today: 1, week: 1, later: 1, someday: 1 })
  const first = await world.ask(listTodos, { limit: '2' })
  const second = await world.ask(listTodos, { limit: '2', after: first.next })
  const third = await world.ask(listTodos, { limit: '2', after: second.next })
  expect([...first.todos, ...second.todos, ...third.todos].map(({ title }) => title)).toEqual(found.todos.map(({ title }) => title))
  expect(third.next).toBeNull()
  expect(first.counts).toEqual(found.counts)

  world.pass({ amount: 12, unit: 'hours' })
  expect((await mine()).counts).toMatchObject({ overdue: 2, today: 0 })
  const { finished } = await world.act(finishTodos, { ids: found.todos.map(({ id }) => id) })
  expect(finished).toHaveLength(5)
})

test('one that is about nobody has no customer and tells no log', async () => {
  const before = await sql<{ n: number }>`select count(*) as n from events`.execute(world.db)
  const { id } = await world.act(createTodo, { title: '盘点', customerId: null })
  expect((await mine()).todos).toMatchObject([{ id, customer: null, dueAt: null }])
  await world.act(finishTodo, { id })
  expect((await sql<{ n: number }>`select count(*) as n from events`.execute(world.db)).rows).toEqual(before.rows)
})

test('a colleague gets it, a disabled one or a stranger does not, and nobody’s is anybody’s', async () => {
  const assigneeId = `user:${colleague}`
  const { id } = await world.act(createTodo, { title: '寄样', assigneeId })
  expect((await world.ask(listTodos, { who: assigneeId })).todos).toMatchObject([{ id, assigneeName: '小陈' }])
  for (const wrong of [`user:${gone}`, 'user:nobody', 'key:1', ''])
    await expect(world.act(createTodo, { title: '寄样', assigneeId: wrong })).rejects.toMatchObject({ code: 'todo.unknown-assignee' })
  expect((await world.ask(listColleagues)).colleagues).toEqual([{ id: assigneeId, name: '小陈', you: false }])

  await world.act(reassignTodos, { ids: [id], assigneeId: null })
  expect((await world.ask(listTodos, { who: 'nobody' })).todos).toMatchObject([{ id, assigneeId: null }])
  await world.act(finishTodo, { id }, { role: 'member' })
})

test('what is another’s is changed by them, by whoever made it, or by a manager, and by nobody else', async () => {
  const { id } = await world.act(createTodo, { title: '报价', assigneeId: `user:${colleague}` })
  for (const action of [finishTodo, cancelTodo])
    await expect(world.act(action, { id }, { role: 'member' })).rejects.toMatchObject({ code: 'todo.not-yours', details: { name: '小陈' } })
  await expect(world.act(finishTodos, { ids: [id] }, { role: 'member' })).rejects.toMatchObject({ code: 'todo.not-yours' })
  await world.act(changeTodo, { id, dueAt: '2026-06-30' }, { role: 'manager' })
  const theirs = await world.act(createTodo, { title: '我建的', assigneeId: `user:${colleague}` }, { role: 'member' })
  await world.act(cancelTodo, { id: theirs.id }, { role: 'member' })
  await world.act(finishTodo, { id })
})

test('several are handed over together or not at all', async () => {
  const own = await world.act(createTodo, { title: '甲' }, { role: 'member' })
  const other = await world.act(createTodo, { title: '乙' })
  const both = { ids: [own.id, other.id], assigneeId: `user:${colleague}` }
  await expect(world.act(reassignTodos, both, { role: 'member' })).rejects.toMatchObject({ code: 'todo.not-yours' })
  expect((await world.ask(listTodos, { who: 'user:member' })).todos).toMatchObject([{ title: '甲' }])
  expect((await world.act(reassignTodos, both)).changed).toHaveLength(2)
  expect((await world.act(reassignTodos, both)).changed).toEqual([])
})

test('a change against an older version is refused, and one that changes nothing is none', async () => {
  const { id } = await world.act(createTodo, { title: '对账', dueAt: '2026-06-30T10:00:00+08:00' })
  expect(await world.act(changeTodo, { id, title: '对账单', version: 1 })).toEqual({ id, version: 2 })
  await expect(world.act(changeTodo, { id, title: '别的', version: 1 })).rejects.toMatchObject({ code: 'todo.changed-meanwhile' })
  expect(await world.act(changeTodo, { id, title: '对账单', dueAt: '2026-06-30T02:00:00Z' })).toEqual({ id, version: 2 })
  expect(await world.act(changeTodo, { id, dueAt: null })).toEqual({ id, version: 3 })
  await world.act(finishTodo, { id })
  await expect(world.act(changeTodo, { id, title: '再改' })).rejects.toMatchObject({ code: 'todo.ended' })
})

test('a to-do finished after its due date is told as late', async () => {
  const customerId = await world.customer({ name: '李雷' })
  const early = await world.act(createTodo, { customerId, title: '早', dueAt: '2027-01-01' })
  const late = await world.act(createTodo, { customerId, title: '晚', dueAt: '2026-01-01' })
  await world.act(finishTodo, { id: early.id })
  await world.act(finishTodo, { id: late.id })
  const { facts } = await world.ask(readTimeline, { id: customerId, kind: 'todo.done' })
  expect(facts.map(({ payload }) => [payload['title'], payload['late']])).toEqual([
    ['晚', true],
    ['早', false],
  ])
})

test('the generic list finds to-dos by their words and filters by state', async () => {
  await world.act(createTodo, { title: '给仓库打电话确认库存' })
  const http = await world.http()
  const ask = async (query: string) => (await http.inject({ url: `/api/todos?${query}`, headers: { 'x-test-role': 'member' } })).json()
  expect((await ask(`search=${encodeURIComponent('仓库')}`)).rows).toMatchObject([
    { title: '给仓库打电话确认库存', state: 'open', customerId: null },
  ])
  const rule = encodeURIComponent(JSON.stringify({ field: 'state', op: 'is', value: 'open' }))
  expect((await ask(`rule=${rule}&sort=-dueAt`)).rows.length).toBeGreaterThan(0)
})

test.each([
  [{ title: '' }, 'title'],
  [{ title: 'x', dueAt: '2026-02-30' }, 'dueAt'],
  [{ title: 'x', dueAt: 'Friday' }, 'dueAt'],
  [{ title: 'a\u0000b' }, 'title'],
  [{ title: 'x', customerId: 'nobody' }, 'customerId'],
])('what is no to-do is refused at its place: %j', async (input, path) => {
  await expect(world.act(createTodo, input)).rejects.toMatchObject({ code: 'input.invalid', details: { path } })
})

test('nobody is no customer, and a cursor that is not ours is refused', async () => {
  await expect(world.act(createTodo, { title: 'x', customerId: gone })).rejects.toMatchObject({ code: 'record.missing' })
  for (const after of ['x', 'infinity_x', "2026'_" + gone])
    await expect(world.ask(listTodos, { after })).rejects.toMatchObject({ code: 'input.invalid' })
  await expect(world.act(finishTodo, { id: gone })).rejects.toMatchObject({ code: 'record.missing' })
})
