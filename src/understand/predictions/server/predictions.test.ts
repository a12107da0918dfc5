import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawBuyers, plantBuyers } from '../../../../test/plant-buyers.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readHome } from '../../../app/home/read-home.ts'
import { mergeCustomers, unmergeCustomers } from '../../../know/identity/actions.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { lifetimeValue } from '../../value/questions.ts'
import { createSegment } from '../../segments/actions.ts'
import {
  explainPrediction,
  gradedPeople,
  makePredictions,
  readLedger,
  readPredictions,
  savePredictionSettings,
  stopPredictions,
} from '../actions.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { askMaking } from './ask-making.ts'
import { gradeNext } from './grade-tick.ts'
import { workOnPredictions } from './make-set.ts'
import { askWhatIsDue } from './schedule.ts'

let world: World
let ids: string[]
beforeAll(async () => {
  world = await makeWorld()
  ids = await plantBuyers(world, drawBuyers(world, { customers: 300 }))
  await world.act(makePredictions, {})
  await workOnPredictions(world.services)
}, 60_000)
afterAll(() => world.end())

const get = async (path: string) => (await (await world.http()).inject({ url: `/api/${path}`, headers: { 'x-test-role': 'owner' } })).json()
const rowOf = async (id: string | undefined) =>
  (await sql<Record<string, unknown>>`select * from predictions where customer_id = ${id}`.execute(world.db)).rows[0]

test('everybody who bought is predicted, and the set says which model speaks, why, and how it did on the past', async () => {
  const { set, work } = await world.ask(readPredictions, {})
  expect(work).toMatchObject({ state: 'done', kind: 'fit', customers: 300 })
  expect(set).toMatchObject({ state: 'current', customers: 300, verdict: 'leaving-identified', cutDay: '2026-06-14', withdrawn: null })
  expect(set?.words.zh).toContain('300 位客户')
  expect(set?.horizons.purchases90).toBeGreaterThan(set?.horizons.purchases30 ?? 0)
  const { rows } = await sql<{ n: number; wild: number }>`select count(*) as n, count(*) filter (where expected_purchases30 is null
    or expected_purchases30 > expected_purchases90 or buy_chance30 > buy_chance90 or alive_chance not between 0 and 100 or clv12_low > clv12_high
    or next_purchase_from > next_purchase or next_purchase > next_purchase_to) as wild from predictions`.execute(world.db)
  expect(rows[0]).toEqual({ n: 300, wild: 0 })
  const { grades, waiting } = await world.ask(readLedger, {})
  expect(grades).toMatchObject([{ trial: true, horizon: 90, grade: { verdict: 'better' } }])
  expect(grades[0]?.grade.purchases.model.mae).toBeLessThan(grades[0]?.grade.purchases.rate.mae ?? 0)
  expect(waiting.map(({ horizon, due }) => [horizon, due])).toEqual([
    [30, '2026-07-15'],
    [90, '2026-09-13'],
    [365, '2027-06-15'],
  ])
})

test('a customer’s prediction says its reasons in words, with its widths', async () => {
  const often = await sql<{ id: string }>`select customer_id as id from predictions where days > 6 order by days limit 1`.execute(world.db)
  const id = often.rows[0]?.id
  const { prediction, whyNone } = await world.ask(explainPrediction, { id })
  expect(whyNone).toBeNull()
  expect(prediction?.reasons[0]?.words.zh).toMatch(/^平时每 [\d.]+ 天来一次，(已经 \d+ 天没来|\d+ 天前来过|刚刚来过)。$/)
  expect(prediction?.reasons[0]?.words.en).toMatch(/^Usually comes every/)
  const [, ninety] = prediction?.purchases ?? []
  expect(ninety?.low).toBeLessThanOrEqual(ninety?.expected ?? -1)
  expect(prediction?.value.map(({ months }) => months)).toEqual([12, 36])
})

