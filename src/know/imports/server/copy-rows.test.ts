import { expect, test } from 'vitest'
import { makeWorld } from '../../../../test/world.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { copyRows, type CopyValue } from './copy-rows.ts'

const { database } = await makeWorld()

test('cells come to the table as they are, however long, in whatever letters, and whatever COPY means by them', async () => {
  const texts = [
    'a\tb',
    'one\\two',
    'up\r\ndown',
    '\\N',
    '',
    '𠮷田茶🍵',
    '龙井'.repeat(50_000),
    'é'.repeat(65_530),
    'x'.repeat(65_536),
    '\\.',
    null,
  ]
  const rows = [...texts, ...Array.from({ length: 3_000 }, (_, i) => `第${i}行`)].map((text, i): CopyValue[] => [i, text, i % 2 === 0])
  await inTransaction(database, async ({ client }) => {
    await client.query('create temporary table copied (n integer, said text, even boolean) on commit drop')
    expect(await copyRows(client, 'copied', ['n', 'said', 'even'], rows)).toBe(rows.length)
    const found = await client.query({ text: 'select n, said, even from copied order by n', rowMode: 'array' })
    expect(found.rows).toEqual(rows)
    expect(await copyRows(client, 'copied', ['n', 'said', 'even'], [])).toBe(0)
  })
})
