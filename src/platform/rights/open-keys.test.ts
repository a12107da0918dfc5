import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import type { RoleBody } from '../../core/rights/role-body.ts'
import { createCustomField } from '../../know/custom-fields/actions.ts'
import { indexTick } from '../../know/custom-fields/server/index-tick.ts'
import { updateCustomer } from '../../know/customers/actions.ts'
import { onlookerOf } from '../actions/services.ts'
import { lookOf } from './look-through.ts'
import { readOpenKeys } from './open-keys.ts'

const keys = new Set(['height'])
const own = (key: string) => `"c"."custom" ->> '${key}'`

test('a key that is seen as it is kept is asked of the column as it is kept, any other is not', () => {
  const asked = readOpenKeys(`select c.id, ${own('note')} from "customers" c order by (${own('height')}), c.id`, keys)
  expect(asked).toBe(`select c.id, ${own('note')} from "customers" c order by ("c"."custom_kept" ->> 'height'), c.id`)
})

test.each([
  [`select ${own('note')} from customers c`],
  [`select jsonb_build_array("c"."custom", 'height') from customers c`],
  [`select * from customers c order by ${own('height')}`],
  [`select c.* from customers c order by ${own('height')}`],
  [`select to_jsonb(c) from customers c order by ${own('height')}`],
  [`select c from customers c order by ${own('height')}`],
  [`select to_jsonb("c") from "customers" "c" order by ${own('height')}`],
  [`select customers from customers, customers c order by ${own('height')}`],
  [`select ${own('height')} from contacts c`],
  [`with customers as (select 1) select ${own('height')} from customers c`],
  [`select custom_kept, ${own('height')} from customers c`],
  [`select "c"."custom", ${own('height')} || '' from contacts c, customers d`],
])('a statement that might take more along stays as it is: %s', (text) => {
  expect(readOpenKeys(text, keys)).toBe(null)
})

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

test('a list sorted by an indexed field of the firm’s own uses its index for who sees phones masked, and the notes beside it stay masked', async () => {
  const field = async (label: string, type: string, more: object = {}) =>
    (await world.act(createCustomField, { label: { zh: label, en: label }, type, ...more })).name
  const height = await field('Height', 'number', { indexed: true })
  const remarks = await field('Remarks', 'longtext')
  const id = await world.customer({ name: '甲' })
  await world.act(updateCustomer, { id, [height]: 170, [remarks]: '改打 13807773366' })
  await sql`insert into customers (id, name, custom, created_at, updated_at) select gen_random_uuid(), 'N' || i,
    jsonb_build_object(${height}::text, i), now(), now() from generate_series(1, 2000) i`.execute(world.db)
  await indexTick.run(world.services)
  await sql`analyze customers`.execute(world.db)
  const grants: RoleBody['grants'] = { customer: { read: ['all'] } }
  const person = await world.person({ rights: { grants, fields: { phone: 'masked' }, rights: [] } })
  const onlooker = await onlookerOf(world.services, person.actor)
  const look = await lookOf(world.services, onlooker, 'read', 'customer')
  const placed = onlooker.cards.get('customer')?.fields.get(height)
  if (!look || !placed) throw new Error('nothing is kept from this reader')
  const asked = sql`select c.id from customers c where ${placed.sql} is not null order by ${placed.sql}, c.id limit 20`.compile(world.db)
  const { text, values } = look.rewrite(asked.sql, asked.parameters)
  const { rows } = await world.services.database.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...values])
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index (?:Only )?Scan using custom_\w+_number/)
  const one = world.as(person)
  const list = (await one.get(`customers?sort=-${height}&limit=3&fields=name,${height}`)).json()
  expect(list.rows.map((row: Record<string, unknown>) => row[height])).toEqual([2000, 1999, 1998])
  const listed = await one.get(`customers?fields=name,${height},${remarks}&search=${encodeURIComponent('甲')}`)
  expect(listed.json().rows[0]).toMatchObject({ [height]: 170, [remarks]: '改打 ••••' })
})