test('predictions are fields of the customer: lists sort and filter by them, segments and exports take them', async () => {
  const rule = {
    all: [
      { field: 'aliveChance', op: 'at-least', value: 50 },
      { field: 'nextPurchase', op: 'is-known' },
    ],
  }
  const list = await get(`customers?limit=5&sort=-expectedSpend90&rule=${encodeURIComponent(JSON.stringify(rule))}`)
  const spends = list.rows.map((row: Record<string, number>) => row['expectedSpend90'])
  expect(spends).toHaveLength(5)
  expect(spends).toEqual([...spends].sort((a: number, b: number) => b - a))
  expect(list.rows.every((row: Record<string, number>) => (row['aliveChance'] ?? 0) >= 50)).toBe(true)
  const segment = { name: '快回来的客户', rule: { all: [{ field: 'buyChance90', op: 'more-than', value: 60 }] } }
  const { id } = await world.act(createSegment, segment)
  const { rows } = await sql<{
    inside: number
    meant: number
  }>`select (select count(*) from memberships where segment_id = ${id} and left_at is null) as inside,
    (select count(*) from predictions where buy_chance90 > 60) as meant`.execute(world.db)
  expect(rows[0]?.meant).toBeGreaterThan(10)
  expect(rows[0]?.inside).toBe(rows[0]?.meant)
})

test('a purchase moves its customer’s prediction at once, with the parameters that there are', async () => {
  const { rows } = await sql<{
    id: string
    alive: number
  }>`select customer_id as id, alive_chance as alive from predictions where days > 4 order by alive_chance limit 1`.execute(world.db)
  const [gone] = rows
  await world.act(recordPurchase, { customerId: gone?.id, number: 'BACK-1', amount: 12_000 })
  await world.settle()
  const after = await rowOf(gone?.id)
  expect(after?.['alive_chance']).toBeGreaterThan((gone?.alive ?? 0) + 20)
  const known = await rowOf(ids[5])
  await world.settle()
  expect(await rowOf(ids[5])).toEqual(known)
})

test('who refuses personalisation has no prediction, is told why, and counts on in the whole', async () => {
  const id = ids[7]
  await sql`update customers set no_personalisation = true where id = ${id}`.execute(world.db)
  await world.act(recordPurchase, { customerId: id, number: 'QUIET-1', amount: 900 })
  await world.settle()
  expect(await rowOf(id)).toBeUndefined()
  const { whyNone, prediction } = await world.ask(explainPrediction, { id })
  expect([whyNone?.code, prediction]).toEqual(['no-personalisation', null])
  await world.act(makePredictions, {})
  await workOnPredictions(world.services)
  const { set } = await world.ask(readPredictions, {})
  expect(set?.customers).toBe(300)
  const kept = await sql<{
    n: number
  }>`select count(*) as n from prediction_ledger where customer_id = ${id} and set_id = ${set?.id}`.execute(world.db)
  expect([await rowOf(id), kept.rows[0]?.n]).toEqual([undefined, 0])
  const never = await world.customer({ name: '还没买过' })
  await expect(world.ask(explainPrediction, { id: world.services.newId() })).rejects.toMatchObject({ code: 'record.missing' })
  expect((await world.ask(explainPrediction, { id: never })).whyNone?.code).toBe('never-bought')
})

