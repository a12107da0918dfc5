import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createSource } from '../actions.ts'

let world: World
let key: string
let source: string
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  ;({ writeKey: key, id: source } = await world.act(createSource, { name: '官网' }))
})
afterAll(() => world.end())

const send = async (batch: readonly object[]) => {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  const answer = await (await world.http()).inject({ method: 'POST', url: '/v1/batch', headers: { authorization }, payload: { batch } })
  expect(answer.statusCode).toBe(200)
}

type Said = { readonly by: object; readonly name: string | null; readonly type?: string }

/** Who is there with a phone: their names, numbers and visitors, and whether the phone is theirs or was only given for them. */
async function whoHas(phone: string, mark: string) {
  const { rows } = await sql<{ name: string; kind: string; code: string; ids: number; own: boolean; given: boolean }>`select c.name, c.kind,
      replace(c.code, ${mark}, '') as code,
      (select count(*)::int from identities i where i.customer_id = c.id and i.key similar to '(visitor|group):%') as ids,
      exists (select 1 from identities i where i.customer_id = c.id and i.key = ${`phone:${phone}`}) as own,
      exists (select 1 from given_keys g where g.customer_id = c.id and g.key = ${`phone:${phone}`}) as given
    from customers c where c.phone = ${phone}
      or exists (select 1 from given_keys g where g.customer_id = c.id and g.key = ${`phone:${phone}`}) order by name collate "C", code, ids`.execute(
    world.db,
  )
  return rows
}

let last = 1000
/** Tells the same once in one batch and once in a batch each, of another phone. */
async function toldBothWays(told: readonly Said[], before: readonly Said[] = []) {
  const outcomes = []
  for (const together of [true, false]) {
    last += 1
    const [phone, mark] = [`+861390000${last}`, `-${last}`]
    const messages = (all: readonly Said[], from: string) =>
      all.map(({ by, name, type = 'identify' }, at) => ({
        type,
        messageId: `${from}${at}${mark}`,
        ...Object.fromEntries(Object.entries(by).map(([kind, id]) => [kind, `${id}${mark}`])),
        traits: { phone, ...(name === null ? {} : { name }) },
      }))
    for (const message of messages(before, 'b')) await send([message])
    if (together) await send(messages(told, 't'))
    else for (const message of messages(told, 't')) await send([message])
    outcomes.push(await whoHas(phone, mark))
  }
  expect(outcomes[0]).toEqual(outcomes[1])
  return outcomes[0] ?? []
}

const [one, two, three] = [{ anonymousId: 'v1' }, { anonymousId: 'v2' }, { anonymousId: 'v3' }]

test('two visitors of one batch with one phone and one name are one customer, as they are in two batches', async () => {
  const people = await toldBothWays([
    { by: one, name: '花木兰' },
    { by: two, name: '花木兰' },
  ])
  expect(people).toMatchObject([{ name: '花木兰', ids: 2, own: true, given: false }])
})

test('two of quite another name stay two, and who comes after them is the one who is named so', async () => {
  const people = await toldBothWays([
    { by: one, name: '樊梨花' },
    { by: two, name: '薛丁山' },
    { by: three, name: '薛丁山' },
  ])
  expect(people.map(({ name, ids, own }) => ({ name, ids, own }))).toEqual([
    { name: '樊梨花', ids: 1, own: true },
    { name: '薛丁山', ids: 2, own: false },
  ])
})

test('with the phone of somebody known and another name, two visitors are one newcomer', async () => {
  const people = await toldBothWays(
    [
      { by: one, name: '杨排风' },
      { by: two, name: '杨排风' },
    ],
    [{ by: { userId: 'u0' }, name: '佘赛花' }],
  )
  expect(people).toHaveLength(2)
})

