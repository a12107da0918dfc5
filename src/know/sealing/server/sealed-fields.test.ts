import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { idCardCheck } from '../../../fields/id-card/read-id-card.ts'
import { startImport, undoImport } from '../../imports/actions.ts'
import { runImports } from '../../imports/server/run-imports.ts'
import { createCustomField } from '../../custom-fields/actions.ts'
import { createCustomer, updateCustomer } from '../../customers/actions.ts'
import { listMerges, mergeCustomers, previewMerge, readMerge, unmergeCustomers } from '../../identity/actions.ts'
import { findSimilar } from '../../identity/matching-actions.ts'
import { createSource } from '../../sources/actions.ts'
import { readSealing } from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await world.act(createCustomField, { type: 'text', label: { zh: '护照号', en: 'Passport' }, name: 'passport', sensitive: true })
  await world.act(createCustomField, { type: 'number', label: { zh: '体重', en: 'Weight' }, name: 'weight', sensitive: true })
})
afterAll(() => world.end())

/** Every number here begins so, and stands nowhere else. */
const prefix = '33010619880'
let n = 100
function idCard(): string {
  const seventeen = `${prefix}808${n++}`
  return seventeen + idCardCheck(seventeen)
}

/** Every row of every table, as text. */
async function dump(of: World = world): Promise<string> {
  const { rows } = await sql<{
    name: string
  }>`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' and c.relkind = 'r' order by 1`.execute(
    of.db,
  )
  const texts: string[] = []
  for (const { name } of rows) {
    const found = await sql<{ text: string }>`select t::text as text from ${sql.raw(name)} t`.execute(of.db)
    texts.push(...found.rows.map((row) => `${name}: ${row.text}`))
  }
  return texts.join('\n')
}

/** The lines of a dump in which one of these texts stands. */
const linesWith = async (...texts: readonly string[]) =>
  (await dump()).split('\n').filter((line) => texts.some((text) => line.toLowerCase().includes(text.toLowerCase())))

const get = async (url: string, role = 'owner') => (await (await world.http()).inject({ url, headers: { 'x-test-role': role } })).json()
const read = (id: string) => get(`/api/customers/${id}`)
const found = async (query: string): Promise<string[]> => (await get(`/api/customers?${query}`)).rows.map((row: { id: string }) => row.id)
const asked = (rule: unknown) => found(`rule=${encodeURIComponent(JSON.stringify(rule))}`)
const searched = (text: string) => found(`search=${encodeURIComponent(text)}`)

async function bring(payload: string, more: object = {}) {
  const headers = { 'x-test-role': 'manager', 'content-type': 'text/csv' }
  const { id } = (await (await world.http()).inject({ method: 'POST', url: '/api/imports/files?name=cards.csv', headers, payload })).json()
  await world.act(startImport, { id, ...more })
  for (let round = 0; await runImports(world.services); round++) if (round > 100) throw new Error('the imports do not come to rest')
  return String(id)
}

test('what is typed in is sealed in every table, and is read, listed and exported as it was', async () => {
  const [card, later] = [idCard(), idCard()]
  const id = await world.customer({ name: '甲', idCard: card, passport: 'E7712345678', weight: 61.5 })
  expect(await read(id)).toMatchObject({
    idCard: card,
    passport: 'E7712345678',
    weight: 61.5,
    birthday: '1988-08-08',
    gender: expect.any(String),
  })
  await world.act(updateCustomer, { id, idCard: later, passport: 'e7712345678', weight: 62 })
  expect(await read(id)).toMatchObject({ idCard: later, passport: 'e7712345678', weight: 62 })
  const same = await world.act(updateCustomer, { id, idCard: later, passport: 'e7712345678', weight: 62 })
  expect(same.changed).toEqual([])
  const listed = (await get('/api/customers?fields=name,idCard,passport')).rows.find((row: { id: string }) => row.id === id)
  expect(listed).toMatchObject({ idCard: later, passport: 'e7712345678' })
  const file = await (await world.http()).inject({
    url: '/api/customers/export?format=csv&fields=name,idCard,passport',
    headers: { 'x-test-role': 'owner' },
  })
  expect(file.body).toContain(later)
  await world.settle()
  expect(await linesWith(prefix, 'E7712345678')).toEqual([])
  const { rows } = await sql<{ id_card: string }>`select id_card from customers where id = ${id}`.execute(world.db)
  expect(rows[0]?.id_card).toMatch(/^§1\./)
})