test.each([
  ['while everybody is written', 'copied', 40],
  ['before late buyers, foretold already, are written', 'written', 60],
  ['when the new predictions are about to take their place', 'told', 50],
] as const)('who withdraws or is erased %s gets no prediction back, and none in the record', async (_, when, from) => {
  const [refuses, restricted, gone] = ids.slice(from)
  // Bought today, so they are predicted once more at the end.
  for (const [i, id] of [refuses, restricted, gone].entries())
    await world.act(recordPurchase, { customerId: id, number: `LATE-${when}-${i}`, amount: 900 })
  await world.act(makePredictions, {})
  await workOnPredictions(world.services, {
    at: async (point) => {
      if (point !== when) return
      await sql`with r as (update customers set no_personalisation = true where id = ${refuses}),
        e as (delete from customers where id = ${gone})
        insert into restrictions (customer_id, since, reason, by_id, by_name)
        values (${restricted}, ${world.now()}, 'request', ${ids[0]}, '林知秋')`.execute(world.db)
    },
  })
  const { set } = await world.ask(readPredictions, {})
  const known = await sql<{ n: number; kept: number }>`select count(*) as n,
      (select count(*) from prediction_ledger where set_id = ${set?.id} and customer_id = any(${[refuses, restricted, gone]}::uuid[])) as kept
    from predictions where customer_id = any(${[refuses, restricted, gone]}::uuid[])`.execute(world.db)
  expect(known.rows[0]).toEqual({ n: 0, kept: 0 })
  expect(await rowOf(ids[from + 3])).toMatchObject({ set_id: set?.id })
  await sql`update customers set no_personalisation = false where id = ${refuses}`.execute(world.db)
  await sql`delete from restrictions where customer_id = ${restricted}`.execute(world.db)
})

test('a making that is stopped half-way leaves everything as it was; a second one cannot begin beside it', async () => {
  const before = await world.ask(readPredictions, {})
  await world.act(makePredictions, {})
  let refused: unknown
  await workOnPredictions(world.services, {
    at: (point) => {
      if (point !== 'claimed') return
      refused = world.act(makePredictions, {}).catch((error: unknown) => error)
    },
    stopping: undefined,
  })
  expect(await refused).toMatchObject({ code: 'prediction.under-way' })
  await expect(world.act(stopPredictions, {})).rejects.toMatchObject({ code: 'prediction.nothing-to-stop' })
  const { id } = await world.act(makePredictions, {})
  const made = await world.ask(readPredictions, {})
  expect(made.set?.id).not.toBe(before.set?.id)
  await world.act(stopPredictions, {})
  expect(await workOnPredictions(world.services)).toBe(false)
  await world.act(makePredictions, {})
  const ending = new AbortController()
  await workOnPredictions(world.services, { at: (point) => void (point === 'read' && ending.abort()), stopping: ending.signal })
  const after = await world.ask(readPredictions, {})
  expect([after.set?.id, after.work?.state, after.work?.id === id]).toEqual([made.set?.id, 'waiting', false])
  expect(await workOnPredictions(world.services)).toBe(true)
  expect((await world.ask(readPredictions, {})).work?.state).toBe('done')
}, 60_000)

test('merged customers are one past and one prediction; parted they are two again', async () => {
  const [a, b] = [ids[20], ids[21]]
  const before = [await rowOf(a), await rowOf(b)]
  const merge = await world.act(mergeCustomers, { ids: [a, b], into: a })
  await world.settle()
  expect(await rowOf(b)).toBeUndefined()
  expect((await rowOf(a))?.['days']).toBeGreaterThan(Number(before[0]?.['days']))
  await world.act(unmergeCustomers, { id: merge.mergeId })
  await world.settle()
  expect([(await rowOf(a))?.['days'], (await rowOf(b))?.['days']]).toEqual(before.map((row) => row?.['days']))
})

test('at night everybody is predicted anew without a fit, once a week models are chosen anew', async () => {
  const due = async () => {
    await world.system(askWhatIsDue)
    const { rows } = await sql<{
      making: string
    }>`select input ->> 'making' as making from work where kind = 'make-predictions' and state = 'waiting'`.execute(world.db)
    return rows[0]?.making ?? null
  }
  expect(await due()).toBeNull()
  world.setTime('2026-06-15T18:30:00Z')
  expect(await due()).toBeNull()
  world.setTime('2026-06-15T19:30:00Z')
  expect(await due()).toBe('again')
  const before = await world.ask(readPredictions, {})
  await workOnPredictions(world.services)
  const after = await world.ask(readPredictions, {})
  expect([after.set?.id, after.set?.predictedAt]).toEqual([before.set?.id, '2026-06-15T19:30:00.000Z'])
  expect(await due()).toBeNull()
  world.setTime('2026-06-21T19:05:00Z')
  expect(await due()).toBe('fit')
  await workOnPredictions(world.services)
}, 60_000)

