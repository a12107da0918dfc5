import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { updateCustomer } from '../../../know/customers/actions.ts'
import { readDictionary } from '../../../know/dictionary/read-dictionary.ts'
import { createTag } from '../../../know/tags/actions.ts'
import { listTodos } from '../../../know/todos/actions.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { listMessages } from '../../messages/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import {
  createJourney,
  customerJourneys,
  deleteJourney,
  enterJourney,
  listRuns,
  listSkips,
  readJourney,
  startJourney,
  updateJourney,
} from '../actions.ts'
import { moveRuns, previewMove } from '../move-actions.ts'
import { advanceDue } from './advance-due.ts'
import { decideTests } from './decide-tests.ts'
import { mostADay } from './judge-door.ts'

let world: World
let templateId: string
beforeEach(async () => {
  world = await makeWorld()
  templateId = (await world.act(createTemplate, { name: '提醒', subject: '好', body: '好', kind: 'service' })).id
})
afterEach(() => world.end())

const hours = (amount: number) => ({ amount, unit: 'hours' }) as const
const days = (amount: number) => ({ amount, unit: 'days' }) as const
const make = async (definition: object, name = '旅程') => (await world.act(createJourney, { name, definition })).id
const start = async (definition: object, name?: string) => {
  const id = await make(definition, name)
  await world.act(startJourney, { id })
  return id
}
const bought = (customerId: string, amount = 10_000) =>
  world.system((ctx) => ctx.record({ customerId, kind: 'purchase.made', occurredAt: ctx.now, payload: { amount, currency: 'CNY' } }))
const turn = async () => {
  await world.settle()
  while ((await advanceDue(world.services)) > 0);
  await world.settle()
}
const put = async (id: string, ...customerIds: string[]) => {
  await world.act(enterJourney, { id, customerIds })
  await turn()
}
const send = (id: string, next: string | null = null) => ({ id, kind: 'send', templateId, next })
const log = async (id: string) => (await world.ask(customerJourneys, { id })).runs[0]?.log.map((line) => line.words?.zh ?? line.what) ?? []
const steps = async () =>
  (await sql<{ step: string }>`select step from messages order by created_at, step`.execute(world.db)).rows.map((row) => row.step)

const reminding = () => ({
  trigger: { kind: 'by-hand' },
  steps: [
    {
      id: 'pay',
      kind: 'await-fact',
      event: 'purchase.made',
      where: { field: 'amount', op: 'at-least', value: 5_000 },
      most: hours(2),
      happened: 'thanks',
      late: 'remind',
    },
    send('thanks'),
    send('remind'),
  ],
})

test('who pays in time is thanked at once, who does not is reminded when the time is up', async () => {
  const id = await start(reminding())
  const [pays, forgets] = [await world.customer(), await world.customer()]
  await world.settle()
  await put(id, pays, forgets)
  expect(await steps()).toEqual([])
  world.pass(hours(1))
  await bought(pays, 100)
  await turn()
  expect(await steps()).toEqual([])
  await bought(pays)
  await turn()
  expect(await steps()).toEqual(['thanks'])
  world.pass(hours(1))
  await turn()
  expect(await steps()).toEqual(['thanks', 'remind'])
  expect((await log(pays))[2]).toContain('发生了')
  expect((await log(forgets))[1]).toMatch(/^等待“.+”，最晚到 2026年6月15日 14:00$/)
})

test('a purchase made between the trigger and the wait counts, one before the trigger does not', async () => {
  const id = await start({
    ...reminding(),
    trigger: { kind: 'event', event: 'purchase.made', where: { field: 'amount', op: 'at-most', value: 100 } },
  })
  const [once, twice] = [await world.customer(), await world.customer()]
  await bought(once)
  await bought(once, 50)
  await bought(twice, 50)
  await bought(twice)
  await turn()
  expect(await steps()).toEqual(['thanks'])
  expect((await world.ask(listRuns, { id, state: 'active' })).rows.map((run) => run.customerId)).toEqual([once])
})

