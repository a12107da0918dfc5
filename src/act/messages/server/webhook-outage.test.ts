import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { realChannels } from '../../../../test/real-channels.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { sendMessage } from '../actions.ts'
import { sendDue } from './send-due.ts'

const secret = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`

let world: World
let port: number
let isDown = true
const taken: string[] = []
const ids: string[] = []
let end: () => Promise<void>
beforeAll(async () => {
  world = await makeWorld()
  // Checks as a receiver does, and is down until it is not: hangs up, or answers as a gateway without a server behind it.
  const server = createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      ids.push(String(request.headers['webhook-id']))
      if (isDown) return ids.length % 2 === 0 ? void reply.destroy() : void reply.writeHead(502).end('bad gateway')
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      const signed = new Webhook(secret).sign(
        headers['webhook-id'] ?? '',
        new Date(Number(headers['webhook-timestamp']) * 1_000),
        Buffer.concat(parts),
      )
      if (signed === headers['webhook-signature']) taken.push(headers['webhook-id'] ?? '')
      return void reply.writeHead(204).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
  end = () => new Promise<void>((done) => server.close(() => done()))
})
afterAll(async () => {
  await world.end()
  await end()
})

test('a receiver that was down for four hours gets all afterwards, each under its own id', async () => {
  const { services } = world
  const settings = { address: `http://127.0.0.1:${port}/hook`, secret: services.secrets.seal(secret) }
  await sql`insert into channel_accounts (id, channel, vendor, name, settings, is_default, created_at, updated_at)
    values (${services.newId()}, 'webhook', 'webhook', 'ERP', ${JSON.stringify(settings)}::jsonb, true, ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  const templateId = services.newId()
  const content = { form: 'json', texts: { zh: { type: 'customer.greeted', data: '{"name": "{{name}}"}' } } }
  await sql`insert into templates (id, name, subject, body, kind, channel, content, created_at, updated_at)
    values (${templateId}, '通知', '通知', '通知', 'service', 'webhook', ${JSON.stringify(content)}::jsonb, ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  const sent: string[] = []
  for (let i = 0; i < 5; i++)
    sent.push((await world.act(sendMessage, { customerId: await world.customer({ name: `王${i}` }), templateId })).id)
  const real = { ...services, channels: realChannels(services) }
  const work = async () => {
    for (let round = 0; round < 20 && (await sendDue(real)); round++);
  }
  for (let minutes = 0; minutes < 240; minutes += 5) {
    await work()
    world.pass({ amount: 5, unit: 'minutes' })
  }
  expect(taken).toEqual([])
  expect(ids.length).toBeGreaterThan(sent.length)
  const { rows } = await sql<{ state: string }>`select distinct state from messages`.execute(world.db)
  expect(rows).toEqual([{ state: 'queued' }])
  isDown = false
  for (let minutes = 0; minutes < 24 * 60 && taken.length < sent.length; minutes += 15) {
    await work()
    world.pass({ amount: 15, unit: 'minutes' })
  }
  expect(taken.toSorted()).toEqual(sent.toSorted())
  expect(new Set(ids)).toEqual(new Set(sent))
}, 60_000)
