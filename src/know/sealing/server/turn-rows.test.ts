import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import type { ContactKind } from '../../../core/kit/contact-token.ts'
import { addContactPoint, listContactPoints } from '../../contact-points/actions.ts'
import { readSealing, sealContacts } from '../actions.ts'
import { turnNextPortion } from './contacts-tick.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const portion = () => turnNextPortion(world.services, { rows: 2 })
const phaseOf = async (kind: ContactKind) => (await world.ask(readSealing)).contacts.find((each) => each.kind === kind)?.work?.phase

async function startValues(kind: ContactKind): Promise<void> {
  await world.act(sealContacts, { kind, sealed: true })
  for (let round = 0; (await phaseOf(kind)) === 'keys'; round++) {
    if (round > 20) throw new Error('the keys do not come to rest')
    await portion()
  }
}

async function finish(kind: ContactKind): Promise<void> {
  for (let round = 0; (await phaseOf(kind)) !== undefined; round++) {
    if (round > 20) throw new Error('the turning over does not come to rest')
    while (await portion());
    world.pass({ amount: 1, unit: 'minutes' })
  }
}

test('a phone that was added again in the new form, before the old row of it was turned over, is one row', async () => {
  const id = await world.customer({ name: '甲' })
  await world.act(addContactPoint, { id, kind: 'phone', value: '13805550001' })
  await world.act(addContactPoint, { id, kind: 'phone', value: '13805550002', consent: 'granted' })
  await startValues('phone')
  await sql`insert into contact_points (customer_id, id, kind, value, created_at, updated_at)
    values (${id}, ${world.services.newId()}, 'phone', ${world.services.sealing.token('phone', '+8613805550002')}, ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  await finish('phone')
  const { points } = await world.ask(listContactPoints, { id })
  expect(points.map(({ value, consent }) => [value, consent])).toEqual([
    ['+8613805550001', 'unknown'],
    ['+8613805550002', 'granted'],
  ])
})

test('of two rows of one address, the one that holds it stays', async () => {
  const [soft, hard] = [
    await world.customer({ name: '乙', email: 'soft@both.example' }),
    await world.customer({ name: '丙', email: 'hard@both.example' }),
  ]
  const hold = (id: string, address: string, heldAt: Date | null) =>
    sql`insert into email_holds (customer_id, address, held_at, sort, soft_bounces, bounced_at)
      values (${id}, ${address}, ${heldAt}, ${heldAt ? 'hard' : 'soft'}, 1, ${world.now()})`.execute(world.db)
  await hold(soft, 'soft@both.example', world.now())
  await hold(hard, 'hard@both.example', null)
  await startValues('email')
  const { sealing } = world.services
  await hold(soft, sealing.token('email', 'soft@both.example'), null)
  await hold(hard, sealing.token('email', 'hard@both.example'), world.now())
  await finish('email')
  const { rows } = await sql<{
    address: string
    held: boolean
  }>`select address, held_at is not null as held from email_holds order by customer_id desc`.execute(world.db)
  expect(rows.map(({ address, held }) => [sealing.openContacts(address), held])).toEqual([
    ['hard@both.example', true],
    ['soft@both.example', true],
  ])
  expect(rows.every(({ address }) => address.startsWith('§3.'))).toBe(true)
})

test('WeChat ids that differ in large and small letters alone are one', async () => {
  const id = await world.customer({ name: '丁' })
  for (const value of ['Wx_Both', 'wx_both'])
    await sql`insert into contact_points (customer_id, id, kind, value, created_at, updated_at)
      values (${id}, ${world.services.newId()}, 'wechat', ${value}, ${world.now()}, ${world.now()})`.execute(world.db)
  await startValues('wechat')
  await finish('wechat')
  const { points } = await world.ask(listContactPoints, { id })
  expect(points.map(({ value }) => value)).toEqual(['wx_both'])
})

test('what is nobody’s yet is turned over in portions to its end, and back', async () => {
  await world.act(sealContacts, { kind: 'phone', sealed: false })
  await finish('phone')
  for (let i = 0; i < 7; i++)
    await sql`insert into anonymous_events (source_id, anonymous_id, message_id, fact, received_at)
      values (${world.services.newId()}, ${`visitor ${i % 3}`}, ${`m${i}`}, ${JSON.stringify({ payload: { phone: `+861380555100${i}`, n: i } })}::jsonb, ${world.now()})`.execute(
      world.db,
    )
  const facts = async () =>
    (
      await sql<{ phone: string }>`select fact -> 'payload' ->> 'phone' as phone from anonymous_events order by message_id`.execute(
        world.db,
      )
    ).rows
  const plain = await facts()
  const importId = world.services.newId()
  await sql`insert into imports (id, kind, name, state, settings, progress, created_at)
    values (${importId}, 'customers', 'people.csv', 'done', '{"chosen":{"columns":{"name":0,"phone":1}}}'::jsonb, '{}'::jsonb, ${world.now()})`.execute(
    world.db,
  )
  await sql`insert into import_refusals (import_id, line, reason, cells)
    select ${importId}, n, '{"zh":"重复","en":"twice"}'::jsonb, jsonb_build_array('甲' || n, '138 0555 520' || n, '') from generate_series(1, 5) n`.execute(
    world.db,
  )
  const refused = async () =>
    (
      await sql<{ cells: string[] }>`select cells from import_refusals where import_id = ${importId} order by line`.execute(world.db)
    ).rows.map(({ cells }) => cells)
  await startValues('phone')
  await finish('phone')
  const sealed = await facts()
  expect(sealed.every(({ phone }) => phone.startsWith('§3.phone.'))).toBe(true)
  expect(
    (await refused()).every(([name = '', phone = '', empty]) => name.startsWith('甲') && phone.startsWith('§2.') && empty === ''),
  ).toBe(true)
  expect((await refused()).map(([, phone = '']) => world.services.sealing.openLoose('refused row', phone))).toEqual(
    ['1', '2', '3', '4', '5'].map((n) => `138 0555 520${n}`),
  )
  expect(sealed.map(({ phone }) => world.services.sealing.openContacts(phone))).toEqual(plain.map(({ phone }) => phone))
  await world.act(sealContacts, { kind: 'phone', sealed: false })
  await finish('phone')
  expect(await facts()).toEqual(plain)
})
