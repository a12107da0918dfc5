import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createJourney, enterJourney, startJourney } from '../../../act/journeys/actions.ts'
import { journeyResult } from '../journey-result.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const buy = (customerId: string, at: string, amount: number, kind = 'purchase', currency = 'CNY') =>
  sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
    values (${customerId}, ${world.services.newId()}, ${kind}, 'test', ${world.services.newId()}, ${at}::timestamptz, ${amount}, ${currency}, ${world.now()})`.execute(
    world.db,
  )

test('both arms are summed over each person’s own window, refunds taken off, and those whose window runs are counted apart', async () => {
  const { id } = await world.act(createJourney, {
    name: '召回',
    definition: { trigger: { kind: 'by-hand' }, holdout: 50, steps: [{ id: 'w', kind: 'wait', duration: { amount: 1, unit: 'days' } }] },
  })
  await world.act(startJourney, { id })
  const ids: string[] = []
  for (let i = 0; i < 24; i++) ids.push(await world.customer({ name: `客户${i}` }))
  await world.act(enterJourney, { id, customerIds: ids })
  const { rows } = await sql<{ customer_id: string; arm: string }>`select customer_id, arm from journey_runs order by customer_id`.execute(
    world.db,
  )
  const treated = rows.filter((row) => row.arm === 'treated').map((row) => row.customer_id)
  const held = rows.filter((row) => row.arm === 'holdout').map((row) => row.customer_id)
  const [first = '', second = ''] = treated
  await buy(first, '2026-06-20T00:00:00Z', 10_000)
  await buy(first, '2026-06-21T00:00:00Z', 4_000, 'refund')
  await buy(first, '2026-06-14T00:00:00Z', 99_000)
  await buy(first, '2026-07-16T00:00:00Z', 99_000)
  await buy(second, '2026-06-20T00:00:00Z', 50_000, 'purchase', 'USD')
  await buy(held[0] ?? '', '2026-06-20T00:00:00Z', 3_000)
  expect((await world.ask(journeyResult, { id })).treated).toMatchObject({ people: 0, waiting: treated.length })
  world.pass({ amount: 31, unit: 'days' })
  await world.act(enterJourney, { id, customerIds: [await world.customer({ name: '新来的' })] })
  const result = await world.ask(journeyResult, { id })
  expect(result.treated).toMatchObject({ people: treated.length, buyers: 1, revenue: 6_000 })
  expect(result.holdout).toMatchObject({ people: held.length, buyers: 1, revenue: 3_000 })
  expect(result.treated.waiting + result.holdout.waiting).toBe(1)
  expect(result.verdict).toBe('too-small')
  expect(result.revenueLift?.value).toBeCloseTo(6_000 / treated.length - 3_000 / held.length, 6)
  expect((await world.ask(journeyResult, { id, days: 5 })).treated).toMatchObject({ buyers: 1, revenue: 10_000 })
  expect(result.balance?.expected).toBe(0.5)
})

test('a journey that is not there is said', async () => {
  await expect(world.ask(journeyResult, { id: world.services.newId() })).rejects.toMatchObject({ code: 'record.missing' })
})
