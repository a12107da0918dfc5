import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline, updateCustomer } from '../../../know/customers/actions.ts'
import { listMessages } from '../../messages/actions.ts'
import { createTemplate, deleteTemplate } from '../../messages/template-actions.ts'
import {
  createJourney,
  customerJourneys,
  deleteJourney,
  enterJourney,
  listJourneys,
  listRuns,
  pauseJourney,
  readJourney,
  startJourney,
  updateJourney,
} from '../actions.ts'
import { moveRuns, previewMove } from '../move-actions.ts'
import { simulateJourney } from '../replay-actions.ts'
import { sendDue } from '../../messages/server/send-due.ts'
import { advanceDue } from './advance-due.ts'
import { sweepFrames } from './sweep-frames.ts'

let world: World
let templateId: string
beforeEach(async () => {
  world = await makeWorld()
  templateId = (await world.act(createTemplate, { name: '问候', subject: '你好', body: '你好' })).id
})
afterEach(() => world.end())

const bought = (customerId: string, more: object = {}) =>
  world.system((ctx) =>
    ctx.record({ customerId, kind: 'purchase.made', occurredAt: ctx.now, payload: { amount: 10_000, currency: 'CNY' }, ...more }),
  )
const hangzhou = { field: 'city', op: 'is', value: '杭州' }
const steps = () => [
  { id: 'hello', kind: 'send', templateId, next: 'week' },
  { id: 'week', kind: 'wait', duration: { amount: 7, unit: 'days' }, next: 'where' },
  { id: 'where', kind: 'branch', rule: hangzhou, yes: 'more', no: null },
  { id: 'more', kind: 'send', templateId },
]
const onPurchase = (more: object = {}) => ({ trigger: { kind: 'event', event: 'purchase.made' }, steps: steps(), ...more })
const start = async (definition: object) => {
  const { id } = await world.act(createJourney, { name: '新客欢迎', definition })
  await world.act(startJourney, { id })
  return id
}
/** Lets everything that is due happen. */
const turn = async () => {
  await world.settle()
  while ((await advanceDue(world.services)) > 0);
  await world.settle()
}
const messages = async () => (await world.ask(listMessages)).rows

test('a customer is let in by a fact, waits, and goes the way the rule says', async () => {
  const id = await start(onPurchase())
  const yes = await world.customer({ name: '杭州人', city: '杭州' })
  const no = await world.customer({ name: '北京人', city: '北京' })
  for (const customer of [yes, no]) await bought(customer)
  await turn()
  expect(await messages()).toHaveLength(2)
  world.pass({ amount: 6, unit: 'days' })
  await turn()
  expect(await messages()).toHaveLength(2)
  world.pass({ amount: 1, unit: 'days' })
  await turn()
  expect((await messages()).map((m) => m.customerName ?? '').toSorted((a, b) => a.localeCompare(b, 'zh'))).toEqual([
    '北京人',
    '杭州人',
    '杭州人',
  ])
  const journey = await world.ask(readJourney, { id })
  expect(journey.counts).toEqual({ entered: 2, active: 0, holdout: 0, ended: 2 })
  expect(journey.steps.map((s) => [s.id, s.log])).toEqual([
    ['hello', { entered: 2, queued: 2 }],
    ['week', { waiting: 2, woke: 2 }],
    ['where', { yes: 1, no: 1, ended: 1 }],
    ['more', { queued: 1, ended: 1 }],
  ])
  const [run] = (await world.ask(customerJourneys, { id: no })).runs
  const log = run?.log.map((l) => l.words?.zh ?? l.what)
  expect(log?.[0]).toContain('触发：')
  expect(log?.slice(1)).toEqual(['消息已交给发件箱', '等到 2026年6月22日 12:00', '等待结束', '条件不成立：城市是杭州市', '走完了全部步骤'])
  const { facts } = await world.ask(readTimeline, { id: no })
  expect(facts.map((f) => f.kind)).toEqual(expect.arrayContaining(['journey.entered', 'journey.ended']))
})

