import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables } from '../../../../migrations/tables.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { features } from '../../../app/features.ts'
import type { MergedTable } from '../../../platform/actions/feature.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

type Column = { table: string; name: string }

/** Customer tables whose rows would be left behind by a merge, and entries that cannot be followed, as sentences. */
async function breaksOfMerging(kinds: Readonly<Record<string, string>>, entries: readonly MergedTable[]): Promise<string[]> {
  const { rows } = await world.database.pool.query<Column>(
    `select c.relname as table, a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
  )
  const has = (table: string, name: string) => rows.some((row) => row.table === table && row.name === name)
  const said = entries.map((entry) => entry.table)
  return [
    ...Object.keys(kinds)
      .filter((table) => kinds[table] === 'customer' && !said.includes(table))
      .map((table) => `no feature says how ${table} follows a merge`),
    ...said.filter((table, i) => said.indexOf(table) !== i).map((table) => `two features say how ${table} follows a merge`),
    ...said.filter((table) => kinds[table] !== 'customer').map((table) => `${table} is no customer table`),
    ...entries
      .filter(({ table, how }) => how === 'move' && !has(table, 'first_customer_id'))
      .map(({ table }) => `${table} moves and has no first_customer_id to come back by`),
  ]
}

const entries = features.flatMap((feature) => feature.merging ?? [])

test('of every customer table a feature says how it follows a merge', async () => {
  expect(await breaksOfMerging(tables, entries)).toEqual([])
})

test('a table that nobody speaks of is said, and so are two voices and one that could not come back', async () => {
  const kinds = { purchases: 'customer', metrics: 'customer', new_table: 'customer' }
  expect(
    await breaksOfMerging(kinds, [
      { table: 'purchases', how: 'move' },
      { table: 'metrics', how: 'move' },
      { table: 'metrics', how: 'recompute' },
      { table: 'settings', how: 'apart' },
    ]),
  ).toEqual([
    'no feature says how new_table follows a merge',
    'two features say how metrics follows a merge',
    'settings is no customer table',
    'metrics moves and has no first_customer_id to come back by',
  ])
})
