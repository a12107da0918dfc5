import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { saveSending, saveSmtp } from '../../../know/shop/actions.ts'
import { makeSmtpMailer } from '../../../platform/channels/smtp-mailer.ts'
import { listMessages, resolveMessages, sendMessage } from '../actions.ts'
import { createTemplate } from '../template-actions.ts'
import { sendDue } from './send-due.ts'

let world: World
let server: SMTPServer
/** The Message-ID of each mail whose content the server had, in order. */
let received: string[] = []
/** Whether it answers once it has the content, or hangs up. */
let answers = true
let templateId: string

beforeAll(async () => {
  world = await makeWorld()
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        received.push(/^Message-ID: <([^@]+)@/im.exec(Buffer.concat(parts).toString('utf8'))?.[1] ?? '')
        if (answers) return done()
        server.connections.forEach((connection) => session.id === connection.session.id && connection.close())
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await world.act(saveSmtp, { host: '127.0.0.1', port, secure: false, user: '', password: '', from: '山前茶事 <tea@shop.example>' })
  await world.act(saveSending, { quietFrom: '00:00', quietTo: '00:00', capPerWeek: 3 })
  templateId = (await world.act(createTemplate, { name: '上新', subject: '{{name}}，新茶到了', body: '您好 {{name}}' })).id
})
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()))
  await world.end()
})

const sendAll = async () => {
  const mailer = makeSmtpMailer()
  while (await sendDue({ ...world.services, mailer }));
  await mailer.close()
}

let number = 0
/** Messages that the server took and never answered. */
async function inDoubt(count: number, fields: object = {}): Promise<{ customerId: string; id: string }[]> {
  answers = false
  const messages: { customerId: string; id: string }[] = []
  for (let i = 0; i < count; i++) {
    const email = `wang${++number}@tea.example`
    const customerId = await world.customer({ name: '王芳', email, emailConsent: 'granted', ...fields })
    messages.push({ customerId, id: (await world.act(sendMessage, { customerId, templateId })).id })
  }
  await sendAll()
  answers = true
  received = []
  return messages
}

const stateOf = async (ids: readonly { id: string }[]) => {
  const { rows } = await world.ask(listMessages, { limit: 200 })
  return ids.map(({ id }) => rows.find((row) => row.id === id)?.state)
}

test('of many in doubt, those that are sent again go once more each, and those taken as sent never', async () => {
  const messages = await inDoubt(5)
  expect(await stateOf(messages)).toEqual(Array(5).fill('unknown'))
  await sendAll()
  expect(received, 'nothing is sent again by itself').toEqual([])

  const [again, arrived] = [messages.slice(0, 2), messages.slice(2)]
  expect(await world.act(resolveMessages, { messages: again, how: 'resend' })).toEqual({ settled: 2, passed: 0 })
  expect(await world.act(resolveMessages, { messages: arrived, how: 'sent' })).toEqual({ settled: 3, passed: 0 })
  await sendAll()
  world.pass({ amount: 1, unit: 'days' })
  await sendAll()
  expect(received.toSorted()).toEqual(again.map(({ id }) => id).sort())
  expect(await stateOf(messages)).toEqual(Array(5).fill('sent'))
  const { rows } = await sql<{ n: number }>`select count(*) as n from events where kind = 'message.sent'`.execute(world.db)
  expect(rows[0]?.n, 'each is told once').toBe(5)
})

test('what is known by now is passed over, and where nothing is left to settle that is said', async () => {
  const [first, second] = await inDoubt(2)
  if (!first || !second) throw new Error('two were to be in doubt')
  await world.act(resolveMessages, { messages: [first], how: 'sent' })
  expect(await world.act(resolveMessages, { messages: [first, second], how: 'resend' })).toEqual({ settled: 1, passed: 1 })
  await sendAll()
  expect(received).toEqual([second.id])
  await expect(world.act(resolveMessages, { messages: [first, second], how: 'resend' })).rejects.toMatchObject({
    code: 'message.not-in-doubt',
  })
  const nobodys = [{ customerId: first.customerId, id: second.id }]
  await expect(world.act(resolveMessages, { messages: nobodys, how: 'sent' })).rejects.toMatchObject({ code: 'record.missing' })
  expect(received).toEqual([second.id])
})

test('the audit keeps who settled how many, and which', async () => {
  const messages = await inDoubt(2)
  await world.act(resolveMessages, { messages, how: 'sent' })
  const { rows } = await sql<{ records: number; withheld: string }>`select records, withheld from audit.entries
    where action = 'resolve-messages' order by at desc, id desc limit 1`.execute(world.db)
  expect(rows[0]?.records).toBe(2)
  expect(JSON.parse(rows[0]?.withheld ?? '{}')).toMatchObject({ input: { messages, how: 'sent' } })
})

test('whoever does not see one of the customers settles none, and is not told which it was', async () => {
  const [theirs] = await inDoubt(1, { city: '杭州市' })
  const [others] = await inDoubt(1, { city: '上海市' })
  if (!theirs || !others) throw new Error('two were to be in doubt')
  const body = { fields: {}, rights: [] }
  const customer = { read: [{ rule: { field: 'city', op: 'is', value: '杭州市' } }] }
  const person = await world.person({ rights: { ...body, grants: { customer, message: { read: ['all'], change: ['all'] } } } })
  const settle = (messages: object[]) => world.as(person).act(resolveMessages, { messages, how: 'resend' })
  const nowhere = { customerId: '01920000-0000-7000-8000-00000000beef', id: others.id }
  const said = await Promise.all([others, nowhere].map((other) => settle([theirs, other]).catch((error: unknown) => error)))
  expect(said[0]).toMatchObject({ code: 'record.missing' })
  expect(said[0]).toEqual(said[1])
  expect(await stateOf([theirs, others])).toEqual(['unknown', 'unknown'])
  expect(await settle([theirs])).toEqual({ settled: 1, passed: 0 })
})
