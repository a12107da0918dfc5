import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { keepFacts, type GivenPurchase } from '../../../../test/keep-facts.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { refreshAgain } from '../../../platform/event-log/refresh-again.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { inHalves } from '../../../platform/database/side-by-side.ts'
import { updateCustomer } from '../../../know/customers/actions.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { purchasePass } from '../../rhythm/purchase-pass.ts'
import { refreshEverybody as takeRhythmsAnew } from '../../rhythm/server/refresh-rhythms.ts'
import { metricsFromFacts } from '../metrics-from-facts.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())
beforeEach(() => world.setTime('2026-06-15T04:00:00Z'))

const metricsOf = async (id: string) =>
  (await sql<Record<string, unknown>>`select * from metrics where customer_id = ${id}`.execute(world.db)).rows[0]
const bought = async (...purchases: GivenPurchase[]) => {
  const id = await world.customer()
  await keepFacts(
    world,
    purchases.map((p) => ({ customerId: id, ...p })),
  )
  await world.settle()
  return id
}

test('a customer who never bought has a row of zeros and is potential', async () => {
  const id = await bought()
  expect(await metricsOf(id)).toMatchObject({
    purchase_count: 0,
    spend: 0,
    average_purchase: null,
    mean_gap_days: null,
    last_purchase_at: null,
    recency_score: null,
    stage: 'potential',
  })
})

test('a move that purchases of long ago bring wakes nobody, though something of today comes with them', async () => {
  const heard = async (purchase: string) => {
    const id = await world.customer()
    await world.settle()
    await world.act(recordPurchase, { customerId: id, number: `P-${id}`, amount: 5_000, occurredAt: purchase })
    await world.act(updateCustomer, { id, note: '今天写的' })
    await world.settle()
    const { rows } = await sql<{ quiet: boolean; to: string }>`select quiet, payload ->> 'to' as to from events
      where customer_id = ${id} and kind = 'stage.changed' order by seq desc limit 1`.execute(world.db)
    return rows[0]
  }
  expect(await heard('2026-06-15T03:00:00Z')).toEqual({ quiet: false, to: 'first' })
  expect((await heard('2026-03-01T03:00:00Z'))?.quiet).toBe(true)
})

test('purchases above zero count, refunds stand beside them', async () => {
  const id = await bought(
    { at: '2026-05-01T02:00:00Z', amount: 10_000 },
    { at: '2026-05-11T02:00:00Z', amount: 5_001 },
    { at: '2026-05-12T02:00:00Z', amount: 0 },
    { at: '2026-05-20T02:00:00Z', amount: 2_000, kind: 'refund' },
  )
  expect(await metricsOf(id)).toMatchObject({
    purchase_count: 2,
    spend: 15_001,
    average_purchase: 7_501,
    refund_total: 2_000,
    refund_count: 1,
    mean_gap_days: '10.0000',
  })
  expect(await metricsOf(id)).toMatchObject({
    last_purchase_at: new Date('2026-05-11T02:00:00Z'),
    last_activity_at: new Date('2026-05-12T02:00:00Z'),
  })
})

test('two purchases of one evening in the shop are one purchase day, though the day changes in London between them', async () => {
  const id = await bought(
    { at: '2026-05-01T15:00:00Z', amount: 1 },
    { at: '2026-05-01T15:50:00Z', amount: 1 },
    { at: '2026-05-01T16:10:00Z', amount: 1 },
  )
  expect(await metricsOf(id)).toMatchObject({ purchase_count: 3, mean_gap_days: '1.0000' })
})

test('different products are counted once each, and lines without an amount are left out', async () => {
  const lines = [
    ['tea', 5],
    ['tea', 5],
    ['cup', 3],
    ['gift', 0],
  ] as const
  const id = await bought({ at: '2026-05-01T02:00:00Z', amount: 13, lines }, { at: '2026-05-03T02:00:00Z', amount: 5, lines: [['tea', 5]] })
  expect(await metricsOf(id)).toMatchObject({ product_count: 2, purchase_count: 2 })
})

