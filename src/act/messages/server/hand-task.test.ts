import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createTemplate } from '../template-actions.ts'
import { sendMessage } from '../actions.ts'
import { sendDue } from './send-due.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

test('a task whose connection breaks in the midst is handed over by the next, not tried on the broken one', async () => {
  const content = { form: 'task' as const, texts: { zh: { title: '回访', script: '您好' } } }
  const { id: templateId } = await world.act(createTemplate, {
    name: '回访',
    subject: '',
    body: '',
    channel: 'task',
    kind: 'service',
    content,
  })
  const customerId = await world.customer({ name: '王芳' })
  await world.act(sendMessage, { customerId, templateId })
  // What a sequence counts outlives the transaction that breaks.
  await sql`create sequence breaks`.execute(world.db)
  await sql`create function break_once() returns trigger language plpgsql as $$ begin
    if nextval('breaks') = 1 then perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); end if;
    return new; end $$`.execute(world.db)
  await sql`create trigger break_once before update on messages for each row when (new.state = 'sending' and old.state = 'queued') execute function break_once()`.execute(
    world.db,
  )
  const begun = performance.now()
  while (await sendDue(world.services));
  // All the tries on one connection take ten seconds.
  expect(performance.now() - begun).toBeLessThan(8_000)
  const { rows } = await sql<{
    title: string
    state: string
    breaks: string
  }>`select t.title, m.state, (select last_value from breaks)::text as breaks
    from todos t join messages m on m.id = t.message_id where t.customer_id = ${customerId}`.execute(world.db)
  expect(rows).toEqual([{ title: '回访', state: 'handed', breaks: '2' }])
})
