import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { inTransaction } from '../database/connect.ts'
import { refreshAgain } from './refresh-again.ts'
import { alone } from './refresh-lock.ts'
import { refreshNews } from './refresh-news.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

/** Waits until somebody stands before the lock. */
const somebodyWaits = () =>
  expect
    .poll(
      async () =>
        (await sql`select 1 from pg_locks where locktype = 'advisory' and classid = 7236 and not granted`.execute(world.db)).rows.length,
    )
    .toBeGreaterThan(0)

test.each([
  ['a batch of news', () => refreshNews(world.services, 10)],
  ['a sweep', (id: string) => refreshAgain(world.services, ['metrics'], [id])],
])('%s that waits for work over everybody holds nothing that this work needs', async (_, refresh) => {
  const id = await world.customer({ name: '等一等' })
  let waiting: Promise<unknown> = Promise.resolve()
  await inTransaction(world.database, async ({ db }) => {
    await alone.execute(db)
    waiting = refresh(id)
    await somebodyWaits()
    await sql`set local lock_timeout = '500ms'`.execute(db)
    await sql`update log_heads set done = done where customer_id = ${id}`.execute(db)
  })
  await waiting
  await world.settle()
})
