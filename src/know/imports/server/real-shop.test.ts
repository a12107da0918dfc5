// The export of a real shop (Online Retail, CC BY 4.0) with its known totals. It is no part of the repository.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { makeWorld } from '../../../../test/world.ts'
import { readImport, startImport, undoImport } from '../actions.ts'
import { runImports } from './run-imports.ts'

const data = process.env['REGULARS_DATA'] ?? join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data')
const file = join(data, 'online-retail', 'online_retail.csv.gz')
const isThere = existsSync(file)
if (!isThere)
  console.warn(`Skipped: the import of a real shop's export, since ${file} is not here. Set REGULARS_DATA to the folder that has it.`)

test.skipIf(!isThere)(
  '541,909 lines of a real shop come in with their known totals, and go again',
  async () => {
    const world = await makeWorld({ shop: { currency: 'GBP', timeZone: 'Europe/London' } })
    const app = await world.http()
    const answer = await app.inject({
      method: 'POST',
      url: '/api/imports/files?name=online_retail.csv',
      headers: { 'x-test-role': 'owner', 'content-type': 'text/csv' },
      payload: gunzipSync(readFileSync(file)),
    })
    const seen = answer.json()
    expect(seen).toMatchObject({
      kind: 'purchases',
      encoding: 'utf-8',
      rowsExpected: 541_909,
      columns: { number: 0, product: 1, productName: 2, quantity: 3, occurredAt: 4, price: 5, code: 6 },
    })
    await world.act(startImport, { id: seen.id })
    while (await runImports(world.services)) continue
    const done = await world.ask(readImport, { id: seen.id })
    expect(done).toMatchObject({
      state: 'done',
      rowsDone: 541_909,
      counts: { rows: 541_909, lines: 406_829, refused: 135_080, customersNew: 4_372 },
    })
    const ask = async (query: string) => (await world.database.pool.query(query)).rows[0]
    expect(
      await ask(
        `select count(distinct customer_id) as customers, count(*) as purchases, sum(amount) as spend from purchases where kind = 'purchase' and amount > 0`,
      ),
    ).toEqual({
      customers: 4_338,
      purchases: 18_532,
      spend: '891140790',
    })
    expect(
      await ask(
        `select count(*) filter (where purchase_count > 0) as customers, sum(purchase_count)::bigint as purchases, sum(metrics.spend)::bigint as spend from metrics`,
      ),
    ).toEqual({ customers: 4_338, purchases: 18_532, spend: 891_140_790 })
    expect(await ask(`select code from customers where code = '17850'`)).toEqual({ code: '17850' })
    await world.act(undoImport, { id: seen.id })
    while (await runImports(world.services)) continue
    expect(
      await ask(
        'select (select count(*) from customers) + (select count(*) from events) + (select count(*) from purchase_lines) + (select count(*) from log_heads) as left',
      ),
    ).toEqual({ left: 0 })
    await world.end()
  },
  300_000,
)