test('whoever reaches the goal in the middle of a wait leaves at once as converted; by a rule too', async () => {
  const wait = [{ id: 'w', kind: 'wait', duration: days(9), next: 'later' }, send('later')]
  const byFact = await start({ trigger: { kind: 'by-hand' }, goal: { event: 'purchase.made' }, steps: wait })
  const byRule = await start({
    trigger: { kind: 'by-hand' },
    goal: { rule: { field: 'city', op: 'is', value: '杭州市' } },
    exit: { field: 'city', op: 'is', value: '北京市' },
    steps: wait,
  })
  const [buys, moves, leaves] = [await world.customer(), await world.customer(), await world.customer()]
  await world.settle()
  await put(byFact, buys)
  await put(byRule, moves, leaves)
  world.pass(days(1))
  await bought(buys)
  await world.act(updateCustomer, { id: moves, city: '杭州市' })
  await world.act(updateCustomer, { id: leaves, city: '北京市' })
  await turn()
  const outcomes = await sql<{ customer_id: string; outcome: string }>`select customer_id, outcome from journey_runs`.execute(world.db)
  expect(Object.fromEntries(outcomes.rows.map((row) => [row.customer_id, row.outcome]))).toEqual({
    [buys]: 'converted',
    [moves]: 'converted',
    [leaves]: 'exit-rule',
  })
  expect((await log(moves)).at(-1)).toBe('达成目标：城市是杭州市')
  const pokes = await sql`select 1 from journey_pokes`.execute(world.db)
  expect(pokes.rows).toHaveLength(0)
})

test('steps do things: a tag for many at once, a to-do, a field; what is refused is said and the journey goes on', async () => {
  const { id: tag } = await world.act(createTag, { name: '重点' })
  const id = await start({
    trigger: { kind: 'by-hand' },
    steps: [
      { id: 'tag', kind: 'act', action: 'tag-customers', input: { id: tag, verb: 'add' }, next: 'call' },
      { id: 'call', kind: 'act', action: 'create-todo', input: { title: '回访', dueDays: 2 }, next: 'field' },
      { id: 'field', kind: 'act', action: 'update-customer', input: { city: '杭州市' }, next: 'bad' },
      { id: 'bad', kind: 'act', action: 'fix-tier', input: { tier: 'nowhere', days: 3, reason: '试' }, next: 'hello' },
      send('hello'),
    ],
  })
  const customers = [await world.customer(), await world.customer()]
  await put(id, ...customers)
  const { rows } = await sql<{
    city: string
  }>`select c.city from customers c join customer_tags t on t.customer_id = c.id where t.tag_id = ${tag}`.execute(world.db)
  expect(rows).toEqual([{ city: '杭州市' }, { city: '杭州市' }])
  const todos = (await world.ask(listTodos, { who: 'nobody' })).todos
  expect(todos).toHaveLength(2)
  expect(todos[0]).toMatchObject({ title: '回访', originKind: 'journey' })
  expect(await steps()).toEqual(['hello', 'hello'])
  expect((await log(customers[0] ?? ''))[4]).toMatch(/^没有做成：指定客户等级，./)
  await expect(make({ trigger: { kind: 'by-hand' }, steps: [{ id: 'a', kind: 'act', action: 'delete-customer' }] })).rejects.toMatchObject({
    code: 'journey.action-unknown',
  })
  await expect(make({ trigger: { kind: 'by-hand' }, steps: [{ id: 'a', kind: 'act', action: 'create-todo' }] })).rejects.toMatchObject({
    code: 'journey.action-input',
  })
})

test('of one intent a customer walks the highest journey: the lower one keeps them out, passes over, or waits', async () => {
  const steps = [{ id: 'w', kind: 'wait', duration: days(1), next: 'm' }, send('m')]
  const high = await start(
    { trigger: { kind: 'by-hand' }, intent: '复购', priority: 80, steps: [{ id: 'w', kind: 'wait', duration: days(5) }] },
    '高',
  )
  const low = await start({ trigger: { kind: 'by-hand' }, intent: '复购', steps }, '低')
  const patient = await start({ trigger: { kind: 'by-hand' }, intent: '复购', whenBusy: 'wait', steps }, '等')
  const [early, late] = [await world.customer(), await world.customer()]
  await put(low, early)
  await put(high, early, late)
  await put(low, late)
  await put(patient, late)
  expect((await world.ask(listSkips, { id: low })).rows).toMatchObject([{ customerId: late, code: 'busy' }])
  expect((await world.ask(customerJourneys, { id: late })).skipped[0]?.words.zh).toContain('“高”')
  world.pass(days(1))
  await turn()
  const said = async (id: string, customer: string) =>
    (await world.ask(listRuns, { id })).rows.find((run) => run.customerId === customer)?.why?.what
  const lines = await sql<{
    what: string
  }>`select what from journey_steps where journey_id = ${low} and customer_id = ${early} order by number`.execute(world.db)
  expect(lines.rows.map((row) => row.what)).toEqual(['entered', 'waiting', 'woke', 'skipped', 'ended'])
  expect(await said(patient, late)).toBe('held-back')
  world.pass(days(4))
  await turn()
  world.pass(hours(1))
  await turn()
  expect((await world.ask(listMessages)).rows.map((row) => row.customerId)).toEqual([late])
})

