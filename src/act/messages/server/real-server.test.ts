import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { saveSmtp } from '../../../know/shop/actions.ts'
import { saveMailSending } from '../../../know/shop/mail-setup.ts'
import { makeSmtpMailer } from '../../../platform/channels/smtp-mailer.ts'
import { countMessages, listMessages, sendMessage } from '../actions.ts'
import { createTemplate } from '../template-actions.ts'
import { sendDue } from './send-due.ts'

let world: World
let server: SMTPServer
let received: string[]
/** What the server does once it has the content. */
let answer: 'yes' | 'hangs up' | 'hangs up once' | 'waits'
let goOn: () => void
beforeEach(async () => {
  world = await makeWorld()
  const { promise: waited, resolve } = Promise.withResolvers<void>()
  goOn = resolve
  received = []
  answer = 'yes'
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, take) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        received.push(
          Buffer.concat(parts)
            .toString('utf8')
            .replace(/\r\n[ \t]+/g, ' '),
        )
        if (answer === 'yes') return take()
        if (answer === 'waits') return void waited.then(() => take())
        if (answer === 'hangs up once') answer = 'yes'
        server.connections.forEach((connection) => connection.close())
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await world.act(saveSmtp, { host: '127.0.0.1', port, secure: false, user: '', password: '', from: '山前茶事 <tea@shop.example>' })
})
afterEach(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()))
  await world.end()
})

const sendOne = async () => {
  const { id: templateId } = await world.act(createTemplate, { name: '上新', subject: '{{name}}，新茶到了', body: '您好 {{name}}' })
  const customerId = await world.customer({ name: '王芳', email: 'wang@tea.example', emailConsent: 'granted' })
  await world.act(sendMessage, { customerId, templateId })
  const mailer = makeSmtpMailer()
  const services = { ...world.services, mailer }
  while (await sendDue(services));
  world.pass({ amount: 1, unit: 'days' })
  while (await sendDue(services));
  await mailer.close()
  return (await world.ask(listMessages)).rows[0]
}

test('a real server gets the mail once, with its id and the one-click way out', async () => {
  expect(await sendOne()).toMatchObject({ state: 'sent', subject: '王芳，新茶到了' })
  expect(received).toHaveLength(1)
  expect(received[0]).toMatch(/^Message-ID: <[\w-]+@shop\.example>/im)
  expect(received[0]).toMatch(/^List-Unsubscribe: <http:\/\/regulars\.test\/u\/[\w-]+>/im)
  expect(received[0]).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/im)
})

test('a real server that takes the content and hangs up leaves the message in doubt, and gets it once', async () => {
  answer = 'hangs up'
  expect(await sendOne()).toMatchObject({ state: 'unknown', reason: { code: 'answer-lost' } })
  expect(received).toHaveLength(1)
  const { rows } = await sql<{ n: number }>`select count(*) as n from events where kind = 'message.sent'`.execute(world.db)
  expect(rows[0]?.n).toBe(0)
})

test('where the owner chose at-least-once, a mail taken by a server that hung up goes again under the same Message-ID', async () => {
  await world.act(saveMailSending, { replyTo: '', bounceTo: '', delivery: 'at-least-once', perSecond: null, connections: 4 })
  answer = 'hangs up once'
  expect(await sendOne()).toMatchObject({ state: 'sent' })
  expect(received).toHaveLength(2)
  const ids = received.map((mail) => /^Message-ID: (<[^>]+>)/im.exec(mail)?.[1])
  expect(ids[0]).toMatch(/@shop\.example>$/)
  expect(ids[1]).toBe(ids[0])
  const { rows } = await sql<{ n: number }>`select count(*) as n from events where kind = 'message.sent'`.execute(world.db)
  expect(rows[0]?.n, 'told once').toBe(1)
})

test('of many that are due no more are marked than can be spoken about soon: whoever is killed then leaves few in doubt', async () => {
  answer = 'waits'
  const written = { name: '发货', kind: 'service', subject: '已发货', body: '您好 {{name}}' }
  const { id: templateId } = await world.act(createTemplate, written)
  for (let i = 0; i < 60; i++)
    await world.act(sendMessage, { customerId: await world.customer({ name: '王芳', email: `w${i}@tea.example` }), templateId })
  const mailer = makeSmtpMailer()
  const sending = sendDue({ ...world.services, mailer })
  await expect.poll(() => received.length, { timeout: 10_000 }).toBe(10)
  const { counts } = await world.ask(countMessages)
  expect(counts['sending']).toBeLessThan(30)
  expect(counts['queued']).toBeGreaterThan(30)
  answer = 'yes'
  goOn()
  await sending
  await mailer.close()
  expect((await world.ask(countMessages)).counts).toEqual({ sent: 60 })
  expect(new Set(received.map((mail) => /^Message-ID: (<[^>]+>)/im.exec(mail)?.[1])).size).toBe(60)
})