test('history wakes nobody, and neither does what happened before the start', async () => {
  const [before, quiet, loud] = [await world.customer(), await world.customer(), await world.customer()]
  await bought(before)
  await world.settle()
  const id = await start(onPurchase())
  await bought(quiet, { quiet: true })
  await bought(loud)
  await turn()
  expect((await world.ask(listRuns, { id })).rows.map((r) => r.customerId)).toEqual([loud])
})

test('conditions on the fact and the audience decide who enters', async () => {
  const trigger = { kind: 'event', event: 'purchase.made', where: { field: 'amount', op: 'at-least', value: 50_000 } }
  const id = await start(onPurchase({ trigger, audience: hangzhou }))
  const fits = await world.customer({ city: '杭州' })
  const poor = await world.customer({ city: '杭州' })
  const far = await world.customer({ city: '上海' })
  for (const customer of [fits, far]) await bought(customer, { payload: { amount: 60_000, currency: 'CNY' } })
  await bought(poor)
  await turn()
  expect((await world.ask(listRuns, { id })).rows.map((r) => r.customerId)).toEqual([fits])
})

test('once means once; after a time means again, but not while inside', async () => {
  const once = await start(onPurchase())
  const again = await start(
    onPurchase({
      reentry: { after: { amount: 10, unit: 'days' } },
      steps: [{ id: 'a', kind: 'wait', duration: { amount: 1, unit: 'days' } }],
    }),
  )
  const customer = await world.customer()
  const entered = async (id: string) => (await world.ask(readJourney, { id })).counts.entered
  for (const days of [0, 0, 2, 9]) {
    world.pass({ amount: days, unit: 'days' })
    await bought(customer)
    await turn()
  }
  expect(await entered(once)).toBe(1)
  expect(await entered(again)).toBe(2)
})

test('the holdout gets nothing, is a run all the same, and stays who it is', async () => {
  const id = await start(onPurchase({ holdout: 50 }))
  const ids: string[] = []
  for (let i = 0; i < 40; i++) ids.push(await world.customer({ name: `客户${i}` }))
  await world.system((ctx) =>
    ctx.recordAll(ids.map((customerId) => ({ customerId, kind: 'purchase.made', occurredAt: ctx.now, payload: {} }))),
  )
  await turn()
  const { counts } = await world.ask(readJourney, { id })
  expect(counts.entered).toBe(40)
  expect(counts.holdout).toBeGreaterThan(8)
  expect(counts.holdout).toBeLessThan(32)
  expect(await messages()).toHaveLength(counts.active)
  const held = (await world.ask(listRuns, { id, arm: 'holdout', limit: 200 })).rows
  expect(held[0]?.why?.words?.zh).toContain('对照组')
  const sent = new Set((await world.ask(listMessages, { limit: 200 })).rows.map((m) => m.customerId))
  expect(held.filter((run) => sent.has(run.customerId))).toEqual([])
})

test('entering a segment and a stage let in', async () => {
  const segment = '00000000-0000-7000-8000-00000000000a'
  await sql`insert into segments (id, name, rule, created_at, updated_at, state) values (${segment}, '常来', '{"all":[{"field":"name","op":"is","value":"常来"}]}', ${world.now()}, ${world.now()}, 'live')`.execute(
    world.db,
  )
  const definition = { trigger: { kind: 'segment', segment }, steps: steps() }
  const id = await start(definition)
  const staged = await start({ trigger: { kind: 'stage', stages: ['loyal'] }, steps: steps() })
  const customer = await world.customer({ name: '别人' })
  await world.settle()
  await world.system((ctx) =>
    ctx.recordAll([
      { customerId: customer, kind: 'segment.entered', occurredAt: ctx.now, payload: { segment, name: '常来' } },
      { customerId: customer, kind: 'segment.entered', occurredAt: ctx.now, payload: { segment: templateId, name: '别的' } },
      { customerId: customer, kind: 'stage.changed', occurredAt: ctx.now, payload: { from: 'repeat', to: 'loyal' } },
    ]),
  )
  await turn()
  expect((await world.ask(listRuns, { id })).rows).toHaveLength(1)
  expect((await world.ask(listRuns, { id: staged })).rows).toHaveLength(1)
})