test('journeys that set each other off are told at the start, and are stopped when somebody goes round', async () => {
  const tag = await world.act(createTag, { name: '打标' })
  const segment = await world.act(createSegment, { name: '打标的', rule: { field: 'tags', op: 'has-any-tag', value: [tag.id] } })
  const again = { after: { amount: 0, unit: 'days' } }
  const act = (verb: string) => [{ id: 'a', kind: 'act', action: 'tag-customers', input: { id: tag.id, verb } }]
  const on = await make({ trigger: { kind: 'event', event: 'tag.removed' }, reentry: again, steps: act('add') }, '打上')
  const off = await make({ trigger: { kind: 'segment', segment: segment.id }, reentry: again, steps: act('remove') }, '去掉')
  expect((await world.act(startJourney, { id: off })).loops).toEqual([])
  expect((await world.act(startJourney, { id: on })).loops).toEqual([{ names: ['打上', '去掉'] }])
  const customer = await world.customer()
  await world.settle()
  await world.act(enterJourney, { id: on, customerIds: [customer] })
  for (let i = 0; i < 40; i++) {
    await turn()
    world.pass({ amount: 1, unit: 'minutes' })
  }
  const states = await Promise.all([on, off].map(async (id) => await world.ask(readJourney, { id })))
  expect(states.some((journey) => journey.state === 'paused' && journey.pausedWhy === 'loop')).toBe(true)
  expect(Math.max(...states.map((journey) => journey.counts.entered))).toBeLessThanOrEqual(mostADay + 1)
  expect(states.some((journey) => journey.skipped['too-often'] === 1)).toBe(true)
})

test('those inside go over to the new version where it is said; the same wait goes on, each once', async () => {
  const old = [
    { id: 'w', kind: 'wait', duration: days(10), next: 'gone' },
    { id: 'gone', kind: 'wait', duration: days(10), next: 'm' },
    send('m'),
  ]
  const id = await start({ trigger: { kind: 'by-hand' }, steps: old })
  const [first, second] = [await world.customer(), await world.customer()]
  await put(id, second)
  world.pass(days(10))
  await turn()
  await put(id, first)
  const { definition } = await world.ask(readJourney, { id })
  const next = { ...definition, steps: [{ id: 'w', kind: 'wait', duration: days(3), next: 'new' }, send('new')] }
  await world.act(updateJourney, { id, name: '改', definition: next })
  const preview = await world.ask(previewMove, { id })
  expect(preview).toMatchObject({ version: 2, people: 2 })
  expect(preview.steps).toEqual([
    { version: 1, step: 'gone', kind: 'wait', written: old[1], people: 1, to: null, needsTarget: true, keepsWaiting: false },
    {
      version: 1,
      step: 'w',
      kind: 'wait',
      written: expect.objectContaining({ duration: days(10) }),
      people: 1,
      to: 'w',
      needsTarget: false,
      keepsWaiting: true,
    },
  ])
  await expect(world.act(moveRuns, { id })).rejects.toMatchObject({ code: 'journey.move-target' })
  await expect(world.act(moveRuns, { id, targets: { gone: 'nowhere' } })).rejects.toMatchObject({ code: 'journey.step-unknown' })
  expect(await world.act(moveRuns, { id, targets: { gone: 'new' } })).toEqual({ moved: 2, more: false })
  expect(await world.act(moveRuns, { id, targets: { gone: 'new' } })).toEqual({ moved: 0, more: false })
  await turn()
  expect(await steps()).toEqual(['new'])
  const [waiting] = (await world.ask(listRuns, { id, state: 'active' })).rows
  expect(waiting).toMatchObject({ customerId: first, version: 2, step: 'w', wakeAt: '2026-07-05T04:00:00.000Z' })
  expect(waiting?.why?.words?.zh).toContain('移到第 2 版')
})

