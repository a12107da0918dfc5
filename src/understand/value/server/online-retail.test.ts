import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { parseMoney } from '../../../core/kit/money.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { publishRfm } from '../actions.ts'
import { concentrationOverTime, spendDistribution, valueSummary } from '../questions.ts'
import { previewRfm, rfmGrid, rfmMoves } from '../rfm-questions.ts'
import { usualSettings } from '../scoring.ts'
import { monthsTick } from './keep-cells.ts'
import { newestThresholds, thresholdsOf } from '../thresholds.ts'

const file = join(
  process.env.REGULARS_DATA ?? join(import.meta.dirname, '../../../../../shared/data'),
  'online-retail/online_retail.csv.gz',
)
const there = existsSync(file)
if (!there) console.warn(`skipped: the real purchase history ${file} is not there; set REGULARS_DATA to the folder that holds it`)

type Line = { invoice: string; customer: string; day: string; product: string; amount: number }

/** The usual clean subset: customer known, not cancelled, quantity and price above zero. */
function readClean(): Line[] {
  const rows: string[][] = parse(gunzipSync(readFileSync(file)), { from_line: 2, relax_quotes: true })
  return rows.flatMap(([invoice = '', product = '', , quantity = '', at = '', price = '', customer = '']) => {
    const amount = Math.round(Number(quantity) * (parseMoney(price, 3) ?? 0))
    if (!customer || invoice.startsWith('C') || Number(quantity) <= 0 || Number(price) <= 0) return []
    return [{ invoice, customer, day: at, product, amount }]
  })
}

