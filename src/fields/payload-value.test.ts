import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/fresh-database.ts'
import { fieldTypes } from './field-types.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

async function read(type: string, payload: unknown): Promise<string | null> {
  const fromPayload = fieldTypes[type]?.fromPayload
  if (!fromPayload) throw new Error(`no type ${type}`)
  const value = fromPayload(sql.ref('e.payload'), `it's "x"`)
  const json = JSON.stringify(payload)
  const result = await sql<{ value: string | null }>`
    select (${value})::text as value from (values (${json}::jsonb)) as e(payload)`.execute(fresh.database.db)
  return result.rows[0]?.value ?? null
}

const of = (value: unknown) => ({ [`it's "x"`]: value })
const strange = [
  'x',
  '',
  '2026-02-30',
  '2026-01-05',
  5,
  1.5,
  1e300,
  -0,
  true,
  null,
  [],
  [1],
  {},
  { a: 1 },
  '2026-01-05T08:26:00Z',
  '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90',
  '０',
]

test.each(Object.keys(fieldTypes))('no payload makes the reading of a %s fail', async (type) => {
  for (const payload of [...strange.map(of), {}, [], 5, null, 'x', [of(1)]]) await read(type, payload)
})

test.each([
  ['text', 'tea', 'tea'],
  ['text', 5, null],
  ['number', 1.5, '1.5'],
  ['number', '1.5', null],
  ['number', true, null],
  ['money', 500, '500'],
  ['money', 5.5, null],
  ['money', 1e300, null],
  ['money', '500', null],
  ['boolean', false, 'false'],
  ['boolean', 'false', null],
  ['date', '2024-02-29', '2024-02-29'],
  ['date', '2023-02-29', null],
  ['date', '1900-02-29', null],
  ['date', '2000-02-29', '2000-02-29'],
  ['date', '2026-04-31', null],
  ['date', '1849-12-31', null],
  ['date', '2026-01-05T00:00:00Z', null],
  ['date', ' 2026-01-05', null],
  ['date', '2026-01-05\n', null],
  ['time', '2026-01-05T08:26:00+08:00', '2026-01-05 00:26:00+00'],
  ['time', '2026-01-05T08:26Z', '2026-01-05 08:26:00+00'],
  ['time', '2026-01-05T08:26:00', null],
  ['time', '2026-01-05T24:26:00Z', null],
  ['time', '2026-01-05T08:26:00+99:00', null],
  ['choice', 'gold', 'gold'],
  ['reference', '0190A6E2-7c1b-7d3e-9f4a-2b5c6d7e8f90', '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90'],
  ['reference', '0190a6e2', null],
] as const)('a %s that a payload gives as %j is %j', async (type, value, expected) => {
  expect(await read(type, of(value))).toBe(expected)
})

test('every day that the schema of a date lets through is a day to the database too', async () => {
  const days = Array.from({ length: 351 * 366 }, (_, i) =>
    new Date(Date.UTC(1850, 0, 1) + i * 86_400_000).toISOString().slice(0, 10),
  ).filter((d) => d <= '2200-12-31')
  const value = fieldTypes['date']?.fromPayload(sql.ref('e.payload'), 'd')
  const result = await sql<{ same: string }>`
    select count(*) filter (where (${value})::text = e.payload ->> 'd')::int as same
    from (select jsonb_build_object('d', d) as payload from unnest(${days}::text[]) as d) e`.execute(fresh.database.db)
  expect(result.rows[0]?.same).toBe(days.length)
})
