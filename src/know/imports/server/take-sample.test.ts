import { afterAll, expect, test } from 'vitest'
import { makeWorld } from '../../../../test/world.ts'
import { importSettings } from '../import.ts'
import { readImportRow } from './read-import-row.ts'
import { openFile } from './run-portion.ts'
import { takeSample } from './take-sample.ts'

const world = await makeWorld()
afterAll(() => world.end())

const orders = `订单号,会员号,下单时间,商品名称,实付金额
D1,M1,2026-01-05 10:00:00,龙井,128.00
D1,M1,2026-01-05 10:00:00,茶杯,55.50
D2,M2,2026-01-06 11:00:00,普洱,200
D3,M1,2026-01-09 09:00:00,茶杯,27.75
`

/** The lines that are tried, where so many rows are at most. */
async function tried(most: number, columns: Record<string, number> = { number: 0 }) {
  const app = await world.http()
  const headers = { 'x-test-role': 'manager', 'content-type': 'text/csv' }
  const uploaded = await app.inject({ method: 'POST', url: '/api/imports/files?name=shop.csv', headers, payload: orders })
  const row = await readImportRow(world.database.db, uploaded.json<{ id: string }>().id)
  const settings = importSettings.parse({ kind: 'purchases', encoding: 'utf-8', delimiter: ',', columns })
  const file = await openFile(world.services, row, settings, false)
  const { records, isWhole } = await takeSample(file, most)
  file.close()
  return { lines: records.map(({ line }) => line), isWhole }
}

test('a file of just so many rows as are tried is tried whole, its last order too', async () => {
  expect(await tried(4)).toEqual({ lines: [2, 3, 4, 5], isWhole: true })
})

test('of a longer file no order is tried in part', async () => {
  expect(await tried(3)).toEqual({ lines: [2, 3, 4], isWhole: false })
  expect(await tried(2)).toEqual({ lines: [2, 3], isWhole: false })
})

test('where no column tells the order, just so many rows are tried', async () => {
  expect(await tried(3, {})).toEqual({ lines: [2, 3, 4], isWhole: false })
})
