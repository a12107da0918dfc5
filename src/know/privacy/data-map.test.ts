import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables } from '../../../migrations/tables.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { classesOf, dataMap, ownColumns, personColumns } from './data-map.ts'
import { eventKinds } from './map/event-kinds.ts'
import { namesIn } from './map/mapped-table.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

/** What the live catalogue has and the map lacks, and the other way round. */
async function differences(): Promise<string[]> {
  const { rows } = await sql<{
    table: string
    columns: string[]
  }>`select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as table,
      array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname in ('public', 'auth', 'audit') and c.relkind in ('r', 'p') and not c.relispartition group by 1`.execute(world.db)
  const live = new Map(rows.map((row) => [row.table, row.columns]))
  const gone = Object.keys(dataMap).filter((table) => !live.has(table))
  return [
    ...gone.map((table) => `${table} is in the map and not in the database`),
    ...[...live].flatMap(([table, columns]) => {
      const mapped = dataMap[table]
      if (!mapped) return [`the table ${table} (${columns.join(' ')}) is not in the map`]
      const classes = classesOf(mapped)
      return [
        ...columns.filter((column) => !classes.has(column)).map((column) => `${table}.${column} has no class`),
        ...[...classes.keys()].filter((column) => !columns.includes(column)).map((column) => `${table}.${column} does not exist`),
      ]
    }),
  ]
}

test('every column of every table has a class, and the map names none that is not there', async () => {
  expect(await differences()).toEqual([])
})

test('a new table or column without a class is found', async () => {
  await sql`create table visits (id uuid)`.execute(world.db)
  await sql`alter table todos add column mood text`.execute(world.db)
  expect(await differences()).toEqual(expect.arrayContaining(['the table visits (id) is not in the map', 'todos.mood has no class']))
  await sql`drop table visits`.execute(world.db)
  await sql`alter table todos drop column mood`.execute(world.db)
})

test('every kind of fact has a class, and the map names none that is not told', () => {
  expect([...world.services.registry.events.keys()].filter((kind) => !eventKinds[kind])).toEqual([])
  expect(Object.keys(eventKinds).filter((kind) => !world.services.registry.events.has(kind))).toEqual([])
})

test('the keys of a fact that stay for statistics are keys of that kind, and none of them is a free text of a person', () => {
  for (const [kind, { keeps = [] }] of Object.entries(eventKinds)) {
    const payload = world.services.registry.events.get(kind)?.payload ?? {}
    for (const key of keeps) expect(Object.keys(payload), kind).toContain(key)
  }
})

test('every customer table is forgotten, kept without the person, or kept because of a law that is named', () => {
  const ways: readonly (string | undefined)[] = ['delete', 'remainder']
  const forgotten = (name: string) => dataMap[name]?.of === 'customer' && ways.includes(dataMap[name]?.erasure)
  const customers = Object.entries(tables).flatMap(([name, kind]) => (kind === 'customer' ? [name] : []))
  expect(customers.length).toBeGreaterThan(30)
  expect(customers.filter((name) => !forgotten(name))).toEqual([])
  expect(Object.entries(dataMap).filter(([, table]) => table.erasure === 'law' && table.law === undefined)).toEqual([])
})

test('columns that the map names beside their class are columns of their table', () => {
  for (const [name, table] of Object.entries(dataMap)) {
    const classes = classesOf(table)
    const named = [...namesIn(table.keeps), ...namesIn(table.searched), ...(table.by ? personColumns(table) : [])]
    for (const column of named) expect([name, classes.has(column)]).toEqual([name, true])
    expect([name, table.heading === undefined || ownColumns(table).length > 0]).toEqual([name, true])
  }
})

test('no column stands in two classes', () => {
  for (const [name, table] of Object.entries(dataMap)) {
    const all = Object.values(table.columns).flatMap((columns) => namesIn(columns))
    expect([name, new Set(all).size]).toEqual([name, all.length])
  }
})
