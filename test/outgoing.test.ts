import { createServer } from 'node:http'
import { createServer as createMailServer, type Server } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { checkLinks } from '../src/act/messages/template-actions.ts'
import { createChannelAccount } from '../src/act/channels/actions.ts'
import { addTarget, readDoctor } from '../src/app/backups/actions.ts'
import { openStore } from '../src/app/backups/server/places.ts'
import { outgoingDoors } from '../src/core/kit/outgoing-doors.ts'
import { createImportSchedule } from '../src/know/imports/actions.ts'
import { saveMailInbox, testMailInbox } from '../src/know/shop/mail-setup.ts'
import { readOutgoing, saveOutgoing } from '../src/know/shop/outgoing.ts'
import { saveSmtp, testSmtp } from '../src/know/shop/actions.ts'
import { beginVisit, hostsOfProvider, probeProvider } from '../src/platform/access/oidc.ts'
import type { Provider } from '../src/platform/access/providers.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { download } from '../src/platform/http/download.ts'
import { realChannels } from './real-channels.ts'
import { makeWorld, owner, type World } from './world.ts'

let world: World
let port = 0
let mailPort = 0
let connections = 0
const count = () => void (connections += 1)
/** What is connected to: it sends whoever asks for `/away` on to the same machine by another name. */
const server = createServer((request, answer) => {
  answer.setHeader('connection', 'close')
  if (request.url === '/away') return answer.writeHead(302, { location: `http://localhost:${port}/file` }).end()
  answer.writeHead(404).end('{}')
}).on('connection', count)
const mailServer = createMailServer((socket) => socket.destroy()).on('connection', count)

async function listen(on: Server): Promise<number> {
  await new Promise<void>((done) => on.listen(0, done))
  const address = on.address()
  return typeof address === 'object' && address ? address.port : 0
}

beforeAll(async () => {
  world = await makeWorld()
  port = await listen(server)
  mailPort = await listen(mailServer)
})
afterAll(async () => {
  for (const one of [server, mailServer]) await new Promise((done) => one.close(done))
  await world.end()
})
beforeEach(() => {
  connections = 0
})

const origin = () => `http://127.0.0.1:${port}`
const limits = { bytes: 10_000, quietMs: 5_000, wholeMs: 5_000 }
const reasonOf = (error: unknown): string => Object(error).reason ?? Object(error).code ?? String(error)
const fetched = (path: string) =>
  download({
    url: `${origin()}${path}`,
    headers: {},
    path: join(world.dataFolder, 'got'),
    limits,
    allowPrivate: true,
    mayReach: world.services.mayReach,
  }).catch(reasonOf)

const provider = (): Provider => ({
  id: '01920000-0000-7000-8000-000000000001',
  name: '公司账号',
  issuer: origin(),
  clientId: 'c',
  secret: world.services.secrets.seal('s'),
  newcomers: false,
  role: 'member',
  domains: [],
  vouches: false,
  enabled: true,
})

/** Goes out by each door, and says what became of it. */
const doors = {
  mail: async () => (await world.act(testSmtp, { to: 'a@shop.test' })).words.zh,
  mailbox: async () => (await world.act(testMailInbox, {})).words.zh,
  channels: async () => {
    const account = { id: 'x', vendor: 'webhook', settings: { address: origin(), secret: `whsec_${Buffer.alloc(32).toString('base64')}` } }
    const outcome = await realChannels(world.services).check(account)
    return 'cause' in outcome ? `${outcome.cause} ${outcome.reason}` : outcome.state
  },
  vendor: async () => {
    const account = { id: 'y', vendor: 'aliyun-sms', settings: { endpoint: origin(), accessKeyId: 'a', accessKeySecret: 'b' } }
    const outcome = await realChannels(world.services).check(account)
    return 'cause' in outcome ? `${outcome.cause} ${outcome.reason}` : outcome.state
  },
  signIn: () => probeProvider({ ...world.services, allowPrivateSignIn: true }, provider()).catch(reasonOf),
  imports: () => fetched('/file'),
  backups: async () => {
    const place = { endpoint: `${origin()}/shop`, region: '', accessKeyId: 'a', secretKey: world.services.secrets.seal('b') }
    const opened = openStore(world.services, { id: 'z', kind: 's3', place })
    return opened.then((store) => store.size('manifest.json')).catch(reasonOf)
  },
  links: async () => {
    const services = { ...world.services, allowPrivateDownloads: true }
    const { links } = await runAction(services, { actor: owner, source: 'app' }, checkLinks, { addresses: [origin()] })
    return links[0]?.state
  },
  doctor: async () => {
    const { checks } = await world.ask(readDoctor)
    return checks.find(({ name }) => name === 'mail')?.says
  },
}

