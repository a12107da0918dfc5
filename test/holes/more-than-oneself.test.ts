// Whoever may manage people or keys makes themselves more than they are: listmonk CVE-2025-58430, Krayin CVE-2026-38529, Chatwoot CVE-2026-72719.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Door, openDoor } from '../door.ts'
import { makeWorld, type Person, type World } from '../world.ts'

let world: World
let door: Door
let boss: Person
let clerk: Person
let cookie: string

beforeAll(async () => {
  world = await makeWorld()
  door = await openDoor(world)
  boss = await world.person({ name: '老板', role: 'owner' })
  clerk = await world.person({
    name: '人事',
    rights: { grants: { customer: { read: ['mine'], change: ['mine'] } }, fields: {}, rights: ['people', 'keys', 'roles'] },
  })
  cookie = await door.cookieOf(clerk.id)
})
afterAll(async () => {
  await door.app.close()
  await world.end()
})

const send = (method: string, url: string, body?: unknown) => door.send(method, url, { headers: { cookie }, body })
const roleOf = async ({ id }: Person) =>
  (await sql<{ role: string }>`select role from auth.users where id = ${id}`.execute(world.db)).rows[0]?.role

test('with the right over people nobody becomes an owner or a manager, nor takes an owner’s place', async () => {
  const tries = [
    ['PATCH', `/api/users/${clerk.id}`, { role: 'owner' }],
    ['PATCH', `/api/users/${clerk.id}`, { role: 'manager' }],
    ['PATCH', `/api/users/${boss.id}`, { role: 'member' }],
    ['POST', '/api/users', { name: '我', email: 'me@shop.example', role: 'owner', mail: false }],
    ['POST', `/api/users/${boss.id}/link`, { mail: false }],
    ['POST', `/api/users/${boss.id}/disable`, {}],
  ] as const
  for (const [method, url, body] of tries) {
    const answer = await send(method, url, body)
    expect([url, answer.statusCode, answer.body.includes('token=')]).toEqual([url, 403, false])
  }
  expect([await roleOf(boss), await roleOf(clerk)]).toEqual(['owner', 'member'])
})

test('who sees only some lets nobody in who would see more, and breaks into no colleague’s account', async () => {
  const colleague = await world.person({ name: '同事', role: 'member' })
  const tries = [
    ['POST', '/api/users', { name: '我', email: 'me2@shop.example', role: 'member', mail: false }],
    ['POST', `/api/users/${colleague.id}/link`, { mail: false }],
    ['POST', `/api/users/${boss.id}/sessions/end`, {}],
    ['POST', `/api/users/${boss.id}/reset-second-factor`, { proof: '当面核对了工牌' }],
  ] as const
  for (const [method, url, body] of tries) {
    const answer = await send(method, url, body)
    expect([url, answer.statusCode, answer.body.includes('token=')]).toEqual([url, 403, false])
  }
})

test('a key reaches everybody, so whoever sees only some makes none', async () => {
  for (const role of ['manager', 'member']) expect((await send('POST', '/api/keys', { name: '我的', role })).statusCode).toBe(403)
})

test('nobody takes the limits off themselves', async () => {
  expect((await send('PUT', `/api/users/${clerk.id}/roles`, { roleIds: [] })).json().code).toBe('role.own')
})

test('a field of the table that is no field of the form is not written', async () => {
  const id = await world.customer({ name: '甲' })
  await sql`update customers set owner_id = ${clerk.id} where id = ${id}`.execute(world.db)
  for (const extra of [{ owner_id: boss.id }, { created_at: '2000-01-01' }, { customer_id: id }, { bucket: 1 }, { search: 'x' }])
    expect((await send('PATCH', `/api/customers/${id}`, { city: '杭州', ...extra })).statusCode).toBe(400)
})
