import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createTodo, finishTodo } from '../../todos/actions.ts'
import { readTodoReminder, saveTodoReminder } from '../../todos/reminders.ts'
import { sealContacts } from '../../sealing/actions.ts'
import { contactsTick } from '../../sealing/server/contacts-tick.ts'
import { saveSmtp } from '../actions.ts'
import { remindOfTodos } from './remind-todos.ts'

let world: World
const chen = '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90'
const wang = '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f91'
const invited = '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f92'
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T00:20:00Z' })
  for (const [id, name] of [
    [chen, '小陈'],
    [wang, '小王'],
    [invited, '小李'],
  ])
    await sql`insert into auth.users (id, name, email, role, created_at, updated_at)
      values (${id}, ${name}, ${`${id}@shop.example`}, 'member', ${world.now()}, ${world.now()})`.execute(world.db)
  await join(chen, wang)
})
afterAll(() => world.end())

/** As if they had taken up their invitations. */
const join = (...ids: string[]) =>
  sql`insert into auth.accounts (id, user_id, provider_id, account_id, created_at, updated_at)
    select id, id, 'credential', id::text, created_at, updated_at from auth.users where id = any(${ids}::uuid[])`.execute(world.db)

const smtp = {
  host: 'mail.shop.example',
  port: 465,
  secure: true,
  user: 'u',
  password: 'p',
  from: '山前 <tea@shop.example>',
}

const sent = () => world.mailer.sent.map(({ to, subject }) => `${to.slice(34, 36)} ${subject}`)

test('what is due or overdue comes by mail once a morning, to whom it is assigned and who wants it', async () => {
  const give = (assigneeId: string, title: string, dueAt: string) =>
    world.act(createTodo, { title, dueAt, assigneeId: `user:${assigneeId}` })
  await give(chen, '给李雷回电', '2026-06-13')
  await give(chen, '寄样品', '2026-06-15')
  await give(chen, '下周的事', '2026-06-22')
  expect(await remindOfTodos(world.services)).toBe(false)
  expect(sent()).toEqual([])
  await world.act(saveSmtp, smtp)
  await remindOfTodos(world.services)
  expect(sent()).toEqual([])
  world.setTime('2026-06-15T00:31:00Z')
  await remindOfTodos(world.services)
  await remindOfTodos(world.services)
  expect(sent()).toEqual(['90 今天有 2 件待办 · 2 things to do today'])
  expect(world.mailer.sent[0]?.text).toContain('· 2026-06-13 给李雷回电\n· 2026-06-15 寄样品')
  expect(world.mailer.sent[0]?.text).not.toContain('下周的事')

  world.setTime('2026-06-16T09:00:00Z')
  await remindOfTodos(world.services)
  expect(sent()).toHaveLength(1)
  world.setTime('2026-06-17T00:40:00Z')
  await remindOfTodos(world.services)
  expect(sent()).toHaveLength(2)
})

test('one chooses another time or none, and who has nothing to do is left in peace', async () => {
  await world.act(saveSmtp, smtp)
  world.mailer.sent.length = 0
  const me = world.as({ id: wang, actor: { kind: 'user', id: `user:${wang}`, userId: wang, name: '小王', role: 'member' } })
  expect(await me.ask(readTodoReminder)).toEqual({ at: '08:30' })
  const { id } = await world.act(createTodo, { title: '对账', dueAt: '2026-06-18', assigneeId: `user:${wang}` })
  await me.act(saveTodoReminder, { at: null })
  world.setTime('2026-06-18T00:40:00Z')
  await remindOfTodos(world.services)
  expect(sent().filter((line) => line.startsWith('91'))).toEqual([])
  await me.act(saveTodoReminder, { at: '14:00' })
  expect(await me.ask(readTodoReminder)).toEqual({ at: '14:00' })
  world.setTime('2026-06-18T06:05:00Z')
  await remindOfTodos(world.services)
  expect(sent().filter((line) => line.startsWith('91'))).toHaveLength(1)
  await world.act(finishTodo, { id })
  world.setTime('2026-06-19T06:05:00Z')
  await remindOfTodos(world.services)
  expect(sent().filter((line) => line.startsWith('91'))).toHaveLength(1)
  await expect(me.act(saveTodoReminder, { at: '25:00' })).rejects.toMatchObject({ code: 'input.invalid' })
})

test('a mail names no number that its reader may not see, and opens for others what is kept encrypted', async () => {
  await world.act(saveSmtp, smtp)
  world.mailer.sent.length = 0
  const limited = await world.person({
    rights: { grants: { customer: { read: ['all'] }, todo: { read: ['all'] } }, fields: { phone: 'masked' }, rights: [] },
  })
  const free = await world.person({ role: 'manager' })
  await join(limited.id, free.id)
  world.setTime('2026-06-22T00:10:00Z')
  await world.act(sealContacts, { kind: 'phone', sealed: true })
  for (let round = 0; round < 20; round++) {
    while (await contactsTick.run(world.services));
    world.pass({ amount: 1, unit: 'minutes' })
  }
  for (const one of [limited, free]) await world.act(createTodo, { title: '打 13807771122', dueAt: '2026-06-22', assigneeId: one.actor.id })
  world.setTime('2026-06-22T00:40:00Z')
  await remindOfTodos(world.services)
  const texts = world.mailer.sent.map(({ text }) => /打 .*/.exec(text ?? '')?.[0] ?? '').filter((line) => line !== '')
  expect(texts.slice().sort((a, b) => a.localeCompare(b))).toEqual(['打 ••••', '打 +8613807771122'].sort((a, b) => a.localeCompare(b)))
})

test('whoever was invited and has not come in yet is told nothing of customers', async () => {
  world.setTime('2026-07-20T09:00:00Z')
  await world.act(createTodo, { title: '给韩梅梅回电', dueAt: '2026-07-21', assigneeId: `user:${invited}` })
  world.mailer.sent.length = 0
  world.setTime('2026-07-21T00:31:00Z')
  await remindOfTodos(world.services)
  expect(sent().filter((line) => line.startsWith('90'))).toHaveLength(1)
  expect(sent().filter((line) => line.startsWith('92'))).toEqual([])
})
