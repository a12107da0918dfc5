import { createHash, createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { messageOfAddress, messageOfMailId } from './bounce-address.ts'
import { dkimRecord, makeDkimKey, readDkimKey } from './dkim.ts'
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
  ['mailbox full for now', 'RCPT', '452 mailbox full', 'later', 'busy'],
  ['greylisted', 'RCPT', '450 come back', 'later', 'busy'],
  ['content refused', '.', '554 looks like spam', 'refused', 'other'],
  ['content not taken for now', '.', '451 try again', 'later', 'busy'],
  ['too busy after the content', '.', '421 closing', 'later', 'busy'],
  ['sign-in needed, which is not the mail’s fault', 'MAIL', '530 authentication required', 'later', 'sign-in'],
] as const)('%s', async (_, at, answer, state, cause) => {
  const port = await misbehave(refusing(at, answer))
  expect(await mailer().send(settingsOf(port), mail)).toMatchObject({ state, cause, reason: answer })
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

test('many mails go at once, over as many connections as the settings allow', async () => {
  let open = 0
  let most = 0
  const { port, taken } = await serve({
    onConnect: (_session, done) => {
      most = Math.max(most, ++open)
      done()
    },
    onClose: () => void open--,
  })
  const sender = mailer()
  const all = Array.from({ length: 40 }, (_, i) =>
    sender.send(settingsOf(port, { connections: 4 }), { ...mail, messageId: `<m${i}@shop.test>` }),
  )
  expect((await Promise.all(all)).every(({ state }) => state === 'sent')).toBe(true)
  expect([taken.length, most]).toEqual([40, 4])
})

test('a greylisted mail is taken when it comes again, under the same id', async () => {
  let tries = 0
  const { port, taken } = await serve({
    onRcptTo: (_address, _session, done) =>
      ++tries === 1 ? done(Object.assign(new Error('come back in a minute'), { responseCode: 451 })) : done(),
  })
  const sender = mailer()
  expect(await sender.send(settingsOf(port), mail)).toMatchObject({ state: 'later', cause: 'busy' })
  expect((await sender.send(settingsOf(port), mail)).state).toBe('sent')
  expect(taken[0]).toContain('Message-ID: <m1@shop.test>')
})

test('answers go to the address for answers, and bounces to one that names the message', async () => {
  const senders: string[] = []
  const { port, taken, recipients } = await serve({
    onMailFrom: (address, _session, done) => {
      senders.push(address.address)
      done()
    },
  })
  const messageId = '<01920000-0000-7000-8000-0000000000aa@shop.test>'
  const more = { replyTo: 'answers@shop.test', bounceTo: 'bounces@shop.test' }
  await mailer().send(settingsOf(port, more), { ...mail, messageId })
  expect(senders).toEqual(['bounces+019200000000700080000000000000aa@shop.test'])
  expect(messageOfAddress(senders[0] ?? '')).toBe('01920000-0000-7000-8000-0000000000aa')
  expect(messageOfMailId(messageId)).toBe('01920000-0000-7000-8000-0000000000aa')
  expect(recipients).toEqual(['wang@shop.test'])
  expect(taken[0]).toContain('Reply-To: answers@shop.test')
  expect(taken[0]).toMatch(/From: .*<hello@shop.test>/)
})

test('the signature of a mail holds by the key in its DNS record, and covers the way out', async () => {
  const privateKey = makeDkimKey()
  const { port, taken } = await serve()
  await mailer().send(settingsOf(port, { dkim: { domain: 'shop.test', selector: 'regulars', privateKey } }), mail)
  const [head = '', ...rest] = (taken[0] ?? '').split('\r\n\r\n')
  const lines = head.replace(/\r\n(?=[ \t])/g, '\n').split('\r\n')
  const signature = lines.find((line) => line.startsWith('DKIM-Signature:')) ?? ''
  const tag = (name: string) => new RegExp(`[ ;\n]${name}=([^;]+)`).exec(signature)?.[1]?.replace(/\s/g, '') ?? ''
  expect([tag('d'), tag('s'), tag('a')]).toEqual(['shop.test', 'regulars', 'rsa-sha256'])
  expect(tag('h').toLowerCase().split(':')).toEqual(expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post']))
  // Checked by hand as RFC 6376 3.4 says: body and headers relaxed.
  const body = `${rest
    .join('\r\n\r\n')
    .replace(/[ \t]+/g, ' ')
    .replace(/ \r\n/g, '\r\n')
    .replace(/(\r\n)*$/, '')}\r\n`
  expect(tag('bh')).toBe(createHash('sha256').update(body).digest('base64'))
  const relaxed = (line: string) => {
    const colon = line.indexOf(':')
    return `${line.slice(0, colon).toLowerCase()}:${line
      .slice(colon + 1)
      .replace(/\s+/g, ' ')
      .trim()}`
  }
  const signed = tag('h')
    .split(':')
    .map((name) => relaxed(lines.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? ''))
  const unsigned = relaxed(signature.replace(/([ ;\n]b=)[^;]*$/, '$1'))
  const record = /p=(.+)$/.exec(dkimRecord(privateKey))?.[1] ?? ''
  const publicKey = createPublicKey({ key: Buffer.from(record, 'base64'), type: 'spki', format: 'der' })
  const said = [...signed, unsigned].join('\r\n')
  expect(
    createVerify('RSA-SHA256')
      .update(said)
      .verify(publicKey, Buffer.from(tag('b'), 'base64')),
  ).toBe(true)
  expect(
    createVerify('RSA-SHA256')
      .update(`${said}x`)
      .verify(publicKey, Buffer.from(tag('b'), 'base64')),
  ).toBe(false)
})

test('a pasted key is kept only where it can sign', () => {
  expect(readDkimKey(makeDkimKey())).toContain('BEGIN PRIVATE KEY')
  expect(readDkimKey('-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----')).toBeNull()
  expect(readDkimKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toBeNull()
})