test('it is found whole and by its last four characters, in the search box and in rules, and by nothing else', async () => {
  const card = idCard()
  const id = await world.customer({ name: '乙', idCard: card, passport: 'G55667788' })
  for (const typed of [card, card.toLowerCase(), ` ${card} `, card.slice(-4), 'g55667788', '7788'])
    expect(await searched(typed), typed).toContain(id)
  for (const typed of [card.slice(0, 6), card.slice(0, 17), card.slice(-5), 'g5566778', '5566'])
    expect(await searched(typed), typed).not.toContain(id)
  expect(await asked({ field: 'idCard', op: 'is', value: card })).toEqual([id])
  expect(await asked({ field: 'idCard', op: 'is-one-of', value: [idCard(), card] })).toEqual([id])
  expect(await asked({ field: 'idCard', op: 'ends-with-four', value: card.slice(-4) })).toEqual([id])
  expect(await asked({ field: 'passport', op: 'is', value: 'G55667788' })).toEqual([id])
  expect(
    await asked({
      all: [
        { field: 'name', op: 'is', value: '乙' },
        { field: 'idCard', op: 'is-known' },
      ],
    }),
  ).toEqual([id])
  for (const op of ['starts-with', 'contains', 'is-not']) {
    const answer = await get(`/api/customers?rule=${encodeURIComponent(JSON.stringify({ field: 'idCard', op, value: '33' }))}`)
    expect(answer).toMatchObject({ code: 'rule.unknown-operator' })
  }
})

test('a text that looks sealed is sealed like any other', async () => {
  const { rows } = await sql<{ id_card: string }>`select id_card from customers where id_card is not null limit 1`.execute(world.db)
  const forged = rows[0]?.id_card ?? ''
  const id = await world.customer({ name: '丙', passport: forged })
  expect(await read(id)).toMatchObject({ passport: forged })
  expect(forged).toMatch(/^§1\./)
})

test('one number tells that two are one: created twice it is refused, typed it is recognised, and the evidence does not tell it', async () => {
  const card = idCard()
  const id = await world.customer({ name: '丁', idCard: card })
  await expect(world.act(createCustomer, { name: '丁丁', idCard: card })).rejects.toMatchObject({ code: 'customer.exists' })
  expect(await world.act(createCustomer, { name: '丁丁', idCard: card, onMatch: 'update' })).toEqual({ id, created: false })
  const { matches } = await world.ask(findSimilar, { values: { name: '某人', idCard: card } })
  expect(matches[0]?.customer).toMatchObject({ id, idCard: `••••••••••••••${card.slice(-4)}` })
  expect(JSON.stringify(matches)).not.toContain(prefix)
})

test('a file brings it, changes it, and is undone; a row that was refused keeps it sealed too', async () => {
  const [first, second] = [idCard(), idCard()]
  const known = await world.customer({ name: '戊', phone: '+8613900000011', idCard: first, passport: 'E9900110000' })
  const refusedCard = idCard()
  const importId = await bring(`姓名,手机号,身份证号,护照号
戊,13900000011,${first},E9900112233
己,13900000012,${second},E9900112244
庚,1390000,${refusedCard},E9900112255
`)
  expect(await read(known)).toMatchObject({ idCard: first, passport: 'E9900112233' })
  expect(await searched('2244')).toHaveLength(1)
  await world.settle()
  expect(await linesWith(prefix, 'E99001122', 'E99001100')).toEqual([])
  const refused = await (await world.http()).inject({
    url: `/api/imports/${importId}/refusals.csv`,
    headers: { 'x-test-role': 'manager' },
  })
  expect(refused.body).toContain(refusedCard)
  await world.act(undoImport, { id: importId })
  for (let round = 0; await runImports(world.services); round++) if (round > 100) throw new Error('the undo does not come to rest')
  expect(await read(known)).toMatchObject({ idCard: first, passport: 'E9900110000' })
  expect(await searched(first)).toContain(known)
  expect(await searched(second)).toEqual([])
  expect(await linesWith(prefix, 'E99001122', 'E99001100')).toEqual([])
})

