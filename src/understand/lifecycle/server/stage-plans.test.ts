import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { actAs, member } from '../../../../test/firm.ts'
import { keepFacts } from '../../../../test/keep-facts.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { handOver, undoHandOver } from '../../../know/staff/hand-over.ts'
import { handOverNext } from '../../../know/staff/server/move-hand-over.ts'
import { countRule } from '../../segments/questions.ts'
import { saveStagePlan } from '../actions.ts'
import { fellRule } from '../lifecycle-address.ts'
import { readStagePlans, stageCohorts, stageCosts } from '../questions.ts'
import { stageSweepTick } from './sweep-stages.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
})
afterEach(() => world.end())

const buy = (customerId: string, amount = 10_000) => keepFacts(world, [{ customerId, amount, at: world.now().toISOString() }])

test('a stage has somebody who answers for it, what is done, and a target that is measured', async () => {
  const boss = await world.person({ role: 'owner', name: '老板' })
  const [one, two] = [await world.customer(), await world.customer()]
  await buy(one)
  await world.settle()
  const plan = { stage: 'potential', ownerId: `user:${boss.id}`, plays: [{ text: '欢迎礼', address: '/journeys' }] }
  await world.act(saveStagePlan, { ...plan, target: { measure: 'share', sense: 'at-most', value: 40 } })
  expect((await world.ask(readStagePlans)).plans).toEqual([
    {
      ...plan,
      ownerName: '老板',
      target: { measure: 'share', sense: 'at-most', value: 40 },
      actual: 50,
      rows: 2,
      met: false,
    },
  ])
  await buy(two)
  await world.settle()
  expect((await world.ask(readStagePlans)).plans[0]).toMatchObject({ actual: 0, met: true })
})

test('whoever leaves hands on the stages that they answered for, and has them again when it is undone', async () => {
  const boss = await member(world, '老板', 'owner')
  const [leaver, heir] = [await member(world, '小王'), await member(world, '小陈')]
  await world.act(saveStagePlan, { stage: 'loyal', ownerId: `user:${leaver.id}`, plays: [], target: null })
  const owner = async () => (await world.ask(readStagePlans)).plans[0]?.ownerName
  const finish = async () => {
    while (await world.system((ctx) => handOverNext(ctx)));
  }
  const { id } = z
    .object({ id: z.string() })
    .parse(await actAs(world, boss, handOver, { id: leaver.id, customersTo: [heir.id], restTo: heir.id }))
  await finish()
  expect(await owner()).toBe('小陈')
  await actAs(world, boss, undoHandOver, { id })
  await finish()
  expect(await owner()).toBe('小王')
})

test('a share that goes on is not measured before the time is over, and then it is', async () => {
  const id = await world.customer()
  await buy(id)
  await world.settle()
  const target = { measure: 'moved-on', sense: 'at-least', value: 50, to: 'repeat', days: 30 } as const
  await world.act(saveStagePlan, { stage: 'first', ownerId: null, plays: [], target })
  expect((await world.ask(readStagePlans)).plans[0]).toMatchObject({ actual: null, rows: 0, met: null })
  world.pass({ amount: 10, unit: 'days' })
  await buy(id)
  await world.settle()
  world.pass({ amount: 30, unit: 'days' })
  expect((await world.ask(readStagePlans)).plans[0]).toMatchObject({ actual: 100, rows: 1, met: true })
})

