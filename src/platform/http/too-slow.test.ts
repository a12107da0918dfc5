import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { freshDatabase } from '../../../test/fresh-database.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { inTransaction, openDatabase } from '../database/connect.ts'
import { whileAsked } from '../database/ends-with-asker.ts'

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

test('a statement for which nobody waits any more is ended in the database, and its connection serves the next one', async () => {
  const gone = new AbortController()
  const { database } = world
  const sleeping = async () =>
    (
      await sql<{
        n: number
      }>`select count(*) as n from pg_stat_activity where datname = current_database() and query like 'select pg_sleep(40)%' and state = 'active'`.execute(
        world.db,
      )
    ).rows[0]?.n ?? 0
  // With all the time it wants, so that only its asker can end it.
  await sql`set statement_timeout = '60s'`.execute(database.questions)
  const asked = whileAsked(gone.signal, () => sql`select pg_sleep(40)`.execute(database.questions))
  asked.catch(() => {})
  await vi.waitFor(async () => expect(await sleeping()).toBe(1), { timeout: 30_000 })
  gone.abort()
  await expect(asked).rejects.toMatchObject({ code: '57014', message: expect.stringContaining('user request') })
  await sql`set statement_timeout = ${sql.lit(patience)}`.execute(database.questions)
  await expect(whileAsked(gone.signal, () => sql`select 1`.execute(database.questions))).rejects.toMatchObject({ code: '57014' })
  expect((await sql`select 1 as n`.execute(database.questions)).rows).toEqual([{ n: 1 }])
})

test('who hangs up while a question is worked out has it ended', async () => {
  const http = await world.http()
  const address = await http.listen({ port: 0, host: '127.0.0.1' })
  // With all the time it wants, so that only the hanging up can end it.
  await sql`set statement_timeout = '60s'`.execute(world.database.questions)
  const waiting = async () =>
    (
      await sql<{
        n: number
      }>`select count(*) as n from pg_stat_activity where wait_event_type = 'Lock' and query like '%segments%'`.execute(world.db)
    ).rows[0]?.n ?? 0
  await blocking('segments', async () => {
    const gone = new AbortController()
    const asked = fetch(`${address}/api/segments/overview`, { headers: { 'x-test-role': 'owner' }, signal: gone.signal })
    asked.catch(() => {})
    await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: 30_000 })
    gone.abort()
    await expect(asked).rejects.toThrow('abort')
    await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 30_000 })
  })
  await sql`set statement_timeout = ${sql.lit(patience)}`.execute(world.database.questions)
})

test('the work has all the time it needs, and it and the questions do not wait for each other’s connections', async () => {
  await sql`select pg_sleep(${(2 * patience) / 1_000})`.execute(world.db)
  const held = await Promise.all(Array.from({ length: 10 }, () => world.database.pool.connect()))
  expect((await get('/api/segments/overview')).statusCode).toBe(200)
  for (const client of held) client.release()
})
