import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import type { Mail, Mailer, SmtpSettings } from './mailer.ts'
import { makeSmtpMailer } from './smtp-mailer.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const mail: Mail = {
  to: 'wang@shop.test',
  subject: '春茶上新，为您留了一份',
  text: '王芳，您好',
  html: '<p>王芳，您好</p>',
  messageId: '<m1@shop.test>',
  unsubscribeUrl: 'https://shop.test/u/abc',
}

function mailer(): Mailer {
  const made = makeSmtpMailer({ connect: 400, answer: 400 })
  ends.unshift(() => made.close())
  return made
}

const settingsOf = (port: number, more: Partial<SmtpSettings> = {}): SmtpSettings => ({
  host: '127.0.0.1',
  port,
  secure: false,
  from: '山前茶事 <hello@shop.test>',
  ...more,
})

/** A real SMTP server on loopback that keeps what it took. */
async function serve(
  options: SMTPServerOptions = {},
): Promise<{ port: number; taken: string[]; recipients: string[]; server: SMTPServer }> {
  const taken: string[] = []
  const recipients: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      recipients.push(...session.envelope.rcptTo.map((to) => to.address))
      stream
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', () => {
          taken.push(Buffer.concat(parts).toString())
          done(null, 'kept as 42')
        })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  ends.push(() => new Promise<void>((done) => server.close(done)))
  return { port: (server.server.address() as AddressInfo).port, taken, recipients, server }
}

/** A server that speaks by a script: each line that comes in, and the end of the content, is handed to it. */
async function misbehave(answer: (socket: Socket, line: string) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.write('220 here\r\n')
    let inContent = false
    let left = ''
    socket.on('data', (part) => {
      const lines = (left + part.toString()).split('\r\n')
      left = lines.pop() ?? ''
      for (const line of lines) {
        if (inContent && line !== '.') continue
        if (inContent) inContent = false
        if (line === 'DATA') inContent = true
        answer(socket, line)
      }
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  ends.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((done) => server.close(() => done()))
  })
  return (server.address() as AddressInfo).port
}

const usual = (socket: Socket, line: string) => socket.write(line === 'DATA' ? '354 go on\r\n' : '250 ok\r\n')
const refusing = (sort: 'MAIL' | 'RCPT' | 'DATA' | '.', answer: string) => (socket: Socket, line: string) =>
  void (line.startsWith(sort) ? socket.write(`${answer}\r\n`) : usual(socket, line))

test('a mail arrives with its id, its subject and a button to unsubscribe', async () => {
  const { port, taken } = await serve()
  expect(await mailer().send(settingsOf(port), mail)).toEqual({ state: 'sent', reference: expect.stringContaining('kept as 42') })
  expect(taken[0]).toContain('Message-ID: <m1@shop.test>')
  expect(taken[0]).toContain('List-Unsubscribe: <https://shop.test/u/abc>')
  expect(taken[0]).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  expect(taken[0]).toMatch(/Subject: =\?UTF-8\?/)
})

test('a mail without an address to unsubscribe at says nothing of unsubscribing', async () => {
  const { port, taken } = await serve()
  const { unsubscribeUrl: _, ...plain } = mail
  await mailer().send(settingsOf(port), plain)
  expect(taken[0]).not.toContain('List-Unsubscribe')
})

test('connections are kept for the next mail', async () => {
  let connections = 0
  const { port, taken } = await serve({ onConnect: (_session, done) => (connections++, done()) })
  const sender = mailer()
  for (let i = 0; i < 5; i++) expect((await sender.send(settingsOf(port), { ...mail, messageId: `<m${i}@shop.test>` })).state).toBe('sent')
  expect([taken.length, connections]).toEqual([5, 1])
})

test('an address with a comma is no second recipient', async () => {
  const { port, recipients } = await serve()
  await mailer().send(settingsOf(port), { ...mail, to: 'wang@shop.test, thief@evil.test' })
  expect(recipients).not.toContain('thief@evil.test')
})

test('a line break in subject or address adds no header and no command', async () => {
  const { port, taken, recipients } = await serve()
  const sender = mailer()
  await sender.send(settingsOf(port), { ...mail, subject: 'tea\r\nBcc: thief@evil.test' })
  await sender.send(settingsOf(port), { ...mail, to: 'wang@shop.test\r\nRCPT TO:<thief@evil.test>' })
  expect(recipients).not.toContain('thief@evil.test')
  expect(taken.join('\n')).not.toMatch(/^Bcc:/m)
})

