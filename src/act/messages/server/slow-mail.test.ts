import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { saveSmtp, testSmtp } from '../../../know/shop/actions.ts'
import { inviteUser, listUsers } from '../../../know/shop/users.ts'
import { runAction } from '../../../platform/actions/run-action.ts'
import { testTemplate } from '../try-template-actions.ts'

let world: World
/** What the other connections did while the mail server took its time. */
let open: string[]
beforeAll(async () => {
  world = await makeWorld()
  const smtp = { host: 'mail.shop.test', port: 587, secure: false, user: '', from: 'tea@shop.test' }
  await world.act(saveSmtp, smtp)
})
afterAll(() => world.end())

beforeEach(() => {
  open = ['the mail server was never asked']
  world.mailer.answer = async () => {
    const { rows } = await sql<{ what: string }>`select state || ': ' || query as what from pg_stat_activity
      where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() and backend_type = 'client backend'`.execute(
      world.db,
    )
    open = rows.map((row) => row.what)
    return { state: 'sent', reference: '250 ok' }
  }
})

const invite = (email: string, key: string) => world.act(inviteUser, { name: '小周', email, role: 'manager' }, { key })

test('no transaction is open while the mail server answers an invitation', async () => {
  expect(await invite('zhou@shop.test', 'invite-zhou')).toMatchObject({ mailed: true })
  expect(open).toEqual([])
})

test('no transaction is open while the mail server answers a test', async () => {
  expect(await world.act(testSmtp, { to: 'lin@shop.test' })).toMatchObject({ sent: true, answer: '250 ok' })
  expect(open).toEqual([])
})

test('a repeated call gets what came of the first, and no second mail', async () => {
  const first = await world.act(testSmtp, { to: 'lin@shop.test' }, { key: 'test-lin' })
  const sent = world.mailer.sent.length
  expect(await world.act(testSmtp, { to: 'lin@shop.test' }, { key: 'test-lin' })).toEqual(first)
  expect(world.mailer.sent).toHaveLength(sent)
})

test('somebody whose invitation the mail server refused is there all the same, with the link to pass on', async () => {
  world.mailer.answer = () => ({ state: 'refused', reason: '550 no such user', cause: 'recipient' })
  expect(await invite('chen@shop.test', 'invite-chen')).toMatchObject({ mailed: false, link: expect.stringContaining('/join?token=') })
  expect((await world.ask(listUsers)).users.map((user) => user.email)).toContain('chen@shop.test')
})

test('a mail of a template waits for the server outside any transaction, and one that failed may be tried again with the same key', async () => {
  const userId = (await world.ask(listUsers)).users.find((user) => user.email === 'zhou@shop.test')?.id
  const actor = { kind: 'user', id: `user:${userId}`, name: '小周', role: 'manager' } as const
  const mail = () =>
    runAction(world.services, { actor, source: 'app', key: 'test-template' }, testTemplate, { subject: '你好', body: '你好' })
  const answer = world.mailer.answer
  world.mailer.answer = () => ({ state: 'unknown', reason: 'timeout' })
  await expect(mail()).rejects.toMatchObject({ code: 'template.test-failed' })
  world.mailer.answer = () => ({ state: 'later', reason: 'getaddrinfo ENOTFOUND', cause: 'host' })
  await expect(mail()).rejects.toMatchObject({ details: { why: { zh: '找不到服务器 mail.shop.test。请检查服务器地址的拼写。' } } })
  world.mailer.answer = answer
  expect(await mail()).toEqual({ to: 'zhou@shop.test' })
  expect(open).toEqual([])
})
