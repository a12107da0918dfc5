import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../../../../test/fresh-database.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { openDatabase } from '../../../platform/database/connect.ts'
import { sendMessage } from '../actions.ts'
import { createTemplate } from '../template-actions.ts'
import { sendDue } from './send-due.ts'

/** The way to a database, which can be cut and mended. */
type Wire = { readonly url: string; cut(): void; mend(): Promise<void>; end(): Promise<void> }

async function layWire(to: string): Promise<Wire> {
  const far = new URL(to)
  const sockets = new Set<Socket>()
  const server: Server = createServer((near) => {
    const away = connect(Number(far.port), far.hostname)
    for (const socket of [near, away]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    }
    near.pipe(away).pipe(near)
  })
  const listen = (port: number) => new Promise<void>((done) => void server.listen(port, '127.0.0.1', done))
  await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const url = new URL(to)
  url.port = String(port)
  const cut = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { url: url.href, cut, mend: () => listen(port), end: async () => cut() }
}

let wire: Wire
let world: World
let templateId: string
let smsId: string
beforeAll(async () => {
  const fresh = await freshDatabase()
  wire = await layWire(fresh.url)
  const database = openDatabase(wire.url)
  const drop = async () => {
    await database.close()
    await wire.end()
    await fresh.drop()
  }
  world = await makeWorld({ database: { url: wire.url, database, drop } })
  await world.mailServer()
  templateId = (await world.act(createTemplate, { name: '发货', subject: '发货了', body: '您好 {{name}}', kind: 'service' })).id
  smsId = (await world.act(createTemplate, { name: '短信', subject: '短信', body: '您好 {{name}}', kind: 'service' })).id
  await sql`update templates set channel = 'sms' where id = ${smsId}`.execute(world.db)
})
afterAll(() => world.end())

let customers = 0
beforeEach(async () => {
  world.mailer.sent.length = 0
  await sql`delete from messages`.execute(world.db)
  await sql`delete from channel_accounts`.execute(world.db)
})

async function send(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const customerId = await world.customer({ email: `a${++customers}@tea.example` })
    await world.act(sendMessage, { customerId, templateId })
  }
}

const states = async () => {
  const { rows } = await sql<{ state: string }>`select state from messages order by state`.execute(world.db)
  return rows.map((row) => row.state)
}

test('however long the database is away, what was answered is written down and what was begun goes on', async () => {
  await send(40)
  const running = new AbortController()
  let answers = 0
  let mended: Promise<void> | undefined
  // Longer than the program waits where it is not told whether it is to stop.
  const away = async () => {
    wire.cut()
    await pause(11_500)
    await wire.mend()
  }
  while (
    await sendDue(world.services, {
      stopping: running.signal,
      limit: 40,
      at: (point) => {
        if (point === 'answered' && ++answers === 3) mended = away()
      },
    })
  );
  await mended
  expect(await states()).toEqual(Array(40).fill('sent'))
  expect(new Set(world.mailer.sent.map((mail) => mail.messageId)).size).toBe(40)
  expect(world.mailer.sent).toHaveLength(40)
})

test('where the database was away until a claim was over, it is decided anew about the messages, and none is in doubt', async () => {
  await send(3)
  let mended: Promise<void> | undefined
  await sendDue(world.services, {
    at: (point) => {
      if (point !== 'claimed') return
      wire.cut()
      world.pass({ amount: 20, unit: 'minutes' })
      mended = pause(300).then(() => wire.mend())
    },
  })
  await mended
  expect(world.mailer.sent).toEqual([])
  expect(await states()).toEqual(Array(3).fill('queued'))
  while (await sendDue(world.services));
  expect(await states()).toEqual(Array(3).fill('sent'))
  expect(world.mailer.sent).toHaveLength(3)
})

test.each([
  ['one by one', null],
  ['in lots', { most: 10, keyOf: () => 'all' }],
])('where the database is away when a door asks it before it says a word, nothing is in doubt: messages that go %s', async (_, lots) => {
  const id = world.services.newId()
  await sql`insert into channel_accounts (id, channel, vendor, name, settings, is_default, delivery, cost, created_at, updated_at)
    values (${id}, 'sms', 'aliyun-sms', '短信', '{"endpoint": "http://127.0.0.1:9"}', true, 'at-most-once', 5, ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  for (let i = 0; i < 4; i++) {
    const customerId = await world.customer({ phone: `+86138000001${++customers}` })
    await world.act(sendMessage, { customerId, templateId: smsId })
  }
  const said: string[] = []
  const askForToken = async (messages: readonly { readonly id: string }[]) => {
    await sql`select 1 from channel_tokens`.execute(world.db)
    said.push(...messages.map((message) => message.id))
    return messages.map(() => ({ state: 'sent', reference: 'ok' }) as const)
  }
  const channels = {
    ...world.channels,
    lotsOf: () => lots,
    send: async (_account: object, message: { readonly id: string }) =>
      (await askForToken([message]))[0] ?? ({ state: 'unknown', reason: '' } as const),
    sendLot: async (_account: object, messages: readonly { readonly id: string }[]) => askForToken(messages),
  }
  const services = { ...world.services, channels }
  let mended: Promise<void> | undefined
  const away = sendDue(services, {
    at: (point) => {
      if (point !== 'begun' || mended) return
      wire.cut()
      mended = pause(300).then(() => wire.mend())
    },
  })
  await expect(away).rejects.toThrow(/ECONN|Connection/)
  await mended
  expect(said).toEqual([])
  const { rows } = await sql`select distinct state, attempts from messages`.execute(world.db)
  expect(rows).toEqual([{ state: 'queued', attempts: 0 }])
  while (await sendDue(services));
  expect(await states()).toEqual(Array(4).fill('sent'))
  expect(new Set(said).size).toBe(4)
  expect(said).toHaveLength(4)
})

test('an answer that cannot be written down leaves its own message in doubt and not those that were answered with it', async () => {
  await send(5)
  let asked = 0
  // Nothing that a server says breaks off writing; this is a fault of the program that nobody foresaw.
  await sql`alter table messages add constraint no_second check (reference <> 'the second')`.execute(world.db)
  world.mailer.answer = async () => {
    const turn = ++asked
    await pause(turn * 20)
    return { state: 'sent', reference: turn === 2 ? 'the second' : '250\u0000ok' }
  }
  await expect(sendDue(world.services, { lanes: 2 })).rejects.toThrow('no_second')
  await sql`alter table messages drop constraint no_second`.execute(world.db)
  expect(await states()).toEqual(['sending', ...Array(4).fill('sent')])
})
