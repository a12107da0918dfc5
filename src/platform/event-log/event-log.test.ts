import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import type { Fact } from '../../core/event/event.ts'
import { newFacts } from '../../core/event/facts-of.ts'
import { uuidv7 } from '../../core/kit/id.ts'
import type { Refresher } from '../actions/feature.ts'
import type { Services } from '../actions/services.ts'
import { inTransaction } from '../database/connect.ts'
import { appendFacts } from './append-facts.ts'
import { makeNews } from './make-news.ts'
import { refreshNews } from './refresh-news.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await sql`create table seen (reader text not null, customer_id uuid not null, seq bigint not null)`.execute(world.db)
})
afterAll(() => world.end())

const newId = uuidv7(() => new Date())
const recording = { now: new Date('2026-06-15T04:00:00Z'), newId }
const people = (count: number) => Array.from({ length: count }, () => newId())

/** The same numbers at every run, so that a failure can be had again. */
function drawer(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
}

const fact = (customerId: string, more: Partial<Fact> = {}): Fact => ({
  customerId,
  kind: 'tracked',
  occurredAt: new Date('2026-06-15T03:00:00Z'),
  payload: { event: 'e' },
  source: 'test',
  ...more,
})

const append = (facts: readonly Fact[]) => inTransaction(world.database, ({ db }) => appendFacts(db, facts, recording))

/** Notes every fact it is shown, in the transaction that marks it as read. */
const noteSeen = (reader: string): Refresher => ({
  name: 'note seen',
  refresh: async (ctx, news) => {
    await sql`insert into seen (reader, customer_id, seq) select ${reader}, e.customer_id, e.seq from ${newFacts(news.among(sql`h.customer_id`))}`.execute(
      ctx.db,
    )
  },
})

const withRefreshers = (refreshers: readonly Refresher[]): Services => ({
  ...world.services,
  registry: { ...world.services.registry, refreshers },
})

