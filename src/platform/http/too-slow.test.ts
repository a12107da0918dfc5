import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/fresh-database.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { inTransaction, openDatabase } from '../database/connect.ts'

const patience = 300
let world: World
beforeAll(async () => {
  const fresh = await freshDatabase()
  const database = openDatabase(fresh.url, { questionMs: patience })
  const drop = async () => {
    await database.close()
    await fresh.drop()
  }
  world = await makeWorld({ database: { ...fresh, database, drop } })
})
afterAll(() => world.end())

/** Keeps a table from being read, so that whoever asks for it waits. */
const blocking = <T>(table: string, work: () => Promise<T>) =>
  inTransaction(world.database, async ({ db }) => {
    await sql`lock table ${sql.id(table)} in access exclusive mode`.execute(db)
    return work()
  })

const get = async (url: string) => (await world.http()).inject({ url, headers: { 'x-test-role': 'owner', 'accept-language': 'en' } })

test.each([
  ['a question', 'segments', '/api/segments/overview'],
  ['a list', 'customers', '/api/customers'],
  ['a count', 'customers', '/api/customers/count'],
])('%s that takes too long is stopped, and says so in words', async (_what, table, url) => {
  const answer = await blocking(table, () => get(url))
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({ code: 'database.too-slow', detail: expect.stringContaining('took too long') })
  expect((await get(url)).statusCode).toBe(200)
})

test('the work has all the time it needs, and it and the questions do not wait for each other’s connections', async () => {
  await sql`select pg_sleep(${(2 * patience) / 1_000})`.execute(world.db)
  const held = await Promise.all(Array.from({ length: 10 }, () => world.database.pool.connect()))
  expect((await get('/api/segments/overview')).statusCode).toBe(200)
  for (const client of held) client.release()
})
