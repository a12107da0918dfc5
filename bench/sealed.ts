import { sql } from 'kysely'
import { asTsvector } from '../src/core/kit/search-words.ts'
import { sealedParts } from '../src/core/kit/sealed-text.ts'
import { idCardCheck } from '../src/fields/id-card/read-id-card.ts'
import type { Gate } from '../src/platform/http/gate.ts'
import { buildServer } from '../src/platform/http/server.ts'
import { checkKeys } from '../src/platform/sealing/check-keys.ts'
import { asSystem } from '../src/platform/actions/services.ts'
import { personKeys } from '../src/platform/sealing/person-keys.ts'
import { forgetCards } from '../src/platform/actions/live-cards.ts'
import { readContactWork } from '../src/platform/sealing/contact-work.ts'
import { sealContacts } from '../src/know/sealing/actions.ts'
import { contactsTick } from '../src/know/sealing/server/contacts-tick.ts'
import { benchId, benchPhone } from './generate-base.ts'
import { type BenchRow, ms, perSecond, quantile, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

const portion = 5_000
const dayMs = 86_400_000

/** An ID card number of the customer's own, spread over sixty years and eight regions. */
function benchIdCard(i: number): string {
  const born = new Date(Date.UTC(1950, 0, 1) + (i % 21_900) * dayMs).toISOString().slice(0, 10).replaceAll('-', '')
  const seventeen = `${['110105', '310104', '330106', '440106', '510107', '420106', '610113', '320106'][i % 8]}${born}${String(Math.floor(i / 21_900) % 1_000).padStart(3, '0')}`
  return seventeen + idCardCheck(seventeen)
}

/** Everybody with a sealed ID card number, found again by the whole of it and by its last four characters. */
export async function benchSealed(world: BenchWorld): Promise<BenchRow[]> {
  const { seconds } = await timed(() => sealEverybody(world))
  const gate: Gate = { actorOf: async () => ({ kind: 'user', id: 'user:bench', name: 'bench', role: 'owner' }), addRoutes: () => {} }
  const turning = await timed(() => sealPhones(world))
  const app = await buildServer({ services: world.services, gate, limits: null })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const someone = (i: number) => 1 + ((i * 104_729) % world.size.customers)
  const rule = (op: string, value: string, field = 'idCard') => ({ rule: JSON.stringify({ field, op, value }) })
  const asked: readonly (readonly [string, (i: number) => Record<string, string>])[] = [
    ['typed whole', (i) => ({ search: benchIdCard(someone(i)) })],
    ['its last four typed', (i) => ({ search: benchIdCard(someone(i)).slice(-4) })],
    ['rule, whole', (i) => rule('is', benchIdCard(someone(i)))],
    ['rule, last four', (i) => rule('ends-with-four', benchIdCard(someone(i)).slice(-4))],
    ['phone, typed whole', (i) => ({ search: benchPhone(someone(i)) })],
    ['phone, its last four typed', (i) => ({ search: benchPhone(someone(i)).slice(-4) })],
    ['phone, rule, whole', (i) => rule('is', benchPhone(someone(i)), 'phone')],
    ['phone, rule, last four', (i) => rule('ends-with-four', benchPhone(someone(i)).slice(-4), 'phone')],
  ]
  try {
    const rows: BenchRow[] = [
      {
        what: 'sealing ID card numbers with a key for each customer',
        figure: perSecond(world.size.customers, seconds),
        mark: 'told only',
        met: true,
      },
      {
        what: 'turning everybody’s phone over to sealed, with their facts looked through',
        figure: perSecond(world.size.customers, turning.seconds),
        mark: 'told only',
        met: true,
      },
    ]
    for (const [name, query] of asked) {
      const times: number[] = []
      for (let i = 0; i < 200; i++) {
        const { seconds: took, value } = await timed(async () =>
          (await fetch(`${url}/api/customers?${new URLSearchParams(query(i))}`)).json(),
        )
        // Thousands end alike here, so of them only a page is answered.
        const whole = name.startsWith('phone') ? benchPhone(someone(i)) : benchIdCard(someone(i))
        const isThere = name.includes('last four') ? value.rows?.length > 0 : JSON.stringify(value).includes(whole)
        if (!isThere) throw new Error(`sealed search, ${name}: not found`)
        times.push(took)
      }
      const p95 = quantile(times, 0.95)
      const figure = `p95 ${ms(p95)}, median ${ms(quantile(times, 0.5))}`
      rows.push({ what: `sealed search: ${name}`, figure, mark: 'p95 under 50 ms at 1,000,000', met: p95 < 0.05 })
    }
    return rows
  } finally {
    await app.close()
  }
}

/** By the action and the tick that do it in a firm; their clock alone runs ahead while nothing is left but to wait. */
async function sealPhones({ services, database }: BenchWorld): Promise<void> {
  let ahead = 0
  const there = { ...services, clock: () => new Date(services.clock().getTime() + ahead) }
  await asSystem(there, 'bench', (ctx) => ctx.run(sealContacts, { kind: 'phone', sealed: true }))
  forgetCards(database)
  for (let rounds = 0; (await readContactWork(database.db)).some(({ phase }) => phase !== 'done'); rounds++) {
    if (rounds > 1_000) throw new Error('the turning over does not come to rest')
    if (!(await contactsTick.run(there))) ahead += 60_000
  }
  forgetCards(database)
  await sql`vacuum analyze customers`.execute(database.db)
}

async function sealEverybody({ services, size, database }: BenchWorld): Promise<void> {
  await asSystem(services, 'bench', checkKeys)
  const { sealing } = services
  for (let from = 1; from <= size.customers; from += portion)
    await asSystem(services, 'bench', async ({ db }) => {
      const numbers = Array.from({ length: Math.min(portion, size.customers - from + 1) }, (_, at) => from + at)
      const keys = await personKeys(services, db, numbers.map(benchId))
      const made = numbers.flatMap((i) => {
        const [id, key] = [benchId(i), keys.get(benchId(i))]
        const box = key && sealing.seal(key, id, 'id_card', benchIdCard(i))
        const parts = sealedParts(box)
        return box && parts ? [{ id, box, words: asTsvector([parts.blind, parts.four]) }] : []
      })
      await sql`update customers c set id_card = r.box, search = c.search || r.words::tsvector from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as r(id uuid, box text, words text)
        where c.id = r.id and c.id = any(${made.map(({ id }) => id)}::uuid[])`.execute(db)
    })
  await sql`vacuum analyze customers`.execute(database.db)
}
