// The record shop of the papers (CDNOW, free for research; Fader and Hardie 2001), brought in as a shop would bring in its export, and
// predicted by the product. It is no part of the repository.
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { realDataFile } from '../../../../test/real-data.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readImport, startImport } from '../../../know/imports/actions.ts'
import { runImports } from '../../../know/imports/server/run-imports.ts'
import { valueSummary } from '../../value/questions.ts'
import { makePredictions, readPredictions } from '../actions.ts'
import { workOnPredictions } from './make-set.ts'

const file = realDataFile('cdnow/CDNOW_sample.txt')

type Sale = { readonly customer: string; readonly day: string; readonly amount: string }
const sales = (): Sale[] =>
  readFileSync(file ?? '', 'latin1')
    .trim()
    .split('\n')
    .map((line) => {
      const [, customer = '', date = '', , amount = ''] = line.trim().split(/\s+/)
      return { customer, day: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`, amount }
    })

/** A shop on the evening of 30 September 1997 that has just brought in what was sold until then, and asked for predictions. */
async function shopWith(rows: readonly Sale[]): Promise<World> {
  const world = await makeWorld({ start: '1997-10-01T00:30:00Z', shop: { currency: 'USD', timeZone: 'UTC' } })
  const lines = rows.flatMap(({ customer, day, amount }, at) => (day <= '1997-09-30' ? [`${customer},N${at},${day},${amount}`] : []))
  const answer = await (await world.http()).inject({
    method: 'POST',
    url: '/api/imports/files?name=cdnow.csv',
    headers: { 'x-test-role': 'owner', 'content-type': 'text/csv' },
    payload: ['CustomerID,Order No,Order Date,Amount', ...lines].join('\n'),
  })
  const { id } = answer.json()
  await world.act(startImport, { id })
  while (await runImports(world.services)) continue
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'done', counts: { rows: 4_960, refused: 0, customersNew: 2_357 } })
  await world.settle()
  await world.act(makePredictions, {})
  await workOnPredictions(world.services)
  return world
}

const triedIn = async (world: World) => {
  const { set } = await world.ask(readPredictions, {})
  return { set, tried: Object.fromEntries((set?.tried ?? []).map(({ kind, logLikelihood }) => [kind, logLikelihood])) }
}
const aliveOf = async (world: World, code: string) =>
  (
    await sql<{ alive: number }>`select p.alive_chance as alive from predictions p join customers c on c.id = p.customer_id
    where c.code = ${code}`.execute(world.db)
  ).rows[0]?.alive

describe.skipIf(file === null)('2,357 customers of a record shop, from their export to what the pages say', () => {
  let world: World
  // Eight of them only ever took something for nothing, which the papers count as buying: they pay a cent here.
  beforeAll(async () => {
    world = await shopWith(sales().map((sale) => (Number(sale.amount) === 0 ? { ...sale, amount: '0.01' } : sale)))
  }, 240_000)
  afterAll(() => world?.end())

  test('the models that were tried have the published likelihoods, and the likeliest speaks', async () => {
    const { set, tried } = await triedIn(world)
    expect(set).toMatchObject({ customers: 2_357, cutDay: '1997-09-30', model: 'mbg-nbd', verdict: 'leaving-identified' })
    expect(tried['nbd']).toBeCloseTo(-9763.6576, 4)
    expect(tried['bg-nbd']).toBeCloseTo(-9582.4292, 4)
    expect(tried['mbg-nbd']).toBeCloseTo(-9582.1357, 4)
    expect(tried['pareto-nbd']).toBeCloseTo(-9594.9762, 4)
    const { r = 0, alpha = 0, a = 0, b = 0 } = set?.chosen?.parameters ?? {}
    for (const [found, published] of [
      [r, 0.524843],
      [alpha, 6.183082],
      [a, 0.89136],
      [b, 1.614003],
    ] as const)
      expect(Math.abs(found / published - 1)).toBeLessThan(2e-5)
    // In cents, what is 15.4435 in dollars.
    const { p = 0, q = 0, v = 0 } = set?.spend?.parameters ?? {}
    expect([p.toFixed(4), q.toFixed(4), (v / 100).toFixed(3)]).toEqual(['6.2496', '3.7442', '15.444'])
  })

  test('a customer of the published table is as likely to be there as it says', async () => {
    // x = 2, the last after 30.43 of 38.86 weeks: 0.706126 by MBG/NBD.
    expect(await aliveOf(world, '0001')).toBeCloseTo(70.6, 1)
  })

  test('buyers, those who came again, their purchases and what they spent are those of the table', async () => {
    const { rows } = await sql<{
      once: number
      again: number
      later: number
    }>`select count(*) filter (where days = 1)::int as once, count(*) filter (where days > 1)::int as again, sum(days - 1)::int as later from predictions`.execute(
      world.db,
    )
    expect(rows[0]).toEqual({ once: 1_411, again: 946, later: 2_457 })
    const spent = sales().reduce((sum, { day, amount }) => sum + (day <= '1997-09-30' ? Math.round(100 * Number(amount)) : 0), 0)
    expect(await world.ask(valueSummary, {})).toMatchObject({ buyers: 2_357, purchases: 4_960, spend: spent + 8 })
  })

  test('as the export stands, who never paid is no buyer: the page says how many, and the chance of the others stays', async () => {
    const asItIs = await shopWith(sales())
    const { set, tried } = await triedIn(asItIs)
    expect(set).toMatchObject({ customers: 2_349, model: 'mbg-nbd' })
    expect(set?.notes.map(({ en }) => en)).toEqual(['8 purchases of nothing were left out.'])
    expect((tried['bg-nbd'] ?? 0) - (tried['nbd'] ?? 0)).toBeCloseTo(181.3, 1)
    expect(await aliveOf(asItIs, '0001')).toBeCloseTo(70.6, 1)
    await asItIs.end()
  }, 240_000)
})
