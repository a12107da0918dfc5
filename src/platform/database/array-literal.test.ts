import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { makeWorld } from '../../../test/world.ts'
import { arrayLiteral } from './array-literal.ts'

const { database } = await makeWorld()

test('every text comes to the database as it is', async () => {
  const texts = ['code:a1', '', 'null', 'NULL', '{a,b}', 'a"b', 'a\\b', 'a,b', ' a ', '小程序', 'a\nb\tc', "o'clock", '\\"']
  for (const each of [texts, texts.slice(0, 2), []]) {
    const { rows } = await sql<{ back: string[] }>`select ${arrayLiteral(each)}::text[] as back`.execute(database.db)
    expect(rows[0]?.back).toEqual(each)
  }
})

test('numbers come as numbers', async () => {
  const { rows } = await sql<{ sum: number }>`select sum(n)::integer as sum from unnest(${arrayLiteral([1, 20, 300])}::bigint[]) n`.execute(
    database.db,
  )
  expect(rows[0]?.sum).toBe(321)
})
