import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { makeServices } from '../../../app/make-services.ts'
import { checkKeys } from '../../../platform/sealing/check-keys.ts'
import { personKey, personKeys } from '../../../platform/sealing/person-keys.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { sealedParts } from '../../../core/kit/sealed-text.ts'
import { mergeCustomers, unmergeCustomers } from '../../identity/actions.ts'
import { readSealing, renewPersonKey, rotateSealingKeys } from '../actions.ts'
import { sealingTick } from './sealing-tick.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

/** Another process on the same database and folder. */
const another = (more: object = {}): Services =>
  makeServices({
    database: world.database,
    log: world.services.log,
    mailer: world.mailer,
    dataFolder: world.dataFolder,
    publicUrl: () => '',
    clock: () => world.now(),
    ...more,
  })

const ids = Array.from({ length: 2_500 }, (_, i) => `01890a5d-ac96-774b-bcce-${String(i).padStart(12, '0')}`)
const olderThan = async (version: number) =>
  (await sql<{ n: number }>`select count(*) as n from person_keys where key_version < ${version}`.execute(world.db)).rows[0]?.n ?? 0

test('one person’s key is made anew, and everything of theirs opens under the new one alone', async () => {
  const id = await world.customer({ name: '甲', idCard: '11010519491231002X' })
  const other = await world.customer({ name: '乙', idCard: '440524188001010014' })
  world.pass({ amount: 1, unit: 'minutes' })
  const part = await world.customer({ name: '甲甲', phone: '+8613900000077' })
  const { mergeId } = await world.act(mergeCustomers, { ids: [id, part], into: part })
  const boxOf = async (whose: string) =>
    (await sql<{ box: string }>`select id_card as box from customers where id = ${whose}`.execute(world.db)).rows[0]?.box ?? ''
  const [old, kept, standing] = [await personKey(world.services, world.db, part), await boxOf(other), await boxOf(part)]
  const { values } = await world.act(renewPersonKey, { id: part })
  expect(values).toBeGreaterThan(2)
  expect(await boxOf(part)).not.toBe(standing)
  expect(await boxOf(other)).toBe(kept)
  const parts = sealedParts(await boxOf(part))
  expect(() => world.services.sealing.open(old, part, 'id_card', parts ?? { whose: '', blind: '', four: '', box: '' })).toThrow()
  const read = async (whose: string) =>
    (await (await world.http()).inject({ url: `/api/customers/${whose}`, headers: { 'x-test-role': 'owner' } })).json()
  expect(await read(part)).toMatchObject({ idCard: '11010519491231002X' })
  await world.act(unmergeCustomers, { id: mergeId })
  expect(await read(id)).toMatchObject({ idCard: '11010519491231002X' })
  expect(world.problems).toEqual([])
  const nothing = await world.customer({ name: '丙' })
  await expect(world.act(renewPersonKey, { id: nothing })).rejects.toMatchObject({ code: 'sealing.no-person-key' })
  await sql`delete from person_keys`.execute(world.db)
})

test('a change of keys goes on portion by portion, also after a breaking off, and every key opens all along', async () => {
  const before = await world.system((ctx) => personKeys(ctx.services, ctx.db, ids))
  const { version } = await world.act(rotateSealingKeys, {})
  expect(version).toBe(2)
  await expect(world.act(rotateSealingKeys, {})).rejects.toMatchObject({ code: 'sealing.at-work' })
  await sealingTick.run(world.services)
  expect(await olderThan(2)).toBe(1_500)
  // The process dies in the middle of a portion: nothing of it is kept, and another goes on.
  const broken: Services = {
    ...another(),
    clock: () => {
      throw new Error('killed')
    },
  }
  await expect(sealingTick.run(broken)).rejects.toThrow('killed')
  expect(await olderThan(2)).toBe(1_500)
  expect(await world.ask(readSealing)).toMatchObject({
    version: 2,
    older: 1_500,
    work: [{ doing: 'rewrap', done: 1_000, total: 2_500, endedAt: null }],
  })
  // One who was erased meanwhile does not come back.
  await sql`delete from person_keys where customer_id = ${ids[2_400] ?? ''}`.execute(world.db)
  const second = another()
  while (await sealingTick.run(second));
  expect(await olderThan(2)).toBe(0)
  const after = await world.system((ctx) => personKeys(ctx.services, ctx.db, ids.slice(0, 2_400)))
  for (const [id, key] of after) expect(before.get(id)?.equals(key), id).toBe(true)
  const gone = await sql`select 1 from person_keys where customer_id = ${ids[2_400] ?? ''}`.execute(world.db)
  expect(gone.rows).toEqual([])
  world.pass({ amount: 1, unit: 'minutes' })
  await sealingTick.run(world.services)
  expect((await world.ask(readSealing)).work[0]?.endedAt).not.toBeNull()
})

test('a process that knows only the older key wraps under the newer one all the same', async () => {
  const old = another()
  await asSystem(old, 'test', (ctx) => personKey(old, ctx.db, '01890a5d-ac96-774b-bcce-a00000000001'))
  const { version } = await world.act(rotateSealingKeys, {})
  await asSystem(old, 'test', (ctx) => personKey(old, ctx.db, '01890a5d-ac96-774b-bcce-a00000000002'))
  const { rows } = await sql<{
    key_version: number
  }>`select key_version from person_keys where customer_id = '01890a5d-ac96-774b-bcce-a00000000002'`.execute(world.db)
  expect(rows[0]?.key_version).toBe(version)
})

test('two who ask for one person’s key at the same moment have the same', async () => {
  const id = '01890a5d-ac96-774b-bcce-b00000000001'
  const keys = await Promise.all(Array.from({ length: 6 }, () => world.system((ctx) => personKey(ctx.services, ctx.db, id))))
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1)
})

test('the program does not start with another’s keys, with a broken file, or without the file that was there', async () => {
  const file = join(world.dataFolder, 'sealing-keys.json')
  const check = (services: Services) => asSystem(services, 'test', checkKeys)
  await check(another())
  const stranger = another({ keyFile: join(world.dataFolder, 'stranger.json') })
  stranger.sealing.makeKeys()
  await expect(check(stranger)).rejects.toMatchObject({ code: 'sealing.wrong-keys' })
  await expect(check(another({ keyFile: join(world.dataFolder, 'nowhere.json') }))).rejects.toMatchObject({ code: 'sealing.keys-missing' })
  const text = readFileSync(file, 'utf8')
  renameSync(file, `${file}.kept`)
  writeFileSync(file, text.slice(0, 40))
  await expect(check(another())).rejects.toMatchObject({ code: 'sealing.keys-unreadable' })
  rmSync(file)
  renameSync(`${file}.kept`, file)
  await check(another())
})