test('the same row again changes nothing', async () => {
  const card = idCard()
  const rows = `姓名,手机号,身份证号,护照号\n辛,13900000021,${card},K1234500001\n`
  await bring(rows)
  const [id = ''] = await searched(card)
  const version = async () =>
    (await sql<{ version: number }>`select version from customers where id = ${id}`.execute(world.db)).rows[0]?.version
  const before = await version()
  await bring(rows)
  expect(await version()).toBe(before)
})

test('a source that tells it keeps it with the customer alone', async () => {
  const [card, later] = [idCard(), idCard()]
  const { writeKey } = await world.act(createSource, { name: '小程序' })
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const app = await world.http()
  const send = (idCardNumber: string, messageId: string) =>
    app.inject({
      method: 'POST',
      url: '/v1/identify',
      headers: { authorization },
      payload: { userId: 'U-77', messageId, traits: { name: '壬', id_card: idCardNumber, passport: 'E5550001112' } },
    })
  expect((await send(card, 'm1')).statusCode).toBe(200)
  const [id = ''] = await searched(card)
  expect(await read(id)).toMatchObject({ idCard: card, passport: 'E5550001112', name: '壬' })
  expect((await send(later, 'm2')).statusCode).toBe(200)
  expect(await read(id)).toMatchObject({ idCard: later })
  await world.settle()
  expect(await linesWith(prefix, 'E5550001112')).toEqual([])
})

test('merged, the survivor has it sealed for itself; parted, everybody has their own', async () => {
  const card = idCard()
  const a = await world.customer({ name: '癸', phone: '+8613900000031' })
  world.pass({ amount: 1, unit: 'minutes' })
  const b = await world.customer({ name: '癸癸', idCard: card, passport: 'P8880001' })
  expect((await world.ask(previewMerge, { ids: `${a},${b}` })).values).toMatchObject({ idCard: card, passport: 'P8880001' })
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a })
  expect(await read(a)).toMatchObject({ idCard: card, passport: 'P8880001' })
  expect(await searched(card)).toEqual([a])
  expect((await world.ask(readMerge, { id: mergeId })).parts[0]?.values).toMatchObject({ idCard: card })
  await world.settle()
  expect(await linesWith(prefix, 'P8880001')).toEqual([])
  await world.act(unmergeCustomers, { id: mergeId })
  expect(await read(a)).toMatchObject({ idCard: null, passport: null })
  expect(await read(b)).toMatchObject({ idCard: card, passport: 'P8880001' })
  expect(await searched(card)).toEqual([b])
  expect((await world.ask(listMerges, { id: a })).merges[0]?.undoneAt).not.toBeNull()
  expect(await linesWith(prefix, 'P8880001')).toEqual([])
})

test('a value that was put into another row, or altered, is not shown, and the log says so', async () => {
  const [mine, theirs] = [idCard(), idCard()]
  const a = await world.customer({ name: '子', idCard: mine })
  const b = await world.customer({ name: '丑', idCard: theirs })
  await sql`update customers set id_card = (select id_card from customers where id = ${b}) where id = ${a}`.execute(world.db)
  const problems = world.problems.length
  expect(await read(a)).toMatchObject({ idCard: '⚠' })
  expect(world.problems.length).toBe(problems + 1)
  expect(JSON.stringify(world.problems)).not.toContain(theirs)
  await sql`update customers set id_card = overlay(id_card placing 'AAAA' from length(id_card) - 5) where id = ${b}`.execute(world.db)
  expect(await read(b)).toMatchObject({ idCard: '⚠', name: '丑' })
})

test('whose key is gone is unreadable, and everything else of theirs stays', async () => {
  const id = await world.customer({ name: '寅', idCard: idCard() })
  await sql`delete from person_keys where customer_id = ${id}`.execute(world.db)
  expect(await read(id)).toMatchObject({ idCard: null, name: '寅' })
  const card = idCard()
  await world.act(updateCustomer, { id, idCard: card })
  expect(await read(id)).toMatchObject({ idCard: card })
})

test('the page of settings says what is sealed and under which key', async () => {
  const said = await world.ask(readSealing)
  expect(said).toMatchObject({ version: 1, older: 0, work: [] })
  expect(said.fields.map(({ name }) => name)).toEqual(['idCard', 'passport', 'weight'])
  expect(said.people).toBeGreaterThan(5)
})
