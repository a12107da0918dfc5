import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawBuyers, type PlantedPurchase, plantBuyers } from '../../../../test/plant-buyers.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { explainPrediction, makePredictions, readPredictions } from '../actions.ts'
import { buyerFigures } from '../will-buy/buyer-figures.ts'
import { askMaking } from './ask-making.ts'
import { figuresFromFacts } from './figures.ts'
import { gradeNext } from './grade-tick.ts'
import { workOnPredictions } from './make-set.ts'
import { trialDays } from './learn-chances.ts'
import { predictSome } from './predict-some.ts'
import { currentSet } from './sets.ts'

let world: World
let ids: readonly string[] = []
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
}, 60_000)
afterAll(() => world.end())

const dayMs = 86_400_000
const ago = (days: number, more: Partial<PlantedPurchase> = {}): PlantedPurchase => ({
  at: new Date(world.now().getTime() - days * dayMs),
  amount: 10_000,
  ...more,
})

test('figures hold what was known on the day and nothing later, and what came is told where it is over', async () => {
  const [id = ''] = await plantBuyers(world, [
    [ago(400), ago(150), ago(150), ago(120, { currency: 'USD' }), ago(110, { kind: 'refund' }), ago(70), ago(5), ago(-3)],
    [ago(20)],
  ])
  await sql`insert into interactions (customer_id, id, kind, occurred_at, by_id, by_name, source, recorded_at, updated_at)
    select ${id}, gen_random_uuid(), 'call', at, 'user:owner', '老板', 'app', at, at from unnest(${[110, 250, 50].map((days) => ago(days).at)}::timestamptz[]) at`.execute(
    world.db,
  )
  const figures = async (cut: string, known: number) => {
    const { rows } = await sql<
      Record<string, unknown>
    >`select * from (${figuresFromFacts({ who: (column) => sql`${column} is not null`, cut, known, currency: 'CNY', timeZone: 'Asia/Shanghai' })}) f`.execute(
      world.db,
    )
    return rows
  }
  // 100 days ago.
  const rows = await figures('2026-03-07', 90)
  expect(rows).toHaveLength(1)
  expect(Object.keys(rows[0] ?? {})).toHaveLength(1 + buyerFigures.length + 2)
  expect(rows[0]).toMatchObject({
    customer_id: id,
    days: 3,
    tenure: 300,
    recency: 20,
    spend: 30_000,
    days30: 1,
    days90: 2,
    days_before90: 0,
    lines: null,
    refunds: 1,
    several_channels: 0,
    interactions90: 1,
    bought30: 1,
    bought90: 1,
  })
  expect((await figures('2026-03-07', 30))[0]).toMatchObject({ bought30: 1, bought90: null })
  // Records that begin later than half a year before cannot tell what was before the last 90 days.
  expect((await figures('2025-06-01', 30))[0]).toMatchObject({ days: 1, days_before90: null, bought30: 0 })
  await sql`delete from interactions`.execute(world.db)
})

test('history must be as long before the earlier day as what is foretold', () => {
  expect(trialDays(undefined, '2026-06-14')).toBeNull()
  expect(trialDays('2026-03-01', '2026-06-14')).toBeNull()
  expect(trialDays('2026-01-01', '2026-06-14')).toEqual({ train: '2026-04-15', test: '2026-05-15', known: 30 })
  expect(trialDays('2025-01-01', '2026-06-14')).toEqual({ train: '2025-12-16', test: '2026-03-16', known: 90 })
})

/** Calls that colleagues noted shortly before customers bought: at both days of the past, and now with half of them. */
async function plantCalls(ids: readonly string[], buyers: readonly (readonly PlantedPurchase[])[]): Promise<void> {
  const calls = [180, 90, 0].flatMap((cut) =>
    ids.flatMap((id, i) => {
      const bought = buyers[i]?.some(({ at }) => at > ago(cut).at && at <= ago(cut - 90).at) ?? false
      return (cut === 0 ? i % 2 === 0 : bought) ? [{ id, at: ago(cut + 5).at.toISOString() }] : []
    }),
  )
  await sql`insert into interactions (customer_id, id, kind, occurred_at, by_id, by_name, source, recorded_at, updated_at)
    select id, gen_random_uuid(), 'call', at, 'user:owner', '老板', 'app', at, at from jsonb_to_recordset(${JSON.stringify(calls)}::jsonb) as c(id uuid, at timestamptz)`.execute(
    world.db,
  )
}