test('a test that is decided sends everybody after it the winning way, and keeps its numbers', async () => {
  const id = await start({
    trigger: { kind: 'by-hand' },
    steps: [
      {
        id: 't',
        kind: 'ab-test',
        variants: [{ way: 'a' }, { way: 'b' }],
        metric: 'purchase',
        days: 7,
        plannedPeople: 200,
        to: { a: 'one', b: 'two' },
      },
      send('one'),
      send('two'),
    ],
  })
  const customers: string[] = []
  for (let i = 0; i < 120; i++) customers.push(await world.customer({ name: `客${i}` }))
  await put(id, ...customers)
  const drawn = await sql<{
    customer_id: string
    what: string
  }>`select customer_id, what from journey_steps where what like 'way:%'`.execute(world.db)
  const b = drawn.rows.filter((row) => row.what === 'way:b').map((row) => row.customer_id)
  expect(b.length).toBeGreaterThan(40)
  expect(b.length).toBeLessThan(80)
  const variants = await sql<{ variant: string }>`select distinct variant from messages order by 1`.execute(world.db)
  expect(variants.rows.map((row) => row.variant)).toEqual(['t:a', 't:b'])
  await decideTests(world.services)
  expect((await world.ask(readJourney, { id })).steps[0]?.test?.winner).toBe(null)
  world.pass(days(1))
  await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, recorded_at, amount, currency)
    select c, gen_random_uuid(), 'purchase', 'test', c::text, ${world.now()}, ${world.now()}, 100, 'CNY' from unnest(${b}::uuid[]) c`.execute(
    world.db,
  )
  await decideTests(world.services)
  const { test: decided } = (await world.ask(readJourney, { id })).steps[0] ?? {}
  expect(decided).toMatchObject({
    winner: 'b',
    ways: [
      { way: 'a', mean: 0 },
      { way: 'b', people: b.length, mean: 1 },
    ],
  })
  const after = [await world.customer(), await world.customer(), await world.customer(), await world.customer()]
  await put(id, ...after)
  const went = await sql<{
    what: string
  }>`select what from journey_steps where customer_id = any(${after}::uuid[]) and step = 't' and what <> 'entered'`.execute(world.db)
  expect(went.rows.map((row) => row.what)).toEqual(['won:b', 'won:b', 'won:b', 'won:b'])
})

test('who is waited for until their best hour is written to when they usually act', async () => {
  const id = await start({ trigger: { kind: 'by-hand' }, steps: [{ id: 'w', kind: 'wait', bestHour: true, next: 'm' }, send('m')] })
  const [night, unknown] = [await world.customer(), await world.customer()]
  for (const day of [1, 2, 3])
    await world.system((ctx) =>
      ctx.record({
        customerId: night,
        kind: 'purchase.made',
        occurredAt: new Date(`2026-06-0${day}T13:20:00Z`),
        payload: { amount: 1, currency: 'CNY' },
      }),
    )
  await world.settle()
  await put(id, night, unknown)
  const wakes = Object.fromEntries((await world.ask(listRuns, { id })).rows.map((run) => [run.customerId, run.wakeAt]))
  expect(wakes).toEqual({ [night]: '2026-06-15T13:00:00.000Z', [unknown]: '2026-06-16T02:00:00.000Z' })
})

test('another system puts people in with what its templates use, once for each key', async () => {
  const id = await start({ trigger: { kind: 'api' }, reentry: { after: { amount: 0, unit: 'days' } }, steps: [send('m')] })
  const customer = await world.customer()
  const call = (key: string) => world.act(enterJourney, { id, customerIds: [customer], context: { cart: ['茶'] }, key })
  expect((await call('A1')).entered).toBe(1)
  await turn()
  expect((await call('A1')).entered).toBe(0)
  expect((await call('A2')).entered).toBe(1)
  await turn()
  const { rows } = await sql<{ context: unknown }>`select context from messages`.execute(world.db)
  expect(rows).toEqual([{ context: { cart: ['茶'] } }, { context: { cart: ['茶'] } }])
})

test('the global holdout gets no marketing from any journey and is measured, and service reaches it', async () => {
  await world.setting('global-holdout', { percent: 20, salt: 'g', since: '2026-01-01T00:00:00Z' })
  const marketing = (await world.act(createTemplate, { name: '促销', subject: '好', body: '好' })).id
  const customers: string[] = []
  for (let i = 0; i < 60; i++) customers.push(await world.customer({ name: `客${i}` }))
  const service = await start({ trigger: { kind: 'by-hand' }, steps: [send('m')] })
  const promotion = await start({ trigger: { kind: 'by-hand' }, steps: [{ ...send('m'), templateId: marketing }] })
  await put(service, ...customers)
  await put(promotion, ...customers)
  expect((await world.ask(readJourney, { id: service })).counts.holdout).toBe(0)
  const { holdout } = (await world.ask(readJourney, { id: promotion })).counts
  expect(holdout).toBeGreaterThan(3)
  expect((await world.ask(listRuns, { id: promotion, arm: 'holdout' })).rows[0]?.why?.words?.zh).toContain('全局对照组')
})

test('leaving a stage, climbing a tier and those who are there already let in', async () => {
  const segment = await world.act(createSegment, { name: '杭州', rule: { field: 'city', op: 'is', value: '杭州市' } })
  const customer = await world.customer({ city: '杭州市' })
  await turn()
  const existing = await make({ trigger: { kind: 'segment', segment: segment.id, existing: true }, steps: [send('m')] })
  expect((await world.act(startJourney, { id: existing })).entered).toBe(1)
  const stage = await start({ trigger: { kind: 'stage', stages: ['loyal'], what: 'leave' }, steps: [send('m')] })
  const tier = await start({ trigger: { kind: 'tier', direction: 'up' }, steps: [send('m')] })
  await world.system((ctx) =>
    ctx.recordAll([
      { customerId: customer, kind: 'stage.changed', occurredAt: ctx.now, payload: { from: 'loyal', to: 'sleeping' } },
      {
        customerId: customer,
        kind: 'tier.changed',
        occurredAt: ctx.now,
        payload: { from: 'a', to: 'b', direction: 'up', reason: 'reached' },
      },
    ]),
  )
  await turn()
  for (const id of [stage, tier]) expect((await world.ask(readJourney, { id })).counts.entered).toBe(1)
})

test('a line of the log knows what became of its message', async () => {
  const marketing = (await world.act(createTemplate, { name: '促销', subject: '好', body: '好' })).id
  const id = await start({ trigger: { kind: 'by-hand' }, steps: [{ ...send('m'), templateId: marketing }] })
  const customer = await world.customer()
  await put(id, customer)
  await sql`update messages set state = 'skipped', reason = '{"code":"no-address"}'::jsonb`.execute(world.db)
  const line = (await world.ask(customerJourneys, { id: customer })).runs[0]?.log.find((one) => one.what === 'queued')
  expect(line?.message).toMatchObject({ state: 'skipped', reason: { zh: expect.any(String) } })
})

test('a rule that names a journey says its name, in the log and to whoever writes one, also when it is gone', async () => {
  const welcome = await start({ trigger: { kind: 'by-hand' }, steps: [{ id: 'e', kind: 'end' }] }, '新客欢迎')
  const rule = { did: 'journey.entered', where: { field: 'journey', op: 'is', value: welcome } }
  const asks = await start({ trigger: { kind: 'by-hand' }, steps: [{ id: 'b', kind: 'branch', rule, yes: null, no: null }] }, '问')
  const customer = await world.customer()
  await put(welcome, customer)
  world.pass(hours(1))
  await put(asks, customer)
  const said = async () => (await log(customer)).find((line) => line.includes('新客欢迎'))
  expect(await said()).toContain('“新客欢迎”')
  expect(await said()).not.toContain(welcome)
  const offered = async () =>
    (await world.ask(readDictionary)).events.find((event) => event.name === 'journey.entered')?.payload['journey']?.options
  expect(await offered()).toContainEqual({ value: welcome, label: { zh: '新客欢迎', en: '新客欢迎' } })
  // To whoever may see no journeys none is named.
  const clerk = await world.person({ rights: { grants: { customer: { read: ['all'] } }, fields: {}, rights: [] } })
  const told = (await world.as(clerk).ask(readDictionary)).events.find((event) => event.name === 'journey.entered')
  expect(told?.payload['journey']?.options ?? []).toEqual([])
  await world.act(deleteJourney, { id: welcome })
  expect(await said()).toContain('“新客欢迎”')
  expect((await offered())?.find((one) => one.value === welcome)).toMatchObject({ retired: true })
})
