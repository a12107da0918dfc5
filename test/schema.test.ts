import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables } from '../migrations/tables.ts'
import { splitStatements } from '../src/platform/database/split-statements.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'
import { breaksOfSchemaLaw, breaksOfSqlLaw } from './schema-law.ts'

const root = join(import.meta.dirname, '..')
let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

test('the schema runs on one PostgreSQL and on a cluster alike', async () => {
  expect(await breaksOfSchemaLaw(fresh.database, tables)).toEqual([])
})

test('no SQL of ours asks the database for the time or for chance, or locks without a customer', () => {
  const breaks = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((path) => breaksOfSqlLaw(path, readFileSync(join(root, 'src', path), 'utf8')))
  expect(breaks).toEqual([])
})

test('one alteration of a table at a time, and never the clock, in migrations', () => {
  for (const file of readdirSync(join(root, 'migrations')).filter((name) => name.endsWith('.sql'))) {
    for (const statement of splitStatements(readFileSync(join(root, 'migrations', file), 'utf8'))) {
      expect(statement, file).not.toMatch(/add column[^;]*,\s*add constraint/i)
      // A function of another role's asks the database's own clock, as it does not believe the program that calls it.
      if (/\bsecurity definer\b/i.test(statement)) continue
      expect(breaksOfSqlLaw(file, `sql\`${statement.replaceAll('`', '')}\``), file).toEqual([])
    }
  }
})

test.each([
  ['a table that says no kind', 'create table stray (id int)', 'stray says no kind'],
  ['a unique key without the customer', 'create table visits (id uuid primary key, customer_id uuid)', 'lacks its customer'],
  [
    'a unique index without the customer',
    'create table visits (customer_id uuid primary key, n int); create unique index on visits (n)',
    'lacks its customer',
  ],
  ['a customer table without a key', 'create table visits (customer_id uuid)', 'no primary key'],
  [
    'a key to a config table',
    'create table shops (id uuid primary key); create table visits (customer_id uuid primary key, shop uuid references shops)',
    'leaves',
  ],
  [
    'a key that lacks the customer',
    'create table visits (customer_id uuid primary key, n uuid references customers (id))',
    'lacks customer_id',
  ],
  ['a default of the clock', 'create table shops (id uuid primary key, at timestamptz default now())', 'is computed by the database'],
  [
    'a trigger',
    `create table shops (id uuid primary key); create function f() returns trigger language plpgsql as $$ begin return new; end $$;
     create trigger t before insert on shops for each row execute function f()`,
    'has the trigger t',
  ],
])('the rules bite: %s', async (_, statements, sentence) => {
  const other = await freshDatabase()
  try {
    for (const statement of splitStatements(statements)) await other.database.pool.query(statement)
    const kinds = {
      ...tables,
      ...(statements.includes('visits') && { visits: 'customer' as const }),
      ...(statements.includes('shops') && { shops: 'config' as const }),
    }
    expect(await breaksOfSchemaLaw(other.database, kinds)).toEqual([expect.stringContaining(sentence)])
  } finally {
    await other.drop()
  }
})

test('a listed table that is gone is said', async () => {
  expect(await breaksOfSchemaLaw(fresh.database, { ...tables, gone: 'node' })).toEqual([expect.stringContaining('gone is listed')])
})

test('the clock, dice and wide locks in SQL are found', () => {
  const broken = [
    'sql`update a set at = now()`',
    'sql<Row>`select random()`',
    'sql`select 1 from jobs where id = 1 for update`',
    'sql`select current_timestamp`',
  ]
  for (const text of broken) expect(breaksOfSqlLaw('a.ts', text), text).toHaveLength(1)
  const right = [
    'sql`update a set at = ${now}`',
    'sql`select 1 from customers where id = ${id} for update`',
    'const now = now()',
    'sql`select snow_now from a`',
  ]
  for (const text of right) expect(breaksOfSqlLaw('a.ts', text), text).toEqual([])
})
