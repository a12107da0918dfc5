// The database is killed under the running program, at chosen places. The program lives on, and so does its work.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createImport, readImport } from '../../src/know/imports/actions.ts'
import { forgetQuiet, quietMailer } from '../../src/app/backups/server/quiet.ts'
import { makeSmtpMailer } from '../../src/platform/channels/smtp-mailer.ts'
import { buildServer } from '../../src/platform/http/server.ts'
import { startTicks } from '../../src/platform/jobs/tick-loop.ts'
import { makeWorld, owner, type World } from '../world.ts'
import { customerCount, makeBusy, whatFollows } from './busy-shop.ts'
import { type CountingServer, startCountingServer } from './mail-server.ts'
import { type OwnDatabase, startOwnDatabase } from './own-database.ts'
import { type Work, workOn } from './work.ts'

let database: OwnDatabase
let world: World
/** The same shop on a database that nobody kills. */
let calm: World
let mail: CountingServer
beforeAll(async () => {
  mail = await startCountingServer()
  database = await startOwnDatabase()
  world = await makeWorld({ database })
  calm = await makeWorld()
  for (const each of [world, calm]) await makeBusy(each)
  await mail.serve(world)
}, 120_000)
afterAll(async () => {
  await world.end()
  await calm.end()
  await mail.close()
}, 60_000)

async function until(question: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await question().catch(() => false)); tries++) {
    if (tries > 1_200) throw new Error('it never came about')
    await pause(50)
  }
}

/** The program's own loop does the work, and at each of the places, in their order, the database is killed. */
async function killedAt(work: Work, places: readonly string[], portion: number, isDone: () => Promise<boolean>): Promise<void> {
  const left = [...places]
  const at = (place: string) => {
    if (place !== left[0]) return
    left.shift()
    database.kill()
    // As if nobody had asked for half a second: the door asks the database once more before it says a word.
    forgetQuiet(world.database)
  }
  const mailer = quietMailer(makeSmtpMailer(), world.database)
  const tick = { name: work, everyMs: 20, run: () => workOn({ ...world.services, mailer }, work, portion, at) }
  const ticks = startTicks(world.services, [tick])
  await until(async () => left.length === 0 && (await isDone()))
  await ticks.stop()
  await mailer.close()
  expect(world.problems).toEqual([])
}

async function undisturbed(work: Work): Promise<void> {
  while (await workOn(calm.services, work, 40));
}

const none = async (question: string) => (await database.database.pool.query(question)).rows.length === 0

const lines = Array.from({ length: 200 }, (_, i) => `F${Math.floor(i / 2)},M${i % 13},2026-03-01 10:00:00,P${i % 9},1,2.50`)
const file = { name: 'f.csv', text: `订单号,会员号,下单时间,商品编码,数量,单价\n${lines.join('\n')}\n` }

test('killed in the middle of an import, no row is lost and none comes twice', async () => {
  const { id: calmId } = await calm.act(createImport, file)
  await undisturbed('import')
  const { id } = await world.act(createImport, file)
  await killedAt(
    'import',
    ['purchases-kept', 'committed', 'before-commit'],
    40,
    async () => (await world.ask(readImport, { id })).state === 'done',
  )
  const { counts } = await calm.ask(readImport, { id: calmId })
  expect((await world.ask(readImport, { id })).counts).toEqual(counts)
  expect(await whatFollows(world)).toEqual(await whatFollows(calm))
}, 120_000)

test('killed in the middle of a metrics run, it comes to the same figures', async () => {
  await undisturbed('news')
  await killedAt('news', ['claimed', 'refreshed', 'written'], 10, () => none('select 1 from log_heads where done < seq'))
  expect(await whatFollows(world)).toEqual(await whatFollows(calm))
}, 120_000)

test('killed in the middle of a journey tick, everybody goes each step once', async () => {
  await undisturbed('journeys')
  await killedAt('journeys', ['claimed', 'written'], 10, () => none(`select 1 from journey_runs where state = 'ready'`))
  expect(await whatFollows(world)).toEqual(await whatFollows(calm))
}, 120_000)

