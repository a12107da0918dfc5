import { sql } from 'kysely'
import { asTsvector } from '../src/core/kit/search-words.ts'
import { sealedParts } from '../src/core/kit/sealed-text.ts'
import { idCardCheck } from '../src/fields/id-card/read-id-card.ts'
import type { Gate } from '../src/platform/http/gate.ts'
import { buildServer } from '../src/platform/http/server.ts'
import { checkKeys } from '../src/platform/sealing/check-keys.ts'
import { asSystem } from '../src/platform/actions/services.ts'
import { personKeys } from '../src/platform/sealing/person-keys.ts'
import { benchId } from './generate-base.ts'
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
  const app = await buildServer({ services: world.services, gate, limits: null })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const someone = (i: number) => 1 + ((i * 104_729) % world.size.customers)
  const rule = (op: string, value: string) => ({ rule: JSON.stringify({ field: 'idCard', op, value }) })
  const asked: readonly (readonly [string, (i: number) => Record<string, string>])[] = [
    ['typed whole', (i) => ({ search: benchIdCard(someone(i)) })],
    ['its last four typed', (i) => ({ search: benchIdCard(someone(i)).slice(-4) })],
    ['rule, whole', (i) => rule('is', benchIdCard(someone(i)))],
    ['rule, last four', (i) => rule('ends-with-four', benchIdCard(someone(i)).slice(-4))],
  ]
  try {
    const rows: BenchRow[] = [
      {
        what: 'sealing ID card numbers with a key for each customer',
        figure: perSecond(world.size.customers, seconds),
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
        const isThere = name.includes('last four') ? value.rows?.length > 0 : JSON.stringify(value).includes(benchIdCard(someone(i)))
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
