import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { type Db, inTransaction } from './connect.ts'
import { buildBeside, takePlace } from './exchange-rows.ts'
import { holdTables, readableTables } from './hold-tables.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const database = () => world.services.database
const run = (text: string) => world.database.pool.query(text)

/** All that the catalog says of the table’s columns, indexes, constraints and statistics, and whatever is left behind. */
const schema = async () =>
  (
    await run(`select pg_get_indexdef(indexrelid) || ' ' || indisvalid || indisunique || indisprimary || indisreplident as line
      from pg_index where indrelid = 'cups'::regclass
      union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid = 'cups'::regclass
      union all select attname || ' ' || attnum || ' ' || attnotnull || ' ' || atttypid::regtype || coalesce(' ' || pg_get_expr(adbin, adrelid), '')
        from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum where attrelid = 'cups'::regclass and attnum > 0
      union all select relname || ' ' || relkind::text from pg_class where relname like 'cups%' order by 1`)
  ).rows.map((row: { line: string }) => row.line)
const names = async () => (await run('select name from cups order by name')).rows.map((row: { name: string }) => row.name)
const oid = async () => (await run(`select 'cups'::regclass::oid::int as oid`)).rows[0]?.oid

beforeEach(async () => {
  await run(
    `create table cups (id uuid primary key, name text not null unique, size bigint not null default 3 check (size > 0), holds real)`,
  )
  await run(`create index cups_size on cups (size desc, id) where size > 1`)
  await run(`create index "cups holding" on cups (lower(name), (holds * 2))`)
  await run(`insert into cups (id, name) select gen_random_uuid(), 'old ' || i from generate_series(1, 3) i`)
})
afterEach(() => run('drop table if exists cups cascade'))

const fillWith = (db: Db, rows: number) => async (next: string) =>
  void (await sql`insert into ${sql.table(next)} (id, name, holds)
    select ('018f0000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'new ' || i, i from generate_series(1, ${rows}::int) i`.execute(
    db,
  ))

const exchange = (rows = 2, last: (next: string, db: Db) => Promise<void> = async () => {}) =>
  inTransaction(database(), async ({ db }) => {
    const next = await buildBeside(db, 'cups', fillWith(db, rows))
    await takePlace(db, next, { table: 'cups', last: (name) => last(name, db), tries: 2 })
  })

test('rows that were built beside take the place of the old ones, and the table has the schema that it had, down to the names', async () => {
  const before = await schema()
  const was = await oid()
  await exchange()
  expect(await names()).toEqual(['new 1', 'new 2'])
  expect(await schema()).toEqual(before)
  expect(before.length).toBeGreaterThan(12)
  expect(await oid()).not.toBe(was)
  await exchange(3)
  expect(await names()).toHaveLength(3)
  expect(await schema()).toEqual(before)
})

test('it is known at once how the new rows are spread', async () => {
  await exchange(500)
  const { rows } = await run(`select attname, n_distinct from pg_stats where tablename = 'cups' and attname in ('name', 'size') order by 1`)
  expect(rows).toEqual([
    { attname: 'name', n_distinct: -1 },
    { attname: 'size', n_distinct: 1 },
  ])
})

test('who reads meanwhile finds the old rows whole, and a plan that was kept finds the new ones afterwards', async () => {
  const seen: number[] = []
  const kept = { name: 'cups-counted', text: 'select count(*)::int as n from cups' }
  const client = await world.database.pool.connect()
  const count = async () => seen.push((await client.query(kept)).rows[0].n)
  for (let times = 0; times < 7; times++) await count()
  await inTransaction(database(), async ({ db }) => {
    const next = await buildBeside(db, 'cups', fillWith(db, 2))
    await count()
    await takePlace(db, next, { table: 'cups', last: async () => void (await count()) })
  })
  await count()
  client.release()
  expect(seen).toEqual([...Array(9).fill(3), 2])
})

test('what fails on the way, or is broken off before the end, leaves everything as it was', async () => {
  const before = await schema()
  const failing = exchange(2, () => Promise.reject(new Error('broken off')))
  await expect(failing).rejects.toThrow('broken off')
  expect(await names()).toEqual(['old 1', 'old 2', 'old 3'])
  expect(await schema()).toEqual(before)
})

test('what must not stand is taken out when nobody can write any more', async () => {
  const late: string[] = []
  await exchange(3, async (next, db) => {
    await sql`delete from ${sql.table(next)} where name = 'new 2'`.execute(db)
    const writer = await world.database.pool.connect()
    await writer.query(`set lock_timeout = '50ms'`)
    await writer.query(`delete from cups`).catch((error: Error) => late.push(error.message))
    await writer.query(`reset lock_timeout`)
    writer.release()
  })
  expect(late).toEqual(['canceling statement due to lock timeout'])
  expect(await names()).toEqual(['new 1', 'new 3'])
})

test('a view of the firm’s, or a right that was given to another, keeps its table: the rows are exchanged in it', async () => {
  const before = await schema()
  const was = await oid()
  await run('create view cups_of_ours as select name from cups')
  await exchange()
  expect((await run('select count(*)::int as n from cups_of_ours')).rows[0]?.n).toBe(2)
  await run('drop view cups_of_ours')
  await run('grant select on cups to public')
  await exchange(4)
  expect(await oid()).toBe(was)
  expect(await names()).toHaveLength(4)
  expect(await schema()).toEqual(before)
})

test('who reads for long over one snapshot and holds the table reads the old rows to the end, and is not waited for', async () => {
  const was = await oid()
  await inTransaction(database(), async ({ db: reader }) => {
    await sql`set transaction isolation level repeatable read`.execute(reader)
    await holdTables(['cups']).execute(reader)
    await sql`select count(*) from customers`.execute(reader)
    await exchange()
    expect((await sql<{ n: number }>`select count(*) as n from cups`.execute(reader)).rows[0]?.n).toBe(3)
  })
  expect(await names()).toEqual(['new 1', 'new 2'])
  expect(await oid()).toBe(was)
}, 30_000)

test('tables that the program may not read are none of those that it holds', async () => {
  await run('create table of_another (id int)')
  await run('revoke all on of_another from current_user')
  const tables = await readableTables(world.db)
  expect(tables).toEqual(expect.arrayContaining(['customers', 'cups', 'predictions']))
  expect(tables).not.toContain('of_another')
  await inTransaction(database(), async ({ db }) => void (await holdTables(tables).execute(db)))
  await run('drop table of_another')
})
