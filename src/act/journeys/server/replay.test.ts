import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createCustomField } from '../../../know/custom-fields/actions.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { listReplayPeople, listReplays, readReplay, startReplay, stopReplay } from '../replay-actions.ts'
import { replayNext } from './replay-tick.ts'
import { movedByPurchases } from './say-unknown.ts'

let world: World
let templateId: string
beforeEach(async () => {
  world = await makeWorld({ start: '2026-05-16T04:00:00Z' })
  templateId = (await world.act(createTemplate, { name: '感谢', subject: '好', body: '好' })).id
})
afterEach(() => world.end())

let number = 0
const buy = async (customerId: string, amount: number) => {
  await world.act(recordPurchase, { customerId, number: `N${++number}`, amount })
  await world.settle()
}
const days = (amount: number) => ({ amount, unit: 'days' }) as const
const everything = async () =>
  (
    await sql<{ n: string }>`select (select count(*) from journey_runs)::text || ' ' || (select count(*) from journey_steps)::text || ' ' ||
      (select count(*) from messages)::text || ' ' || (select count(*) from events)::text || ' ' || (select count(*) from journey_skips)::text as n`.execute(
      world.db,
    )
  ).rows[0]?.n
const replay = async (definition: object, size = 2) => {
  const { id } = await world.act(startReplay, { definition, days: 30 })
  for (let i = 0; i < 100 && (await replayNext(world.services, size)); i++);
  return world.ask(readReplay, { id })
}
const send = (id: string, next: string | null = null) => ({ id, kind: 'send', templateId, next })

test('a replay tells who would have entered when and where they would have come to, and writes nothing else', async () => {
  const [loyal, once, poor] = [
    await world.customer({ name: '回头' }),
    await world.customer({ name: '一次' }),
    await world.customer({ name: '小额' }),
  ]
  await buy(loyal, 20_000)
  await buy(once, 20_000)
  await buy(poor, 100)
  world.pass(days(5))
  await buy(loyal, 30_000)
  world.pass(days(20))
  const before = await everything()
  const done = await replay({
    trigger: { kind: 'event', event: 'purchase.made', where: { field: 'amount', op: 'at-least', value: 10_000 } },
    audience: { field: 'spend', op: 'at-most', value: 40_000 },
    goal: { event: 'purchase.made' },
    steps: [
      { id: 'w', kind: 'wait', duration: days(10), next: 'b' },
      { id: 'b', kind: 'branch', rule: { field: 'purchaseCount', op: 'at-least', value: 2 }, yes: null, no: 'm' },
      send('m'),
    ],
  })
  expect(await everything()).toBe(before)
  expect(done).toMatchObject({
    state: 'done',
    done: 2,
    of: 2,
    result: { entries: 2, people: 2, messages: 1, ended: { converted: 1, completed: 1 } },
  })
  const paths = Object.fromEntries(
    done.sample.map((one) => [one.customerName, one.path.map((line) => `${line.at.slice(5, 10)} ${line.step} ${line.what}`)]),
  )
  expect(paths).toEqual({
    回头: ['05-16 w entered', '05-16 w waiting', '05-21 w ended'],
    一次: ['05-16 w entered', '05-16 w waiting', '05-26 w woke', '05-26 b no', '05-26 m queued', '05-26 m ended'],
  })
  const behind = async (input: object) =>
    (await world.ask(listReplayPeople, { id: done.id, ...input })).people.map((one) => one.customerName ?? '').toSorted()
  expect(await behind({ figure: 'entries', day: '2026-05-16' })).toEqual(['一次', '回头'])
  expect(await behind({ figure: 'messages' })).toEqual(['一次'])
  expect(await behind({ figure: 'messages', day: '2026-05-26' })).toEqual(['一次'])
  expect(await behind({ figure: 'messages', day: '2026-05-16' })).toEqual([])
  expect(await behind({ step: 'w', what: 'ended' })).toEqual(['回头'])
  expect(await behind({ step: 'b', what: 'no' })).toEqual(['一次'])
  expect(done.result?.days).toEqual([
    { day: '2026-05-16', entries: 2, messages: 0, capped: 0 },
    { day: '2026-05-26', entries: 0, messages: 1, capped: 0 },
  ])
  expect(done.result?.unknown.length).toBeGreaterThan(1)
})

