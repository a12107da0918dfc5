import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { inTransaction } from './connect.ts'
import { withoutIndexes } from './without-indexes.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())
beforeEach(() => sql`truncate metrics`.execute(world.db))

const database = () => world.services.database
const fill = (rows: number) =>
  sql`insert into metrics (customer_id, spend, computed_at) select gen_random_uuid(), i, ${world.services.clock()} from generate_series(1, ${rows}::int) i`
/** All that the catalog says of the table’s indexes and constraints, but their numbers. */
const schema = async () =>
  (
    await sql<{
      line: string
    }>`select pg_get_indexdef(indexrelid) || ' ' || indisvalid || indisunique || indisprimary || indisreplident as line
      from pg_index where indrelid = 'metrics'::regclass
      union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid = 'metrics'::regclass
      union all select attname || ' ' || atttypid::regtype || ' ' || attnotnull from pg_attribute where attrelid = 'metrics'::regclass and attnum > 0
      union all select relname || ' ' || coalesce(array_to_string(reloptions, ','), '') from pg_class where oid = 'metrics'::regclass order by 1`.execute(
      world.db,
    )
  ).rows.map((row) => row.line)
const count = async () => (await sql<{ n: number }>`select count(*) as n from metrics`.execute(world.db)).rows[0]?.n

test('a table that was filled while its indexes were away has the schema that it had', async () => {
  const before = await schema()
  let inBetween: string[] = []
  await inTransaction(database(), ({ db }) =>
    withoutIndexes(db, 'metrics', async () => {
      const { rows } = await sql<{ name: string }>`select indexname as name from pg_indexes where tablename = 'metrics'`.execute(db)
      inBetween = rows.map((row) => row.name)
      await fill(1_000).execute(db)
    }),
  )
  expect(inBetween).toEqual([])
  expect(await schema()).toEqual(before)
  expect(before.length).toBeGreaterThan(20)
  expect(await count()).toBe(1_000)
})

test('what fails on the way leaves indexes and rows as they were', async () => {
  const before = await schema()
  const failing = inTransaction(database(), ({ db }) =>
    withoutIndexes(db, 'metrics', async () => {
      await fill(10).execute(db)
      throw new Error('broken off')
    }),
  )
  await expect(failing).rejects.toThrow('broken off')
  expect(await schema()).toEqual(before)
  expect(await count()).toBe(0)
})

test('a vacuum of the empty table has the second in which it gives way to whoever waits', async () => {
  const vacuum = await world.database.pool.connect()
  await vacuum.query('begin; lock table metrics in share update exclusive mode')
  const gone = new Promise((resolve) => setTimeout(resolve, 1_300)).then(() => vacuum.query('rollback'))
  let indexes = -1
  await inTransaction(database(), ({ db }) =>
    withoutIndexes(db, 'metrics', async () => {
      indexes = (await sql`select 1 from pg_indexes where tablename = 'metrics'`.execute(db)).rows.length
    }),
  )
  await gone
  vacuum.release()
  expect(indexes).toBe(0)
})

test('who is reading the table is not waited for: it is filled with its indexes in place', async () => {
  let indexes = 0
  await inTransaction(database(), async ({ db: reader }) => {
    await sql`select 1 from metrics`.execute(reader)
    await inTransaction(database(), ({ db }) =>
      withoutIndexes(db, 'metrics', async () => {
        const { rows } = await sql`select 1 from pg_indexes where tablename = 'metrics'`.execute(db)
        indexes = rows.length
        await fill(10).execute(db)
      }),
    )
  })
  expect(indexes).toBeGreaterThan(1)
  expect(await count()).toBe(10)
})