test('late and repeated facts give the same numbers, and what does not differ is not written', async () => {
  const id = await bought({ at: '2026-05-10T02:00:00Z', amount: 100 })
  const before = await metricsOf(id)
  world.pass({ amount: 1, unit: 'hours' })
  await keepFacts(world, [{ customerId: id, at: '2026-03-01T02:00:00Z', amount: 100, number: 'late' }])
  await world.settle()
  const after = await metricsOf(id)
  expect(after).toMatchObject({ purchase_count: 2, first_purchase_at: new Date('2026-03-01T02:00:00Z'), stage: 'repeat' })
  expect(after?.computed_at).not.toEqual(before?.computed_at)
  world.pass({ amount: 1, unit: 'hours' })
  await world.system((ctx) => ctx.record({ customerId: id, kind: 'customer.updated', occurredAt: ctx.now, payload: { fields: 'note' } }))
  await world.settle()
  expect((await metricsOf(id))?.computed_at).toEqual(after?.computed_at)
})

test('what somebody does is activity, what is done about them is not', async () => {
  const id = await bought({ at: '2026-05-10T02:00:00Z', amount: 100 })
  await world.system((ctx) =>
    ctx.record({
      customerId: id,
      kind: 'tracked',
      occurredAt: new Date('2026-06-01T00:00:00Z'),
      payload: { event: 'visited', properties: {} },
    }),
  )
  await world.settle()
  expect((await metricsOf(id))?.last_activity_at).toEqual(new Date('2026-06-01T00:00:00Z'))
})

test('what is written of who only came by is what would be counted anew, and beside a purchase all is counted', async () => {
  const purchase = { at: '2026-05-10T02:00:00Z', amount: 100, lines: [['tea', 100]] as const }
  const [visitor, buyer, first] = [await bought(purchase), await bought(purchase), await world.customer()]
  const cameBy = (at: string) =>
    world.system((ctx) =>
      ctx.recordAll(
        [visitor, buyer, first].map((customerId) => ({
          customerId,
          kind: 'page.viewed',
          occurredAt: new Date(at),
          payload: { name: 'tea' },
        })),
      ),
    )
  await sql`update metrics set spend = 999 where customer_id = any(${[visitor, buyer]}::uuid[])`.execute(world.db)
  await cameBy('2026-06-02T00:00:00Z')
  await keepFacts(world, [{ customerId: buyer, at: '2026-06-03T00:00:00Z', amount: 50 }])
  await world.settle()
  await cameBy('2026-06-01T00:00:00Z')
  await world.settle()
  expect(await Promise.all([visitor, buyer, first].map(metricsOf))).toMatchObject([
    { spend: 999, last_activity_at: new Date('2026-06-02T00:00:00Z') },
    { spend: 150, last_activity_at: new Date('2026-06-03T00:00:00Z') },
    { spend: 0, last_activity_at: new Date('2026-06-02T00:00:00Z') },
  ])
  await refreshAgain(world.services, ['metrics'], [visitor])
  expect(await metricsOf(visitor)).toMatchObject({ spend: 100, last_activity_at: new Date('2026-06-02T00:00:00Z') })
})

test('everybody at once gives what customer by customer gives', async () => {
  for (let i = 0; i < 8; i++)
    await bought(
      ...Array.from({ length: i }, (_, n) => ({
        at: `2026-0${1 + (n % 5)}-1${n}T02:00:00Z`,
        amount: 100 * i + n,
        lines: [[`p${n}`, 5]] as const,
      })),
    )
  await refreshEveryone(world.services)
  const read = async () =>
    (
      await sql<
        Record<string, unknown>
      >`select customer_id, purchase_count, spend, mean_gap_days, product_count, recency_score, frequency_score, monetary_score, stage, stage_since from metrics order by 1`.execute(
        world.db,
      )
    ).rows
  const once = await read()
  await sql`update metrics set spend = spend + 1, stage = 'potential', recency_score = null where purchase_count > 2`.execute(world.db)
  await sql`delete from metrics where purchase_count = 2`.execute(world.db)
  await refreshEveryone(world.services)
  expect((await read()).map((row) => ({ ...row, stage_since: null }))).toEqual(once.map((row) => ({ ...row, stage_since: null })))
})