test('rules are asked as of then: who bought more since is still seen with what they had', async () => {
  const customer = await world.customer()
  await buy(customer, 1_000)
  world.pass(days(10))
  await buy(customer, 90_000)
  world.pass(days(10))
  const trigger = { kind: 'event', event: 'purchase.made' }
  const done = await replay({
    trigger,
    reentry: { after: { amount: 0, unit: 'days' } },
    audience: { field: 'spend', op: 'at-most', value: 5_000 },
    steps: [send('m')],
  })
  expect(done.result).toMatchObject({ entries: 1 })
})

test('caps that would have refused are counted, with what was really sent', async () => {
  const customer = await world.customer()
  for (let i = 0; i < 4; i++) {
    await buy(customer, 1_000)
    world.pass(days(1))
  }
  const trigger = { kind: 'event', event: 'purchase.made' }
  const done = await replay({ trigger, reentry: { after: { amount: 0, unit: 'days' } }, steps: [send('m')] })
  expect(done.result?.messages).toBe(4)
  expect(done.result?.capped).toBeGreaterThan(0)
})

test('birthdays of the last month are replayed, and a holdout stays out', async () => {
  for (let i = 2; i <= 21; i++) await world.customer({ name: `寿${i}`, birthday: `1990-05-${String(i).padStart(2, '0')}` })
  await world.settle()
  world.setTime('2026-05-31T04:00:00Z')
  const done = await replay({ trigger: { kind: 'date', field: 'birthday' }, holdout: 50, steps: [send('m')] }, 7)
  expect(done.result).toMatchObject({ entries: 20, people: 20 })
  expect((done.result?.holdout ?? 0) + (done.result?.messages ?? 0)).toBe(20)
  expect(done.result?.holdout).toBeGreaterThan(2)
})

test('a replay by a date says that the date has moved where purchases move it, and of no other', async () => {
  const renewal = await world.act(createCustomField, { entity: 'customer', type: 'date', label: { zh: '续约日', en: 'Renewal' } })
  const saysMoved = async (field: string) => {
    const done = await replay({ trigger: { kind: 'date', field, repeat: 'once' }, steps: [send('m')] }, 7)
    return done.result?.unknown.some(({ zh, en }) => zh.includes('只知道现在的值：之后又消费过') || en.includes('has moved')) ?? null
  }
  const stay = ['birthday', 'nextBirthday', 'createdAt', 'firstPurchaseAt', 'firstTouchAt', 'tierSince', renewal.name]
  for (const field of stay) expect(await saysMoved(field), field).toBe(false)
  for (const field of ['lastPurchaseAt', 'dueAt', 'nextPurchase']) expect(await saysMoved(field), field).toBe(true)
  const { fields } = await world.system((ctx) => ctx.dictionary('customer'))
  for (const field of movedByPurchases) expect(fields.get(field)?.field.type, field).toBe('time')
})

test('a replay that another version kept cannot be opened, says what to do, and is in nobody’s way', async () => {
  const definition = { trigger: { kind: 'by-hand' }, steps: [send('m')] }
  const torn = await replay(definition)
  await sql`update journey_replays set definition = jsonb_set(definition, '{steps,0,kind}', '"hop"') where id = ${torn.id}`.execute(
    world.db,
  )
  await expect(world.ask(readReplay, { id: torn.id })).rejects.toMatchObject({
    code: 'journey.replay-unreadable',
    details: { place: 'steps.0.kind' },
  })
  const waiting = await world.act(startReplay, { definition, days: 30 })
  await sql`update journey_replays set definition = '7'::jsonb where id = ${waiting.id}`.execute(world.db)
  while (await replayNext(world.services));
  const { rows } = await sql<{ state: string }>`select state from journey_replays where id = ${waiting.id}`.execute(world.db)
  expect(rows).toEqual([{ state: 'failed' }])
  expect(await replay(definition)).toMatchObject({ state: 'done' })
})

test('a replay can be stopped, and a new one of the same person takes its place', async () => {
  for (let i = 0; i < 3; i++) await buy(await world.customer(), 1_000)
  const definition = { trigger: { kind: 'event', event: 'purchase.made' }, steps: [send('m')] }
  const { id } = await world.act(startReplay, { definition })
  await replayNext(world.services, 1)
  await world.act(stopReplay, { id })
  expect(await replayNext(world.services, 1)).toBe(false)
  expect(await world.ask(readReplay, { id })).toMatchObject({ state: 'stopped', done: 1, of: 3 })
  const first = await world.act(startReplay, { definition })
  await world.act(startReplay, { definition })
  expect((await world.ask(readReplay, { id: first.id })).state).toBe('stopped')
  expect((await world.ask(listReplays, { id })).replays).toEqual([])
})
