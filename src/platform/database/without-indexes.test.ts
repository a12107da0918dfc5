import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { inTransaction } from './connect.ts'
import { fillEmpty, withoutIndexes } from './without-indexes.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())
beforeEach(() => sql`truncate metrics`.execute(world.db))
afterEach(() => sql`drop view if exists best_customers`.execute(world.db))

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

const oid = async () => (await sql<{ oid: number }>`select 'metrics'::regclass::oid::int as oid`.execute(world.db)).rows[0]?.oid
const fillAll = (rows: number) =>
  inTransaction(database(), ({ db }) =>
    fillEmpty(db, {
      table: 'metrics',
      columns: ['spend', 'customer_id', 'computed_at'],
      rows: sql`select i, gen_random_uuid(), ${world.services.clock()}::timestamptz from generate_series(1, ${rows}::int) i`,
    }),
  )
const filled = async () =>
  (
    await sql<{
      n: number
      spend: number
      count: number
      stages: number
    }>`select count(*) as n, sum(spend)::int as spend, sum(purchase_count)::int as count, count(stage) as stages from metrics`.execute(
      world.db,
    )
  ).rows

test('an empty table that is filled at once has the schema that it had, down to the names, and in other columns what is usual', async () => {
  const [before, was] = [await schema(), await oid()]
  await fillAll(1_000)
  expect(await schema()).toEqual(before)
  expect(await oid()).not.toBe(was)
  expect(await filled()).toEqual([{ n: 1_000, spend: 500_500, count: 0, stages: 0 }])
})

test('a table on which a view of the firm’s leans is filled as it stands', async () => {
  await sql`create view best_customers as select customer_id from metrics where spend > 990`.execute(world.db)
  const [before, was] = [await schema(), await oid()]
  await fillAll(1_000)
  expect(await schema()).toEqual(before)
  expect(await oid()).toBe(was)
  expect((await sql`select * from best_customers`.execute(world.db)).rows).toHaveLength(10)
})

test('a row that stands in the table after all stays, beside those that it is filled with', async () => {
  await fill(2).execute(world.db)
  const [before, was] = [await schema(), await oid()]
  await fillAll(1_000)
  expect(await schema()).toEqual(before)
  expect([await oid(), await count()]).toEqual([was, 1_002])
})

test('a table of which the firm keeps statistics of its own is filled as it stands, and they stay', async () => {
  await sql`create statistics spend_by_stage on stage, spend from metrics`.execute(world.db)
  const was = await oid()
  await fillAll(10)
  expect(await oid()).toBe(was)
  await sql`drop statistics spend_by_stage`.execute(world.db)
})

test('a row that breaks a rule of the table leaves it empty and as it was', async () => {
  const [before, was] = [await schema(), await oid()]
  const failing = inTransaction(database(), ({ db }) =>
    fillEmpty(db, { table: 'metrics', columns: ['customer_id', 'computed_at'], rows: sql`select gen_random_uuid(), null::timestamptz` }),
  )
  await expect(failing).rejects.toThrow(/computed_at/)
  expect(await schema()).toEqual(before)
  expect([await oid(), await count()]).toEqual([was, 0])
})

test('who is reading an empty table is not waited for long: it is filled as it stands', async () => {
  const was = await oid()
  await inTransaction(database(), async ({ db: reader }) => {
    await sql`select 1 from metrics`.execute(reader)
    await fillAll(10)
  })
  expect([await oid(), await count()]).toEqual([was, 10])
})
