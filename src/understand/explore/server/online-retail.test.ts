import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { cohorts, repurchase, retention } from '../questions.ts'

const folder = process.env.REGULARS_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const file = join(folder, 'online-retail/online_retail.csv.gz')
const there = existsSync(file)
if (!there) console.warn(`skipped: the real purchase history ${file} is not there; set REGULARS_DATA to the folder that holds it`)

/** The usual clean subset, a row an order: customer known, not cancelled, quantity and price above zero. */
function readOrders(): { number: string; customer: string; at: string; amount: number }[] {
  const rows: string[][] = parse(gunzipSync(readFileSync(file)), { from_line: 2, relax_quotes: true })
  const orders = new Map<string, { number: string; customer: string; at: string; amount: number }>()
  for (const [number = '', , , quantity = '', at = '', price = '', customer = ''] of rows) {
    if (!customer || number.startsWith('C') || Number(quantity) <= 0 || Number(price) <= 0) continue
    const order = orders.get(number) ?? { number, customer, at, amount: 0 }
    order.amount += Math.round(Number(quantity) * Number(price) * 1_000)
    if (at < order.at) order.at = at
    orders.set(number, order)
  }
  return [...orders.values()]
}

describe.skipIf(!there)('a year of a real web wholesaler, seen on 2011-12-10', () => {
  let world: World
  beforeAll(async () => {
    world = await makeWorld({ start: '2011-12-10T12:00:00Z', shop: { currency: 'GBP', timeZone: 'UTC' } })
    const orders = readOrders()
    const { newId } = world.services
    const ids = new Map([...new Set(orders.map((one) => one.customer))].map((code) => [code, newId()]))
    const rows = orders.map((one) => ({ ...one, id: newId(), customer_id: ids.get(one.customer) }))
    await world.system(async (ctx) => {
      await sql`insert into customers (id, code, created_at, updated_at) select id, code, ${ctx.now}, ${ctx.now} from jsonb_to_recordset(${JSON.stringify([...ids].map(([code, id]) => ({ code, id })))}::jsonb) as r(id uuid, code text)`.execute(
        ctx.db,
      )
      await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
        select customer_id, id, 'purchase', 'test', number, at, amount, 'GBP', ${ctx.now} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, id uuid, number text, at timestamptz, amount bigint)`.execute(
        ctx.db,
      )
    })
    await refreshEveryone(world.services)
  }, 120_000)
  afterAll(() => world?.end())

  test('monthly cohorts hold exactly the customers that are known of this year', async () => {
    const found = await world.ask(cohorts, { by: 'month', count: 13 })
    const active = (month: string) => found.cohorts.find((one) => one.day === `${month}-01`)?.cells.map((cell) => cell.customers)
    expect(active('2010-12')).toEqual([885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235])
    expect(active('2011-01')).toEqual([417, 92, 111, 96, 134, 120, 103, 101, 125, 136, 152, 49])
    expect(active('2011-06')).toEqual([242, 42, 38, 64, 56, 81, 23])
    expect(active('2011-11')).toEqual([323, 36])
    expect(active('2011-12')).toEqual([41])
    expect([found.rows, found.earlier, found.future]).toEqual([18_532, 0, 0])
    expect(found.cohorts.reduce((sum, one) => sum + one.size, 0)).toBe(4_338)
    const amount = found.cohorts.flatMap((one) => one.cells).reduce((sum, cell) => sum + (cell.amount ?? 0), 0)
    expect(amount).toBe(8_911_407_904)
    expect(found.periods.filter((period) => !period.isOver).map((period) => period.day)).toEqual(['2011-12-01'])
  })

  test('asked of purchases as facts among others, the cohorts are the same', async () => {
    const unplaced = { did: 'purchase.made', bought: { by: 'channel', is: null } }
    const found = await world.ask(cohorts, { by: 'month', count: 13, start: unplaced, back: unplaced })
    expect(found.cohorts.map((one) => one.cells.map((cell) => cell.customers))).toEqual(
      (await world.ask(cohorts, { by: 'month', count: 13 })).cohorts.map((one) => one.cells.map((cell) => cell.customers)),
    )
  })

  test('two thirds come back in the end, and the curve of coming back only rises', async () => {
    const found = await world.ask(retention, { ends: [30, 90, 180, 365], mode: 'by-day' })
    expect(found.started).toBe(4_338)
    const shares = found.points.map((point) => point.share ?? 0)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    const { lines } = await world.ask(repurchase, { by: 'channel', days: [30, 90, 180] })
    expect(lines[0]?.points.map((point) => [point.ripe, point.back])).toEqual(
      found.points.slice(0, 3).map((point) => [point.ripe, point.back]),
    )
    expect(lines[0]?.buyers).toBe(4_338)
  })
})
