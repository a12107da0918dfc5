import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Fastify, { type FastifyInstance } from 'fastify'
import { searchColumns } from '../src/know/customers/customer-search.ts'
import { createSource } from '../src/know/sources/actions.ts'
import { makeGate } from '../src/platform/access/make-gate.ts'
import type { Actor } from '../src/platform/actions/context.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { hashToken, newToken } from '../src/platform/actions/secrets.ts'
import { inTransaction } from '../src/platform/database/connect.ts'
import { buildServer } from '../src/platform/http/server.ts'
import type { Answered, Load } from './api-client.ts'
import { benchName } from './generate-base.ts'
import { type BenchRow, ms, perSecond, printRows } from './row.ts'
import { type BenchWorld, openBenchWorld } from './world.ts'

const run = promisify(execFile)
const clients = 8

/**
 * Creating and reading one customer through the API, against a bare Fastify route that writes and reads the same rows;
 * and events through `/v1/batch` until they are kept and numbered. Each load lasts `seconds`.
 */
export async function benchApi(world: BenchWorld, { seconds = 5 }: { seconds?: number } = {}): Promise<BenchRow[]> {
  const api = await listen(
    await buildServer({ services: world.services, gate: await makeGate(world.services, { url: 'http://localhost' }), limits: null }),
  )
  const bare = await listen(bareServer(world))
  try {
    const key = await makeKey(world)
    const load = (more: Partial<Load> & Pick<Load, 'url' | 'method' | 'path' | 'headers'>) =>
      send({ connections: clients, seconds, from: 0, ...more })
    const body = JSON.stringify({ name: benchName(77), code: 'N{n}', phone: '+86135{n}', city: '杭州', gender: 'female' })
    // Eight digits, from another place each time: a kept base knows the numbers of the run before.
    const from = 10_000_000 * (1 + Math.floor(Math.random() * 8))
    const bareCreate = await load({
      url: bare.url,
      method: 'POST',
      path: '/customers',
      body,
      headers: { 'idempotency-key': 'bare-{n}' },
      from,
    })
    const create = await load({
      url: api.url,
      method: 'POST',
      path: '/api/customers',
      body,
      headers: { ...key, 'idempotency-key': 'bench-{n}' },
      from: from + 5_000_000,
    })
    // The very same customers by both.
    const ids = await someIds(world)
    // Statements are planned and code compiled before it counts.
    for (const [url, path, headers] of [
      [bare.url, '/customers/{id}', {}],
      [api.url, '/api/customers/{id}', key],
    ] as const)
      await send({ url, method: 'GET', path, headers, ids, connections: clients, seconds: 1, from: 0 })
    const bareRead = await load({ url: bare.url, method: 'GET', path: '/customers/{id}', headers: {}, ids })
    const reading = await load({ url: api.url, method: 'GET', path: '/api/customers/{id}', headers: key, ids })
    return [
      compared('create one customer through the API, 8 clients', create, bareCreate, 1_500),
      compared('read one customer through the API, 8 clients', reading, bareRead, 6_000),
      ...(await benchIntake(world, api.url, seconds)),
    ]
  } finally {
    await api.app.close()
    await bare.app.close()
  }
}

async function someIds({ database }: BenchWorld): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>('select id from customers order by id limit 1000')
  return rows.map((row) => row.id)
}

async function listen(app: FastifyInstance): Promise<{ app: FastifyInstance; url: string }> {
  return { app, url: await app.listen({ port: 0, host: '127.0.0.1' }) }
}

function compared(what: string, measured: Answered, floor: Answered, least: number): BenchRow {
  const rate = measured.answered / measured.seconds
  const ratio = rate / (floor.answered / floor.seconds)
  const figure = `${perSecond(measured.answered, measured.seconds)}, p95 ${ms(measured.p95)}`
  return {
    what,
    figure,
    floor: perSecond(floor.answered, floor.seconds),
    ratio,
    mark: `≥ 0.40 of bare, ≥ ${least.toLocaleString('en')}/s`,
    met: ratio >= 0.4 && rate >= least,
  }
}

async function send(load: Load): Promise<Answered> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'api-client.ts'), JSON.stringify(load)], {
    timeout: (load.seconds + 30) * 1_000,
  })
  const answered: Answered = JSON.parse(stdout)
  if (answered.wrong > 0) throw new Error(`${load.path}: ${answered.wrong} wrong answers, the first ${answered.firstWrong}`)
  return answered
}

