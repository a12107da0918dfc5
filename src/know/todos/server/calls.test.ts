import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type Person, type World } from '../../../../test/world.ts'
import { readTimeline } from '../../customers/actions.ts'
import { createTodo, listTodos } from '../actions.ts'
import { listCalls, readCallSettings, recordCall, saveCallSettings } from '../calls.ts'
import { escalateCalls } from './escalate-calls.ts'

let world: World
let manager: Person
let caller: Person
beforeAll(async () => {
  world = await makeWorld()
  manager = await world.person({ name: '周经理', role: 'manager' })
  caller = await world.person({ name: '小陈', manager })
})
afterAll(() => world.end())

const script = '您好，我是山前茶事的小陈，想问问您收到的春茶怎么样？'

async function callFor(name: string, owner: Person | null = caller) {
  const customerId = await world.customer({ name, phone: `+86138${String(++counted).padStart(8, '0')}` })
  if (owner) await sql`update customers set owner_id = ${owner.id} where id = ${customerId}`.execute(world.db)
  const told = { customerId, title: `回访${name}`, script, assigneeId: 'owner', dueAt: '2026-06-15', escalateAt: '2026-06-16T16:00:00Z' }
  const { id } = await world.act(createTodo, told)
  return { customerId, id }
}
let counted = 0

test('a call goes to whom the customer belongs to, with its script and what one needs to know', async () => {
  const { id, customerId } = await callFor('王芳')
  await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
    values (${customerId}, ${world.services.newId()}, 'purchase', 'test', 'A1', ${world.now()}, 100, 'CNY', ${world.now()})`.execute(
    world.db,
  )
  const { calls, count } = await world.as(caller).ask(listCalls)
  expect(count).toBe(1)
  expect(calls).toMatchObject([
    { id, script, customer: { id: customerId, name: '王芳', purchases: 1, phone: expect.stringContaining('+86138') } },
  ])
  expect((await world.as(manager).ask(listCalls)).calls).toEqual([])
  const nobodys = await callFor('无主', null)
  expect((await world.ask(listCalls, { who: 'nobody' })).calls.map((one) => one.id)).toEqual([nobodys.id])
})

test('a call that was made is done, an interaction, a fact with its result, and what follows is a to-do', async () => {
  const { id, customerId } = await callFor('李娜')
  const made = await world
    .as(caller)
    .act(recordCall, { id, result: 'connected', satisfaction: 5, note: '很满意，想要秋茶', nextStep: '寄秋茶样品', nextAt: '2026-06-20' })
  expect(made.state).toBe('done')
  const { todos } = await world.as(caller).ask(listTodos, { customerId })
  expect(todos).toMatchObject([{ id: made.nextTodoId, title: '寄秋茶样品', assigneeId: caller.actor.id }])
  const { rows } = await sql<{
    kind: string
    payload: Record<string, unknown>
  }>`select kind, payload from events where customer_id = ${customerId}`.execute(world.db)
  expect(rows.find(({ kind }) => kind === 'call.recorded')?.payload).toMatchObject({ result: 'connected', satisfaction: 5 })
  expect(JSON.stringify(await world.ask(readTimeline, { id: customerId }))).toContain('很满意，想要秋茶')
  await expect(world.as(caller).act(recordCall, { id, result: 'connected' })).rejects.toThrow('todo.ended')
})

test('nobody answered: it comes again tomorrow; to call back needs a day', async () => {
  const { id } = await callFor('赵云')
  expect(await world.as(caller).act(recordCall, { id, result: 'no-answer' })).toMatchObject({ state: 'open', nextTodoId: null })
  const due = async () => (await world.as(caller).ask(listCalls)).calls.find((one) => one.id === id)
  expect(await due()).toMatchObject({ dueAt: '2026-06-16T15:59:59.000Z', result: 'no-answer' })
  await expect(world.as(caller).act(recordCall, { id, result: 'call-back' })).rejects.toThrow('call.when')
  await world.as(caller).act(recordCall, { id, result: 'call-back', nextAt: '2026-06-18T02:00:00Z' })
  expect(await due()).toMatchObject({ dueAt: '2026-06-18T02:00:00.000Z', result: 'call-back' })
  for (const wrong of [{ satisfaction: 6 }, { satisfaction: 0 }, { result: 'maybe' }])
    await expect(world.as(caller).act(recordCall, { id, result: 'connected', ...wrong })).rejects.toThrow('input.invalid')
})

test('a call that nobody made in time goes to the manager, once', async () => {
  await world.act(saveCallSettings, { escalateHours: 4 })
  expect(await world.ask(readCallSettings)).toEqual({ escalateHours: 4 })
  const { id } = await callFor('孙尚香')
  await escalateCalls(world.services)
  const holder = async () => {
    const { rows } = await sql<{
      assignee_name: string
      priority: string
    }>`select assignee_name, priority from todos where id = ${id}`.execute(world.db)
    return rows[0]
  }
  expect(await holder()).toEqual({ assignee_name: '小陈', priority: 'normal' })
  world.setTime('2026-06-16T16:00:01Z')
  await escalateCalls(world.services)
  expect(await holder()).toEqual({ assignee_name: '周经理', priority: 'high' })
  await sql`update todos set assignee_id = ${caller.actor.id}, assignee_name = '小陈' where id = ${id}`.execute(world.db)
  await escalateCalls(world.services)
  expect((await holder())?.assignee_name).toBe('小陈')
})

test('somebody else’s call is not for everybody to settle', async () => {
  const { id } = await callFor('诸葛亮')
  const other = await world.person({ name: '小李' })
  await expect(world.as(other).act(recordCall, { id, result: 'connected' })).rejects.toThrow('todo.not-yours')
})
