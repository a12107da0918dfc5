import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NamedScope } from '../../core/rights/role-body.ts'
import { type FreshDatabase, freshDatabase } from '../../../test/fresh-database.ts'
import { rowCondition } from './row-condition.ts'

let fresh: FreshDatabase

const person = (i: number) => `018f0000-0000-7000-9000-${String(i).padStart(12, '0')}`

beforeAll(async () => {
  fresh = await freshDatabase()
  await fresh.database.pool.query(`insert into customers (id, name, owner_id, created_at, updated_at)
    select ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'N' || i, ('018f0000-0000-7000-9000-' || lpad((i % 50)::text, 12, '0'))::uuid,
      timestamptz '2026-01-01' + i * interval '1 minute', timestamptz '2026-01-01' from generate_series(1, 5000) i`)
  await fresh.database.pool.query('analyze customers')
})
afterAll(() => fresh.drop())

function newestOf(scopes: readonly NamedScope[], reports: readonly string[], order = sql`c.created_at desc, c.id desc`) {
  const standing = { userId: person(1), reports, department: [], teams: [], shared: [] }
  const seen = rowCondition({ all: false, named: new Set(scopes), rules: [] }, standing, false, null)
  return sql`select c.owner_id as owner from customers c where ${seen ?? sql`true`} order by ${order} limit ${20}`
}

const ownersOf = async (statement: ReturnType<typeof newestOf>) => {
  const { rows } = await sql<{ owner: string }>`${statement}`.execute(fresh.database.db)
  return [...new Set(rows.map(({ owner }) => owner))].toSorted()
}

test.each([
  ['made', sql`c.created_at desc, c.id desc`],
  ['called', sql`c.name_pinyin, c.id`],
])('one’s own customers are read off an index of owners in the order in which they are %s, and no others', async (_, order) => {
  const asked = newestOf(['mine'], [], order)
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${asked}`.execute(fresh.database.db)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toContain('using customers_owner')
  expect(plan).not.toContain('Sort')
  expect(await ownersOf(asked)).toEqual([person(1)])
})

test('with reports, theirs are seen too', async () => {
  expect(await ownersOf(newestOf(['mine', 'reports'], [person(2), person(1)]))).toEqual([person(1), person(2)])
  expect(await ownersOf(newestOf(['reports'], [person(3)]))).toEqual([person(3)])
})
