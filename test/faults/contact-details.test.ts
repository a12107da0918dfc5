// The program is killed while it turns contact details over: nothing is lost, nobody is turned over by half, and the next goes on.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { addContactPoint } from '../../src/know/contact-points/actions.ts'
import { recordConsent } from '../../src/know/consent/actions.ts'
import { createContact } from '../../src/know/contacts/actions.ts'
import { mergeCustomers } from '../../src/know/identity/actions.ts'
import { recordPurchase } from '../../src/know/purchases/actions.ts'
import { haltSealing, readSealing, renewContactKey, sealContacts } from '../../src/know/sealing/actions.ts'
import { forgetCards } from '../../src/platform/actions/live-cards.ts'
import { makeWorld, type World } from '../world.ts'
import { workInAnotherProcess } from './work-in-another-process.ts'

const numbers = Array.from({ length: 10 }, (_, i) => `+861380666000${i}`)
const portion = 4

/** Whatever holds a phone, opened: the same at every moment. Identity keys stand in both forms for a while, and are one when opened. */
async function opened(world: World): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`select concat('customer ', jsonb_build_array(id, phone, email)) as line from customers
    union all select concat('point ', jsonb_build_array(customer_id, kind, value, consent)) from contact_points
    union all select concat('contact ', jsonb_build_array(customer_id, name, phone)) from contacts
    union all select concat('consent ', jsonb_build_array(customer_id, purpose, channel, address, state)) from consents
    union all select concat('purchase ', jsonb_build_array(customer_id, number, amount)) from purchases
    union all select concat('number ', jsonb_build_array(key, customer_id)) from purchase_numbers
    union all select concat('merged ', jsonb_build_array(customer_id, row ->> 'phone', keys)) from merged_customers
    union all select concat('merge ', jsonb_build_array(customer_id, before, after)) from merges
    union all select concat('fact ', jsonb_build_array(customer_id, seq, kind, payload)) from events
    union all select concat('key ', jsonb_build_array(key, customer_id)) from identities
    union all select concat('own key ', jsonb_build_array(key, customer_id)) from customer_identities`.execute(world.db)
  return [...new Set(rows.map(({ line }) => world.services.sealing.openContacts(line)))].sort()
}

/** How many have their phones sealed, plain, and in both forms beside each other. */
async function forms(world: World): Promise<{ sealed: number; plain: number; half: number }> {
  const { rows } = await sql<{ sealed: number; plain: number; half: number }>`with v (id, value) as (select id, phone from customers
      union all select customer_id, value from contact_points where kind = 'phone'
      union all select customer_id, phone from contacts
      union all select customer_id, address from consents where channel in ('sms', 'call')
      union all select customer_id, row ->> 'phone' from merged_customers
      union all select customer_id, payload ->> 'value' from events where payload ->> 'kind' = 'phone'),
    f as (select id, bool_or(starts_with(value, '§3.')) as sealed, bool_or(not starts_with(value, '§3.')) as plain from v where value <> '' group by id)
    select count(*) filter (where sealed and not plain) as sealed, count(*) filter (where plain and not sealed) as plain,
      count(*) filter (where plain and sealed) as half from f`.execute(world.db)
  return rows[0] ?? { sealed: 0, plain: 0, half: 0 }
}

async function makePeople(world: World): Promise<void> {
  const ids: string[] = []
  for (const [i, phone] of numbers.entries()) {
    const id = await world.customer({ name: `被转者${i}`, phone, email: `turned${i}@seal.example` })
    ids.push(id)
    await world.act(addContactPoint, { id, kind: 'phone', value: `1380777000${i}`, consent: 'granted' })
    await world.act(recordConsent, { id, purpose: 'marketing', channels: ['sms'], state: 'given', how: 'paper', address: phone })
    await world.act(recordPurchase, { customerId: id, number: `phone:${phone}@2026-01-0${i + 1}`, amount: 100 * i })
  }
  const company = await world.customer({ kind: 'company', name: '山前茶业有限公司' })
  await world.act(createContact, { customerId: company, name: '陈总', phone: '+8613806660099' })
  world.pass({ amount: 1, unit: 'minutes' })
  await world.act(mergeCustomers, { ids: ids.slice(0, 2), into: ids[0] ?? '', choices: {} })
  await world.settle()
}

