import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { mergeCustomers, unmergeCustomers } from '../../../know/identity/actions.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { createJourney, enterJourney, startJourney } from '../actions.ts'
import { advanceDue } from './advance-due.ts'

let world: World
let templateId: string
beforeAll(async () => {
  world = await makeWorld()
  templateId = (await world.act(createTemplate, { name: '问候', subject: '您好', body: '您好' })).id
})
afterAll(() => world.end())

const journey = async (more: object = {}) => {
  const steps = [
    { id: 'wait', kind: 'wait', duration: { amount: 3, unit: 'days' }, next: 'send' },
    { id: 'send', kind: 'send', templateId },
  ]
  const { id } = await world.act(createJourney, { name: `旅程${templateId}`, definition: { trigger: { kind: 'by-hand' }, steps, ...more } })
  await world.act(startJourney, { id })
  return id
}
const turn = async () => {
  while ((await advanceDue(world.services)) > 0);
  await world.settle()
}
type Run = { customer_id: string; state: string; outcome: string | null; first_customer_id: string | null; wake_at: Date | null }
const runs = async (journeyId: string) =>
  (
    await sql<Run>`select customer_id, state, outcome, first_customer_id, wake_at from journey_runs where journey_id = ${journeyId} order by entered_at`.execute(
      world.db,
    )
  ).rows

test('of two runs of one journey the survivor’s goes on and the other ends; parted, it goes on where it was', async () => {
  const id = await journey({ reentry: { after: { amount: 1, unit: 'hours' } } })
  const [a, b] = [await world.customer({ name: '甲' }), await world.customer({ name: '乙' })]
  await world.act(enterJourney, { id, customerIds: [b] })
  world.pass({ amount: 1, unit: 'minutes' })
  await world.act(enterJourney, { id, customerIds: [a] })
  await turn()
  const before = await runs(id)
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a })
  expect(await runs(id)).toMatchObject([
    { customer_id: a, first_customer_id: b, state: 'ended', outcome: 'merged', wake_at: null },
    { customer_id: a, first_customer_id: null, state: 'waiting', outcome: null },
  ])
  await world.act(unmergeCustomers, { id: mergeId })
  expect(await runs(id)).toEqual(before)
  world.pass({ amount: 4, unit: 'days' })
  await turn()
  expect((await runs(id)).map((run) => run.outcome)).toEqual(['completed', 'completed'])
  expect((await sql`select 1 from messages where journey_id = ${id}`.execute(world.db)).rows).toHaveLength(2)
})

test('who is merged while in a journey alone walks on as the survivor', async () => {
  const id = await journey()
  const [a, b] = [await world.customer({ name: '丙' }), await world.customer({ name: '丁' })]
  await world.act(enterJourney, { id, customerIds: [b] })
  await turn()
  await world.act(mergeCustomers, { ids: [a, b], into: a })
  world.pass({ amount: 4, unit: 'days' })
  await turn()
  expect(await runs(id)).toMatchObject([{ customer_id: a, outcome: 'completed' }])
  expect((await sql`select 1 from messages where customer_id = ${a} and journey_id = ${id}`.execute(world.db)).rows).toHaveLength(1)
})

test('a segment that somebody enters by being merged, and leaves by being parted, wakes no journey', async () => {
  const { id: segment } = await world.act(createSegment, {
    name: '买过两次',
    rule: { all: [{ field: 'purchaseCount', op: 'at-least', value: 2 }] },
  })
  const id = await journey({ trigger: { kind: 'segment', segment } })
  const [a, b] = [await world.customer({ name: '戊' }), await world.customer({ name: '己' })]
  for (const customerId of [a, b]) await world.act(recordPurchase, { customerId, number: `T-${customerId}`, amount: 100 })
  await world.settle()
  const members = async () =>
    (await sql`select 1 from memberships where segment_id = ${segment} and customer_id = ${a} and left_at is null`.execute(world.db)).rows
      .length
  expect(await members()).toBe(0)
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a })
  await world.settle()
  expect(await members()).toBe(1)
  await world.act(unmergeCustomers, { id: mergeId })
  await world.settle()
  expect(await members()).toBe(0)
  expect(await runs(id)).toEqual([])
})

test('who waits for a purchase goes on waiting when merged: what was bought before does not count, what the survivor buys does', async () => {
  const steps = [
    { id: 'pay', kind: 'await-fact', event: 'purchase.made', most: { amount: 5, unit: 'days' }, happened: 'send', late: null },
    { id: 'send', kind: 'send', templateId },
  ]
  const id = await journey({ steps })
  const [a, b] = [await world.customer({ name: '庚' }), await world.customer({ name: '辛' })]
  await world.act(recordPurchase, { customerId: a, number: `M-${a}`, amount: 100 })
  await world.settle()
  world.pass({ amount: 1, unit: 'hours' })
  await world.act(enterJourney, { id, customerIds: [b] })
  await turn()
  await world.act(mergeCustomers, { ids: [a, b], into: a })
  await world.settle()
  await turn()
  expect(await runs(id)).toMatchObject([{ customer_id: a, state: 'waiting' }])
  world.pass({ amount: 1, unit: 'hours' })
  await world.act(recordPurchase, { customerId: a, number: `N-${a}`, amount: 100 })
  await world.settle()
  await turn()
  expect(await runs(id)).toMatchObject([{ customer_id: a, state: 'ended', outcome: 'completed' }])
  expect((await sql`select 1 from messages where journey_id = ${id}`.execute(world.db)).rows).toHaveLength(1)
})
