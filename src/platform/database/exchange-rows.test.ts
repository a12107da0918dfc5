import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { type Db, inTransaction } from './connect.ts'
import { buildBeside, takePlace } from './exchange-rows.ts'
import { exchangedTables, holdTables, tablesToHold } from './hold-tables.ts'

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

type Options = { last?: (next: string, db: Db) => Promise<void>; meanwhile?: (db: Db, next: string) => Promise<unknown>; tries?: number }

const held = ['cups']
const exchange = (rows = 2, { last = async () => {}, meanwhile = async () => {}, tries = 2 }: Options = {}) =>
  inTransaction(database(), async ({ db }) => {
    const beside = await buildBeside(db, 'cups', fillWith(db, rows))
    await meanwhile(db, beside.next)
    await takePlace(db, beside, { table: 'cups', held, last: (name) => last(name, db), tries })
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
    const beside = await buildBeside(db, 'cups', fillWith(db, 2))
    await count()
    await takePlace(db, beside, { table: 'cups', held, last: async () => void (await count()) })
  })
  await count()
  client.release()
  expect(seen).toEqual([...Array(9).fill(3), 2])
})

test('what fails on the way, or is broken off before the end, leaves everything as it was', async () => {
  const before = await schema()
  const failing = exchange(2, { last: () => Promise.reject(new Error('broken off')) })
  await expect(failing).rejects.toThrow('broken off')
  expect(await names()).toEqual(['old 1', 'old 2', 'old 3'])
  expect(await schema()).toEqual(before)
})

test('what must not stand is taken out when nobody can write any more', async () => {
  const late: string[] = []
  const last = async (next: string, db: Db) => {
    await sql`delete from ${sql.table(next)} where name = 'new 2'`.execute(db)
    const writer = await world.database.pool.connect()
    await writer.query(`set lock_timeout = '50ms'`)
    await writer.query(`delete from cups`).catch((error: Error) => late.push(error.message))
    await writer.query(`reset lock_timeout`)
    writer.release()
  }
  await exchange(3, { last })
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
    await holdTables(reader, held)
    await sql`select count(*) from customers`.execute(reader)
    await exchange()
    expect((await sql<{ n: number }>`select count(*) as n from cups`.execute(reader)).rows[0]?.n).toBe(3)
  })
  expect(await names()).toEqual(['new 1', 'new 2'])
  expect(await oid()).toBe(was)
}, 30_000)

test('what costs something is not done again, with writers kept out, for as long as the same reader stays', async () => {
  let times = 0
  await inTransaction(database(), async ({ db: reader }) => {
    await holdTables(reader, held)
    await exchange(2, { tries: 4, last: async () => void times++ })
  })
  // Once in vain, and once for the rows one by one.
  expect(times).toBe(2)
  expect(await names()).toEqual(['new 1', 'new 2'])
}, 30_000)

test('a vacuum has the second in which it gives way to whoever waits', async () => {
  const was = await oid()
  const vacuum = await world.database.pool.connect()
  // As much as a vacuum locks, and as long as it takes to be asked to go.
  await vacuum.query('begin')
  await vacuum.query('lock table cups in share update exclusive mode')
  const gone = new Promise((resolve) => setTimeout(resolve, 1_300)).then(() => vacuum.query('rollback'))
  await exchange(2, { tries: 1 })
  await gone
  vacuum.release()
  expect(await oid()).not.toBe(was)
})

/** Only a superuser publishes more than tables of their own. */
async function asAdmin(statement: string) {
  const { rows } = await run('select current_database() as name')
  const admin = new pg.Client({ connectionString: Object.assign(new URL(inject('adminUrl')), { pathname: `/${rows[0]?.name}` }).href })
  await admin.connect()
  await admin.query(statement).finally(() => admin.end())
}

test.each(['for all tables', 'for tables in schema public', 'for table cups'])(
  'a table that is published (%s) is kept, and no other is published meanwhile',
  async (which) => {
    const was = await oid()
    await asAdmin(`create publication of_the_firm ${which}`)
    let published: unknown
    try {
      await exchange(2, {
        meanwhile: async (db, next) => {
          published = (await sql`select tablename from pg_publication_tables where tablename = ${next}`.execute(db)).rows
        },
      })
    } finally {
      await asAdmin('drop publication of_the_firm')
    }
    expect(published).toEqual([])
    expect(await oid()).toBe(was)
    expect(await names()).toEqual(['new 1', 'new 2'])
  },
)

test('an index that is added while the new table is built is not lost: the rows are exchanged one by one', async () => {
  await exchange(2, { meanwhile: () => run('create index cups_of_an_administrator on cups (holds)') })
  expect(await names()).toEqual(['new 1', 'new 2'])
  expect((await schema()).filter((line) => line.includes('cups_of_an_administrator'))).toHaveLength(2)
  expect((await schema()).filter((line) => line.includes('_next'))).toEqual([])
})

test('a table that readers do not hold is never exchanged', async () => {
  const refused = inTransaction(database(), async ({ db }) => {
    const beside = await buildBeside(db, 'cups', fillWith(db, 2))
    await takePlace(db, beside, { table: 'cups', last: async () => {} })
  })
  await expect(refused).rejects.toThrow('cups is not among the tables that exports and backups hold')
})

test('whoever reads at length holds what may be exchanged and the program may read, and nothing else', async () => {
  await run('create table "客户备份" (id int)')
  expect(await tablesToHold(world.db)).toEqual(exchangedTables)
  await run('revoke all on predictions from current_user')
  expect(await tablesToHold(world.db)).toEqual([])
  await inTransaction(database(), ({ db }) => holdTables(db, []))
  await run('grant all on predictions to current_user')
  await run('drop table "客户备份"')
})
