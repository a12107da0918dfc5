// A right that is checked in the middle and forgotten at the door: Mautic CVE-2026-9808, CVE-2024-47053.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Door, openDoor } from '../door.ts'
import { makeWorld, type World } from '../world.ts'

let world: World
let door: Door
let cookie: string
let others: string

beforeAll(async () => {
  world = await makeWorld()
  door = await openDoor(world)
  const seller = await world.person({
    rights: { grants: { customer: { read: ['mine'], change: ['mine'] } }, fields: { note: 'hidden' }, rights: [] },
  })
  cookie = await door.cookieOf(seller.id)
  const mine = await world.customer({ name: '我的客户', note: '藏着的话' })
  await sql`update customers set owner_id = ${seller.id} where id = ${mine}`.execute(world.db)
  others = await world.customer({ name: '别人的客户' })
})
afterAll(async () => {
  await door.app.close()
  await world.end()
})

test('a role narrows somebody who came in by signing in, as it narrows everybody', async () => {
  const list = await door.send('GET', '/api/customers', { headers: { cookie } })
  expect(list.json().rows.map(({ name }: { name: string }) => name)).toEqual(['我的客户'])
  expect(list.body).not.toContain('藏着的话')
  expect((await door.send('GET', `/api/customers/${others}`, { headers: { cookie } })).statusCode).toBe(404)
  expect((await door.send('PATCH', `/api/customers/${others}`, { headers: { cookie }, body: { city: '杭州' } })).statusCode).toBe(404)
  expect((await door.send('GET', '/api/me/rights', { headers: { cookie } })).json().limited).toBe(true)
})