test('everybody in two parts gives what everybody at once gives', async () => {
  const ids: string[] = []
  for (let i = 0; i < 5; i++)
    ids.push(
      await bought(
        ...Array.from({ length: i }, (_, n) => ({ at: `2026-03-1${n}T15:00:00Z`, amount: 100 * i, lines: [[`p${n}`, 5]] as const })),
        { at: '2026-04-01T02:00:00Z', amount: 50, kind: 'refund' },
      ),
    )
  const rowsOf = async (query: RawBuilder<unknown>) =>
    (await sql<{ row: string }>`select f::text as row from (${query}) f order by 1`.execute(world.db)).rows.map((r) => r.row)
  const scope = { now: world.now(), timeZone: 'Asia/Shanghai', closed: [] }
  const whole = await rowsOf(purchasePass({ ...scope, among: () => sql`true` }))
  expect(whole.length).toBeGreaterThanOrEqual(5)
  for (const middle of [...ids, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'])
    expect(await rowsOf(inHalves(middle, (among) => purchasePass({ ...scope, among })))).toEqual(whole)
})

test('one pass over everybody’s purchases counts what is counted of each customer alone', async () => {
  await bought(
    { at: '2026-03-11T15:00:00Z', amount: 100 },
    { at: '2026-03-11T16:30:00Z', amount: 0 },
    { at: '2026-03-11T17:00:00Z', amount: 50, kind: 'refund' },
    { at: '2026-03-12T17:00:00Z', amount: 70 },
    { at: '2031-01-01T02:00:00Z', amount: 10 },
  )
  await bought({ at: '2026-03-11T17:00:00Z', amount: 50, kind: 'refund' })
  const rowsOf = async (pass: object) =>
    (
      await sql<{
        row: unknown
      }>`select to_jsonb(m) as row from (${metricsFromFacts({ ids: null, timeZone: 'Asia/Shanghai', ...pass })}) m order by customer_id`.execute(
        world.db,
      )
    ).rows
  const pass = sql`(${purchasePass({ now: world.now(), timeZone: 'Asia/Shanghai', closed: [], among: () => sql`true` })})`
  expect(await rowsOf({ pass })).toEqual(await rowsOf({}))
})

test('from nothing everybody gets the rows that single customers got, and the table keeps its indexes', async () => {
  const indexes = async () =>
    (await sql<{ d: string }>`select indexdef as d from pg_indexes where tablename = 'metrics' order by 1`.execute(world.db)).rows
  const read = async () =>
    (
      await sql<{
        row: unknown
      }>`select to_jsonb(m) - array['computed_at', 'stage_since', 'recency_score', 'frequency_score', 'monetary_score'] as row from metrics m order by customer_id`.execute(
        world.db,
      )
    ).rows
  // Once the firm's rhythm is taken, since stages go by it; then each customer alone, as their news would.
  await refreshEveryone(world.services)
  const everybody = (await sql<{ id: string }>`select id from customers order by id`.execute(world.db)).rows
  await sql`delete from metrics`.execute(world.db)
  for (const { id } of everybody)
    await refreshAgain(
      world.services,
      world.services.registry.refreshers.map(({ name }) => name),
      [id],
    )
  const [before, rows] = [await indexes(), await read()]
  await sql`delete from metrics`.execute(world.db)
  await refreshEveryone(world.services)
  expect(await read()).toEqual(rows)
  expect(await indexes()).toEqual(before)
  expect(before.length).toBe(5)
})

test('what is kept for those who come after, while everybody is worked out, is gone afterwards', async () => {
  const leftBehind = async () =>
    (await sql`select relname from pg_class where relname ~ '^fresh_|_next$' and relkind = 'r' and relpersistence <> 't'`.execute(world.db))
      .rows
  await refreshEveryone(world.services)
  expect(await leftBehind()).toEqual([])
  await world.system(takeRhythmsAnew)
  expect(await leftBehind()).toEqual([])
})

test('the row of a customer who is gone goes too', async () => {
  const id = await bought({ at: '2026-05-10T02:00:00Z', amount: 100 })
  await sql`delete from customers where id = ${id}`.execute(world.db)
  await refreshEveryone(world.services)
  expect(await metricsOf(id)).toBeUndefined()
})
