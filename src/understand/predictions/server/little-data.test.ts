import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { drawBuyers, type PlantedPurchase, plantBuyers } from '../../../../test/plant-buyers.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { lifetimeValue } from '../../value/questions.ts'
import { explainPrediction, makePredictions, readLedger, readPredictions } from '../actions.ts'
import { workOnPredictions } from './make-set.ts'
import { askWhatIsDue } from './schedule.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())
beforeEach(async () => {
  for (const table of [
    'prediction_ledger',
    'prediction_grades',
    'prediction_sets',
    'predictions',
    'purchases',
    'metrics',
    'log_heads',
    'customers',
  ])
    await sql`delete from ${sql.id(table)}`.execute(world.db)
})

const day = 86_400_000
const ago = (days: number, amount = 10_000, more: Partial<PlantedPurchase> = {}): PlantedPurchase => ({
  at: new Date(world.now().getTime() - days * day),
  amount,
  ...more,
})
async function make() {
  await world.act(makePredictions, {})
  await workOnPredictions(world.services)
  return await world.ask(readPredictions, {})
}
/** Rows with a number that is none, or with an end of a range on the wrong side. */
const wild = async () => {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from predictions where 'NaN' in (expected_purchases30, expected_purchases90, expected_purchases365,
    alive_chance, buy_chance30, buy_chance90) or expected_purchases30 < 0 or clv12_low > clv12_high or clv36 < clv12`.execute(world.db)
  return rows[0]?.n
}

test('without purchases there is a set of nobody that says so', async () => {
  const id = await world.customer({})
  const { set, work } = await make()
  expect(work?.state).toBe('done')
  expect(set).toMatchObject({ customers: 0, verdict: 'nobody', model: 'none' })
  expect(await world.ask(readLedger, {})).toMatchObject({ grades: [], waiting: [] })
  expect((await world.ask(explainPrediction, { id })).whyNone?.code).toBe('never-bought')
})

test('a shop whose buyers are all of today is told of tomorrow, and not worked out again and again until then', async () => {
  await plantBuyers(
    world,
    Array.from({ length: 30 }, () => [ago(0.01)]),
  )
  expect((await make()).set).toMatchObject({ customers: 0, verdict: 'nobody' })
  const isDue = async () => {
    await world.system(askWhatIsDue)
    return (await sql`select 1 from work where kind = 'make-predictions' and state = 'waiting'`.execute(world.db)).rows.length > 0
  }
  expect(await isDue()).toBe(false)
  const today = world.now()
  world.setTime(new Date(today.getTime() + day).toISOString())
  expect(await isDue()).toBe(true)
  await workOnPredictions(world.services)
  expect((await world.ask(readPredictions, {})).set).toMatchObject({ customers: 30 })
  expect(await isDue()).toBe(false)
  world.setTime(today.toISOString())
})

test('one customer is too few for a forecast, and that is said in words', async () => {
  const [id] = await plantBuyers(world, [[ago(40), ago(20), ago(3)]])
  const { set } = await make()
  expect(set).toMatchObject({ customers: 1, verdict: 'too-few', model: 'none' })
  const { whyNone } = await world.ask(explainPrediction, { id })
  expect(whyNone?.code).toBe('too-few')
  expect(whyNone?.words.zh).toContain('至少 20 位')
  expect(await world.ask(lifetimeValue)).toMatchObject({ predictedAt: null, whyNone: whyNone?.words })
})

test('where all bought once nothing is made up', async () => {
  await plantBuyers(
    world,
    Array.from({ length: 50 }, (_, i) => [ago(10 + i)]),
  )
  expect((await make()).set).toMatchObject({ customers: 50, verdict: 'all-once', model: 'none' })
  expect(await wild()).toBe(0)
})

test('with one price every purchase is expected to have that price', async () => {
  await plantBuyers(world, drawBuyers(world, { customers: 80, onePrice: true, amount: 9_900 }))
  const { set } = await make()
  expect(set?.spend?.words?.zh).toContain('都一样')
  const { rows } = await sql<{
    price: number
  }>`select distinct round(expected_spend365 / expected_purchases365 / 100) as price from predictions where expected_purchases365 > 2`.execute(
    world.db,
  )
  expect(rows.map(({ price }) => Number(price))).toEqual([99])
  expect(await wild()).toBe(0)
}, 30_000)

test('other currencies count as visits only; refunds, nothing paid and the future are left out, and all of it is said', async () => {
  const usual = drawBuyers(world, { customers: 60, days: 300 })
  const odd: PlantedPurchase[] = [
    ago(90),
    ago(60, 700, { currency: 'USD' }),
    ago(30, 20_000),
    ago(20, 5_000, { kind: 'refund' }),
    ago(10, 0),
    ago(-40),
  ]
  const ids = await plantBuyers(world, [odd, ...usual])
  const { set } = await make()
  const notes = set?.notes.map(({ zh }) => zh).join() ?? ''
  for (const part of ['1 笔消费的日期在未来', '1 笔金额为 0', '1 笔退款', '1 笔其他币种']) expect(notes).toContain(part)
  const { rows } = await sql`select days, repeat_spend from predictions where customer_id = ${ids[0]}`.execute(world.db)
  expect(rows).toEqual([{ days: 3, repeat_spend: 20_000 }])
  expect(await wild()).toBe(0)
}, 30_000)

test('months in which the shop was closed are no sign of anybody leaving', async () => {
  const weekly = (from: number, to: number, step: number) =>
    Array.from({ length: Math.floor((from - to) / step) }, (_, i) => ago(from - i * step))
  // Seventy people who come every ten days or so; nobody could for a hundred days.
  const closed = Array.from({ length: 70 }, (_, i) => [...weekly(330 + (i % 9), 200, 8 + (i % 5)), ...weekly(99 - (i % 9), 1, 8 + (i % 5))])
  const ids = await plantBuyers(world, closed)
  const { set } = await make()
  expect(set?.notes.map(({ zh }) => zh).join()).toContain('视为停业')
  const { prediction } = await world.ask(explainPrediction, { id: ids[3] })
  expect(prediction?.reasons[0]?.words.zh).toMatch(/平时每 1[01](\.\d)? 天来一次/)
  expect(prediction?.purchases[0]?.expected).toBeGreaterThan(2)
}, 30_000)

test('where nobody leaves, nobody gets a chance of being gone, and the words say why', async () => {
  const steady = drawBuyers(world, { customers: 150, leaving: 0, days: 200 })
  const ids = await plantBuyers(world, steady)
  const { set } = await make()
  expect(set).toMatchObject({ verdict: 'leaving-not-identified', model: 'nbd' })
  const { rows } = await sql<{ n: number }>`select count(alive_chance) as n from predictions`.execute(world.db)
  expect(rows[0]?.n).toBe(0)
  const { prediction } = await world.ask(explainPrediction, { id: ids[0] })
  expect(prediction?.aliveChance).toBeNull()
  expect(prediction?.whyNoAlive?.zh).toContain('看不出有客户离开')
}, 30_000)
