import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { updateCustomer } from '../../customers/actions.ts'
import { birthdayTick } from './birthday-tick.ts'
import { refreshBirthdays } from './refresh-birthdays.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ start: '2026-09-20T04:00:00Z' })
})
afterAll(() => world.end())

const next = async (id: string) =>
  (await sql<{ day: string }>`select next_birthday::text as day from birthdays where customer_id = ${id}`.execute(world.db)).rows[0]?.day ??
  null
const soon = async () => {
  const rule = encodeURIComponent(JSON.stringify({ field: 'nextBirthday', op: 'in-the-next', value: { amount: 7, unit: 'days' } }))
  const answer = await (await world.http()).inject({ url: `/api/customers?rule=${rule}`, headers: { 'x-test-role': 'member' } })
  return answer.json()
}

test('a lunar birthday comes round on its day of this year, and the rule finds who has it within a week', async () => {
  const id = await world.customer({ name: '中秋', lunarBirthday: '八月十五' })
  await world.customer({ name: '十月', birthday: '1990-10-20' })
  await world.settle()
  expect(await next(id)).toBe('2026-09-25')
  expect((await soon()).rows).toMatchObject([{ name: '中秋', nextBirthday: '2026-09-25' }])
})

test('of a solar and a lunar birthday the nearer one counts, and a company has none', async () => {
  const id = await world.customer({ name: '两个', birthday: '1990-09-22', lunarBirthday: '08-15' })
  const firm = await world.customer({ name: '公司', kind: 'company', birthday: '1990-09-22' })
  await world.settle()
  expect(await next(id)).toBe('2026-09-22')
  expect(await next(firm)).toBe(null)
  await world.act(updateCustomer, { id, birthday: null })
  await world.settle()
  expect(await next(id)).toBe('2026-09-25')
  await world.act(updateCustomer, { id, lunarBirthday: null })
  await world.settle()
  expect(await next(id)).toBe(null)
})

test('a birthday on 29 February is kept on the 28th in a common year', async () => {
  const id = await world.customer({ name: '闰日', birthday: '2000-02-29' })
  await world.settle()
  expect(await next(id)).toBe('2027-02-28')
})

test('what has passed is worked out anew each day, today’s is still today', async () => {
  const id = await world.customer({ name: '今天', birthday: '1980-09-20' })
  await world.settle()
  expect(await next(id)).toBe('2026-09-20')
  expect(await birthdayTick(world.services)).toBe(false)
  expect(await next(id)).toBe('2026-09-20')
  world.setTime('2026-09-20T16:30:00Z')
  await birthdayTick(world.services)
  expect(await next(id)).toBe('2027-09-20')
})

test('everybody at once comes to the same as one by one', async () => {
  const all = async () => (await sql`select customer_id, next_birthday::text from birthdays order by customer_id`.execute(world.db)).rows
  const before = await all()
  const indexes = async () => (await sql`select indexdef from pg_indexes where tablename = 'birthdays' order by 1`.execute(world.db)).rows
  const indexed = await indexes()
  for (const isEverybody of [false, true]) {
    await sql`delete from birthdays`.execute(world.db)
    for (let twice = 0; twice < 2; twice++) await world.system((ctx) => refreshBirthdays(ctx, () => sql`true`, isEverybody))
    expect(await all()).toEqual(before)
    expect(await indexes()).toEqual(indexed)
  }
  expect(before.length).toBeGreaterThan(3)
})