test('a plan for a stage that is not there, by nobody, or with an address of elsewhere is refused', async () => {
  const plan = { stage: 'first', ownerId: null, plays: [], target: null }
  await expect(world.act(saveStagePlan, { ...plan, stage: 'gone' })).rejects.toThrow('stages.unknown')
  await expect(world.act(saveStagePlan, { ...plan, ownerId: 'user:nobody' })).rejects.toThrow('stages.no-such-person')
  for (const address of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:1'])
    await expect(world.act(saveStagePlan, { ...plan, plays: [{ text: 'x', address }] })).rejects.toThrow('input.invalid')
  await expect(world.act(saveStagePlan, { ...plan, target: { measure: 'moved-on', sense: 'at-least', value: 10 } })).rejects.toThrow(
    'input.invalid',
  )
  await expect(world.act(saveStagePlan, { ...plan, target: { measure: 'share', sense: 'at-least', value: 101 } })).rejects.toThrow(
    'input.invalid',
  )
  expect((await world.ask(readStagePlans)).plans).toEqual([])
})

test('what stalled steps cost is worked out from those who went on, and who fell back is counted', async () => {
  const ids = await Promise.all(Array.from({ length: 14 }, () => world.customer()))
  for (const id of ids) await buy(id)
  await world.settle()
  // Ten go on within ten days and spend more; four stay where they are.
  world.pass({ amount: 10, unit: 'days' })
  for (const id of ids.slice(0, 10)) await buy(id, 30_000)
  await world.settle()
  world.pass({ amount: 20, unit: 'days' })
  const costs = await world.ask(stageCosts)
  const first = costs.stages.find(({ key }) => key === 'first')
  expect(first?.step).toMatchObject({ to: 'repeat', usualDays: 10, stays: 14, stalled: 4 })
  expect(first?.step?.rate).toBeCloseTo(10 / 14)
  // In ninety days 100.00 here and 400.00 there: 33.33 and 133.33 a month.
  expect(first?.step?.gain).toBeCloseTo(10_000)
  expect(first?.step?.cost).toBe(Math.round(4 * (10 / 14) * 10_000))
  expect(costs.cost).toBe(first?.step?.cost)
  world.pass({ amount: 60, unit: 'days' })
  await buy(ids[0] ?? '', 50_000)
  await world.settle()
  world.pass({ amount: 400, unit: 'days' })
  await stageSweepTick.run(world.services)
  await world.settle()
  const later = await world.ask(stageCosts)
  expect(later.stages.every(({ monthly }) => monthly === 0)).toBe(true)
  expect(later.cost).toBe(0)
})

test('those who fell back are the customers to whom their number leads, and changed rules made nobody fall', async () => {
  const gone = await world.customer()
  await buy(gone)
  await world.settle()
  world.pass({ amount: 110, unit: 'days' })
  const bought = await world.customer()
  await buy(bought, 20_000)
  await world.settle()
  world.pass({ amount: 15, unit: 'days' })
  await stageSweepTick.run(world.services)
  await world.settle()
  const costs = await world.ask(stageCosts)
  const fell = costs.stages.find(({ key }) => key === 'first')?.fell
  expect(fell).toEqual({ customers: 1, cost: 6_667, to: ['dormant'] })
  const led = fellRule('first', fell?.to ?? [])
  expect((await world.ask(countRule, { rule: led })).count).toBe(1)
  expect((await world.ask(countRule, { rule: { all: [led, { field: 'spend', op: 'is', value: 10_000 }] } })).count).toBe(1)
  // A move that no log tells of, as other rules of the stages make it.
  await sql`insert into stage_moves (customer_id, at, from_stage, to_stage) values (${bought}, ${world.now()}, 'first', 'dormant')`.execute(
    world.db,
  )
  expect((await world.ask(stageCosts)).stages.find(({ key }) => key === 'first')?.fell.customers).toBe(1)
})

test('those who first bought in a month are shown where they are now, and nobody is left out', async () => {
  expect((await world.ask(stageCohorts)).cohorts).toEqual([])
  const [old, one, two] = [await world.customer(), await world.customer(), await world.customer()]
  await keepFacts(world, [
    { customerId: old, amount: 1_000, at: '2024-01-05T00:00:00Z', quiet: true },
    { customerId: one, amount: 1_000, at: '2026-05-31T15:59:00Z' },
    { customerId: two, amount: 1_000, at: '2026-05-31T16:01:00Z' },
    { customerId: two, amount: 1_000, at: '2026-06-10T16:01:00Z' },
  ])
  await world.settle()
  const { cohorts } = await world.ask(stageCohorts, { months: 2 })
  expect(cohorts.map(({ month, before, customers, counts }) => ({ month, before, customers, counts }))).toEqual([
    { month: '2026-05', before: true, customers: 1, counts: { churned: 1 } },
    { month: '2026-05', before: false, customers: 1, counts: { first: 1 } },
    { month: '2026-06', before: false, customers: 1, counts: { repeat: 1 } },
  ])
})
