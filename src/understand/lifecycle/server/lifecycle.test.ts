import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepFacts } from '../../../../test/keep-facts.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline, updateCustomer } from '../../../know/customers/actions.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { createSegment } from '../../segments/actions.ts'
import { segmentSweepTick } from '../../segments/server/sweep-segments.ts'
import { saveStages } from '../actions.ts'
import { explainStage, readStages, simulateStages, stageConversion, stageFlows, stagesOverTime, timeInStage } from '../questions.ts'
import { rhythmRuleFor, type Stage, standardStages } from '../stages.ts'
import { historyTick } from './reconstruct-history.ts'
import { stageSweepTick } from './sweep-stages.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
})
afterEach(() => world.end())

const buy = (customerId: string, at = world.now().toISOString(), quiet = false) =>
  keepFacts(world, [{ customerId, amount: 10_000, at, quiet }])
const stageOf = async (id: string) =>
  (await sql<{ stage: string; stage_since: Date }>`select stage, stage_since from metrics where customer_id = ${id}`.execute(world.db))
    .rows[0]
const movesOf = async (id: string) =>
  (
    await sql<{
      at: Date
      from_stage: string | null
      to_stage: string
      reconstructed: boolean
    }>`select at, from_stage, to_stage, reconstructed from stage_moves where customer_id = ${id} order by at`.execute(world.db)
  ).rows
const told = async (id: string) =>
  (await world.ask(readTimeline, { id })).facts
    .filter((f) => f.kind === 'stage.changed')
    .map((f) => [f.payload.from, f.payload.to])
    .reverse()
const sweep = async () => {
  await stageSweepTick.run(world.services)
  await segmentSweepTick.run(world.services)
  await world.settle()
}
const reconstruct = async () => {
  world.pass({ amount: 2, unit: 'minutes' })
  for (let i = 0; i < 60; i++) if (!(await historyTick.run(world.services))) return
  throw new Error('the reconstruction does not end')
}

const after = (days: number): Stage['rule'] => ({ field: 'lastPurchaseAt', op: 'longer-ago-than', value: { amount: days, unit: 'days' } })
/** As firms had them that began before. */
const stagesByDays = standardStages.map((stage) =>
  stage.key === 'dormant' ? { ...stage, rule: after(180) } : stage.key === 'churned' ? { ...stage, rule: after(365) } : stage,
)

test('a customer walks from potential to churned and comes back, and every move is told', async () => {
  const id = await world.customer()
  await world.settle()
  for (let i = 0; i < 4; i++) {
    world.pass({ amount: 30, unit: 'days' })
    await buy(id)
    await world.settle()
  }
  expect((await stageOf(id))?.stage).toBe('loyal')
  // Who comes every month is missed after two, not after half a year.
  world.pass({ amount: 70, unit: 'days' })
  await sweep()
  expect((await stageOf(id))?.stage).toBe('dormant')
  world.pass({ amount: 80, unit: 'days' })
  await sweep()
  world.pass({ amount: 1, unit: 'minutes' })
  await buy(id)
  await world.settle()
  expect(await told(id)).toEqual([
    [null, 'potential'],
    ['potential', 'first'],
    ['first', 'repeat'],
    ['repeat', 'loyal'],
    ['loyal', 'dormant'],
    ['dormant', 'churned'],
    ['churned', 'loyal'],
  ])
  expect((await movesOf(id)).map((m) => m.to_stage)).toEqual(['potential', 'first', 'repeat', 'loyal', 'dormant', 'churned', 'loyal'])
})

test('everybody is asked once an hour and at midnight, also after a restart, and not more often', async () => {
  const id = await world.customer()
  await buy(id)
  await world.settle()
  await sweep()
  const done = async () =>
    (await sql<{ value: { doneFor: string } }>`select value from settings where name = 'sweep:stages'`.execute(world.db)).rows[0]?.value
      .doneFor
  expect(await done()).toBe('2026-06-15T04:00:00.000Z')
  world.pass({ amount: 181, unit: 'days' })
  await sql`update settings set value = jsonb_build_object('doneFor', ${world.now().toISOString()}::text) where name = 'sweep:stages'`.execute(
    world.db,
  )
  await sweep()
  expect((await stageOf(id))?.stage).toBe('first')
  world.pass({ amount: 1, unit: 'hours' })
  await sweep()
  expect((await stageOf(id))?.stage).toBe('dormant')
})

