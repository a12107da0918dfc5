import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitingForLocks } from '../../../../test/waiting-for-locks.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { readTimeline } from '../../customers/actions.ts'
import { listPurchases, recordPurchase, voidPurchase } from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const lines = [
  { product: 'T1', name: '明前龙井', quantity: 2, amount: 25_600 },
  { product: 'T2', name: '茶则', quantity: 1, amount: 3_000 },
]

test('a purchase is kept with its lines, and its amount is their sum', async () => {
  const id = await world.customer({ phone: '+8613900000001' })
  const made = await world.act(recordPurchase, {
    customerId: id,
    number: 'A1',
    lines,
    channel: '门店',
    occurredAt: '2026-05-01T10:00:00+08:00',
  })
  expect(made.outcome).toBe('made')
  const { purchases } = await world.ask(listPurchases, { id })
  expect(purchases).toMatchObject([
    {
      number: 'A1',
      amount: 28_600,
      items: 3,
      currency: 'CNY',
      occurredAt: '2026-05-01T02:00:00.000Z',
      lines: [{ product: 'T1', quantity: 2 }, { product: 'T2' }],
    },
  ])
  const { facts } = await world.ask(readTimeline, { id, kind: 'purchase.made' })
  expect(facts).toMatchObject([{ payload: { amount: 28_600, number: 'A1', products: '明前龙井、茶则', items: 3 } }])
})

test('the same number again is the same purchase: corrected where it differs, and counted once', async () => {
  const id = await world.customer({ phone: '+8613900000002' })
  await world.act(recordPurchase, { customerId: id, number: 'A2', lines })
  expect((await world.act(recordPurchase, { customerId: id, number: 'A2', lines })).outcome).toBe('unchanged')
  expect((await world.act(recordPurchase, { customerId: id, number: 'A2', amount: 30_000 })).outcome).toBe('corrected')
  const { purchases } = await world.ask(listPurchases, { id })
  expect(purchases).toMatchObject([{ amount: 30_000, items: 3, lines: [{ product: 'T1' }, { product: 'T2' }] }])
  const { facts } = await world.ask(readTimeline, { id })
  expect(facts.filter((f) => f.kind === 'purchase.made')).toMatchObject([{ payload: { amount: 30_000 } }])
  expect(facts[0]).toMatchObject({ kind: 'purchase.corrected', payload: { before: 28_600, amount: 30_000 } })
})

test('of ten tellings of one order at once one is made', async () => {
  const told = await Promise.all(
    Array.from({ length: 10 }, () => world.act(recordPurchase, { customer: { phone: '+8613900000003' }, number: 'A3', amount: 100 })),
  )
  expect(told.filter((t) => t.outcome === 'made')).toHaveLength(1)
  expect(new Set(told.map((t) => t.id)).size).toBe(1)
})

test('a refund stands beside its purchase under the same number', async () => {
  const id = await world.customer({ phone: '+8613900000004' })
  await world.act(recordPurchase, { customerId: id, number: 'A4', amount: 500, occurredAt: '2026-05-01T10:00:00Z' })
  await world.act(recordPurchase, { customerId: id, number: 'A4', kind: 'refund', amount: 200, occurredAt: '2026-05-02T10:00:00Z' })
  const { purchases } = await world.ask(listPurchases, { id })
  expect(purchases.map((p) => [p.kind, p.amount])).toEqual([
    ['refund', 200],
    ['purchase', 500],
  ])
})

test('a buyer is known by number, phone or e-mail, and made when nobody has them', async () => {
  const id = await world.customer({ code: 'VIP7' })
  expect((await world.act(recordPurchase, { customer: { code: 'vip7' }, number: 'A5', amount: 1 })).customerId).toBe(id)
  const made = await world.act(recordPurchase, { customer: { email: 'new@shop.example', name: '新客' }, number: 'A6', amount: 1 })
  expect((await world.act(recordPurchase, { customer: { email: 'new@shop.example' }, number: 'A7', amount: 1 })).customerId).toBe(
    made.customerId,
  )
})

test.each([
  ['another currency', { currency: 'USD', amount: 1 }, 'purchase.other-currency'],
  ['a currency that is none', { currency: 'GOLD', amount: 1 }, 'purchase.unknown-currency'],
  ['a time two days ahead', { amount: 1, occurredAt: '2026-06-17T05:00:00Z' }, 'purchase.in-the-future'],
  ['no amount', {}, 'purchase.no-amount'],
  ['half a cent', { amount: 1.5 }, 'input.invalid'],
  ['an amount below zero', { amount: -1 }, 'input.invalid'],
  ['no customer', { amount: 1, customer: { name: '无名' } }, 'purchase.no-customer'],
  ['a customer who is not there', { amount: 1, customer: undefined, customerId: '01890000-0000-7000-8000-000000000000' }, 'record.missing'],
])('%s is refused and nothing is kept', async (_, input, code) => {
  const before = await sql`select 1 from purchases`.execute(world.db)
  await expect(world.act(recordPurchase, { customer: { phone: '+8613900000009' }, number: 'B1', ...input })).rejects.toMatchObject({ code })
  expect((await sql`select 1 from purchases`.execute(world.db)).rows).toHaveLength(before.rows.length)
})

test('a phone that is not in international form is refused with the form that is meant', async () => {
  await expect(world.act(recordPurchase, { customer: { phone: '13900000009' }, number: 'B2', amount: 1 })).rejects.toMatchObject({
    details: { path: 'customer.phone', reason: { en: expect.stringContaining('+8613812345678') } },
  })
})