test('killed in the middle of a send, every message goes once and what the mail server answered is kept', async () => {
  await killedAt('outbox', ['claimed', 'begun', 'answered'], 10, () => none(`select 1 from messages where state in ('queued', 'sending')`))
  const { rows } = await database.database.pool.query<{ state: string; mail_id: string }>('select state, mail_id from messages')
  expect(rows.map((row) => [row.state, mail.received.get(row.mail_id)])).toEqual(Array.from({ length: customerCount }, () => ['sent', 1]))
  expect(mail.received.size).toBe(customerCount)
}, 120_000)

/** The HTTP side, whose every new id passes by `onId`. */
async function listen(onId: () => void) {
  const newId = () => {
    onId()
    return world.services.newId()
  }
  return buildServer({ services: { ...world.services, newId }, gate: { actorOf: async () => owner, addRoutes: () => {} }, limits: null })
}

test('a customer is made once, whenever the database dies under it and however often the same key is sent', async () => {
  let ids = 0
  let killAt = 0
  const app = await listen(() => {
    if (++ids === killAt) database.kill()
  })
  const create = (name: string, key: string) =>
    app.inject({ method: 'POST', url: '/api/customers', headers: { 'idempotency-key': key }, payload: { name } })
  expect((await create('试', 'try-the-first')).statusCode).toBe(200)
  const last = ids

  // In the middle; after everything was written; and after COMMIT, whose answer never arrives.
  for (const place of [1, last, 'committed'] as const) {
    const key = `killed-at-${place}`
    ids = 0
    killAt = place === 'committed' ? 0 : place
    if (place === 'committed') loseNextCommit()
    const broken = await create(`甲${place}`, key)
    expect([broken.statusCode, broken.json().code]).toEqual([503, 'database.away'])
    expect(broken.json().detail).toContain('数据库暂时连不上')
    expect(broken.body).not.toMatch(/\bat .*:\d+|Error|ECONN|Connection/)
    killAt = 0
    await until(async () => (await create(`甲${place}`, key)).statusCode === 200)
    const again = await create(`甲${place}`, key)
    const { rows } = await database.database.pool.query(
      `select c.id, (select count(*) from events e where e.customer_id = c.id) as facts,
        (select count(*) from audit.entries a where a.subject = c.id::text and a.action = 'create-customer') as audits from customers c where c.name = $1`,
      [`甲${place}`],
    )
    expect(rows).toEqual([{ id: again.json().id, facts: 1, audits: 1 }])
  }

  // What was answered with yes is there, though the database dies at that very moment.
  const answered = await Promise.all(Array.from({ length: 8 }, (_, i) => create(`乙${i}`, `acknowledged-${i}`)))
  database.kill()
  expect(answered.map((answer) => answer.statusCode)).toEqual(answered.map(() => 200))
  await until(async () => (await app.inject('/api/customers')).statusCode === 200)
  const { rows } = await database.database.pool.query('select id from customers where id = any($1::uuid[])', [
    answered.map((answer) => answer.json().id),
  ])
  expect(rows).toHaveLength(8)
  await app.close()
}, 120_000)

/** What the database client runs for itself, as several statements in one message are. */
type Sent = {
  handleCommandComplete: (message: { text: string }) => void
  handleReadyForQuery: () => void
  readonly handleError: (error: Error) => void
}

const isSent = (asked: unknown): asked is Sent =>
  typeof asked === 'object' && asked !== null && 'submit' in asked && 'handleReadyForQuery' in asked

/** The next COMMIT is done, but the database dies before its answer arrives. */
function loseNextCommit(): void {
  let isArmed = true
  const watched = new WeakSet()
  const lose = (sent: Sent) => {
    const { handleCommandComplete, handleReadyForQuery } = sent
    let isCommitted = false
    sent.handleCommandComplete = (message) => {
      isCommitted ||= message.text === 'COMMIT'
      handleCommandComplete(message)
    }
    sent.handleReadyForQuery = () => {
      if (!isCommitted || !isArmed) return handleReadyForQuery()
      isArmed = false
      database.kill()
      sent.handleError(new Error('Connection terminated unexpectedly'))
    }
  }
  database.database.pool.on('acquire', (client) => {
    if (!isArmed || watched.has(client)) return
    watched.add(client)
    const plain = client.query.bind(client)
    const query = (...asked: Parameters<typeof plain>) => {
      const sent: unknown = asked[0]
      if (isArmed && isSent(sent)) lose(sent)
      return Reflect.apply(plain, client, asked)
    }
    Object.assign(client, { query })
  })
}
