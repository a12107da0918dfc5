import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { keepFacts } from '../../../../test/keep-facts.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { addDays } from '../../../core/kit/local-time.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { ownRhythm } from '../own-rhythm.ts'
import { readFirmRhythm } from './firm-rhythms.ts'
import { refreshEverybody } from './refresh-rhythms.ts'
import { retakeRhythmsTick } from './retake-rhythms.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())
beforeEach(async () => {
  world.setTime('2026-06-15T04:00:00Z')
  await sql`delete from settings where name = 'sweep:rhythms'`.execute(world.db)
  for (const table of ['purchases', 'rhythms', 'firm_rhythms', 'events', 'log_heads', 'customers'])
    await sql`delete from ${sql.table(table)}`.execute(world.db)
})

type Row = {
  gaps: number
  rhythm_days: string
  own_days: string | null
  log_middle: number
  log_spread: number
  due_at: Date
  late_at: Date
  gone_at: Date
}
const rhythmOf = async (id: string) => (await sql<Row>`select * from rhythms where customer_id = ${id}`.execute(world.db)).rows[0]
const at = (day: string) => ({ at: `${day}T02:00:00Z`, amount: 100 })
const bought = async (days: readonly string[]) => {
  const id = await world.customer()
  await keepFacts(
    world,
    days.map((day) => ({ customerId: id, ...at(day) })),
  )
  return id
}
const everyDays = (from: string, step: number, times: number) => Array.from({ length: times }, (_, i) => addDays(from, i * step))

test('a customer’s rhythm is what the method says, with their news and for everybody at once', async () => {
  const gaps = [20, 22, 19, 21, 60, 21]
  let day = '2026-01-01'
  const id = await bought([day, ...gaps.map((gap) => (day = addDays(day, gap)))])
  const once = await bought(['2026-06-01'])
  await world.settle()
  const single = await rhythmOf(id)
  const { middle, spread } = ownRhythm(gaps, await readFirmRhythm(world.db))
  expect(single?.log_middle).toBeCloseTo(middle, 9)
  expect(single?.log_spread).toBeCloseTo(spread, 9)
  expect(single?.gaps).toBe(6)
  await refreshEveryone(world.services)
  const firm = await readFirmRhythm(world.db)
  expect((await rhythmOf(id))?.log_middle).toBeCloseTo(ownRhythm(gaps, firm).middle, 9)
  expect((await rhythmOf(once))?.log_spread).toBeCloseTo(firm.second.spread, 9)
  const whole = (await sql`select * from rhythms order by 1`.execute(world.db)).rows
  await sql`delete from rhythms`.execute(world.db)
  await world.system((ctx) =>
    ctx.recordAll(
      [id, once].map((customerId) => ({ customerId, kind: 'customer.updated', occurredAt: ctx.now, payload: { fields: 'note' } })),
    ),
  )
  await world.settle()
  expect((await sql`select * from rhythms order by 1`.execute(world.db)).rows).toEqual(whole)
})

test('the days follow each other: due, then late, then gone, at midnights of the shop', async () => {
  const id = await bought(everyDays('2026-03-01', 14, 6))
  await world.settle()
  const row = await rhythmOf(id)
  expect(row?.due_at.toISOString()).toMatch(/T16:00:00/)
  expect(Number(row?.due_at)).toBeLessThan(Number(row?.late_at))
  expect(Number(row?.late_at)).toBeLessThan(Number(row?.gone_at))
})

test('several orders of a day are one visit, orders of the future wait, free ones and refunds are none', async () => {
  const id = await world.customer()
  await keepFacts(world, [
    { customerId: id, at: '2026-05-01T01:00:00Z', amount: 5 },
    { customerId: id, at: '2026-05-01T15:59:00Z', amount: 5 },
    { customerId: id, at: '2026-05-11T01:00:00Z', amount: 5 },
    { customerId: id, at: '2026-05-14T01:00:00Z', amount: 0 },
    { customerId: id, at: '2026-05-15T01:00:00Z', amount: 5, kind: 'refund' },
    { customerId: id, at: '2031-05-15T01:00:00Z', amount: 5 },
  ])
  await world.settle()
  expect(await rhythmOf(id)).toMatchObject({ gaps: 1, own_days: '10.0' })
})

test('months in which the shop was closed lengthen nobody’s gaps and make nobody late', async () => {
  const crowd: string[] = []
  for (let i = 0; i < 6; i++)
    crowd.push(
      await bought(
        [...everyDays(addDays('2025-10-01', i), 6, 20), ...everyDays(addDays('2026-04-20', i), 6, 9)].filter((d) => d <= '2026-06-15'),
      ),
    )
  await world.settle()
  const [id = ''] = crowd
  const before = await rhythmOf(id)
  await world.system(refreshEverybody)
  const { closed } = await readFirmRhythm(world.db)
  expect(closed).toHaveLength(1)
  expect(Number((await rhythmOf(id))?.log_spread)).toBeLessThanOrEqual(Number(before?.log_spread))
  await sql`delete from purchases where occurred_at > '2026-02-15'`.execute(world.db)
  await world.system(refreshEverybody)
  expect((await readFirmRhythm(world.db)).closed.at(-1)?.to).toBe('2026-06-15')
  expect(Number((await rhythmOf(id))?.gone_at)).toBeGreaterThan(Number(world.now()))
})

test('a shop that sells again on a day taken for closed is looked at anew', async () => {
  for (let i = 0; i < 3; i++) await bought(everyDays(addDays('2026-01-01', i), 3, 25))
  await world.settle()
  await retakeRhythmsTick.run(world.services)
  expect((await readFirmRhythm(world.db)).closed.at(-1)?.to).toBe('2026-06-15')
  world.pass({ amount: 1, unit: 'minutes' })
  await retakeRhythmsTick.run(world.services)
  expect((await readFirmRhythm(world.db)).closed).toHaveLength(1)
  await bought(everyDays('2026-03-18', 2, 45))
  await world.settle()
  await retakeRhythmsTick.run(world.services)
  expect((await readFirmRhythm(world.db)).closed).toEqual([])
})

test('nobody bought: no rows, a firm of nobody, and no trouble', async () => {
  await world.customer()
  await world.system(refreshEverybody)
  expect((await sql`select 1 from rhythms`.execute(world.db)).rows).toEqual([])
  expect((await readFirmRhythm(world.db)).customers).toBe(0)
})

test('purchases that are taken back take the rhythm with them', async () => {
  const id = await bought(['2026-05-01'])
  await world.settle()
  expect(await rhythmOf(id)).toBeDefined()
  await sql`delete from purchases where customer_id = ${id}`.execute(world.db)
  await refreshEveryone(world.services)
  expect(await rhythmOf(id)).toBeUndefined()
})