test('a customer with a number, who tells the phone in this very batch, is found by it; two numbers stay two', async () => {
  const first = await toldBothWays(
    [
      { by: { userId: 'u1' }, name: '穆桂英' },
      { by: one, name: '穆桂英' },
    ],
    [{ by: { userId: 'u1' }, name: null, type: 'track' }],
  )
  expect(first).toMatchObject([{ code: 'u1', ids: 1 }])
  const numbers = await toldBothWays([
    { by: { userId: 'u2' }, name: '杨宗保' },
    { by: { userId: 'u3' }, name: '杨宗保' },
    { by: one, name: '杨宗保' },
  ])
  expect(numbers.map(({ code, ids }) => ({ code, ids }))).toEqual([
    { code: 'u2', ids: 1 },
    { code: 'u3', ids: 0 },
  ])
})

test('a company that two ids of one batch name with one phone is one', async () => {
  const companies = await toldBothWays([
    { by: { userId: 'u4', groupId: 'g1' }, name: '天波茶业有限公司', type: 'group' },
    { by: { userId: 'u4', groupId: 'g2' }, name: '天波茶业', type: 'group' },
  ])
  expect(companies).toMatchObject([{ kind: 'company', ids: 2 }])
})

test('somebody heard twice of, whose phone is another’s, is one who is meant by the name', async () => {
  const people = await toldBothWays([
    { by: one, name: '佟湘玉' },
    { by: two, name: '白展堂' },
    { by: two, name: '白展唐' },
    { by: three, name: '白站堂' },
  ])
  expect(people.map(({ ids, own }) => ({ ids, own }))).toEqual([
    { ids: 1, own: true },
    { ids: 2, own: false },
  ])
})

const ownerOf = async (identity: string) =>
  (await sql<{ id: string }>`select customer_id as id from identities where key = ${identity}`.execute(world.db)).rows[0]?.id

test('a company is found by its credit code, whatever it is called there and whose phone came with it', async () => {
  const known = await world.customer({ kind: 'company', name: '北京纷扬科技有限公司', creditCode: '91110108551385082Q' })
  await world.customer({ kind: 'company', name: '北京纷扬', creditCode: '91350100M000100Y43', phone: '+8613800007777' })
  const traits = { name: '纷扬（总部）', creditCode: '91110108551385082Q', phone: '13800007777' }
  await send([{ type: 'group', messageId: 'gc', userId: 'GC-1', groupId: 'head', traits }])
  expect(await ownerOf(`group:${source}:head`)).toBe(known)
})

test('somebody with one’s phone and name and another ID card is another', async () => {
  const told = { name: '单于', phone: '13800008888' }
  await send([{ type: 'identify', messageId: 'i1', anonymousId: 'i1', traits: { ...told, idCard: '11010519491231002X' } }])
  await send([{ type: 'identify', messageId: 'i2', anonymousId: 'i2', traits: { ...told, idCard: '440524188001010014' } }])
  await send([{ type: 'identify', messageId: 'i3', anonymousId: 'i3', traits: { idCard: '440524188001010014' } }])
  const [one, other, again] = await Promise.all(['i1', 'i2', 'i3'].map((visitor) => ownerOf(`visitor:${source}:${visitor}`)))
  expect(one).not.toBe(other)
  expect(again).toBe(other)
})

test('so are two of one batch with one phone, one name and an ID card each; both keep theirs', async () => {
  const cards = ['110101199003070011', '11010119900307002X']
  const identify = (id: string, traits: object) => ({ type: 'identify', messageId: id, anonymousId: id, traits })
  await send(cards.map((idCard, at) => identify(`j${at}`, { name: '单于', phone: '13800009999', idCard })))
  await send(cards.map((idCard, at) => identify(`k${at}`, { idCard })))
  const [one, other, ...again] = await Promise.all(['j0', 'j1', 'k0', 'k1'].map((visitor) => ownerOf(`visitor:${source}:${visitor}`)))
  expect(one).not.toBe(other)
  expect(again).toEqual([one, other])
})