test('a segment that depends on time loses its members when their time is over, and their logs hear it', async () => {
  const { id: segment } = await world.act(createSegment, {
    name: '近一月消费',
    rule: { field: 'lastPurchaseAt', op: 'in-the-last', value: { amount: 30, unit: 'days' } },
  })
  const id = await world.customer()
  await buy(id)
  await world.settle()
  world.pass({ amount: 31, unit: 'days' })
  await sweep()
  const { facts } = await world.ask(readTimeline, { id })
  expect(facts.map((f) => f.kind)).toContain('segment.left')
  expect((await sql<{ members: number }>`select members from segments where id = ${segment}`.execute(world.db)).rows[0]?.members).toBe(0)
})

const changed = (key: string, rule: Stage['rule']) => ({ stages: standardStages.map((s) => (s.key === key ? { ...s, rule } : s)) })

test('new rules are tried out before they are saved, and saving does what was foretold', async () => {
  for (let i = 0; i < 3; i++) {
    const id = await world.customer()
    await buy(id)
    if (i > 0) await buy(id)
  }
  await world.settle()
  const wanted = changed('loyal', { field: 'purchaseCount', op: 'at-least', value: 2 })
  expect(await world.ask(simulateStages, wanted)).toEqual({
    asOf: '2026-06-15T04:00:00.000Z',
    customers: 3,
    moved: 2,
    flows: [{ from: 'repeat', to: 'loyal', customers: 2 }],
    due: { moved: 0, flows: [] },
  })
  expect((await world.ask(readStages)).stages.map((s) => s.customers)).toEqual([0, 1, 2, 0, 0, 0])
  world.pass({ amount: 1, unit: 'hours' })
  expect(await world.act(saveStages, wanted)).toEqual({ moved: 2 })
  const now = await world.ask(readStages)
  expect(now.stages.map((s) => [s.key, s.customers])).toEqual([
    ['potential', 0],
    ['first', 1],
    ['repeat', 0],
    ['loyal', 2],
    ['dormant', 0],
    ['churned', 0],
  ])
  expect(now.stages[3]).toMatchObject({ share: 2 / 3, spend: 40_000, sentence: { zh: '消费次数至少为 2 次', en: 'Purchases at least 2' } })
})

test('a trial tells those whom the new rules move apart from those who are due to move without them', async () => {
  const [late, here] = [await world.customer(), await world.customer()]
  await buy(late)
  await world.settle()
  world.pass({ amount: 200, unit: 'days' })
  await buy(here)
  await world.settle()
  expect((await stageOf(late))?.stage).toBe('first')
  const overdue = { moved: 1, flows: [{ from: 'first', to: 'churned', customers: 1 }] }
  expect(await world.ask(simulateStages, { stages: standardStages })).toMatchObject({ moved: 0, flows: [], due: overdue })
  const wider = changed('loyal', { field: 'purchaseCount', op: 'at-least', value: 1 })
  expect(await world.ask(simulateStages, wider)).toMatchObject({
    moved: 1,
    flows: [{ from: 'first', to: 'loyal', customers: 1 }],
    due: overdue,
  })
  // Nobody is told of twice: who would be due to move elsewhere stands among those whom the rules move.
  const never = changed('churned', { field: 'spend', op: 'at-least', value: 1_000_000_000 })
  expect(await world.ask(simulateStages, never)).toMatchObject({
    moved: 1,
    flows: [{ from: 'churned', to: 'dormant', customers: 1 }],
    due: { moved: 0, flows: [] },
  })
})

test('stages that make no sense are refused with the place', async () => {
  await expect(world.act(saveStages, changed('potential', { field: 'spend', op: 'at-least', value: 1 }))).rejects.toMatchObject({
    code: 'stages.first-not-open',
    details: { path: 'stages.0.rule' },
  })
  await expect(world.act(saveStages, changed('loyal', { all: [{ stage: ['first'] }] }))).rejects.toMatchObject({
    code: 'stages.looks-at-itself',
    details: { path: 'stages.3.rule.all.0' },
  })
  await expect(world.act(saveStages, changed('loyal', { field: 'stage', op: 'is', value: 'first' }))).rejects.toMatchObject({
    code: 'stages.looks-at-itself',
  })
  await expect(world.act(saveStages, changed('loyal', { field: 'nope', op: 'is', value: 1 }))).rejects.toMatchObject({
    code: 'rule.unknown-field',
    details: { path: 'stages.3.rule.field' },
  })
  const [first, second] = standardStages
  await expect(world.act(saveStages, { stages: [first, second, second] })).rejects.toMatchObject({ code: 'stages.twice' })
  await world.act(createSegment, { name: '老客', rule: { stage: ['loyal'] } })
  await expect(world.act(saveStages, { stages: standardStages.filter((s) => s.key !== 'loyal') })).rejects.toMatchObject({
    code: 'stages.in-use',
    details: { names: '老客' },
  })
  await expect(world.act(saveStages, { stages: standardStages }, { role: 'member' })).rejects.toMatchObject({ code: 'access.denied' })
})

