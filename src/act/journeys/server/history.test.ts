import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { createSource } from '../../../know/sources/actions.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { createJourney, startJourney } from '../actions.ts'

let world: World
let key: string
beforeEach(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  key = (await world.act(createSource, { name: '官网' })).writeKey
})
afterEach(() => world.end())

const send = async (batch: readonly object[]) =>
  (await world.http()).inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
    payload: { batch },
  })
const start = async (trigger: object) => {
  const { id: templateId } = await world.act(createTemplate, {
    name: `问候${JSON.stringify(trigger)}`.slice(0, 90),
    subject: '你好',
    body: '你好',
  })
  const definition = { trigger, steps: [{ id: 'hello', kind: 'send', templateId }] }
  const { id } = await world.act(createJourney, { name: '欢迎', definition })
  await world.act(startJourney, { id })
}
/** Who was let into any journey, by their numbers. */
const entered = async () => {
  await world.settle()
  const { rows } = await sql<{
    code: string
  }>`select c.code from journey_runs r join customers c on c.id = r.customer_id order by 1`.execute(world.db)
  return rows.map((row) => row.code)
}
const order = (userId: string, timestamp: string) => ({
  type: 'track',
  userId,
  event: 'Order Completed',
  messageId: `${userId}-${timestamp}`,
  timestamp,
  properties: { order_id: `${userId}-${timestamp}`, total: 88 },
})
const identify = (userId: string, timestamp: string) => ({
  type: 'identify',
  userId,
  messageId: `i-${userId}-${timestamp}`,
  timestamp,
  traits: { city: '杭州' },
})

test('years of history told through the intake wake no journey, and count all the same', async () => {
  const { id: segment } = await world.act(createSegment, { name: '买过', rule: { field: 'purchaseCount', op: 'at-least', value: 1 } })
  for (const trigger of [
    { kind: 'event', event: 'purchase.made' },
    { kind: 'event', event: 'customer.created' },
    { kind: 'event', event: 'tracked' },
    { kind: 'segment', segment },
    { kind: 'stage', stages: ['first', 'repeat', 'dormant', 'churned'] },
  ])
    await start(trigger)
  await send([identify('old', '2024-03-01T00:00:00Z'), order('old', '2024-03-01T01:00:00Z'), order('old', '2024-05-01T01:00:00Z')])
  expect(await entered()).toEqual([])
  const { rows } = await sql<{ stage: string; purchase_count: number }>`select stage, purchase_count from metrics`.execute(world.db)
  expect(rows).toEqual([{ stage: 'churned', purchase_count: 2 }])
})

test('history and news in one batch: the news is heard, for a customer of old too', async () => {
  await start({ kind: 'event', event: 'purchase.made' })
  await send([
    order('old', '2024-03-01T01:00:00Z'),
    order('new', '2026-06-15T03:00:00Z'),
    order('both', '2024-03-01T01:00:00Z'),
    order('both', '2026-06-13T04:00:00Z'),
  ])
  expect(await entered()).toEqual(['both', 'new'])
})

test('what a visitor did long ago is history when the visitor is named today', async () => {
  await start({ kind: 'event', event: 'tracked' })
  await send([{ type: 'track', anonymousId: 'a-1', event: '浏览', messageId: 'v1' }])
  world.pass({ amount: 30, unit: 'days' })
  await send([{ type: 'identify', anonymousId: 'a-1', userId: 'named', messageId: 'v2', traits: {} }])
  expect(await entered()).toEqual([])
})

test('a purchase recorded with the date of another month is history, one of yesterday is news', async () => {
  await start({ kind: 'event', event: 'purchase.made' })
  for (const [code, occurredAt] of [
    ['late', '2026-05-01T00:00:00Z'],
    ['soon', '2026-06-14T00:00:00Z'],
  ]) {
    const customerId = await world.customer({ code })
    await world.act(recordPurchase, { customerId, number: `${code}-1`, amount: 8_800, occurredAt })
  }
  expect(await entered()).toEqual(['soon'])
})