test('a journey by hand takes in whom a person names, once', async () => {
  const id = await start({ trigger: { kind: 'by-hand' }, steps: steps() })
  const customers = [await world.customer(), await world.customer()]
  expect(await world.act(enterJourney, { id, customerIds: [...customers, ...customers] })).toEqual({
    entered: 2,
    holdout: 0,
    refused: [],
    more: false,
  })
  world.pass({ amount: 1, unit: 'minutes' })
  expect(await world.act(enterJourney, { id, customerIds: customers })).toMatchObject({
    entered: 0,
    refused: [{ code: 'inside', count: 2 }],
    more: false,
  })
  await expect(world.act(enterJourney, { id })).rejects.toMatchObject({ code: 'journey.nobody-named' })
  await world.act(pauseJourney, { id })
  await expect(world.act(enterJourney, { id, customerIds: customers })).rejects.toMatchObject({ code: 'journey.not-live' })
})

test('while paused nobody moves; afterwards they go on', async () => {
  const id = await start(onPurchase())
  const customer = await world.customer({ city: '杭州' })
  await bought(customer)
  await turn()
  await world.act(pauseJourney, { id })
  world.pass({ amount: 8, unit: 'days' })
  await bought(await world.customer())
  await turn()
  expect(await messages()).toHaveLength(1)
  await world.act(startJourney, { id })
  await turn()
  expect(await messages()).toHaveLength(2)
})