test('where most buyers are gone, as after an import is undone, models are chosen anew with those who are left', async () => {
  const asked = async () =>
    (
      await sql<{
        making: string
      }>`select input ->> 'making' as making from work where kind = 'make-predictions' and state = 'waiting'`.execute(world.db)
    ).rows[0]?.making ?? null
  await refreshEveryone(world.services)
  expect(await asked()).toBe('again')
  await workOnPredictions(world.services)
  const { set } = await world.ask(readPredictions, {})
  await sql`update prediction_sets set customers = 9000 where state = 'current'`.execute(world.db)
  await world.act(savePredictionSettings, { automatic: false })
  await refreshEveryone(world.services)
  expect(await asked(), 'whoever chooses models by hand').toBe('again')
  await world.act(savePredictionSettings, { automatic: true })
  await refreshEveryone(world.services)
  expect(await asked()).toBe('fit')
  await workOnPredictions(world.services)
  expect((await world.ask(readPredictions, {})).set).toMatchObject({ state: 'current', customers: set?.customers })
}, 60_000)

test('a prediction is graded when its time has come, and not before', async () => {
  const { set } = await world.ask(readPredictions, {})
  const ready = async () => {
    let graded = 0
    while (await gradeNext(world.services)) graded++
    return graded
  }
  world.setTime('2026-07-14T12:00:00Z')
  await ready()
  const bought = await sql<{ id: string; expected: number }>`select customer_id as id, purchases30 as expected from prediction_ledger
    where set_id = ${set?.id} order by purchases30 desc limit 60`.execute(world.db)
  for (const [at, { id }] of bought.rows.entries())
    await world.act(recordPurchase, { customerId: id, number: `G${at}`, amount: 5_000, occurredAt: '2026-07-01T04:00:00Z' })
  expect((await world.ask(readLedger, {})).grades.some((one) => one.set.id === set?.id && !one.trial)).toBe(false)
  world.setTime('2026-07-22T12:00:00Z')
  expect(await ready()).toBeGreaterThan(0)
  const grade = (await world.ask(readLedger, {})).grades.find((one) => one.set.id === set?.id && one.horizon === 30)
  expect(grade?.grade).toMatchObject({ buyers: 60, purchases: { came: 60 } })
  expect(grade?.grade.ranking.model).toBeGreaterThan(0.9)
  expect(grade?.grade.chance?.bins).toHaveLength(10)
  expect(grade?.grade.cohorts.reduce((sum, one) => sum + one.came, 0)).toBe(60)
  // Each point of the drawing opens its customers, with what was said and what came.
  const top = grade?.grade.chance?.bins.at(-1)
  const asked = { setId: set?.id ?? '', horizon: 30, from: top?.from ?? 0, to: top?.to ?? 0, limit: 200 } as const
  const people = await world.ask(gradedPeople, asked)
  expect(people.customers).toBeGreaterThanOrEqual(top?.count ?? 1e9)
  expect(people.customers - (top?.count ?? 0)).toBeLessThan(5)
  expect(people.rows).toHaveLength(people.customers)
  expect(people.rows.filter(({ came }) => (came ?? 0) > 0).length / people.customers).toBeCloseTo(top?.came ?? -1, 1)
  expect(people.rows.every(({ chance }) => chance >= asked.from - 1e-5 && chance <= asked.to + 1e-5)).toBe(true)
  expect((await world.ask(gradedPeople, { ...asked, skip: 3, limit: 2 })).rows).toEqual(people.rows.slice(3, 5))
  expect(await world.ask(gradedPeople, { ...asked, setId: world.services.newId() })).toEqual({
    isKept: false,
    isHidden: false,
    customers: 0,
    rows: [],
  })
  // Who refuses to be predicted since stands in no list that rests on a prediction.
  const refuses = people.rows[0]?.id
  await sql`update customers set no_personalisation = true where id = ${refuses}`.execute(world.db)
  const others = await world.ask(gradedPeople, asked)
  expect([others.customers, others.rows.some(({ id }) => id === refuses)]).toEqual([people.customers - 1, false])
  await sql`update customers set no_personalisation = false where id = ${refuses}`.execute(world.db)
  // Nor is a chance told by way of the record to whom it is hidden.
  const reader = await world.person({ rights: { grants: { customer: { read: ['all'] } }, fields: { buyChance90: 'hidden' }, rights: [] } })
  expect(await world.as(reader).ask(gradedPeople, asked)).toMatchObject({ isHidden: true, customers: 0, rows: [] })
  // Nor how often they came, to whom that is hidden; and no reason tells a rhythm, a number of visits or an amount.
  const hiding = async (...names: string[]) =>
    world.as(
      await world.person({
        rights: {
          grants: { customer: { read: ['all'] } },
          fields: Object.fromEntries(names.map((name) => [name, 'hidden' as const])),
          rights: [],
        },
      }),
    )
  const counting = await hiding('purchaseCount', 'expectedPurchases30')
  const blind = await counting.ask(gradedPeople, asked)
  expect(blind.customers).toBe(people.customers)
  expect(blind.rows.every(({ expected, came }) => expected === null && came === null)).toBe(true)
  const told = async (by: Pick<World, 'ask'>) => (await by.ask(explainPrediction, { id: people.rows[0]?.id ?? '' })).prediction
  const whole = await told(world)
  expect(whole).toMatchObject({ isPart: false })
  const said = (one: typeof whole) => (one?.reasons ?? []).map(({ words }) => words.zh).join(' ')
  expect(said(whole)).toMatch(/平时每|只在一天/)
  const part = await told(await hiding('rhythmDays', 'spend', 'aliveChance', 'nextPurchase'))
  expect(part).toMatchObject({
    isPart: true,
    aliveChance: null,
    whyNoAlive: { en: 'Hidden from your role.' },
    whyNoNext: { en: 'Hidden from your role.' },
  })
  expect(said(part)).not.toMatch(/平时每|每次约|¥/)
  // Who has a prediction has bought, which is not told to whom purchases are hidden, nor of who never bought.
  for (const id of [people.rows[0]?.id, await world.customer({ name: '没来过' })])
    await expect(counting.ask(explainPrediction, { id })).rejects.toMatchObject({ code: 'rights.figures-hidden' })
}, 60_000)

