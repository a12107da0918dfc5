import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/fresh-database.ts'
import type { Db } from '../database/connect.ts'
import { runCompiled, runPlanned } from '../database/connect.ts'
import { holdTables } from '../database/hold-tables.ts'
import { shadowing } from './rewrite-statement.ts'

let fresh: FreshDatabase
let db: Db

beforeAll(async () => {
  fresh = await freshDatabase()
  const { pool } = fresh.database
  await pool.query(`insert into customers (id, name, city, created_at, updated_at)
    select ('00000000-0000-4000-8000-00000000000' || i)::uuid, 'N' || i, case when i < 3 then '杭州' else '苏州' end, timestamptz '2026-01-01' + i * interval '1 day', timestamptz '2026-01-01' from generate_series(1, 5) i`)
  await pool.query(`insert into metrics (customer_id, spend, computed_at) select id, 100, '2026-01-01' from customers`)
  db = fresh.database.asking(
    shadowing(
      new Map([
        [
          'customers',
          { text: 'select id, name, $1::text as city, created_at from public.customers c where c.city = $2', values: ['—', '杭州'] },
        ],
        ['metrics', { text: 'select * from public.metrics where customer_id in (select id from customers) and spend > $1', values: [1] }],
      ]),
    ),
  )
})
afterAll(() => fresh.drop())

const count = async (statement: ReturnType<typeof sql<{ n: number }>>) => (await statement.execute(db)).rows[0]?.n

test('a transaction over one snapshot that holds its tables is seen through as well', async () => {
  const moment = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
  await holdTables(moment, ['customers', 'metrics'])
  const { rows } = await sql<{ n: number }>`select count(*) as n from customers`.execute(moment)
  await moment.rollback().execute()
  expect(rows[0]?.n).toBe(await count(sql<{ n: number }>`select count(*) as n from customers`))
})

test.each([
  ['a plain one', sql<{ n: number }>`select count(*) as n from customers`],
  ['with values of its own', sql<{ n: number }>`select count(*) as n from customers where name like ${'N%'} and id <> all(${[]}::uuid[])`],
  ['quoted and aliased', sql<{ n: number }>`select count(*) as n from "customers" c`],
  ['in capitals', sql<{ n: number }>`SELECT count(*) AS n FROM CUSTOMERS`],
  ['in a subquery', sql<{ n: number }>`select (select count(*) from customers) as n`],
  ['with a WITH of its own', sql<{ n: number }>`with x as (select * from customers where name <> ${'Z'}) select count(*) as n from x`],
  ['with a WITH of the same name', sql<{ n: number }>`with customers as (select * from customers) select count(*) as n from customers`],
  [
    'recursive',
    sql<{
      n: number
    }>`with recursive t(i) as (select 1 union all select i + 1 from t where i < 3) select count(*) as n from customers, t where t.i = 1`,
  ],
  [
    'in parts',
    sql<{ n: number }>`select count(*) as n from ((select id from customers) union all (select id from customers where false)) x`,
  ],
  ['in brackets', sql<{ n: number }>`(select count(*) as n from customers)`],
  ['joined', sql<{ n: number }>`select count(*) as n from metrics m left join customers c on c.id = m.customer_id`],
  ['that names only another table of customers', sql<{ n: number }>`select count(*) as n from metrics`],
  [
    'with the name in a text',
    sql<{ n: number }>`select count(*) as n from customers where name <> 'it''s from public.customers; delete from x'`,
  ],
  ['built of parts', sql<{ n: number }>`${sql`select`} count(*) as n ${sql`from ${sql.id('customers')}`}`],
  ['a TABLE command', sql<{ n: number }>`select count(*) as n from (table customers) t`],
])('whatever a statement looks like, a table shows what may be seen: %s', async (_, statement) => {
  expect(await count(statement)).toBe(2)
})

test('columns are those of the shadow, in the order asked, with the values where they belong', async () => {
  const { rows } = await sql`select name, city from customers where name <> ${'N1'} order by created_at desc limit ${5}`.execute(db)
  expect(rows).toEqual([{ name: 'N2', city: '—' }])
  const ordered = await sql<{
    name: string
  }>`with x as (select name, created_at from customers) select name from x order by created_at desc`.execute(db)
  expect(ordered.rows.map((row) => row.name)).toEqual(['N2', 'N1'])
})

