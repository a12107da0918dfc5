import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../../test/world.ts'
import type { Services } from '../../../../platform/actions/services.ts'
import { type DoctorName, doctorWords } from '../../doctor.ts'
import { databaseChecks } from './check-database.ts'
import { machineChecks } from './check-machine.ts'

let world: World
const all = new Map([...machineChecks, ...databaseChecks])

beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

async function look(name: DoctorName, services: Services = world.services): Promise<string> {
  const finding = await all.get(name)?.(services)
  if (!finding) throw new Error(`no check ${name}`)
  expect(doctorWords[name].says[finding.says], `${name} ${finding.says}`).toBeDefined()
  return `${finding.state} ${finding.says}`
}

test('a database that forgets at a power cut is found', async () => {
  // Those of the tests do, for they live for minutes.
  expect(await look('database')).toBe('broken unsafe')
})

test('a clock that went back is found by what was written last', async () => {
  expect(await look('clock')).toBe('fine fine')
  const at = (ms: number) => ({ ...world.services, clock: () => new Date(ms) })
  const { rows } = await sql<{ at: Date }>`select at from audit.entries order by id desc limit 1`.execute(world.db)
  const last = rows[0]?.at.getTime() ?? 0
  expect(await look('clock', at(last - 60_000))).toBe('fine fine')
  expect(await look('clock', at(last - 600_000))).toBe('look back')
})

test('owners who come in by a password alone are found, until they have more', async () => {
  expect(await look('sign-in')).toBe('fine fine')
  const [id, account] = [world.services.newId(), world.services.newId()]
  await sql`insert into auth.users (id, name, email, email_verified, role, created_at, updated_at)
    values (${id}, '林老板', 'lin@shop.test', true, 'owner', ${world.now()}, ${world.now()})`.execute(world.db)
  expect(await look('sign-in')).toBe('fine fine')
  await sql`insert into auth.accounts (id, user_id, provider_id, account_id, password, created_at, updated_at)
    values (${account}, ${id}, 'credential', ${id}, 'x', ${world.now()}, ${world.now()})`.execute(world.db)
  expect(await look('sign-in')).toBe('look alone')
  await sql`insert into auth.authenticators (user_id, secret, last_counter, made_at) values (${id}, 'x', 0, ${world.now()})`.execute(
    world.db,
  )
  expect(await look('sign-in')).toBe('fine fine')
  await sql`delete from auth.authenticators where user_id = ${id}`.execute(world.db)
  await sql`update auth.users set disabled_at = ${world.now()} where id = ${id}`.execute(world.db)
  expect(await look('sign-in')).toBe('fine fine')
})