test('a model that was worse than the past rate withdraws itself, says so, and comes back when it is better', async () => {
  const home = async () => (await world.ask(readHome)).attention.filter(({ kind }) => kind === 'predictions-withdrawn').length
  await world.act(makePredictions, {})
  await workOnPredictions(world.services)
  const { set } = await world.ask(readPredictions, {})
  await sql`update prediction_ledger set purchases30 = 9 where set_id = ${set?.id}`.execute(world.db)
  expect(await home()).toBe(0)
  world.pass({ amount: 32, unit: 'days' })
  while (await gradeNext(world.services)) continue
  const withdrawn = await world.ask(readPredictions, {})
  expect(withdrawn.set).toMatchObject({ state: 'withdrawn', id: set?.id })
  expect(withdrawn.set?.withdrawn?.words.zh).toContain('已撤下')
  expect(await home()).toBe(1)
  const { rows } = await sql<{
    told: number
    empty: number
  }>`select count(expected_purchases90) as told, count(*) filter (where alive_chance is null and clv12 is null
    and next_purchase is null and buy_chance90 is null) as empty from predictions`.execute(world.db)
  expect(rows[0]?.told).toBe(rows[0]?.empty)
  const explained = await world.ask(explainPrediction, { id: ids[3] })
  expect(explained.prediction).toMatchObject({ isPlain: true, aliveChance: null, next: null })
  await world.act(makePredictions, {})
  await workOnPredictions(world.services)
  expect((await world.ask(readPredictions, {})).set).toMatchObject({ state: 'withdrawn' })
  await sql`update prediction_grades set body = jsonb_set(body, '{verdict}', '"better"') where graded_at = ${world.now()}`.execute(world.db)
  await world.act(makePredictions, {})
  await workOnPredictions(world.services)
  expect((await world.ask(readPredictions, {})).set).toMatchObject({ state: 'current', withdrawn: null })
  expect(await home()).toBe(0)
}, 90_000)