test('after an import of history the past is worked out month by month, up to what was really seen', async () => {
  await world.act(saveStages, { stages: stagesByDays })
  const id = await world.customer()
  for (const at of ['2024-01-10T02:00:00Z', '2024-02-10T02:00:00Z', '2024-02-20T02:00:00Z', '2024-03-05T02:00:00Z', '2026-05-20T02:00:00Z'])
    await buy(id, at, true)
  const potential = await world.customer()
  await refreshEveryone(world.services)
  expect(await movesOf(id)).toEqual([])
  await reconstruct()
  const month = (at: string) => new Date(`${at}T16:00:00Z`)
  expect(await movesOf(id)).toEqual([
    { at: month('2024-01-31'), from_stage: null, to_stage: 'first', reconstructed: true },
    { at: month('2024-02-29'), from_stage: 'first', to_stage: 'repeat', reconstructed: true },
    { at: month('2024-03-31'), from_stage: 'repeat', to_stage: 'loyal', reconstructed: true },
    { at: month('2024-09-30'), from_stage: 'loyal', to_stage: 'dormant', reconstructed: true },
    { at: month('2025-03-31'), from_stage: 'dormant', to_stage: 'churned', reconstructed: true },
    { at: month('2026-05-31'), from_stage: 'churned', to_stage: 'loyal', reconstructed: true },
  ])
  expect(await stageOf(id)).toEqual({ stage: 'loyal', stage_since: month('2026-05-31') })
  expect((await movesOf(potential)).map((m) => [m.to_stage, m.reconstructed])).toEqual([['potential', false]])

  const flows = await world.ask(stageFlows, { from: '2025-12-31', to: '2026-06-15' })
  expect(flows).toMatchObject({
    reconstructed: true,
    flows: expect.arrayContaining([
      { from: 'churned', to: 'loyal', customers: 1 },
      { from: null, to: 'potential', customers: 1 },
    ]),
  })
  const { points } = await world.ask(stagesOverTime, { months: 2 })
  expect(points.map((p) => [p.day, p.counts.loyal ?? 0, p.counts.churned ?? 0])).toEqual([
    ['2026-04-30', 0, 1],
    ['2026-05-31', 1, 0],
    ['2026-06-15', 1, 0],
  ])
  expect(await world.ask(stageConversion, { from: 'first', to: 'repeat', days: 40 })).toEqual({
    entered: 1,
    converted: 1,
    rate: 1,
    medianDays: 29,
    tooEarly: 0,
  })
  expect(await world.ask(stageConversion, { from: 'dormant', to: 'loyal', days: 30 })).toMatchObject({
    entered: 1,
    converted: 0,
    rate: 0,
    medianDays: null,
  })
  expect(await world.ask(stageConversion, { from: 'first', to: 'repeat', days: 3_000 })).toMatchObject({
    entered: 0,
    tooEarly: 1,
    rate: null,
  })
  const { stages } = await world.ask(timeInStage)
  expect(stages.find((s) => s.key === 'first')).toEqual({
    key: 'first',
    ended: 1,
    still: 0,
    lowerQuartile: 29,
    median: 29,
    upperQuartile: 29,
  })
  expect(stages.find((s) => s.key === 'loyal')).toMatchObject({ ended: 1, still: 1 })
})

test('history that arrives portion by portion is worked out too, and a second time gives the same', async () => {
  await world.act(saveStages, { stages: stagesByDays })
  const id = await world.customer()
  await world.settle()
  world.pass({ amount: 1, unit: 'minutes' })
  for (const at of ['2026-01-10T02:00:00Z', '2026-02-10T02:00:00Z']) await buy(id, at, true)
  await world.settle()
  const late = await world.customer()
  await buy(late, '2026-03-03T02:00:00Z', true)
  await world.settle()
  await reconstruct()
  // That the first one was potential when we heard of it was only for want of its history.
  expect((await movesOf(id)).map((m) => [m.to_stage, m.reconstructed])).toEqual([
    ['first', true],
    ['repeat', true],
  ])
  expect((await movesOf(late)).map((m) => [m.to_stage, m.reconstructed])).toEqual([['first', true]])
  const before = (await sql`select * from stage_moves order by 1, 2`.execute(world.db)).rows
  await refreshEveryone(world.services)
  await reconstruct()
  expect((await sql`select * from stage_moves order by 1, 2`.execute(world.db)).rows).toEqual(before)
})

