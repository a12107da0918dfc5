// What is worked out of a few customers with news is worked out beside their own rows: among many customers no table is read whole,
// nor all facts of a kind that has just become frequent.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Rule } from '../src/core/rule/rule.ts'
import { uuidv7 } from '../src/core/kit/id.ts'
import type { Refresher } from '../src/platform/actions/feature.ts'
import type { Services } from '../src/platform/actions/services.ts'
import { refreshEveryone, refreshNews } from '../src/platform/event-log/refresh-news.ts'
import { saveChurnDefinition } from '../src/understand/churn/actions.ts'
import { createSegment } from '../src/understand/segments/actions.ts'
import { keepFacts } from './keep-facts.ts'
import { makeWorld, type World } from './world.ts'

const many = 4_000
const few = 20
/** Facts, purchases and the like of one customer; a table read whole is 200 rows for each with news. */
const most = 100

const segments: readonly Rule[] = [
  { did: 'tracked', where: { field: 'event', op: 'is', value: 'Checkout Started' }, within: { last: { amount: 7, unit: 'days' } } },
  { did: 'purchase.made', within: { last: { amount: 365, unit: 'days' } }, times: { op: 'at-least', count: 3 } },
  { not: { did: 'page.viewed' } },
]

let world: World
let ids: readonly string[]

beforeAll(async () => {
  world = await makeWorld()
  for (const [i, rule] of segments.entries()) await world.act(createSegment, { name: `${i}`, rule })
  const newId = uuidv7(() => world.now())
  ids = Array.from({ length: many }, newId)
  const at = (days: string) => sql`${world.now()}::timestamptz - ${sql.raw(days)} * interval '1 day'`
  const { db } = world
  await sql`insert into customers (id, code, name, search, name_pinyin, created_at, updated_at)
    select id, 'C' || i, '客户' || i, '', '', ${at('400')}, ${at('400')} from unnest(${ids}::uuid[]) with ordinality as n(id, i)`.execute(
    db,
  )
  await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, items, recorded_at)
    select id, gen_random_uuid(), 'purchase', 'test', i || '-' || k, ${at('(k * 20 + i % 300)')}, 1000 + i, 'CNY', 1, ${at('1')}
    from unnest(${ids}::uuid[]) with ordinality as n(id, i), generate_series(1, 5) k`.execute(db)
  await sql`insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, quiet, payload)
    select customer_id, row_number() over (partition by customer_id order by occurred_at), id, 'purchase.made', occurred_at, recorded_at, 'test', true, '{}' from purchases`.execute(
    db,
  )
  await sql`insert into log_heads (customer_id, seq, done) select id, 5, 0 from unnest(${ids}::uuid[]) id`.execute(db)
  await refreshEveryone(world.services)
  await sql`analyze`.execute(db)
  // From here on nothing is counted again: these kinds still pass for rare.
  await sql`insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, quiet, payload)
    select id, 6, gen_random_uuid(), case when i % 2 = 0 then 'tracked' else 'page.viewed' end, ${at('1')}, ${at('1')}, 'test', true, '{"event": "Checkout Started"}'
    from unnest(${ids}::uuid[]) with ordinality as n(id, i)`.execute(db)
  await sql`update log_heads set seq = 6, done = 6`.execute(db)
})
afterAll(() => world.end())

/** Rows read of each large table by all refreshers in one round, for each customer with news. */
async function readFor(who: readonly string[]): Promise<Record<string, number>> {
  const before = new Map<string, number>()
  const read: Record<string, number> = {}
  // What this connection did a moment ago may be counted too, so the difference is taken.
  const count = (name: string, keep: (table: string, rows: number) => void): Refresher => ({
    name,
    refresh: async ({ db }) => {
      const { rows } = await sql<{ name: string; read: number }>`select s.relname as name, s.seq_tup_read + s.idx_tup_fetch as read
        from pg_stat_xact_user_tables s join pg_class c on c.oid = s.relid where c.reltuples >= ${many / 2}`.execute(db)
      for (const row of rows) keep(row.name, Number(row.read))
    },
  })
  const first = count('before', (table, rows) => before.set(table, rows))
  const last = count('after', (table, rows) => (read[table] = Math.round((rows - (before.get(table) ?? 0)) / who.length)))
  const { registry } = world.services
  const services: Services = { ...world.services, registry: { ...registry, refreshers: [first, ...registry.refreshers, last] } }
  expect(await refreshNews(services, 1_000)).toBe(who.length)
  return read
}

const tell = (who: readonly string[], kind: string) =>
  world.system((ctx) =>
    ctx.recordAll(
      who.map((customerId) => ({
        customerId,
        kind,
        occurredAt: ctx.now,
        payload: { event: 'Checkout Started', fields: 'name', name: 'x' },
      })),
    ),
  )

const tooMuch = (read: Readonly<Record<string, number>>) => Object.entries(read).filter(([, rows]) => rows > most)

test.each(['tracked', 'page.viewed', 'customer.updated'])(
  'news of kind %s is worked out beside the rows of its customers',
  async (kind) => {
    const who = ids.slice(0, few)
    await tell(who, kind)
    const read = await readFor(who)
    expect(read['events']).toBeGreaterThan(0)
    expect(tooMuch(read)).toEqual([])
  },
)

test('of who only looked round no purchase is read again', async () => {
  const who = ids.slice(2_000, 2_000 + few)
  await tell(who, 'page.viewed')
  expect((await readFor(who))['purchases'] ?? 0).toBe(0)
})

test('purchases are worked out beside the rows of their customers', async () => {
  const who = ids.slice(1_500, 1_500 + few)
  await keepFacts(
    world,
    who.map((customerId) => ({ customerId, at: world.now().toISOString(), amount: 5_000 })),
  )
  const read = await readFor(who)
  expect(read['purchases']).toBeGreaterThan(0)
  expect(tooMuch(read)).toEqual([])
})

test('who can leave by a rule of the firm’s is asked of the customers with news alone', async () => {
  const who: Rule = { did: 'purchase.made', times: { op: 'at-least', count: 2 } }
  await world.act(saveChurnDefinition, { kind: 'rhythm', share: 0.95, days: 180, windowDays: 90, note: null, who })
  const some = ids.slice(2_500, 2_500 + few)
  await tell(some, 'tracked')
  expect(tooMuch(await readFor(some))).toEqual([])
})
