import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/fresh-database.ts'
import type { Client } from './connect.ts'
import { askKept, type KeptPlans, keptPlans } from './kept-plans.ts'

let fresh: FreshDatabase
let client: Client
let plans: KeptPlans
beforeAll(async () => {
  fresh = await freshDatabase()
  client = await fresh.database.pool.connect()
})
afterAll(async () => {
  client.release()
  await fresh.drop()
})
beforeEach(async () => {
  plans = keptPlans(`tried${Math.trunc(performance.now() * 1_000)}`, 3)
  await client.query('deallocate all')
})

const text = (i: number) => `select $1::int + ${i} as n`
const ask = async (i: number) => (await askKept(client, plans, plans.keep(text(i)), { text: text(i), values: [100] })).rows[0]?.n
const planned = async () =>
  (await client.query('select statement from pg_prepared_statements order by prepare_time')).rows.map((row) => row.statement)

test('a text is planned once by a connection', async () => {
  expect([await ask(1), await ask(1), await ask(2), await ask(1)]).toEqual([101, 101, 102, 101])
  expect(await planned()).toEqual([text(1), text(2)])
})

test('a text that comes late is kept in the place of the one that was not asked for the longest', async () => {
  const name = plans.keep(text(2))
  for (const i of [1, 2, 3, 1]) await ask(i)
  expect(await ask(4)).toBe(104)
  expect([1, 2, 3, 4].map((i) => plans.nameOf(text(i)) !== null)).toEqual([true, false, true, true])
  expect(await ask(2)).toBe(102)
  expect(plans.nameOf(text(2))).not.toBe(name)
})

test('however many texts come and go, a connection keeps no more than a few plans', async () => {
  for (let i = 0; i < 40; i++) expect(await ask(i)).toBe(100 + i)
  expect((await planned()).length).toBeLessThanOrEqual(5)
  expect(await planned()).toContain(text(39))
})

test('in a transaction that has failed, and after it, each question gets its own answer', async () => {
  for (const i of [0, 1, 2, 3, 4, 5]) await ask(i)
  await client.query('begin')
  await expect(client.query('select 1 / 0')).rejects.toThrow()
  for (const i of [6, 7, 8, 9]) await expect(ask(i)).rejects.toMatchObject({ code: '25P02' })
  await client.query('rollback')
  for (const i of [5, 6, 7, 8, 9, 0]) expect(await ask(i)).toBe(100 + i)
})