test('the stage explains itself from the last one back to the one that holds', async () => {
  const id = await world.customer()
  await buy(id)
  await buy(id)
  await world.settle()
  const why = await world.ask(explainStage, { id })
  expect(why.stage).toBe('repeat')
  expect(why.stages.map((s) => [s.key, s.explained.holds])).toEqual([
    ['churned', false],
    ['dormant', false],
    ['loyal', false],
    ['repeat', true],
  ])
  expect(why.stages.at(-1)?.explained.value).toEqual({ zh: '2 次', en: '2' })
})

test('stages by each one’s own rhythm: who came every ten days is gone long before who comes every ninety, also in the past', async () => {
  const [often, seldom, steady] = [await world.customer(), await world.customer(), await world.customer()]
  const days = (from: string, step: number, count: number) =>
    Array.from({ length: count }, (_, i) => new Date(Date.parse(from) + i * step * 86_400_000).toISOString())
  const facts = [
    ...days('2026-01-01T04:00:00Z', 10, 7).map((at) => ({ customerId: often, amount: 1_000, at, quiet: true })),
    // The shop is open all the time.
    ...days('2026-01-01T05:00:00Z', 3, 55).map((at) => ({ customerId: steady, amount: 1_000, at, quiet: true })),
    ...days('2024-12-06T04:00:00Z', 90, 6).map((at) => ({ customerId: seldom, amount: 1_000, at, quiet: true })),
  ]
  await keepFacts(world, facts)
  await world.settle()
  await refreshEveryone(world.services)
  // A firm that went by days goes on so. Of three customers nothing is said; from twenty on the page offers the shop's rhythm.
  await world.act(saveStages, { stages: stagesByDays })
  const rhythm = async () => (await world.ask(readStages, {})).rhythm
  const taken = (customers: number) =>
    sql`update firm_rhythms set body = body || jsonb_build_object('customers', ${customers}::int)`.execute(world.db)
  expect(await rhythm()).toBeNull()
  await taken(20)
  expect(await rhythm()).toMatchObject({ customers: 20 })
  await world.act(saveStages, { stages: stagesByDays.map((stage) => ({ ...stage, rule: rhythmRuleFor(stage) ?? stage.rule })) })
  expect(await rhythm()).toBeNull()
  await taken(3)
  expect((await stageOf(often))?.stage).toBe('churned')
  expect((await stageOf(seldom))?.stage).toBe('loyal')
  await reconstruct()
  const at = async (id: string, day: string) => (await movesOf(id)).findLast((move) => move.at <= new Date(day))?.to_stage
  expect(await at(often, '2026-03-02')).toBe('loyal')
  expect(await at(often, '2026-05-01')).toBe('churned')
  expect(await at(seldom, '2026-05-01')).toBe('loyal')
})

test('a new shop goes by each one’s own rhythm from the first day, and by days for whoever wants no personalisation', async () => {
  const [often, seldom, unseen, steady] = [await world.customer(), await world.customer(), await world.customer(), await world.customer()]
  for (const [id, step, last, count] of [
    [often, 7, 100, 5],
    [seldom, 60, 70, 5],
    [unseen, 7, 60, 5],
    // The shop is open all the time.
    [steady, 3, 0, 60],
  ] as const) {
    const at = (i: number) => new Date(world.now().getTime() - (last + (count - 1 - i) * step) * 86_400_000).toISOString()
    await keepFacts(
      world,
      Array.from({ length: count }, (_, i) => ({ customerId: id, amount: 1_000, at: at(i), quiet: true })),
    )
  }
  await world.act(updateCustomer, { id: unseen, noPersonalisation: true })
  await world.settle()
  await refreshEveryone(world.services)
  const stages = async () => [(await stageOf(often))?.stage, (await stageOf(seldom))?.stage, (await stageOf(unseen))?.stage]
  expect(await stages()).toEqual(['churned', 'loyal', 'loyal'])
  const known = await world.ask(readStages)
  expect(known.rhythm).toBeNull()
  expect(known.stages.find(({ key }) => key === 'dormant')?.sentence).toEqual({
    zh: '按节奏算晚的日子已过，或者（按节奏算晚的日子未知，并且最近消费在 120 天以前）',
    en: 'Late day by own rhythm is past or (Late day by own rhythm is not known and Last purchase is longer ago than 120 days)',
  })
  world.pass({ amount: 81, unit: 'days' })
  await sweep()
  expect(await stages()).toEqual(['churned', 'churned', 'dormant'])
  // Whoever lets themselves be looked at again is judged by their own rhythm with the next news of them.
  await world.act(updateCustomer, { id: unseen, noPersonalisation: false })
  await world.settle()
  expect(await stages()).toEqual(['churned', 'churned', 'churned'])
  await reconstruct()
  expect((await movesOf(often)).at(-1)?.to_stage).toBe('churned')
})
