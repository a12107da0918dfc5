import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/fresh-database.ts'
import { type Client, inTransaction } from './connect.ts'
import { sendAsOne } from './send-as-one.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
  await fresh.database.pool.query('create table cups (id bigint primary key, names text[], at timestamptz)')
})
afterAll(() => fresh.drop())
beforeEach(() => fresh.database.pool.query('truncate cups'))

const cup = (id: number | string) => ({ text: 'insert into cups (id) values ($1)', values: [id] })
const cups = async () => (await fresh.database.pool.query<{ id: number }>('select id from cups order by id')).rows.map((row) => row.id)
async function onOne<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = await fresh.database.pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

test('what the database says of each statement comes back', async () => {
  const told = await onOne((client) => sendAsOne(client, [cup(1), cup(2), { text: 'delete from cups', values: [] }]))
  expect(told).toEqual(['INSERT 0 1', 'INSERT 0 1', 'DELETE 2'])
})

test('nothing behind a statement that fails is run, and the connection goes on', async () => {
  await onOne(async (client) => {
    const begin = { text: 'begin', values: [] }
    await expect(sendAsOne(client, [begin, cup(1), cup(1), { text: 'commit', values: [] }])).rejects.toMatchObject({ code: '23505' })
    await client.query('rollback')
    await expect(sendAsOne(client, [cup('no number'), { text: 'insert into cups (id) values ($1), (99)', values: [3] }])).rejects.toThrow()
    expect(await sendAsOne(client, [{ text: 'insert into cups (id) values ($1), (99)', values: [3] }])).toEqual(['INSERT 0 2'])
    await sendAsOne(client, [cup(4), cup(5)])
  })
  expect(await cups()).toEqual([3, 4, 5, 99])
})

test('an array of texts and an instant arrive as they are, and what is neither is refused before anything is sent', async () => {
  const names = ['a"b', 'c\\d', '{e,f}', '茶', '', 'null']
  const at = new Date('2026-02-28T23:59:59.123Z')
  await onOne(async (client) => {
    await sendAsOne(client, [{ text: 'insert into cups (id, names, at) values ($1, $2, $3)', values: [1, names, at] }])
    await expect(sendAsOne(client, [cup(2), { text: 'select $1', values: [{}] }])).rejects.toThrow('only texts')
    expect((await client.query('select id, names, at from cups')).rows).toEqual([{ id: 1, names, at }])
  })
})

test('the opening statement stands inside the transaction, and the closing ones come before the commit', async () => {
  const insert = (id: number) => sql`insert into cups (id) values (${id}) on conflict do nothing`
  const opened = await inTransaction(
    fresh.database,
    async (place) => {
      place.closeWith(insert(2))
      place.closeWith(insert(3))
      return place.opened
    },
    insert(1),
  )
  expect([opened, await cups()]).toEqual([1, [1, 2, 3]])
  expect(await inTransaction(fresh.database, async (place) => place.opened, insert(1))).toBe(0)

  const failing = inTransaction(
    fresh.database,
    async () => {
      throw new Error('no')
    },
    insert(4),
  )
  await expect(failing).rejects.toThrow('no')
  const closedBadly = inTransaction(fresh.database, async ({ closeWith }) => {
    closeWith(insert(5))
    closeWith(sql`insert into cups (id) values (1)`)
  })
  await expect(closedBadly).rejects.toMatchObject({ code: '23505' })
  await expect(inTransaction(fresh.database, async () => 1, sql`insert into cups (id) values (1)`)).rejects.toMatchObject({ code: '23505' })
  expect(await cups()).toEqual([1, 2, 3])
})