test('an order number of another customer is refused, and allowed under another source', async () => {
  await world.act(recordPurchase, { customer: { phone: '+8613900000011' }, number: 'C1', amount: 1 })
  await expect(world.act(recordPurchase, { customer: { phone: '+8613900000012' }, number: 'C1', amount: 1 })).rejects.toMatchObject({
    code: 'purchase.others',
  })
  expect(
    (await world.act(recordPurchase, { customer: { phone: '+8613900000012' }, number: 'C1', amount: 1, source: 'tmall' })).outcome,
  ).toBe('made')
})

test('purchases are listed and paged through the API', async () => {
  const app = await world.http()
  const answer = await app.inject({ url: '/api/purchases?limit=2&sort=-occurredAt', headers: { 'x-test-role': 'member' } })
  expect(answer.statusCode).toBe(200)
  expect(answer.json().rows).toHaveLength(2)
  expect(answer.json().next).toEqual(expect.any(String))
  const id = await world.customer({ phone: '+8613900000020' })
  for (const n of [1, 2, 3])
    await world.act(recordPurchase, { customerId: id, number: `P${n}`, amount: n, occurredAt: `2026-05-0${n}T00:00:00Z` })
  const first = await world.ask(listPurchases, { id, limit: 2 })
  const second = await world.ask(listPurchases, { id, limit: 2, after: first.next })
  expect([...first.purchases, ...second.purchases].map((p) => p.number)).toEqual(['P3', 'P2', 'P1'])
  expect(second.next).toBeNull()
})

test('two tills use one number: correcting the purchase of one leaves the fact of the other as it was', async () => {
  const id = await world.customer({ phone: '+8613900000091' })
  const tell = (source: string, amount: number, occurredAt: string) =>
    world.act(recordPurchase, { customerId: id, source, number: '0001', amount, occurredAt })
  await tell('till-1', 10_000, '2026-06-14T01:00:00Z')
  await tell('till-2', 20_000, '2026-06-14T02:00:00Z')
  await tell('till-1', 11_000, '2026-06-14T01:00:00Z')
  const { facts } = await world.ask(readTimeline, { id, kind: 'purchase.made' })
  expect(facts.map((f) => Number(f.payload.amount)).toSorted((a, b) => a - b)).toEqual([11_000, 20_000])
  // At one instant, too.
  await tell('till-2', 20_000, '2026-06-14T01:00:00Z')
  await tell('till-2', 23_000, '2026-06-14T01:00:00Z')
  const now = (await world.ask(readTimeline, { id, kind: 'purchase.made' })).facts
  expect(Object.fromEntries(now.map(({ payload }) => [payload.source, payload.amount]))).toEqual({ 'till-1': 11_000, 'till-2': 23_000 })
})

test('a fact written before facts named their numbering is corrected all the same', async () => {
  const id = await world.customer({ phone: '+8613900000092' })
  const told = { customerId: id, number: '0002', occurredAt: '2026-06-14T01:00:00Z' }
  await world.act(recordPurchase, { ...told, amount: 100 })
  await sql`update events set payload = payload - 'source' where customer_id = ${id}`.execute(world.db)
  await world.act(recordPurchase, { ...told, amount: 200 })
  expect((await world.ask(readTimeline, { id, kind: 'purchase.made' })).facts).toMatchObject([{ payload: { amount: 200 } }])
})

test('an order that is cancelled while its refund is taken back waits for it, and never each for the other', async () => {
  const customerId = await world.customer({ phone: '+8613900000095' })
  for (const kind of ['purchase', 'refund'] as const) await world.act(recordPurchase, { customerId, kind, number: 'W1', amount: 100 })
  const waiting = () => waitingForLocks(world)
  const told: Promise<{ outcome: string }>[] = []
  await inTransaction(world.database, async ({ db }) => {
    await sql`select 1 from purchases where customer_id = ${customerId} and kind = 'refund' for update`.execute(db)
    for (const kind of ['purchase', 'refund'] as const) {
      told.push(world.system((ctx) => ctx.run(voidPurchase, { customerId, kind, number: 'W1' })))
      await expect.poll(waiting).toBe(told.length)
    }
  })
  expect((await Promise.all(told)).map(({ outcome }) => outcome)).toEqual(['voided', 'unchanged'])
  expect((await world.ask(listPurchases, { id: customerId })).purchases).toEqual([])
})

test('an update finds the orders of refunds made before by the beginning of their numbers, each among its customer’s own', async () => {
  const [id, other] = [await world.customer({ phone: '+8613900000093' }), await world.customer({ phone: '+8613900000094' })]
  const tell = (customerId: string, kind: 'purchase' | 'refund', number: string, source = 'shop') =>
    world.act(recordPurchase, { customerId, kind, number, source, amount: 100 })
  for (const number of ['U1', 'U1/2']) await tell(id, 'purchase', number)
  await tell(other, 'purchase', 'U3')
  await tell(id, 'purchase', 'U4', 'till')
  for (const number of ['U1', 'U1/a', 'U1/2/b/c', 'U3/d', 'U4/e', '/f']) await tell(id, 'refund', number)
  const text = readFileSync('migrations/0064-refunds-of-orders.sql', 'utf8')
  await sql.raw(text.slice(text.indexOf('update purchases'))).execute(world.db)
  const { purchases } = await world.ask(listPurchases, { id })
  expect(Object.fromEntries(purchases.filter(({ kind }) => kind === 'refund').map((one) => [one.number, one.orderNumber]))).toEqual({
    U1: null,
    'U1/a': 'U1',
    'U1/2/b/c': 'U1/2',
    'U3/d': null,
    'U4/e': null,
    '/f': null,
  })
})