test('what is not on the list is connected to by no door, and each says which host it was and where to allow it', async () => {
  await world.act(saveSmtp, { host: '127.0.0.1', port: mailPort, secure: false, from: 'a@shop.test' })
  await world.act(saveMailInbox, { host: '127.0.0.1', port: mailPort, secure: false, user: 'a', password: 'b', folder: 'INBOX' })
  await world.act(saveOutgoing, { enabled: true, hosts: ['allowed.example', 'localhost'] })
  const said: Record<string, unknown> = {}
  for (const [name, goOut] of Object.entries(doors)) said[name] = await goOut()
  const where = expect.stringMatching(/127\.0\.0\.1 不在允许连接的外部地址里.*设置 → 安全/)
  expect(said).toEqual({
    mail: where,
    mailbox: where,
    channels: 'unlisted 127.0.0.1',
    vendor: 'unlisted 127.0.0.1',
    signIn: 'outgoing.unlisted',
    imports: 'unlisted',
    backups: 'outgoing.unlisted',
    links: 'unlisted',
    doctor: 'unlisted',
  })
  expect(connections).toBe(0)
  expect(world.mailer.sent).toEqual([])
})

test('the same doors connect once the host is on the list, whatever its spelling, and where there is no list', async () => {
  for (const list of [
    { enabled: true, hosts: ['HTTP://127.1/'] },
    { enabled: false, hosts: [] },
  ]) {
    await world.act(saveOutgoing, list)
    for (const [name, goOut] of Object.entries(doors)) {
      connections = 0
      const said = await goOut()
      expect(JSON.stringify(said ?? ''), name).not.toMatch(/unlisted|不在允许/)
      // Mail of a test is caught before it leaves.
      expect(name === 'mail' ? world.mailer.sent.length : connections, name).toBeGreaterThan(0)
    }
  }
})

test('a redirect leads to no host that the list lacks', async () => {
  await world.act(saveOutgoing, { enabled: true, hosts: ['127.0.0.1'] })
  expect(await fetched('/away')).toBe('unlisted')
  expect(connections).toBe(1)
  await world.act(saveOutgoing, { enabled: true, hosts: ['127.0.0.1', 'localhost'] })
  expect(await fetched('/away')).toBe('status')
})

test('a provider that names another host is asked for there only where that is listed too', async () => {
  const discovering = createServer((_, answer) => {
    const metadata = {
      issuer: split.issuer,
      authorization_endpoint: 'https://id.example/authorize',
      token_endpoint: `http://localhost:${port}/token`,
      jwks_uri: `http://localhost:${port}/keys`,
    }
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(metadata))
  })
  const split = { ...provider(), issuer: `http://127.0.0.1:${await listen(discovering)}` }
  const services = { ...world.services, allowPrivateSignIn: true }
  await world.act(saveOutgoing, { enabled: true, hosts: ['127.0.0.1'] })
  await expect(probeProvider(services, split)).rejects.toMatchObject({ code: 'outgoing.unlisted', details: { host: 'localhost' } })
  // Whoever only signs in reads that it is so, and no host.
  const atTheDoor = beginVisit({ ...services, mayReach: async () => false }, split)
  await expect(atTheDoor).rejects.toMatchObject({ code: 'access.provider-unlisted', details: { name: '公司账号' } })
  expect(await hostsOfProvider(services, split)).toEqual(['127.0.0.1', 'localhost'])
  await world.act(saveOutgoing, { enabled: true, hosts: ['127.0.0.1', 'localhost'] })
  await probeProvider(services, split)
  await new Promise((done) => discovering.close(done))
})