describe.skipIf(!there)('a year of a real web wholesaler, snapshot 2011-12-10', () => {
  let world: World
  beforeAll(async () => {
    world = await makeWorld({ start: '2011-12-10T12:00:00Z', shop: { currency: 'GBP', timeZone: 'UTC' } })
    await load(world, readClean())
    await refreshEveryone(world.services)
  }, 120_000)
  afterAll(() => world?.end())

  test('every score holds exactly the customers that the quantiles give it', async () => {
    const counts = async (score: string) =>
      (
        await sql<{
          n: number
        }>`select count(*) as n from metrics where ${sql.ref(score)} is not null group by ${sql.ref(score)} order by ${sql.ref(score)}`.execute(
          world.db,
        )
      ).rows.map((r) => r.n)
    expect(await counts('recency_score')).toEqual([861, 866, 863, 880, 868])
    expect(await counts('frequency_score')).toEqual([1493, 835, 508, 802, 700])
    expect(await counts('monetary_score')).toEqual([868, 867, 868, 867, 868])
    const cells = await sql<{
      n: number
      best: boolean
    }>`select count(*) as n, min(recency_score + frequency_score + monetary_score) = 15 as best from metrics where recency_score is not null group by recency_score, frequency_score, monetary_score`.execute(
      world.db,
    )
    expect(cells.rows).toHaveLength(112)
    expect(cells.rows.find((row) => row.best)?.n).toBe(324)
  })

  test('the thresholds are the quantiles, recency as days that can be said', async () => {
    const taken = thresholdsOf((await newestThresholds.execute(world.db)).rows[0])
    expect(taken?.customers).toBe(4338)
    expect(taken?.frequency).toEqual([1, 2, 3, 6])
    expect(taken?.monetary.map((q) => q / 1000)).toEqual([250.194, 490.096, 942.276, 2058.426].map((q) => expect.closeTo(q, 3)))
    expect(taken?.recency.map((at) => at.toISOString().slice(0, 10))).toEqual(['2011-06-13', '2011-09-29', '2011-11-07', '2011-11-27'])
  })

  test('shares, Gini and repeat buyers are those known of this year', async () => {
    const { top, gini, buyers, buckets, curve } = await world.ask(spendDistribution)
    expect(buyers).toBe(4338)
    expect(top.map((t) => t.spendShare)[2]).toBeCloseTo(0.6133, 3)
    expect(top.map((t) => t.spendShare)[3]).toBeCloseTo(0.7459, 3)
    expect(gini).toBeCloseTo(0.7151, 4)
    expect(buckets.reduce((sum, b) => sum + b.customers, 0)).toBe(4338)
    expect(curve.at(-1)).toEqual({ customers: 1, spend: 1 })
    const { topTen } = await world.ask(spendDistribution)
    expect(topTen.customers).toBe(10)
    expect(topTen.spendShare).toBeGreaterThan(0.15)
    const summary = await world.ask(valueSummary)
    expect(summary.repeatBuyers / summary.buyers).toBeCloseTo(0.6558, 4)
    expect(summary.purchases).toBe(18_532)
    expect(summary.averagePurchase).toBeCloseTo(480_866, -2)
    expect(summary.spend).toBe(8_911_407_904)
  })

  test('the grid counts everybody once', async () => {
    const { cells, buyers, purchases, monetary } = await world.ask(rfmGrid)
    expect([buyers, purchases]).toEqual([4338, 18_532])
    expect(cells.reduce((sum, cell) => sum + cell.customers, 0)).toBe(4338)
    expect(monetary.map((m) => m.customers)).toEqual([868, 867, 868, 867, 868])
  })

  test('fifths by rank hold 868 or 867 each, and a trial says who would change before anything is kept', async () => {
    const settings = { ...usualSettings, kind: 'ranks' as const }
    const tried = await world.ask(previewRfm, { settings })
    const sizes = [868, 867, 868, 867, 868]
    expect(tried.scores.map((s) => s.frequency)).toEqual(sizes)
    expect(tried.scores.map((s) => s.monetary)).toEqual(sizes)
    expect(tried.scores.map((s) => s.recency)).toEqual(sizes)
    expect(tried.customers).toBe(4338)
    expect((await world.ask(rfmGrid)).settings.kind).toBe('values')
    const done = await world.act(publishRfm, { settings, version: 0 })
    expect(done).toEqual({ version: 1, moved: tried.rescored })
    const cells = await sql<{ sum: number; n: number }>`select recency_score + frequency_score + monetary_score as sum, count(*) as n
      from metrics where recency_score is not null group by recency_score, frequency_score, monetary_score`.execute(world.db)
    expect(cells.rows).toHaveLength(117)
    expect(cells.rows.find((row) => row.sum === 15)?.n).toBe(348)
    expect(cells.rows.find((row) => row.sum === 3)?.n).toBe(185)
    await refreshEveryone(world.services)
    expect((await world.ask(rfmGrid)).scores.map((s) => s.frequency)).toEqual(sizes)
    await world.act(publishRfm, { settings: usualSettings, version: 1 })
    expect((await world.ask(rfmGrid)).scores.map((s) => s.frequency)).toEqual([1493, 835, 508, 802, 700])
  })

  test('the months of the past are worked out from the facts, and the last month of them agrees with a recount', async () => {
    while (await monthsTick.run(world.services));
    const { months } = await world.ask(concentrationOverTime)
    expect(months.map(({ month }) => month)).toEqual([
      '2010-12-01',
      ...Array.from({ length: 11 }, (_, i) => `2011-${String(i + 1).padStart(2, '0')}-01`),
    ])
    expect(months.every(({ reconstructed, month }) => reconstructed || month === '2011-11-01')).toBe(true)
    expect(months[0]?.buyers).toBe(885)
    const { rows } = await sql<{ n: number }>`select count(*) as n from rfm_cells where until is null`.execute(world.db)
    expect(rows[0]?.n).toBe(months.at(-1)?.buyers)
    const moves = await world.ask(rfmMoves, { since: '2011-05-20' })
    expect(moves.since).toBe('2011-05-01')
    expect(moves.flows.reduce((sum, flow) => sum + flow.customers, 0)).toBe(4338)
    const fresh = moves.flows.filter((flow) => flow.from === null).reduce((sum, flow) => sum + flow.customers, 0)
    expect(fresh).toBe(4338 - (months[5]?.buyers ?? 0))
  })
})

/** Amounts in thousandths of a pound: some prices have three decimals. */
async function load(world: World, lines: readonly Line[]): Promise<void> {
  const newId = world.services.newId
  const customers = new Map([...new Set(lines.map((line) => line.customer))].toSorted().map((code) => [code, newId()]))
  const invoices = Map.groupBy(lines, (line) => line.invoice)
  const orders = [...invoices].map(([number, its]) => ({
    id: newId(),
    number,
    customer_id: customers.get(its[0]?.customer ?? ''),
    at: its.map((l) => l.day).sort()[0],
    amount: its.reduce((sum, l) => sum + l.amount, 0),
  }))
  await world.system(async (ctx) => {
    await sql`insert into customers (id, code, created_at, updated_at) select id, code, ${ctx.now}, ${ctx.now} from jsonb_to_recordset(${JSON.stringify([...customers].map(([code, id]) => ({ code, id })))}::jsonb) as r(id uuid, code text)`.execute(
      ctx.db,
    )
    await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
      select customer_id, id, 'purchase', 'test', number, at, amount, 'GBP', ${ctx.now} from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) as r(customer_id uuid, id uuid, number text, at timestamptz, amount bigint)`.execute(
      ctx.db,
    )
  })
}