test('those inside finish the version they entered by', async () => {
  const id = await start(onPurchase())
  const first = await world.customer({ name: '旧', city: '杭州' })
  await bought(first)
  await turn()
  expect(await world.act(updateJourney, { id, name: '新版', definition: onPurchase({ steps: [{ id: 'only', kind: 'end' }] }) })).toEqual({
    id,
    version: 2,
  })
  const { versions, createdAt: before } = await world.ask(readJourney, { id })
  world.pass({ amount: 1, unit: 'minutes' })
  await world.act(updateJourney, { id, name: '新版', definition: onPurchase({ steps: [{ id: 'only', kind: 'end' }] }) })
  const late = { id, name: '更新', definition: onPurchase(), unchangedSince: before }
  await expect(world.act(updateJourney, late)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
  expect(
    versions.map(({ steps }) => steps),
    'no new step takes the name of one at which somebody may stand',
  ).toEqual([onPurchase().steps.map((step) => step.id), ['only']])
  await bought(await world.customer({ name: '新' }))
  world.pass({ amount: 7, unit: 'days' })
  await turn()
  expect((await messages()).map((m) => m.customerName)).toEqual(['旧', '旧'])
  expect((await world.ask(listRuns, { id })).rows.map((r) => [r.customerName, r.version, r.state])).toEqual([
    ['新', 2, 'ended'],
    ['旧', 1, 'ended'],
  ])
})

test('whoever meets the exit rule leaves before the next step', async () => {
  await start(onPurchase({ exit: { field: 'province', op: 'is', value: '西藏' } }))
  const customer = await world.customer({ city: '杭州' })
  await bought(customer)
  await turn()
  await world.act(updateCustomer, { id: customer, province: '西藏' })
  world.pass({ amount: 7, unit: 'days' })
  await turn()
  expect(await messages()).toHaveLength(1)
  expect((await world.ask(customerJourneys, { id: customer })).runs[0]?.why?.words?.zh).toBe('符合退出条件：省份是西藏自治区')
})

test('a deleted journey lets everybody go and keeps its template free', async () => {
  const id = await start(onPurchase())
  const customer = await world.customer()
  await bought(customer)
  await turn()
  await expect(world.act(deleteTemplate, { id: templateId })).rejects.toMatchObject({ code: 'template.in-use' })
  await world.act(deleteJourney, { id })
  world.pass({ amount: 9, unit: 'days' })
  await turn()
  expect(await messages()).toHaveLength(1)
  expect((await world.ask(listJourneys)).journeys).toEqual([])
  await world.act(deleteTemplate, { id: templateId })
})

test('trying a journey out counts what would have happened and writes nothing', async () => {
  for (let i = 0; i < 5; i++) {
    const customer = await world.customer({ city: i < 3 ? '杭州' : '上海' })
    await bought(customer)
    await bought(customer)
    await bought(customer, { occurredAt: new Date('2026-01-01T00:00:00Z') })
  }
  await world.settle()
  const tried = await world.ask(simulateJourney, { definition: onPurchase({ audience: hangzhou, holdout: 20 }) })
  expect(tried).toMatchObject({ facts: 6, customers: 3 })
  expect(tried.treated + tried.holdout).toBe(3)
  expect((await world.ask(listJourneys)).journeys).toEqual([])
})

test.each(['claimed', 'decided', 'written'] as const)(
  'the program dies in the middle of a claim (%s): nothing is lost and no message comes twice',
  async (dies) => {
    await start(onPurchase())
    for (let i = 0; i < 5; i++) await bought(await world.customer({ name: `客户${i}` }))
    await world.settle()
    const die = advanceDue(world.services, {
      at: (point) => {
        if (point === dies) throw new Error('killed')
      },
    })
    await expect(die).rejects.toThrow('killed')
    expect(await messages()).toEqual([])
    await turn()
    expect(await messages()).toHaveLength(5)
    const lines = await sql<{ n: number }>`select count(*) as n from journey_steps where what = 'queued'`.execute(world.db)
    expect(lines.rows[0]?.n).toBe(5)
  },
)

test('a journey that has come to ask for what is not there stops neither the others nor the metrics', async () => {
  const broken = await start(onPurchase({ audience: hangzhou }))
  const fine = await start(onPurchase())
  const stuck = await start({ trigger: { kind: 'by-hand' }, steps: steps() })
  const customer = await world.customer({ city: '杭州' })
  await world.act(enterJourney, { id: stuck, customerIds: [customer] })
  const moon = { field: 'moon', op: 'is', value: 1 }
  await sql`update journeys set definition = definition || ${JSON.stringify({ audience: moon })}::jsonb where id = ${broken}`.execute(
    world.db,
  )
  await sql`update journey_versions set definition = definition || ${JSON.stringify({ exit: moon })}::jsonb where journey_id = ${stuck}`.execute(
    world.db,
  )
  await bought(customer)
  await world.settle()
  await expect(advanceDue(world.services)).rejects.toThrow('moon')
  expect((await world.ask(listRuns, { id: fine })).rows).toMatchObject([{ state: 'waiting' }])
  expect((await world.ask(listRuns, { id: broken })).rows).toEqual([])
  expect(world.problems).toMatchObject([{ journey: broken }])
})

test('a journey that can no longer be read stops no other: its page, the list and its own buttons say so and still work', async () => {
  const torn = await start(onPurchase({ exit: hangzhou }))
  const fine = await start(onPurchase({ exit: hangzhou }))
  const first = await world.customer({ city: '上海' })
  await bought(first)
  await turn()
  for (const table of ['journeys', 'journey_versions'])
    await sql`update ${sql.table(table)} set definition = jsonb_set(definition, '{steps,1,kind}', '"hop"')
      where ${sql.ref(table === 'journeys' ? 'id' : 'journey_id')} = ${torn}`.execute(world.db)
  const second = await world.customer({ city: '上海' })
  await bought(second)
  await turn()
  world.pass({ amount: 8, unit: 'days' })
  await turn()
  expect(await sweepFrames(world.services)).not.toBeNull()
  expect(world.problems).toMatchObject([{ journey: torn }])
  const states = async (id: string) => (await world.ask(listRuns, { id })).rows.map(({ state }) => state)
  expect(await states(fine)).toEqual(['ended', 'ended'])
  expect(await states(torn)).toEqual(['waiting'])
  const { journeys } = await world.ask(listJourneys)
  expect(journeys.map(({ id, unreadable }) => [id, unreadable])).toEqual(
    expect.arrayContaining([
      [torn, 'steps.1.kind'],
      [fine, null],
    ]),
  )
  await expect(world.ask(readJourney, { id: torn })).rejects.toMatchObject({
    code: 'journey.unreadable',
    details: { place: 'steps.1.kind' },
  })
  expect((await world.ask(customerJourneys, { id: first })).runs).toHaveLength(2)
  await world.act(pauseJourney, { id: torn })
  // Written anew it goes on, and those inside can be moved to what can be read.
  await world.act(updateJourney, { id: torn, name: '新客欢迎', definition: onPurchase() })
  await world.act(startJourney, { id: torn })
  expect(await world.ask(previewMove, { id: torn, targets: {} })).toMatchObject({
    people: 1,
    steps: [{ step: 'week', kind: null, to: 'week' }],
  })
  await world.act(moveRuns, { id: torn, targets: {} })
  await turn()
  expect(await states(torn)).toEqual(['ended'])
  await world.act(deleteJourney, { id: torn })
})

test('four workers at once move every run once', async () => {
  await start(onPurchase())
  const ids = await Promise.all(Array.from({ length: 60 }, (_, i) => world.customer({ name: `客户${i}` })))
  await world.system((ctx) =>
    ctx.recordAll(ids.map((customerId) => ({ customerId, kind: 'purchase.made', occurredAt: ctx.now, payload: {} }))),
  )
  await world.settle()
  const work = async () => {
    let moved = 0
    for (let n = 1; n > 0; moved += n) n = await advanceDue(world.services, { portion: 10 })
    return moved
  }
  const moved = await Promise.all([work(), work(), work(), work()])
  await turn()
  expect(moved.reduce((a, b) => a + b)).toBeLessThanOrEqual(60)
  expect((await sql<{ n: number }>`select count(*) as n from messages`.execute(world.db)).rows[0]?.n).toBe(60)
})

test('a message that waits for the morning goes out neither while its journey is paused nor after it was deleted', async () => {
  await world.mailServer()
  const send = async () => {
    while (await sendDue(world.services));
  }
  world.setTime('2026-06-15T14:00:00Z')
  const id = await start(onPurchase())
  await bought(await world.customer({ email: 'wang@tea.example', emailConsent: 'granted' }))
  await turn()
  await send()
  await world.act(pauseJourney, { id })
  world.setTime('2026-06-16T02:00:00Z')
  await send()
  expect(world.mailer.sent).toHaveLength(0)
  expect((await messages())[0]).toMatchObject({ state: 'queued', reason: { code: 'journey-paused' } })
  await world.act(startJourney, { id })
  world.pass({ amount: 10, unit: 'minutes' })
  await send()
  expect(world.mailer.sent).toHaveLength(1)

  world.setTime('2026-06-16T14:00:00Z')
  await bought(await world.customer({ email: 'li@tea.example', emailConsent: 'granted' }))
  await turn()
  await send()
  await world.act(deleteJourney, { id })
  world.setTime('2026-06-17T02:00:00Z')
  await send()
  expect(world.mailer.sent).toHaveLength(1)
  expect((await messages())[0]).toMatchObject({ state: 'skipped', reason: { code: 'journey-deleted' } })
})