test('the page names what is in use by every door with whether the list has it, the doctor what is missing, the audit who changed it', async () => {
  await world.act(saveOutgoing, { enabled: true, hosts: ['127.0.0.1', '*.aliyuncs.com', 'files.shop.test'] })
  await world.act(createChannelAccount, {
    channel: 'sms',
    vendor: 'aliyun-sms',
    name: '主账号',
    settings: { accessKeyId: 'LTAI5tTestTest', signName: '山前茶事' },
    secrets: { accessKeySecret: 'ali-secret' },
  })
  const times = { at: '02:30' }
  await world.act(createImportSchedule, { name: '会员', place: 'url', address: 'https://files.shop.test/members.csv', times })
  const s3 = { endpoint: 'https://s3.shop.test/bucket', region: 'cn', accessKeyId: 'a', secretKey: 'b' }
  await world.act(addTarget, { kind: 's3', name: '云上', ...s3, enabled: true, daily: 1, weekly: 0, monthly: 0 })
  const { id, name, issuer, clientId, secret } = provider()
  await sql`insert into auth.providers (id, name, issuer, client_id, secret, newcomers, role, domains, vouches, enabled, made_at, changed_at)
    values (${id}, ${name}, 'https://id.shop.test', ${clientId}, ${secret}, false, 'member', '{}', false, true, ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  const { reaches, hosts } = await world.ask(readOutgoing)
  expect(issuer).toContain('127.0.0.1')
  expect(hosts).toEqual(['*.aliyuncs.com', '127.0.0.1', 'files.shop.test'])
  expect(reaches.map(({ door, host, listed }) => `${door} ${host} ${listed}`).toSorted()).toEqual([
    'backups s3.shop.test false',
    'channels dysmsapi.aliyuncs.com true',
    'imports files.shop.test true',
    'mail 127.0.0.1 true',
    'mailbox 127.0.0.1 true',
    'sign-in id.shop.test false',
  ])
  expect([...new Set(reaches.map(({ door }) => door))].toSorted()).toEqual(Object.keys(outgoingDoors).toSorted())
  const found = (await world.ask(readDoctor)).checks.find((check) => check.name === 'outgoing')
  expect(found).toMatchObject({ state: 'broken', says: 'unlisted' })
  expect(String(found?.values['hosts']).split(', ').toSorted()).toEqual(['id.shop.test', 's3.shop.test'])
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit.entries where action = 'save-outgoing'`.execute(world.db)
  expect(rows[0]?.n).toBeGreaterThan(0)
})

test('what stood still because the list lacked its host is tried at once when the list is another, and nothing else is', async () => {
  const later = new Date(world.now().getTime() + 3_600_000)
  const customer = await world.customer()
  for (const code of ['account-unlisted', 'account-refused']) {
    const reason = JSON.stringify({ code, details: {} })
    await sql`insert into message_outlets (key, stopped, stopped_at, look_at, tries)
      values (${code}, ${reason}::jsonb, ${world.now()}, ${later}, 3)`.execute(world.db)
    // The one that was tried waits as long as its account.
    await sql`insert into messages (customer_id, id, channel, kind, key, state, due_at, reason, created_at)
      values (${customer}, ${world.services.newId()}, 'sms', 'service', ${code}, 'queued', ${later}, ${reason}::jsonb, ${world.now()})`.execute(
      world.db,
    )
  }
  await world.act(saveOutgoing, { enabled: true, hosts: ['127.0.0.1'] })
  const { rows } = await sql<{ key: string }>`select key from message_outlets where look_at is not null`.execute(world.db)
  expect(rows.map(({ key }) => key)).toEqual(['account-refused'])
  const due = await sql<{ key: string }>`select key from messages where due_at <= ${world.now()}`.execute(world.db)
  expect(due.rows.map(({ key }) => key)).toEqual(['account-unlisted'])
})

test('a list that cannot be read lets nothing through', async () => {
  await sql`update settings set value = '"broken"' where name = 'outgoing'`.execute(world.db)
  await new Promise((done) => setTimeout(done, 1_100))
  expect(await fetched('/file')).toBe('unreachable')
  expect(connections).toBe(0)
})