/** Customers whose numbers are not exactly 1…n, or whose head is not n. */
async function gaps(ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from log_heads h join lateral
    (select count(*) as facts, coalesce(min(seq), 1) as first, coalesce(max(seq), 0) as last from events e where e.customer_id = h.customer_id) e on true
    where h.customer_id = any(${ids}::uuid[]) and (e.first <> 1 or e.last <> e.facts or h.seq <> e.last)`.execute(world.db)
  return rows[0]?.n ?? -1
}

test('many writers, and readers beside them: no fact is missed, passed over or seen twice, and numbers have no gaps', async () => {
  const ids = people(12)
  const draw = drawer(7)
  let writing = true
  const write = async (writer: number) => {
    for (let round = 0; round < 40; round++) {
      const facts = Array.from({ length: 1 + draw(5) }, () =>
        fact(ids[draw(ids.length)] ?? '', draw(2) === 0 ? { key: `${writer}-${round}-${draw(1_000)}` } : {}),
      )
      await append(facts)
    }
  }
  const services = withRefreshers([noteSeen('race')])
  const read = async () => {
    while (writing) await refreshNews(services, 5)
  }
  const readers = [read(), read(), read()]
  await Promise.all(Array.from({ length: 6 }, (_, writer) => write(writer))).finally(() => (writing = false))
  await Promise.all(readers)
  while ((await refreshNews(services, 100)) > 0);
  expect(await gaps(ids)).toBe(0)
  const { rows } = await sql<{ facts: number; seen: number; distinct: number }>`select
      (select count(*) from events where customer_id = any(${ids}::uuid[])) as facts,
      (select count(*) from seen where reader = 'race') as seen,
      (select count(distinct (customer_id, seq)) from seen where reader = 'race') as distinct`.execute(world.db)
  expect(rows[0]?.facts).toBeGreaterThan(400)
  expect(rows[0]).toMatchObject({ seen: rows[0]?.facts, distinct: rows[0]?.facts })
})

test('a fact whose key is there already is kept once, even when twenty writers bring it at once', async () => {
  const ids = people(5)
  const facts = ids.flatMap((id) => [fact(id, { key: 'a' }), fact(id, { key: 'b' }), fact(id, { key: 'a' })])
  await Promise.all(Array.from({ length: 20 }, (_, n) => append(n % 2 === 0 ? facts : facts.toReversed())))
  const { rows } = await sql<{ n: number }>`select count(*) as n from events where customer_id = any(${ids}::uuid[])`.execute(world.db)
  expect(rows[0]?.n).toBe(10)
  expect(await gaps(ids)).toBe(0)
})

test('the same key from another source or for another customer is another fact', async () => {
  const [one = '', other = ''] = people(2)
  await append([fact(one, { key: 'k' }), fact(one, { key: 'k', source: 'web' }), fact(other, { key: 'k' })])
  await append([fact(one, { key: 'k' }), fact(one)])
  const { rows } = await sql<{ n: number }>`select count(*) as n from events where customer_id = any(${[one, other]}::uuid[])`.execute(
    world.db,
  )
  expect(rows[0]?.n).toBe(4)
})

test('facts that come together are numbered in the order in which they happened', async () => {
  const [id = ''] = people(1)
  const at = (day: number) => new Date(Date.UTC(2026, 0, day))
  await append([fact(id, { occurredAt: at(3) }), fact(id, { occurredAt: at(1) }), fact(id, { occurredAt: at(2) })])
  const { rows } = await sql<{
    seq: number
    occurred_at: Date
  }>`select seq, occurred_at from events where customer_id = ${id} order by seq`.execute(world.db)
  expect(rows).toEqual([1, 2, 3].map((n) => ({ seq: n, occurred_at: at(n) })))
})

test('a transaction that fails leaves no number behind', async () => {
  const [id = ''] = people(1)
  await append([fact(id)])
  await expect(
    inTransaction(world.database, async ({ db }) => {
      await appendFacts(db, [fact(id), fact(id, { key: 'x' })], recording)
      throw new Error('on purpose')
    }),
  ).rejects.toThrow('on purpose')
  await append([fact(id, { key: 'x' })])
  expect(await gaps([id])).toBe(0)
})

test('facts that a refresher tells are shown to those behind it, and those of the last one are news again', async () => {
  const [id = ''] = people(1)
  let told = 0
  const teller = (name: string): Refresher => ({
    name,
    refresh: async (ctx, news) => {
      if (!news.ids.includes(id) || told >= 2) return
      told++
      await ctx.record({ customerId: id, kind: name, occurredAt: ctx.now, payload: {} })
    },
  })
  await refreshNews(withRefreshers([]), 1_000)
  await append([fact(id)])
  const services = withRefreshers([teller('first'), noteSeen('chain'), teller('last')])
  expect(await refreshNews(services, 100)).toBe(1)
  expect(await refreshNews(services, 100)).toBe(1)
  expect(await refreshNews(services, 100)).toBe(0)
  const { rows } = await sql<{ seq: number }>`select seq from seen where reader = 'chain' and customer_id = ${id} order by seq`.execute(
    world.db,
  )
  expect(rows.map((row) => row.seq)).toEqual([1, 2, 3])
})

test('of who only did something in the shop’s software no refresher of records hears; a number without a fact says that anything may be another', async () => {
  const [visitor = '', written = '', both = '', undone = ''] = people(4)
  const heard: string[][] = []
  const hearing: Refresher = { name: 'of records', hears: 'records', refresh: async (_, news) => void heard.push([...news.ids].sort()) }
  const services = withRefreshers([hearing, noteSeen('last')])
  await refreshNews(withRefreshers([]), 1_000)
  await append([fact(visitor), fact(visitor, { kind: 'page.viewed' }), fact(written, { kind: 'customer.updated' })])
  await append([fact(both), fact(both, { kind: 'customer.updated' }), fact(undone)])
  await world.system((ctx) => makeNews(ctx, [undone]))
  await refreshNews(services, 100)
  expect(heard).toEqual([[written, both, undone].sort()])
  await append([fact(visitor), fact(written)])
  expect(await refreshNews(services, 100)).toBe(2)
  expect(heard).toHaveLength(1)
})
