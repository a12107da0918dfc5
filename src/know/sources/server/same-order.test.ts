import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { listPurchases, recordPurchase, voidPurchase } from '../../purchases/actions.ts'
import { createSource } from '../actions.ts'

let world: World
let key: string
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  ;({ writeKey: key } = await world.act(createSource, { name: '官网' }))
})
afterAll(() => world.end())

const deadlocks = async () => {
  const { rows } = await sql<{
    n: number
  }>`select pg_stat_clear_snapshot(), deadlocks::int as n from pg_stat_database where datname = current_database()`.execute(world.db)
  return rows[0]?.n ?? 0
}

const timestamp = '2026-06-14T10:00:00Z'
async function deliver(userId: string, numbers: readonly string[], event: string): Promise<void> {
  const batch = numbers.map((order_id) => ({
    type: 'track',
    userId,
    event,
    messageId: `${event} ${order_id}`,
    timestamp,
    properties: { order_id, total: 10 },
  }))
  const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }
  expect((await (await world.http()).inject({ method: 'POST', url: '/v1/batch', headers, payload: { batch } })).statusCode).toBe(200)
}

test('what a source and a program tell of the same orders at once waits in one order, and never for each other', async () => {
  const customerId = await world.customer({ name: '林小满', code: 'K1' })
  const before = await deadlocks()
  const numbers = Array.from({ length: 40 }, (_, i) => `A-${i}`)
  const half = (which: number) => numbers.filter((_, i) => i % 2 === which)
  await Promise.all([
    ...[0, 1].map((which) => deliver('K1', half(which), 'Order Completed')),
    ...numbers.toReversed().map((number) => world.act(recordPurchase, { customerId, number, amount: 1_000, occurredAt: timestamp })),
  ])
  const { purchases } = await world.ask(listPurchases, { id: customerId })
  expect(purchases.map(({ number }) => number).toSorted()).toEqual(numbers.toSorted())
  await Promise.all([
    ...[0, 1].map((which) => deliver('K1', half(which), 'Order Cancelled')),
    ...numbers.toReversed().map((number) => world.act(voidPurchase, { kind: 'purchase', customerId, number })),
  ])
  expect((await world.ask(listPurchases, { id: customerId })).purchases).toEqual([])
  // Statistics are told by each connection once a second at the latest.
  await sql`select pg_stat_force_next_flush()`.execute(world.db)
  expect((await deadlocks()) - before, 'deadlocks that the database had to break').toBe(0)
})
