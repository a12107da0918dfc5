// The rules that let one schema and one SQL run on plain PostgreSQL and on a Citus cluster, asked of a real database.
import type { TableKind } from '../migrations/tables.ts'
import type { Database } from '../src/platform/database/connect.ts'

type Key = { table: string; name: string; columns: string[] }
type ForeignKey = { table: string; name: string; target: string; columns: string[] }
type Trigger = { table: string; name: string }
type Column = { table: string; name: string; value: string }

/** Every break of the rules in the tables of schema `public`, as sentences. */
export async function breaksOfSchemaLaw(database: Database, tables: Readonly<Record<string, TableKind>>): Promise<string[]> {
  const ask = async <Row extends object>(question: string) => (await database.pool.query<Row>(question)).rows
  const found = (await ask<{ name: string }>(tableNames)).map((row) => row.name)
  const isCustomer = (table: string) => tables[table] === 'customer'
  return [
    ...found.filter((table) => !tables[table]).map((table) => `${table} says no kind in migrations/tables.ts`),
    ...Object.keys(tables)
      .filter((table) => !found.includes(table))
      .map((table) => `${table} is listed in migrations/tables.ts and does not exist`),
    ...(await ask<Key>(uniqueKeys))
      .filter(({ table, columns }) => isCustomer(table) && !columns.includes(table === 'customers' ? 'id' : 'customer_id'))
      .map(
        ({ table, name, columns }) => `the unique key ${name} (${columns.join(', ')}) of the customer table ${table} lacks its customer`,
      ),
    ...(await ask<ForeignKey>(foreignKeys)).flatMap(({ table, name, target, columns }) =>
      breakOfForeignKey(name, columns, isCustomer(table), isCustomer(target)),
    ),
    ...(await ask<Trigger>(triggers)).map(({ table, name }) => `${table} has the trigger ${name}`),
    ...(await ask<Column>(defaults)).map(({ table, name, value }) => `the column ${table}.${name} is computed by the database: ${value}`),
    ...(await ask<Trigger>(keyless))
      .filter(({ table }) => isCustomer(table))
      .map(({ table }) => `the customer table ${table} has no primary key`),
  ]
}

function breakOfForeignKey(name: string, columns: string[], fromCustomer: boolean, toCustomer: boolean): string[] {
  if (fromCustomer !== toCustomer) return [`the foreign key ${name} leaves the customer tables or enters them from outside`]
  if (fromCustomer && !columns.includes('customer_id')) return [`the foreign key ${name} lacks customer_id`]
  return []
}

const tableNames = `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`

const uniqueKeys = `
  select t.relname as table, i.relname as name,
         array(select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum = any (x.indkey::int2[])) as columns
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
  where x.indisunique and t.relnamespace = 'public'::regnamespace`

const foreignKeys = `
  select c.conrelid::regclass::text as table, c.conname as name, c.confrelid::regclass::text as target,
         array(select a.attname::text from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey)) as columns
  from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`

const triggers = `
  select t.tgrelid::regclass::text as table, t.tgname as name
  from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal and c.relnamespace = 'public'::regnamespace`

// Instants and ids are bound by the program; a default that asks the clock or a die would differ from node to node.
const defaults = `
  select c.relname as table, a.attname as name, pg_get_expr(d.adbin, d.adrelid) as value
  from pg_attrdef d join pg_class c on c.oid = d.adrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = d.adnum
  where c.relnamespace = 'public'::regnamespace
    and pg_get_expr(d.adbin, d.adrelid) ~* '(now|random|gen_random_uuid|uuidv7|clock_timestamp|nextval)\\(|current_timestamp|current_date'`

const keyless = `
  select c.relname as table, '' as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and not exists (select 1 from pg_index x where x.indrelid = c.oid and x.indisprimary)`

const clockInWrite =
  /\b(?:now|random|clock_timestamp|statement_timestamp|transaction_timestamp|gen_random_uuid)\s*\(|\bcurrent_(?:timestamp|date|time)\b/i

/** Breaks that can be read off SQL inside `sql` tags: the database's clock or dice, locks without a customer, other values on conflict. */
export function breaksOfSqlLaw(path: string, text: string): string[] {
  const breaks: string[] = []
  for (const [, statement = ''] of text.matchAll(/\bsql(?:<[^`]*?>)?`((?:[^`\\]|\\.)*)`/g)) {
    const line = `${path}: ${statement.trim().replace(/\s+/g, ' ').slice(0, 60)}…`
    if (clockInWrite.test(statement)) breaks.push(`${line} asks the database for the time or for chance; bind it`)
    if (/\bfor (?:no key )?update\b/i.test(statement) && !/customer_id|customers|log_heads/.test(statement))
      breaks.push(`${line} locks rows without a customer`)
  }
  return breaks
}