async function finish(world: World): Promise<void> {
  expect(await workInAnotherProcess(world, 'contacts', { place: 'never', portion })).toBe(0)
  world.pass({ amount: 1, unit: 'minutes' })
}

async function found(world: World, phone: string): Promise<number> {
  forgetCards(world.database)
  const headers = { 'x-test-role': 'owner' }
  const answer = await (await world.http()).inject({ url: `/api/customers?search=${encodeURIComponent(phone)}`, headers })
  return answer.json().rows.length
}

test('killed at any place of the turning over, everybody is whole in one form or the other, and the next ends it', async () => {
  const world = await makeWorld()
  await makePeople(world)
  const before = await opened(world)
  expect(before.filter((line) => line.includes('+86138')).length).toBeGreaterThan(60)
  await world.act(sealContacts, { kind: 'phone', sealed: true })
  const killedAt = async (place: string, times: number) => {
    expect([place, await workInAnotherProcess(world, 'contacts', { place, times, portion })]).toEqual([place, 'SIGKILL'])
    expect([place, await opened(world)]).toEqual([place, before])
    const now = await forms(world)
    expect([place, now.half]).toEqual([place, 0])
    return now
  }
  // While keys are written ahead no value is touched yet.
  expect((await killedAt('ahead', 2)).sealed).toBe(0)
  // No value is touched either until nobody can be writing in the old form any more.
  await finish(world)
  expect((await forms(world)).sealed).toBe(0)
  // In the first portion of customers, then in the second: what the first did stays.
  expect((await killedAt('table', 4)).sealed).toBe(0)
  const midway = await killedAt('customers', 2)
  expect(midway.sealed).toBeGreaterThan(0)
  expect(midway.plain).toBeGreaterThan(0)
  for (const phone of [numbers[3] ?? '', numbers[9] ?? '']) expect([phone, await found(world, phone)]).toEqual([phone, 1])
  expect((await killedAt('keys', 1)).sealed).toBe(midway.sealed)
  expect((await killedAt('kept', 1)).sealed).toBe(midway.sealed)
  expect((await killedAt('committed', 1)).sealed).toBeGreaterThan(midway.sealed)
  await killedAt('shared', 2)
  await finish(world)
  expect((await world.ask(readSealing)).contacts.find(({ kind }) => kind === 'phone')).toMatchObject({ sealed: true, work: null })
  expect(await forms(world)).toMatchObject({ plain: 0, half: 0 })
  expect(await opened(world)).toEqual(before)
  expect((await sql`select 1 from identities where key like 'phone:+%'`.execute(world.db)).rows).toEqual([])

  // Under another key: no value is lost between the two, and none is left under the former.
  const { rows: former } = await sql<{ phone: string }>`select phone from customers where phone <> '' order by id`.execute(world.db)
  await world.act(renewContactKey, {})
  // Whoever asks anything learns of the new key.
  await world.ask(readSealing)
  for (let round = 0; round < 2; round++) await finish(world)
  await killedAt('table', 5)
  await killedAt('customers', 2)
  await finish(world)
  expect((await world.ask(readSealing)).contacts.find(({ kind }) => kind === 'phone')).toMatchObject({ sealed: true, work: null })
  expect(await opened(world)).toEqual(before)
  const old = former.map(({ phone }) => phone)
  expect(
    (
      await sql`select 1 from customers where phone = any(${old}::text[]) union all select 1 from identities where substr(key, 7) = any(${old}::text[])`.execute(
        world.db,
      )
    ).rows,
  ).toEqual([])

  // And back: the same number of the same things, as they were.
  await world.act(sealContacts, { kind: 'phone', sealed: false })
  await finish(world)
  await killedAt('table', 9)
  await world.act(haltSealing, { kind: 'phone', halted: true })
  await world.act(haltSealing, { kind: 'phone', halted: false })
  await finish(world)
  await finish(world)
  expect(await forms(world)).toMatchObject({ sealed: 0, half: 0 })
  expect(await opened(world)).toEqual(before)
  expect((await sql`select 1 from identities where key like 'phone:§%'`.execute(world.db)).rows).toEqual([])
  for (const phone of [numbers[3] ?? '', numbers[9] ?? '']) expect([phone, await found(world, phone)]).toEqual([phone, 1])
  await world.end()
}, 240_000)