test('nothing gets past it: neither texts compiled before, nor kept plans', async () => {
  const compiled = sql<{ n: number }>`select count(*) as n from customers`.compile(fresh.database.questions)
  expect((await db.executeQuery(compiled)).rows).toEqual([{ n: 2 }])
  expect(await runCompiled(db, compiled)).toEqual([{ n: 2 }])
  expect(await runPlanned(db, sql`select count(*) as n from customers`)).toEqual([{ n: 2 }])
  expect(await runPlanned(fresh.database.questions, sql`select count(*) as n from customers`)).toEqual([{ n: 5 }])
})

test('what is planned once stays so when it is rewritten, each reader with a plan of their own rights', async () => {
  const asked = sql<{ n: number }>`select count(*) as n from customers where name <> ${'N9'}`
  const other = fresh.database.asking(
    shadowing(
      new Map([['customers', { text: 'select * from public.customers c where c.city = $1 and c.id is not null', values: ['苏州'] }]]),
    ),
  )
  for (let i = 0; i < 3; i++) {
    expect(await runPlanned(db, asked)).toEqual([{ n: 2 }])
    expect(await runPlanned(other, asked)).toEqual([{ n: 3 }])
  }
  const kept = await sql<{ statement: string }>`select statement from pg_prepared_statements where name like 'rewritten%'`.execute(db)
  expect(kept.rows.filter(({ statement }) => statement.endsWith('name <> $1'))).not.toHaveLength(0)
  // What is asked once only is planned for itself.
  expect(kept.rows.filter(({ statement }) => statement.includes('pg_prepared_statements'))).toHaveLength(0)
})

test('a table that hides nothing of its own is read as it is where it is joined to the customers that are seen, and nowhere else', async () => {
  const seen = shadowing(
    new Map([
      ['customers', { text: 'select * from public.customers c where c.city = $1', values: ['杭州'] }],
      ['metrics', { text: 'select * from public.metrics where customer_id in (select id from customers)', values: [], joined: null }],
    ]),
  )
  const joined = sql<{ n: number }>`select count(metrics.spend) as n from customers c left join metrics on metrics.customer_id = c.id`
  const asking = fresh.database.asking(seen)
  expect(seen(joined.compile(asking).sql, []).text).not.toContain('public.metrics')
  expect((await joined.execute(asking)).rows).toEqual([{ n: 2 }])
  expect((await sql`select count(*) as n from metrics`.execute(asking)).rows).toEqual([{ n: 2 }])
  const both = sql`select (select count(*) from metrics) as n from customers c left join metrics on metrics.customer_id = c.id limit 1`
  expect((await both.execute(asking)).rows).toEqual([{ n: 2 }])
})

test.each([
  ['a schema', sql`select * from public.customers`],
  ['a quoted schema', sql`select * from "public"."customers"`],
  ['a schema with spaces', sql`select * from public . customers`],
  ['an insert', sql`insert into customers (id) values (${null})`],
  ['a delete', sql`delete from customers`],
  ['an update', sql`update customers set name = 'x'`],
  ['an insert in a WITH', sql`with x as (insert into metrics (customer_id) select id from customers returning 1) select * from x`],
  ['a delete in a WITH', sql`with x as (delete from metrics returning 1) select * from x`],
  ['an update in a WITH', sql`with x as (update customers c set name = 'x' returning 1) select * from x`],
  ['a lock', sql`select * from customers for update`],
  ['a new table', sql`select * into temp t from customers`],
  ['two at once', sql`select 1; select * from customers`],
  ['a comment', sql`select * from customers -- ' `],
  ['a comment in the middle', sql`select * from public/**/.customers`],
  ['a text in dollars', sql`select $$'$$, * from customers`],
  ['a text with escapes', sql`select E'\\'', * from customers`],
  ['a name in a text', sql`select query_to_xml('select * from customers', true, true, '')`],
  ['statistics', sql`select most_common_vals from pg_stats`],
  ['a call', sql`call something()`],
  ['a copy', sql`copy customers to stdout`],
  ['values', sql`values (1)`],
  ['a setting', sql`select set_config('search_path', 'x', false)`],
])('what cannot be filtered is refused: %s', async (_, statement) => {
  await expect(statement.execute(db)).rejects.toThrow('cannot be asked')
  const { rows } = await sql<{ n: number }>`select count(*) as n from customers`.execute(fresh.database.db)
  expect(rows[0]?.n).toBe(5)
})
