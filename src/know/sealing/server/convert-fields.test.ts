import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { changeCustomField, createCustomField, listCustomFields } from '../../custom-fields/actions.ts'
import { updateCustomer } from '../../customers/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../../identity/actions.ts'
import { startImport } from '../../imports/actions.ts'
import { runImports } from '../../imports/server/run-imports.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { readSealing } from '../actions.ts'
import { sealingFeature } from './feature.ts'
import { sealingTick } from './sealing-tick.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const secret = 'LX-4471-QQ'
const linesWith = async (...texts: readonly string[]) => {
  const { rows } = await sql<{
    name: string
  }>`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' and c.relkind = 'r' order by 1`.execute(
    world.db,
  )
  const found: string[] = []
  for (const { name } of rows)
    for (const { text } of (await sql<{ text: string }>`select t::text as text from ${sql.raw(name)} t`.execute(world.db)).rows)
      if (texts.some((each) => text.toLowerCase().includes(each.toLowerCase()))) found.push(`${name}: ${text}`)
  return found
}
const get = async (url: string) => (await (await world.http()).inject({ url, headers: { 'x-test-role': 'owner' } })).json()
const read = (id: string) => get(`/api/customers/${id}`)
const searched = async (text: string): Promise<string[]> =>
  (await get(`/api/customers?search=${encodeURIComponent(text)}`)).rows.map((row: { id: string }) => row.id)

/** Until all is turned over and nobody can still be writing in the old way. */
async function turnOver() {
  for (let round = 0; round < 40; round++) {
    while (await sealingTick.run(world.services));
    if ((await world.ask(readSealing)).work.every(({ endedAt }) => endedAt !== null)) return
    world.pass({ amount: 1, unit: 'minutes' })
  }
  throw new Error('the sealing does not come to rest')
}

async function bring(payload: string) {
  const headers = { 'x-test-role': 'manager', 'content-type': 'text/csv' }
  const { id } = (
    await (await world.http()).inject({ method: 'POST', url: '/api/imports/files?name=lockers.csv', headers, payload })
  ).json()
  await world.act(startImport, { id })
  for (let round = 0; await runImports(world.services); round++) if (round > 100) throw new Error('the imports do not come to rest')
}

test('a field that becomes sensitive is sealed wherever its values stood, and opened again when it no longer is', async () => {
  const { id: field } = await world.act(createCustomField, { type: 'text', label: { zh: '储物柜密码', en: 'Locker' }, name: 'locker' })
  const a = await world.customer({ name: '甲', phone: '+8613700000001', locker: `${secret}-1` })
  const b = await world.customer({ name: '乙', phone: '+8613700000002', locker: `${secret}-2` })
  await bring(`姓名,手机号,locker\n甲,13700000001,${secret}-3\n`)
  expect(await read(a)).toMatchObject({ locker: `${secret}-3` })
  world.pass({ amount: 1, unit: 'minutes' })
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a, choices: {} })
  expect((await linesWith(secret)).length).toBeGreaterThan(3)

  await world.act(changeCustomField, { id: field, sensitive: true, label: { zh: '储物柜密码', en: 'Locker' } })
  expect((await world.ask(listCustomFields, {})).fields[0]).toMatchObject({ sensitive: true, sealing: { doing: 'seal', total: 1 } })
  // Until it is done, both kinds are read alike, and new values are sealed at once.
  expect(await read(a)).toMatchObject({ locker: `${secret}-3` })
  const c = await world.customer({ name: '丙', locker: `${secret}-4` })
  await turnOver()
  const left = await linesWith(secret)
  expect(left.filter((line) => !line.startsWith('audit.'))).toEqual([])
  expect(await searched(`${secret}-3`)).toEqual([a])
  expect(await searched(`${secret}-4`)).toEqual([c])
  await world.act(unmergeCustomers, { id: mergeId })
  expect(await read(b)).toMatchObject({ locker: `${secret}-2` })
  expect(await searched(`${secret}-2`)).toEqual([b])
  expect((await world.ask(listCustomFields, {})).fields[0]).toMatchObject({ sensitive: true, sealing: null })

  await expect(world.act(changeCustomField, { id: field, type: 'longtext' })).rejects.toMatchObject({ code: 'custom-field.sealed-type' })
  await world.act(changeCustomField, { id: field, sensitive: false })
  expect(await read(a)).toMatchObject({ locker: `${secret}-3` })
  await turnOver()
  const { rows } = await sql<{
    locker: string
  }>`select custom ->> 'locker' as locker from customers where custom ? 'locker' order by 1`.execute(world.db)
  expect(rows.map((row) => row.locker)).toEqual([`${secret}-2`, `${secret}-3`, `${secret}-4`])
  expect(await searched(`${secret}-3`)).toEqual([])
})

test('a value that changes while it is being turned over is the one that stays', async () => {
  const { id: field } = await world.act(createCustomField, { type: 'number', label: { zh: '年收入', en: 'Income' }, name: 'income' })
  const ids: string[] = []
  for (let i = 0; i < 5; i++) ids.push(await world.customer({ name: `收${i}`, income: 1000 + i }))
  await world.act(changeCustomField, { id: field, sensitive: true })
  await world.act(updateCustomer, { id: ids[0], income: 9000 })
  await sealingTick.run(world.services)
  await world.act(updateCustomer, { id: ids[1], income: 9001 })
  await turnOver()
  const incomes = await Promise.all(ids.map(async (id) => (await read(id)).income))
  expect(incomes).toEqual([9000, 9001, 1002, 1003, 1004])
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from customers where custom ? 'income' and custom ->> 'income' not like '§1.%'`.execute(world.db)
  expect(rows[0]?.n).toBe(0)
})

test('a field that rules compare in other ways, or of a type that cannot be sealed, is refused and stays as it was', async () => {
  const { id: field } = await world.act(createCustomField, { type: 'text', label: { zh: '车牌', en: 'Plate' }, name: 'plate' })
  await world.act(createSegment, { name: '浙江车', rule: { field: 'plate', op: 'starts-with', value: '浙' } })
  await expect(world.act(changeCustomField, { id: field, sensitive: true })).rejects.toMatchObject({ code: 'custom-field.used-in-sealing' })
  await expect(
    world.act(createCustomField, { type: 'boolean', label: { zh: '是否', en: 'Whether' }, name: 'whether', sensitive: true }),
  ).rejects.toMatchObject({ code: 'custom-field.not-sealable' })
  expect((await world.ask(listCustomFields, {})).fields.find(({ name }) => name === 'plate')).toMatchObject({
    sensitive: false,
    sealing: null,
  })
})

test('ID card numbers that an earlier version kept in plain are sealed at the next start, with their keys', async () => {
  const card = '11010519491231002X'
  const id = await world.customer({ name: '旧' })
  await sql`update customers set id_card = ${card} where id = ${id}`.execute(world.db)
  await sql`insert into identities (key, customer_id) values (${`idCard:${card}`}, ${id})`.execute(world.db)
  await sql`insert into customer_identities (key, customer_id) values (${`idCard:${card}`}, ${id})`.execute(world.db)
  await world.system(async (ctx) => sealingFeature.begin?.(ctx))
  expect(await read(id)).toMatchObject({ idCard: card })
  await turnOver()
  expect((await linesWith(card)).filter((line) => !line.startsWith('audit.'))).toEqual([])
  expect(await read(id)).toMatchObject({ idCard: card })
  expect(await searched(card)).toEqual([id])
  expect(
    await world.act((await import('../../customers/actions.ts')).createCustomer, { name: '旧', idCard: card, onMatch: 'update' }),
  ).toEqual({ id, created: false })
})