test('what was learned from behaviour gives the chances where it is better, for everybody, for who has news, and with reasons', async () => {
  for (const table of ['purchases', 'metrics', 'log_heads', 'customers']) await sql`delete from ${sql.id(table)}`.execute(world.db)
  const buyers = drawBuyers(world, { customers: 500, days: 450 })
  ids = await plantBuyers(world, buyers)
  await plantCalls(ids, buyers)
  await world.act(makePredictions, {})
  await workOnPredictions(world.services)
  expect(world.problems).toEqual([])
  const { set } = await world.ask(readPredictions, {})
  expect(set?.chance?.words.zh).toContain('“90 天内购买的可能”由它给出')
  const chances = async () =>
    (
      await sql<{ mean: number }>`select avg(buy_chance90) as mean from predictions where buy_chance90 is not null
        group by array_position(${ids}::uuid[], customer_id) % 2 order by 1`.execute(world.db)
    ).rows.map(({ mean }) => Number(mean))
  const [quiet = 100, called = 0] = await chances()
  expect(quiet).toBeLessThan(20)
  expect(called).toBeGreaterThan(70)

  // The record holds what was shown, so that it is what will be graded.
  const { rows } = await sql<{ off: number }>`select max(abs(l.chance90 * 100 - p.buy_chance90)) as off
    from prediction_ledger l join predictions p on p.customer_id = l.customer_id and p.set_id = l.set_id`.execute(world.db)
  expect(Number(rows[0]?.off)).toBeLessThan(0.06)

  const explained = await world.ask(explainPrediction, { id: ids[0] })
  expect(explained.prediction?.reasons.map(({ words }) => words.zh)).toContainEqual(expect.stringMatching(/^最近 90 天有 1 次往来/))

  // Whoever has news is told anew in the same way, without a fit.
  const [told = ''] = ids
  await sql`delete from predictions where customer_id = ${told}`.execute(world.db)
  await world.system(async (ctx) => {
    const current = await currentSet(ctx.db)
    if (current) await predictSome(ctx, current, [told])
  })
  const again = await sql<{ chance: number }>`select buy_chance90 as chance from predictions where customer_id = ${told}`.execute(world.db)
  expect(Number(again.rows[0]?.chance)).toBeGreaterThan(50)
}, 60_000)

test('a withdrawn model of repeat buying does not silence what was learned from behaviour, which is another', async () => {
  const shown = async () =>
    (
      await sql<{
        told: number
        alive: number
        called: number
        early: number
      }>`select count(buy_chance90) as told, count(alive_chance) as alive,
        avg(buy_chance90) as called, count(buy_chance30) as early from predictions`.execute(world.db)
    ).rows[0]
  const before = await shown()
  const { set } = await world.ask(readPredictions, {})
  await sql`update prediction_ledger set purchases30 = 9 where set_id = ${set?.id}`.execute(world.db)
  world.pass({ amount: 32, unit: 'days' })
  while (await gradeNext(world.services)) continue
  expect((await world.ask(readPredictions, {})).set).toMatchObject({ id: set?.id, state: 'withdrawn' })
  const isLearned30 = (set?.chance?.words.zh ?? '').includes('“30 天内购买的可能”由它给出')
  expect(await shown()).toEqual({ ...before, alive: 0, early: isLearned30 ? before?.early : 0 })
  // The same for whoever is predicted anew, by themselves or with everybody.
  const one = async () =>
    (
      await sql<{ alive: number | null; chance: number | null }>`select alive_chance as alive, buy_chance90 as chance from predictions
        where customer_id = ${ids[0]}`.execute(world.db)
    ).rows[0]
  await world.system(async (ctx) => {
    const current = await currentSet(ctx.db)
    if (current) await predictSome(ctx, current, [ids[0] ?? ''])
  })
  expect(await one()).toMatchObject({ alive: null, chance: expect.any(Number) })
  await world.system((ctx) => askMaking(ctx, 'again'))
  await workOnPredictions(world.services)
  expect(await one()).toMatchObject({ alive: null, chance: expect.any(Number) })
  expect(await shown()).toMatchObject({ told: before?.told, alive: 0 })
}, 60_000)
