import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { anywhere } from '../../../../test/anywhere.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { isPrivateAddress } from '../../../platform/http/private-address.ts'
import { download } from '../../../platform/http/download.ts'
import {
  changeImportSchedule,
  createImportSchedule,
  listImportSchedules,
  listImports,
  removeImportSchedule,
  runImportSchedule,
  undoImport,
} from '../actions.ts'
import { nextRun, nextTry } from '../schedule.ts'
import { runImports } from './run-imports.ts'
import { runSchedules } from './run-schedules.ts'

let world: World
let server: Server
let answer: (request: IncomingMessage, reply: ServerResponse) => void
let asked: IncomingMessage[]
let origin: string

beforeEach(async () => {
  world = await makeWorld()
  asked = []
  server = createServer((request, reply) => {
    asked.push(request)
    answer(request, reply)
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const at = server.address()
  origin = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => void server.close(done))
  await world.end()
})

/** The shop's own network is allowed here, for the server of this test is in it. */
const inside = () => ({ ...world.services, allowPrivateDownloads: true })

async function run(services = inside()): Promise<void> {
  for (let round = 0; round < 20; round++) {
    if (await runSchedules(services)) continue
    if (!(await runImports(services))) return
  }
  throw new Error('the schedules do not come to rest')
}

const members = '会员号,姓名\nM1,王芳\n'
const send = (text: string, headers: Record<string, string> = {}, status = 200) =>
  void (answer = (_, reply) => void reply.writeHead(status, headers).end(text))

/** Made as if the own network were allowed, whatever the check at its making says. */
async function ofUrl(path = '/members.csv', more: object = {}): Promise<string> {
  const base = { name: '会员', place: 'url', address: 'https://shop.example/members.csv', times: { every: 1 }, ...more }
  const { id } = await world.act(createImportSchedule, base)
  await world.database.pool.query('update import_schedules set address = $1 where id = $2', [origin + path, id])
  return id
}

const only = async () => (await world.ask(listImportSchedules, {})).schedules[0]
const count = async (table: string) => Number((await world.database.pool.query(`select count(*) as n from ${table}`)).rows[0].n)

test('a file is fetched when its time has come, and the same content is not imported twice, nor after an undo', async () => {
  send(members, { etag: '"a"', 'last-modified': 'Mon, 15 Jun 2026 00:00:00 GMT' })
  await ofUrl()
  await run()
  expect(asked).toHaveLength(0)
  world.pass({ amount: 61, unit: 'minutes' })
  await run()
  expect(await only()).toMatchObject({ failures: 0, importState: 'done', last: { outcome: 'started' } })
  expect(await count('customers')).toBe(1)
  world.pass({ amount: 61, unit: 'minutes' })
  send('', {}, 304)
  await run()
  expect(asked[1]?.headers).toMatchObject({ 'if-none-match': '"a"', 'if-modified-since': 'Mon, 15 Jun 2026 00:00:00 GMT' })
  expect(await only()).toMatchObject({ last: { outcome: 'unchanged' } })
  const [first] = (await world.ask(listImports, {})).imports
  await world.act(undoImport, { id: first?.id })
  await run()
  send(members)
  world.pass({ amount: 61, unit: 'minutes' })
  await run()
  expect(await only()).toMatchObject({ last: { outcome: 'unchanged' } })
  expect(await count('customers')).toBe(0)
  send(`${members}M2,陈一\n`)
  world.pass({ amount: 61, unit: 'minutes' })
  await run()
  expect(await count('customers')).toBe(2)
})

test('passwords are sealed, sent to the place they are for, and to no other', async () => {
  const id = await ofUrl('/a.csv', { auth: { kind: 'basic', user: 'shop', secret: '秘密' } })
  answer = (request, reply) =>
    request.url === '/a.csv'
      ? void reply.writeHead(302, { location: origin.replace('127.0.0.1', 'localhost') + '/b.csv' }).end()
      : void reply.end(members)
  await world.act(runImportSchedule, { id })
  await run()
  expect(asked.map((request) => request.headers.authorization)).toEqual([`Basic ${Buffer.from('shop:秘密').toString('base64')}`, undefined])
  const kept = JSON.stringify((await world.database.pool.query('select * from import_schedules, audit.entries')).rows)
  expect(kept).not.toContain('秘密')
  expect((await only())?.auth).toEqual({ kind: 'basic', user: 'shop', hasSecret: true })
  const elsewhere = {
    name: '会员',
    place: 'url',
    address: 'https://other.example/x.csv',
    times: { every: 1 },
    auth: { kind: 'basic', user: 'shop' },
  }
  await world.act(changeImportSchedule, { id, ...elsewhere })
  expect((await only())?.auth.hasSecret).toBe(false)
})

test('what fails is said, and tried again with growing gaps', async () => {
  send('sorry', {}, 500)
  const id = await ofUrl()
  await world.act(runImportSchedule, { id })
  const gaps: number[] = []
  for (let round = 0; round < 4; round++) {
    await run()
    const schedule = await only()
    gaps.push(Math.round((Date.parse(schedule?.nextAt ?? '') - world.now().getTime()) / 60_000))
    world.setTime(schedule?.nextAt ?? '')
  }
  expect(gaps).toEqual([5, 10, 20, 40])
  expect(await only()).toMatchObject({ failures: 4, last: { outcome: 'failed', words: { zh: expect.stringContaining('500') } } })
  send(members)
  await run()
  expect(await only()).toMatchObject({ failures: 0, last: { outcome: 'started' } })
})

test('a page in place of a file, and an empty answer, are refused with the reason', async () => {
  const id = await ofUrl()
  for (const [text, said] of [
    ['', '空的'],
    ['%PDF-1.4 nothing', '不是文本'],
  ] as const) {
    send(text)
    await world.act(runImportSchedule, { id })
    await run()
    expect((await only())?.last?.words?.zh).toContain(said)
  }
  expect(await count('imports')).toBe(0)
})

const limits = { bytes: 10_000, quietMs: 60_000, wholeMs: 60_000 }
const fetchInside = (path: string, within = limits) =>
  download({ url: origin + path, headers: {}, path: join(world.dataFolder, 'got'), limits: within, allowPrivate: true, mayReach: anywhere })

test('a server that is slow, silent, endless or goes in circles is given up', async () => {
  answer = () => {}
  await expect(fetchInside('/silent', { ...limits, quietMs: 200 })).rejects.toMatchObject({ reason: 'too-slow' })
  answer = (_, reply) => {
    const drip = setInterval(() => reply.write('x'), 50)
    reply.on('close', () => clearInterval(drip))
  }
  await expect(fetchInside('/drip', { ...limits, wholeMs: 600 })).rejects.toMatchObject({ reason: 'too-slow' })
  answer = (_, reply) => {
    const flood = () => {
      while (!reply.destroyed && reply.write('x'.repeat(4_000)));
      if (!reply.destroyed) reply.once('drain', flood)
    }
    flood()
  }
  await expect(fetchInside('/flood')).rejects.toMatchObject({ reason: 'too-large' })
  send('x', { 'content-length': '999999' })
  await expect(fetchInside('/huge')).rejects.toMatchObject({ reason: 'too-large' })
  answer = (_, reply) => void reply.writeHead(302, { location: '/again' }).end()
  await expect(fetchInside('/circle')).rejects.toMatchObject({ reason: 'redirects' })
  answer = (_, reply) => void reply.destroy()
  await expect(fetchInside('/reset')).rejects.toMatchObject({ reason: 'unreachable' })
})

/** A certificate that nobody has signed but itself, with its key; both are for this test alone. */
const unsigned = {
  cert:
    'MIIBljCCATugAwIBAgIUPilqu6/n9LWmyag1eyi1PyzH0bgwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjE5Mz' +
    'EwM1oYDzIxMjYxMDI5MTkzMTAzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASea0AOGlM3HwbwAzVH' +
    'F4O/bQLdZo3GHFukJXvRamB5WZWfScAPjkmII9jRCv4okRgx9FlKFCeUXwmmILy0t+Wro2kwZzAdBgNVHQ4EFgQUnty4rA0r2YosXAKcqHVRJP' +
    'MEokMwHwYDVR0jBBgwFoAUnty4rA0r2YosXAKcqHVRJPMEokMwDwYDVR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZI' +
    'zj0EAwIDSQAwRgIhAKlWOpvN4OtkCZlB3E+Oz4Soz5dqN7R3LWwy+xsFz/pGAiEAtNUVH5bm1KBBStdtfSaTKYqi0GRAuUQPA/7JGTFJHzg=',
  key:
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOGf9C1bDlYgGLphvjP6jz5ALqPVOyQpQwI7eyH68LrGhRANCAASea0AOGlM3Hw' +
    'bwAzVHF4O/bQLdZo3GHFukJXvRamB5WZWfScAPjkmII9jRCv4okRgx9FlKFCeUXwmmILy0t+Wr',
}
const pem = (what: string, text: string) => `-----BEGIN ${what}-----\n${text}\n-----END ${what}-----\n`

test('a server whose certificate cannot be trusted gets no password and gives no file, and that is said in plain words', async () => {
  const secure = createSecureServer(
    { cert: pem('CERTIFICATE', unsigned.cert), key: pem('PRIVATE KEY', unsigned.key) },
    (request, reply) => {
      asked.push(request)
      reply.end(members)
    },
  )
  await new Promise<void>((done) => void secure.listen(0, '127.0.0.1', done))
  const at = secure.address()
  try {
    const id = await ofUrl('/', { auth: { kind: 'bearer', secret: 'a secret' } })
    const address = `https://localhost:${typeof at === 'object' && at ? at.port : 0}/members.csv`
    await world.database.pool.query('update import_schedules set address = $1 where id = $2', [address, id])
    await world.act(runImportSchedule, { id })
    await run()
    expect(asked).toHaveLength(0)
    const last = (await only())?.last
    expect(last?.words?.zh).toMatch(/^对方的证书不可信（证书是自己签发的），所以没有取文件，也没有交出密码/)
    expect(last?.words?.en).toMatch(/^The certificate of the other side cannot be trusted \(it is signed by itself\)/)
  } finally {
    secure.closeAllConnections()
    await new Promise((done) => void secure.close(done))
  }
})

test('nothing is fetched from the own network or without encryption, and no redirect leads there', async () => {
  const base = { headers: {}, path: join(world.dataFolder, 'got'), limits, allowPrivate: false, mayReach: anywhere }
  await expect(download({ ...base, url: 'http://shop.example/' })).rejects.toMatchObject({ reason: 'insecure' })
  for (const url of ['https://127.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/latest', 'https://0x7f.1/', 'https://localhost/'])
    await expect(download({ ...base, url }), url).rejects.toMatchObject({ reason: 'private' })
  for (const address of [
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    'nonsense',
  ])
    expect(isPrivateAddress(address), address).toBe(true)
  for (const address of ['1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])
    expect(isPrivateAddress(address), address).toBe(false)
  answer = (_, reply) => void reply.end(members)
  const id = await ofUrl()
  await world.act(runImportSchedule, { id })
  await run(world.services)
  expect(asked).toHaveLength(0)
  expect(await only()).toMatchObject({ failures: 1 })
})

test.each([
  ['url', 'http://shop.example/a.csv'],
  ['url', 'https://user:pass@shop.example/a.csv'],
  ['url', 'https://127.0.0.1/a.csv'],
  ['url', 'file:///etc/passwd'],
  ['folder', '../secret.key'],
  ['folder', 'a/b.csv'],
  ['folder', '.hidden'],
])('as a %s, %s is refused', async (place, address) => {
  const input = { name: 'x', place, address, times: { every: 1 } }
  await expect(world.act(createImportSchedule, input)).rejects.toMatchObject({ code: 'import.wrong-address' })
})

function lay(name: string, text: string, secondsAgo = 60): void {
  const { inbox } = world.services
  mkdirSync(inbox, { recursive: true })
  writeFileSync(join(inbox, name), text)
  const at = world.now().getTime() / 1000 - secondsAgo
  utimesSync(join(inbox, name), at, at)
}

test('files of the inbox come in one after the other; what is being written, links and other names are left', async () => {
  const { id } = await world.act(createImportSchedule, { name: '会员', place: 'folder', address: 'members-*.csv', times: { every: 1 } })
  lay('members-2.csv', '会员号,姓名\nM2,陈一\n', 50)
  lay('members-1.csv', members, 60)
  lay('members-3.csv', '会员号,姓名\nM3,李二\n', -1_800)
  lay('other.csv', '会员号,姓名\nX1,无\n')
  symlinkSync(join(world.dataFolder, 'secret.key'), join(world.services.inbox, 'members-link.csv'))
  await world.act(runImportSchedule, { id })
  for (let round = 0; round < 3; round++) {
    await run()
    world.pass({ amount: 5, unit: 'minutes' })
  }
  const names = (await world.database.pool.query('select code from customers order by code')).rows.map((row) => row.code)
  expect(names).toEqual(['M1', 'M2'])
  world.pass({ amount: 1, unit: 'hours' })
  await run()
  expect(await count('customers')).toBe(3)
  world.pass({ amount: 1, unit: 'hours' })
  await run()
  expect(await only()).toMatchObject({ last: { outcome: 'nothing' }, failures: 0 })
  expect(await count('imports')).toBe(3)
})

test('a file that is still being written when its hour comes is fetched some seconds later, not a day', async () => {
  const { id } = await world.act(createImportSchedule, { name: '会员', place: 'folder', address: 'fresh-*.csv', times: { at: '02:30' } })
  lay('fresh-1.csv', '会员号,姓名\nF1,新到\n', 2)
  await world.act(runImportSchedule, { id })
  await run()
  expect(await only()).toMatchObject({ failures: 0, last: { outcome: 'nothing', words: { zh: expect.stringContaining('fresh-1.csv') } } })
  world.pass({ amount: 1, unit: 'minutes' })
  await run()
  expect(await only()).toMatchObject({ last: { outcome: 'started', words: null } })
})

test('a file of the inbox that cannot be read is said and does not keep the next one from coming', async () => {
  const { id } = await world.act(createImportSchedule, { name: '会员', place: 'folder', address: '*.csv', times: { every: 1 } })
  lay('bad.csv', '', 60)
  await world.act(runImportSchedule, { id })
  await run()
  expect(await only()).toMatchObject({ failures: 1, last: { outcome: 'failed' } })
  world.pass({ amount: 10, unit: 'minutes' })
  await run()
  expect(await only()).toMatchObject({ failures: 1, last: { outcome: 'failed' } })
  lay('good.csv', members)
  world.pass({ amount: 1, unit: 'hours' })
  await run()
  expect(await only()).toMatchObject({ failures: 0, last: { outcome: 'started' } })
})

test('a schedule can rest, go on, use a mapping and be removed; only managers may', async () => {
  const input = { name: '会员', place: 'folder', address: '*.csv', times: { at: '02:30' }, mapping: 'ready:youzan-customers' }
  const { id } = await world.act(createImportSchedule, input)
  expect((await only())?.nextAt).toBe('2026-06-15T18:30:00.000Z')
  await world.act(changeImportSchedule, { id, ...input, paused: true })
  expect(await only()).toMatchObject({ paused: true, nextAt: null })
  await world.act(changeImportSchedule, { id, ...input })
  expect(await only()).toMatchObject({ paused: false })
  await expect(world.act(createImportSchedule, { ...input, mapping: 'gone' })).rejects.toMatchObject({ code: 'import.unknown-mapping' })
  await expect(world.act(removeImportSchedule, { id }, { role: 'member' })).rejects.toMatchObject({ code: 'access.denied' })
  await world.act(removeImportSchedule, { id })
  await expect(world.act(runImportSchedule, { id })).rejects.toMatchObject({ code: 'import.schedule-missing' })
})

test('the next run is by the shop’s clock, and a try after a failure never later than that', () => {
  const now = new Date('2026-06-15T04:00:00Z')
  expect(nextRun({ at: '12:00' }, now, 'Asia/Shanghai').toISOString()).toBe('2026-06-16T04:00:00.000Z')
  expect(nextRun({ at: '12:01' }, now, 'Asia/Shanghai').toISOString()).toBe('2026-06-15T04:01:00.000Z')
  expect(nextTry({ every: 1 }, now, 'UTC', 9).toISOString()).toBe('2026-06-15T05:00:00.000Z')
})