test.each([
  ['sender refused', 'MAIL', '550 no such sender', 'refused', 'sender'],
  ['recipient refused', 'RCPT', '550 no such user', 'refused', 'recipient'],
  ['mailbox full for now', 'RCPT', '452 mailbox full', 'later', 'recipient'],
  ['greylisted', 'RCPT', '450 come back', 'later', 'recipient'],
  ['content refused', '.', '554 looks like spam', 'refused', 'other'],
  ['content not taken for now', '.', '451 try again', 'later', 'other'],
  ['too busy after the content', '.', '421 closing', 'later', 'other'],
  ['sign-in needed, which is not the mail’s fault', 'MAIL', '530 authentication required', 'later', 'sign-in'],
] as const)('%s', async (_, at, answer, state, cause) => {
  const port = await misbehave(refusing(at, answer))
  expect(await mailer().send(settingsOf(port), mail)).toMatchObject({ state, cause, reason: expect.stringContaining(answer) })
})

test('nobody knows about a mail when the connection breaks after its content and before the answer', async () => {
  let contents = 0
  const port = await misbehave((socket, line) => {
    if (line !== '.') return usual(socket, line)
    contents++
    return socket.destroy()
  })
  expect((await mailer().send(settingsOf(port), mail)).state).toBe('unknown')
  await new Promise((done) => setTimeout(done, 300))
  expect(contents).toBe(1)
})

test('nobody knows about a mail either when the answer to its content does not come in time', async () => {
  const port = await misbehave((socket, line) => (line === '.' ? undefined : usual(socket, line)))
  expect((await mailer().send(settingsOf(port), mail)).state).toBe('unknown')
})

test.each([
  ['before the greeting is answered', 'EHLO'],
  ['after the recipient was named', 'RCPT'],
  ['when asked for the content', 'DATA'],
])('a connection that breaks %s leaves the mail for later', async (_, at) => {
  const port = await misbehave((socket, line) => (line.startsWith(at) ? socket.destroy() : usual(socket, line)))
  expect((await mailer().send(settingsOf(port), mail)).state).toBe('later')
})

test('a server that stops listening between two mails leaves the second for later', async () => {
  const { port, server } = await serve()
  const sender = mailer()
  expect((await sender.send(settingsOf(port), mail)).state).toBe('sent')
  await new Promise<void>((done) => server.close(done))
  expect((await sender.send(settingsOf(port), mail)).state).toBe('later')
})

test('a server that does not speak, refuses connections or does not exist is tried later', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  ends.push(() => new Promise<void>((done) => silent.close(() => done())))
  expect(await mailer().send(settingsOf((silent.address() as AddressInfo).port), mail)).toMatchObject({ state: 'later', cause: 'timeout' })
  expect(await mailer().send(settingsOf(1), mail)).toMatchObject({ state: 'later', cause: 'connection' })
  expect(await mailer().send(settingsOf(25, { host: 'mail.invalid' }), mail)).toMatchObject({ state: 'later', cause: 'host' })
})

test('a wrong password is told as such, and the mail waits', async () => {
  const { port, taken } = await serve({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => (auth.password === 'right' ? done(null, { user: auth.username ?? '' }) : done(new Error('no'))),
  })
  expect(await mailer().send(settingsOf(port, { user: 'hello', password: 'wrong' }), mail)).toMatchObject({
    state: 'later',
    cause: 'sign-in',
  })
  expect(await mailer().send(settingsOf(port, { user: 'hello', password: 'right' }), mail)).toMatchObject({ state: 'sent' })
  expect(taken).toHaveLength(1)
})

test('TLS spoken to a server that speaks none is told as such', async () => {
  const { port } = await serve()
  expect(await mailer().send(settingsOf(port, { secure: true }), mail)).toMatchObject({ state: 'later', cause: 'tls' })
})

test('the server of the moment is used after the settings change', async () => {
  const [before, after] = [await serve(), await serve()]
  const sender = mailer()
  await sender.send(settingsOf(before.port), mail)
  await sender.send(settingsOf(after.port), mail)
  expect([before.taken.length, after.taken.length]).toEqual([1, 1])
})