test('nothing was logged as an error on the way', async () => {
  expect(world.problems).toEqual([])
  await world.system((ctx) => askMaking(ctx, 'again'))
})

test('value is counted as margin where costs are known, each customer’s own drawn to the shop’s, and as spend where they are not', async () => {
  const clv = async () =>
    new Map(
      (
        await sql<{
          id: string
          clv12: number
          margin: number | null
        }>`select customer_id as id, clv12, margin_share as margin from predictions
          where clv12 > 0`.execute(world.db)
      ).rows.map((row) => [row.id, row]),
    )
  const again = async () => {
    await world.system((ctx) => askMaking(ctx, 'again'))
    await workOnPredictions(world.services)
    return clv()
  }
  await sql`delete from customer_profit`.execute(world.db)
  const spend = await again()
  expect([...spend.values()].every(({ margin }) => margin === null)).toBe(true)
  const [dear] = spend.keys()
  await sql`insert into customer_profit (customer_id, revenue, refunds, goods_cost, covered, goods_returned, message_cost, service_cost, gross_margin, contribution_profit, computed_at)
    select customer_id, spend, 0, spend - m, spend, 0, 0, 0, m, m, ${world.now()}
    from (select customer_id, spend, round(spend * case when customer_id = ${dear} then 0.9 else 0.4 end)::bigint as m from metrics where spend > 0) x`.execute(
    world.db,
  )
  const isDue = async () => {
    await world.system(askWhatIsDue)
    return (await sql`select 1 from work where kind = 'make-predictions' and state = 'waiting'`.execute(world.db)).rows.length > 0
  }
  expect(await isDue()).toBe(false)
  await sql`insert into settings (name, value, updated_at) values ('profit-sweep', '{"asked": false, "running": false}', ${new Date(world.now().getTime() + 60_000)})
    on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(world.db)
  // Costs are known of everybody by now: whoever opens lifetime value need not wait for the night to see it as margin.
  expect(await isDue()).toBe(true)
  const margin = await again()
  expect(await isDue()).toBe(false)
  const others = [...margin].filter(([id]) => id !== dear).map(([id, row]) => row.clv12 / (spend.get(id)?.clv12 ?? 1))
  expect(others.length).toBeGreaterThan(200)
  expect(Math.min(...others)).toBeGreaterThan(0.38)
  expect(Math.max(...others)).toBeLessThan(0.43)
  const own = margin.get(dear ?? '')?.margin ?? 0
  expect(own).toBeGreaterThan(0.41)
  expect(own).toBeLessThan(0.9)
  expect((await world.ask(explainPrediction, { id: dear })).prediction?.margin).toBeCloseTo(own, 4)
  await sql`update customer_profit set goods_cost = null, covered = 0, gross_margin = null, contribution_profit = null
    where customer_id <> ${dear}`.execute(world.db)
  expect((await again()).get(dear ?? '')?.margin).toBeNull()
  // What is worked out goes by the discount of its making, whatever has been set since.
  const { settings } = await world.ask(readPredictions, {})
  await world.act(savePredictionSettings, { ...settings, yearlyDiscount: 25 })
  expect((await world.ask(lifetimeValue)).discount).toBe(10)
}, 60_000)