export async function makeKey({ database, services }: BenchWorld): Promise<Record<string, string>> {
  const key = newToken('rk_')
  await database.pool.query('insert into api_keys (id, name, role, key_hash, key_hint, created_at) values ($1, $2, $3, $4, $5, $6)', [
    services.newId(),
    'bench',
    'owner',
    hashToken(key),
    key.slice(-4),
    services.clock(),
  ])
  return { authorization: `Bearer ${key}` }
}

/** The same rows as the API writes, by statements written for this alone, one after the other in a transaction. */
function bareServer({ database, services }: BenchWorld): FastifyInstance {
  const app = Fastify()
  app.post<{ Body: { name: string; code: string; phone: string; city: string; gender: string } }>('/customers', async (request) => {
    const { name, code, phone, city, gender } = request.body
    const [id, now] = [services.newId(), services.clock()]
    const keys = [`code:${code.toLowerCase()}`, `phone:${phone}`]
    const { search, namePinyin } = searchColumns(request.body)
    await inTransaction(database, async ({ client }) => {
      await client.query('insert into action_keys (actor, key, action, input_hash, answer, at) values ($1, $2, $3, $4, $5, $6)', [
        'bare',
        request.headers['idempotency-key'],
        'create',
        code,
        JSON.stringify({ id }),
        now,
      ])
      await client.query('insert into identities (key, customer_id) select k, $2 from unnest($1::text[]) k', [keys, id])
      await client.query(
        'insert into customers (id, name, code, phone, city, gender, search, name_pinyin, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7::tsvector, $8, $9, $9)',
        [id, name, code, phone, city, gender, search, namePinyin, now],
      )
      await client.query('insert into customer_identities (customer_id, key) select $2, k from unnest($1::text[]) k', [keys, id])
      await client.query('insert into log_heads (customer_id, seq) values ($1, 1)', [id])
      await client.query(
        'insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, payload) values ($1, 1, $2, $3, $4, $4, $5, $6)',
        [id, services.newId(), 'customer.created', now, 'bare', '{"source":"bare"}'],
      )
      await client.query('insert into audit.entries (id, at, actor, action, subject, details) values ($1, $2, $3, $4, $5, $6)', [
        services.newId(),
        now,
        'bare',
        'create',
        id,
        JSON.stringify(request.body),
      ])
    })
    return { id, created: true }
  })
  app.get<{ Params: { id: string } }>('/customers/:id', async (request) => {
    const { rows } = await database.pool.query('select * from customers c left join metrics m on m.customer_id = c.id where c.id = $1', [
      request.params.id,
    ])
    // A floor that finds nobody would be none.
    if (!rows[0]) throw new Error(`no customer ${request.params.id}`)
    return rows[0]
  })
  return app
}

/** Batches of 100 events from 8 senders: one event in fifty identifies somebody, one person in twenty is new. */
async function benchIntake({ services, database }: BenchWorld, url: string, seconds: number): Promise<BenchRow[]> {
  const actor: Actor = { kind: 'system', id: 'system:bench', name: 'bench', role: 'owner' }
  const { id, writeKey } = await runAction(services, { actor, source: 'app' }, createSource, { name: `bench ${services.newId()}` })
  const message = (i: number) => ({
    type: i % 50 === 0 ? 'identify' : 'track',
    messageId: `{n}-${i}`,
    userId: i % 20 === 0 ? `new-{n}-${i}` : `M${i * 37 + 1}{n}`.slice(0, 7),
    event: 'Product Viewed',
    timestamp: '2026-06-15T03:00:00Z',
    traits: { name: benchName(i) },
    properties: { sku: `LJ-${i}`, price: 58.5, category: '绿茶', url: `https://shop.example/p/${i}` },
  })
  const body = JSON.stringify({ batch: Array.from({ length: 100 }, (_, i) => message(i)), sentAt: '2026-06-15T04:00:00Z' })
  const headers = { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` }
  const sent = await send({ url, method: 'POST', path: '/v1/batch', body, headers, connections: clients, seconds, from: 1_000_000 })
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*) as n from events where source = (select name from sources where id = $1) and kind <> 'customer.created'`,
    [id],
  )
  const kept = rows[0]?.n ?? 0
  if (kept !== sent.answered * 100) throw new Error(`${sent.answered * 100} events were sent and ${kept} are kept`)
  const figure = `${perSecond(kept, sent.seconds)}, p95 of a batch ${ms(sent.p95)}`
  return [{ what: 'events through /v1/batch, kept and numbered', figure, mark: '≥ 5,000/s', met: kept / sent.seconds >= 5_000 }]
}

if (import.meta.main) {
  const world = await openBenchWorld({ customers: 0, purchases: 0 })
  try {
    console.log(printRows(await benchApi(world)))
  } finally {
    await world.end()
  }
}
