import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../../test/world.ts'
import { chainEntries } from '../../../../platform/audit/chain-audit.ts'
import { openDatabase } from '../../../../platform/database/connect.ts'
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
  const names = ['fsync', 'full_page_writes', 'synchronous_commit']
  const url = new URL(world.url)
  url.searchParams.set('options', '-c search_path=told,pg_catalog,public')
  await sql`create schema told`.execute(world.db)
  for (const off of [null, ...names]) {
    const on = names.filter((name) => name !== off).map((name) => sql.lit(name))
    await sql`create or replace view told.pg_settings as select name, case when name in (${sql.join(on)}) then 'on' else setting end as setting
      from pg_catalog.pg_settings`.execute(world.db)
    const database = openDatabase(url.href)
    const finding = await all.get('database')?.({ ...world.services, database })
    await database.close()
    expect(finding, String(off)).toMatchObject(off === null ? { state: 'fine', says: 'fine' } : { says: 'unsafe', values: { names: off } })
  }
})

test('a clock that went back is found by what was written lately, and no longer once much came since', async () => {
  expect(await look('clock')).toBe('fine fine')
  const at = (ms: number) => ({ ...world.services, clock: () => new Date(ms) })
  const write = async (many: number, ms: number) => {
    await sql`insert into audit.entries (id, at, actor, action, details)
      select gen_random_uuid(), ${new Date(ms)}, 'system:test', 'test', '{}' from generate_series(1, ${many}::int)`.execute(world.db)
    await chainEntries(world.services)
  }
  const now = world.now().getTime()
  await write(1, now)
  expect(await look('clock', at(now - 60_000))).toBe('fine fine')
  expect(await look('clock', at(now - 600_000))).toBe('look back')
  // Ten years ahead for a while.
  await write(1, now + 315_360_000_000)
  expect(await look('clock', at(now))).toBe('look back')
  await write(1_000, now)
  expect(await look('clock', at(now))).toBe('fine fine')
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
