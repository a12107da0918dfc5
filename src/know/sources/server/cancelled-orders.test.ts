import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline } from '../../customers/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../../identity/actions.ts'
import { createImport, readImport, undoImport } from '../../imports/actions.ts'
import { runImports } from '../../imports/server/run-imports.ts'
import { listPurchases, recordPurchase, voidPurchase } from '../../purchases/actions.ts'
import { createSource, listSourceNotes } from '../actions.ts'
import { createHook, tryMapping } from '../hook-actions.ts'
import { emptyMapping } from '../hook-mapping.ts'
import { readyMappings } from '../ready-mappings.ts'

let world: World
let key: string
let sourceId: string
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  ;({ writeKey: key, id: sourceId } = await world.act(createSource, { name: '官网' }))
})
afterAll(() => world.end())

let sent = 0
/** Tells of an order by an event of the Segment spec, at an hour of 14 June. */
async function tell(userId: string, event: string, hour: number, properties: object): Promise<void> {
  const messageId = `m${++sent}`
  const timestamp = `2026-06-14T${String(hour).padStart(2, '0')}:00:00Z`
  const payload = { batch: [{ type: 'track', userId, event, messageId, timestamp, properties }] }
  const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }
  expect((await (await world.http()).inject({ method: 'POST', url: '/v1/batch', headers, payload })).statusCode).toBe(200)
}
const idOf = async (code: string) =>
  (await sql<{ id: string }>`select customer_id as id from identities where key = ${`code:${code.toLowerCase()}`}`.execute(world.db))
    .rows[0]?.id ?? ''
async function standing(code: string) {
  await world.settle()
  const id = await idOf(code)
  const { purchases } = await world.ask(listPurchases, { id })
  const { facts } = await world.ask(readTimeline, { id })
  const { rows } = await sql<{
    purchases: number
    spend: number
  }>`select purchase_count as purchases, spend from metrics where customer_id = ${id}`.execute(world.db)
  return {
    purchases: purchases.map(({ kind, number, amount }) => `${kind} ${number} ${amount}`).sort(),
    facts: facts
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith('purchase.'))
      .sort(),
    metrics: rows[0],
  }
}
const notes = async () => (await world.ask(listSourceNotes, { id: sourceId })).notes.length
async function bring(text: string) {
  const { id } = await world.act(createImport, { name: '订单.csv', text, source: 'shop' })
  while (await runImports(world.services, { rows: 20_000 }));
  return await world.ask(readImport, { id })
}

test('a cancelled order takes out what it brought in, its refunds too; told again it changes nothing, and late repeats bring nothing back', async () => {
  await tell('C-1', 'Order Completed', 1, { order_id: 'S-1', total: 100, products: [{ sku: 'T', price: 100 }] })
  await tell('C-1', 'Order Completed', 1, { order_id: 'S-2', total: 50 })
  await tell('C-1', 'Order Refunded', 2, { order_id: 'S-1', total: 30 })
  await tell('C-1', 'Order Refunded', 2, { order_id: 'S-1', total: 5, refund_id: 'R-8' })
  await tell('C-1', 'Order Refunded', 2, { order_id: 'S-2', total: 5, refund_id: 'S-1/2' })
  expect(await standing('C-1')).toMatchObject({ metrics: { purchases: 2, spend: 15_000 } })
  await tell('C-1', 'Order Cancelled', 3, { order_id: 'S-1', total: 100, reason: '客户不要了' })
  const left = {
    purchases: ['purchase S-2 5000', 'refund S-1/2 500'],
    facts: ['purchase.made', 'purchase.refunded', 'purchase.voided', 'purchase.voided', 'purchase.voided'],
    metrics: { purchases: 1, spend: 5_000 },
  }
  expect(await standing('C-1')).toEqual(left)
  const { facts } = await world.ask(readTimeline, { id: await idOf('C-1'), kind: 'purchase.voided' })
  expect(facts.find(({ payload }) => payload.was === 'purchase')).toMatchObject({
    payload: { number: 'S-1', amount: 10_000, reason: '客户不要了' },
  })
  await tell('C-1', 'Order Cancelled', 3, { order_id: 'S-1' })
  await tell('C-1', 'Order Completed', 1, { order_id: 'S-1', total: 100 })
  await tell('C-1', 'Order Updated', 4, { order_id: 'S-1', total: 120 })
  await tell('C-1', 'Order Refunded', 5, { order_id: 'S-1' })
  await tell('C-1', 'Order Refunded', 5, { order_id: 'S-1', total: 70, refund_id: 'R-9' })
  expect(await standing('C-1')).toEqual(left)
  expect(await notes()).toBe(0)
  // Bought once more under the same number.
  await tell('C-1', 'Order Completed', 6, { order_id: 'S-1', total: 90 })
  await tell('C-1', 'Order Cancelled', 3, { order_id: 'S-1' })
  expect(await standing('C-1')).toMatchObject({ metrics: { purchases: 2, spend: 14_000 } })
})

test('an order that is cancelled before it is told never counts, and what was bought later does', async () => {
  await tell('C-2', 'Order Refunded', 2, { order_id: 'S-10', total: 5 })
  await tell('C-2', 'Order Refunded', 2, { order_id: 'S-10', total: 5, refund_id: 'R-10' })
  await tell('C-2', 'Order Cancelled', 5, { order_id: 'S-10' })
  await tell('C-2', 'Order Completed', 1, { order_id: 'S-10', total: 10 })
  expect(await standing('C-2')).toMatchObject({ purchases: [], facts: ['purchase.voided', 'purchase.voided'] })
  await tell('C-2', 'Order Completed', 7, { order_id: 'S-10', total: 20 })
  expect(await standing('C-2')).toMatchObject({
    purchases: ['purchase S-10 2000'],
    facts: ['purchase.made', 'purchase.voided', 'purchase.voided'],
  })
})

test('an update of an order corrects it and leaves when it was bought; one of an order that is not known yet counts', async () => {
  await tell('C-3', 'Order Completed', 1, { order_id: 'S-20', total: 10 })
  await tell('C-3', 'Order Updated', 8, { order_id: 'S-20', total: 25 })
  await tell('C-3', 'Order Updated', 8, { order_id: 'S-20', status: '已发货' })
  await tell('C-3', 'Order Updated', 9, { order_id: 'S-21', total: 5 })
  const { purchases } = await world.ask(listPurchases, { id: await idOf('C-3') })
  expect(purchases.map(({ number, amount, occurredAt }) => [number, amount, occurredAt])).toEqual([
    ['S-21', 500, '2026-06-14T09:00:00.000Z'],
    ['S-20', 2_500, '2026-06-14T01:00:00.000Z'],
  ])
  expect(await notes()).toBe(0)
})

test('a refund without an amount is of the order of its own numbering', async () => {
  await tell('C-11', 'Order Completed', 1, { order_id: 'S-80', total: 10 })
  await tell('C-11', 'Order Completed', 2, { order_id: 'S-80', total: 25, numbered_by: '分店' })
  await tell('C-11', 'Order Refunded', 3, { order_id: 'S-80' })
  expect((await standing('C-11')).purchases).toEqual(['purchase S-80 1000', 'purchase S-80 2500', 'refund S-80 1000'])
})

test('another customer’s order is not cancelled, and that is noted', async () => {
  await tell('C-4', 'Order Completed', 1, { order_id: 'S-30', total: 10 })
  await tell('C-5', 'Order Cancelled', 2, { order_id: 'S-30' })
  expect((await standing('C-4')).purchases).toEqual(['purchase S-30 1000'])
  expect(await notes()).toBe(1)
  await expect(world.act(voidPurchase, { customerId: await idOf('C-5'), number: 'S-30' })).rejects.toMatchObject({
    code: 'purchase.others',
  })
})

test('another customer’s cancelled order is not put off, but one that was parted from its customer is', async () => {
  await tell('C-13', 'Order Completed', 1, { order_id: 'S-31', total: 10 })
  const [customerId, other] = [await idOf('C-13'), await world.customer({ code: 'C-14' })]
  await world.act(voidPurchase, { customerId, number: 'S-31', occurredAt: '2026-06-14T02:00:00Z' })
  const later = { number: 'S-31', occurredAt: '2026-06-14T09:00:00Z' }
  await expect(world.act(voidPurchase, { ...later, customerId: other })).rejects.toMatchObject({ code: 'purchase.others' })
  await tell('C-13', 'Order Completed', 3, { order_id: 'S-31', total: 10 })
  expect((await standing('C-13')).purchases).toEqual(['purchase S-31 1000'])
})

test('a refund is taken back alone: its order stands, it may be given again, and another’s is refused', async () => {
  await tell('C-15', 'Order Completed', 1, { order_id: 'S-32', total: 10 })
  await tell('C-15', 'Order Refunded', 2, { order_id: 'S-32', total: 4, refund_id: 'R-32' })
  const refund = { kind: 'refund', number: 'R-32', customerId: await idOf('C-15') }
  expect((await world.ask(listPurchases, { id: refund.customerId })).purchases[0]).toMatchObject({ number: 'R-32', orderNumber: 'S-32' })
  const other = await world.customer({ code: 'C-16' })
  await expect(world.act(voidPurchase, { ...refund, customerId: other })).rejects.toMatchObject({ code: 'purchase.others' })
  expect(await world.act(voidPurchase, refund)).toMatchObject({ outcome: 'voided' })
  expect(await world.act(voidPurchase, refund)).toMatchObject({ outcome: 'unchanged' })
  expect(await standing('C-15')).toMatchObject({ purchases: ['purchase S-32 1000'], facts: ['purchase.made', 'purchase.voided'] })
  await tell('C-15', 'Order Refunded', 2, { order_id: 'S-32', total: 4, refund_id: 'R-32' })
  expect((await standing('C-15')).purchases).toEqual(['purchase S-32 1000', 'refund R-32 400'])
})

test('a time of change that cannot be keeps no order out, and a clock that is years ahead holds back what comes later for a day', async () => {
  for (const [order_id, told_at] of Object.entries({ 'S-33': '0001-01-01T00:00:00', 'S-34': '0000-01-01T00:00:00Z', 'S-35': 'gestern' }))
    await tell('C-18', 'Order Completed', 1, { order_id, total: 10, told_at })
  await tell('C-18', 'Order Completed', 1, { order_id: 'S-36', total: 10, told_at: '2062-06-14T01:00:00+08:00' })
  expect(await standing('C-18')).toMatchObject({ metrics: { purchases: 4, spend: 4_000 } })
  await tell('C-18', 'Order Completed', 1, { order_id: 'S-36', total: 20, told_at: '2026-06-14T02:00:00Z' })
  expect(await standing('C-18')).toMatchObject({ metrics: { purchases: 4, spend: 4_000 } })
  await tell('C-18', 'Order Completed', 1, { order_id: 'S-36', total: 30, told_at: '2026-06-16T12:01:00+08:00' })
  expect(await standing('C-18')).toMatchObject({ metrics: { purchases: 4, spend: 6_000 } })
})

test('an order of a file that was cancelled stays out when the file comes again, and is forgotten when the file is undone', async () => {
  const file = '订单号,会员号,手机号,金额,下单时间,商品名称\nS-40,C-6,13500000001,60,2026-06-10 10:00,茶\n'
  const first = await bring(file)
  await world.act(voidPurchase, { customerId: await idOf('C-6'), number: 'S-40' })
  expect(await standing('C-6')).toMatchObject({ purchases: [], facts: ['purchase.voided'], metrics: { purchases: 0, spend: 0 } })
  const again = await bring(file)
  expect(again).toMatchObject({ counts: { purchasesNew: 0, refused: 1 } })
  expect(again.refusals[0]?.reason.zh).toContain('已由它的来源')
  expect((await bring(file.replace(',60,', ',-20,'))).counts).toMatchObject({ refundsNew: 0, refused: 1 })
  await world.act(undoImport, { id: first.id })
  while (await runImports(world.services, { rows: 20_000 }));
  expect(await idOf('C-6')).toBe('')
  expect((await bring(file)).counts).toMatchObject({ purchasesNew: 0, refused: 1 })
})

test('an order that a file says was cancelled goes with refunds that were told under numbers of their own, and comes back with them', async () => {
  await tell('C-17', 'Order Completed', 1, { order_id: 'S-51', total: 10 })
  await tell('C-17', 'Order Refunded', 2, { order_id: 'S-51', total: 4, refund_id: 'R-51' })
  await tell('C-17', 'Order Refunded', 2, { order_id: 'S-52', total: 3, refund_id: 'R-52' })
  const file = await bring('订单号,会员号,金额,下单时间,订单状态\nS-51,C-17,10,2026-06-14 09:00,已取消\n')
  expect(file.counts).toMatchObject({ purchasesVoided: 2 })
  expect((await standing('C-17')).purchases).toEqual(['refund R-52 300'])
  await world.act(undoImport, { id: file.id })
  while (await runImports(world.services, { rows: 20_000 }));
  expect((await standing('C-17')).purchases).toEqual(['purchase S-51 1000', 'refund R-51 400', 'refund R-52 300'])
  await tell('C-17', 'Order Cancelled', 3, { order_id: 'S-51' })
  expect((await standing('C-17')).purchases).toEqual(['refund R-52 300'])
})

test('what a file took out and its source cancelled too does not come back when the file is undone', async () => {
  await tell('C-7', 'Order Completed', 1, { order_id: 'S-50', total: 10 })
  const file = await bring('订单号,会员号,金额,下单时间,订单状态\nS-50,C-7,10,2026-06-14 09:00,已取消\n')
  expect(file.counts).toMatchObject({ purchasesVoided: 1 })
  await tell('C-7', 'Order Cancelled', 2, { order_id: 'S-50' })
  await world.act(undoImport, { id: file.id })
  while (await runImports(world.services, { rows: 20_000 }));
  expect((await standing('C-7')).purchases).toEqual([])
})

test('an order is cancelled of whoever its customer was merged into, and un-merging gives each part its own', async () => {
  await tell('C-8', 'Order Completed', 1, { order_id: 'S-60', total: 10 })
  await tell('C-8', 'Order Completed', 1, { order_id: 'S-61', total: 20 })
  await tell('C-9', 'Order Completed', 1, { order_id: 'S-62', total: 30 })
  const [part, survivor] = [await idOf('C-8'), await idOf('C-9')]
  const { mergeId } = await world.act(mergeCustomers, { ids: [survivor, part], into: survivor })
  await tell('C-8', 'Order Cancelled', 2, { order_id: 'S-60' })
  expect((await standing('C-9')).purchases).toEqual(['purchase S-61 2000', 'purchase S-62 3000'])
  await world.act(unmergeCustomers, { id: mergeId })
  expect(await standing('C-8')).toMatchObject({ purchases: ['purchase S-61 2000'], facts: ['purchase.made', 'purchase.voided'] })
  await tell('C-8', 'Order Completed', 1, { order_id: 'S-60', total: 10 })
  const noted = await notes()
  await tell('C-8', 'Order Cancelled', 2, { order_id: 'S-60' })
  expect(await notes()).toBe(noted)
  expect(await standing('C-8')).toMatchObject({ purchases: ['purchase S-61 2000'], metrics: { purchases: 1, spend: 2_000 } })
})

test('an order that is told and cancelled at the same moment by many is out in the end, and counts for nothing', async () => {
  const customerId = await world.customer({ code: 'C-10', phone: '+8613500000010' })
  for (let round = 0; round < 5; round++) {
    const number = `S-7${round}`
    const order = { customerId, number, amount: 100, occurredAt: '2026-06-14T01:00:00Z' }
    await Promise.all([
      ...Array.from({ length: 4 }, () => world.act(recordPurchase, order)),
      ...Array.from({ length: 4 }, () => world.act(voidPurchase, { customerId, number, occurredAt: '2026-06-14T02:00:00Z' })),
      world.act(recordPurchase, { ...order, kind: 'refund', amount: 40 }),
    ])
  }
  expect(await standing('C-10')).toMatchObject({ purchases: [], metrics: { purchases: 0, spend: 0 } })
})

test('webhooks of cancelled orders take out what webhooks of paid ones brought, by the ready mappings', async () => {
  const ready = (name: string) => {
    const found = readyMappings.find((each) => each.name === name)
    if (!found) throw new Error(`no mapping ${name}`)
    return found
  }
  const shops = [
    {
      mapping: ready('shopify-order'),
      header: 'x-shopify-hmac-sha256',
      paid: {},
      gone: { financial_status: 'pending', cancelled_at: '2026-06-15T11:00:00+08:00', cancel_reason: 'customer' },
    },
    { mapping: ready('woocommerce-order'), header: 'x-wc-webhook-signature', paid: {}, gone: { status: 'cancelled' } },
  ]
  for (const {
    mapping: { scheme, mapping, sample },
    header,
    gone,
  } of shops) {
    const { id, secret } = await world.act(createHook, { name: scheme, scheme, mapping, isOn: true })
    const send = async (body: unknown) => {
      const payload = JSON.stringify(body)
      const headers = { 'content-type': 'application/json', [header]: createHmac('sha256', secret).update(payload).digest('base64') }
      return (await (await world.http()).inject({ method: 'POST', url: `/in/${id}`, headers, payload })).json()
    }
    const ofScheme = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from purchases where channel ilike ${scheme}`.execute(world.db)).rows[0]?.n
    const cancelled = { ...Object(sample), ...gone }
    expect(await send(sample)).toEqual({ success: true })
    expect(await ofScheme()).toBe(1)
    expect(await world.ask(tryMapping, { mapping, body: JSON.stringify(cancelled), headers: {} })).toMatchObject({
      purchase: { kind: 'cancelled', amount: null },
    })
    expect(await send(cancelled)).toEqual({ success: true })
    expect(await ofScheme()).toBe(0)
    // The paid one is delivered once more, with another stamp.
    expect(await send({ ...Object(sample), updated_at: '2026-06-15T12:00:00+08:00' })).toEqual({ success: true })
    expect(await ofScheme()).toBe(0)
  }
})

test('a shop that writes false, nought or an empty time of orders that stand cancels none of them; what it names does', async () => {
  const mapping = {
    ...emptyMapping,
    customer: { code: '$.who' },
    purchase: { kind: 'purchase' as const, number: '$.no', amount: '$.paid', unit: 'major' as const },
  }
  const kindOf = async (off: unknown, named: string[] = []) => {
    const purchase = { ...mapping.purchase, voided: [{ at: '$.off', in: named }] }
    const body = JSON.stringify({ who: 'C-12', no: 'S-90', paid: 5, off })
    return (await world.ask(tryMapping, { mapping: { ...mapping, purchase }, body, headers: {} })).purchase?.kind
  }
  for (const off of [false, 0, '0', '0000-00-00 00:00:00', null, '']) expect([off, await kindOf(off)]).toEqual([off, 'purchase'])
  for (const off of [true, 1, '2026-06-14 10:00:00']) expect([off, await kindOf(off)]).toEqual([off, 'cancelled'])
  expect([await kindOf(0, ['0']), await kindOf(1, ['0'])]).toEqual(['cancelled', 'purchase'])
})

test('an order of a shop that has webhooks and exported files is one, and so is what was given back of it, by the ready mappings of both', async () => {
  const shopify = readyMappings.find(({ name }) => name === 'shopify-order')
  if (!shopify) throw new Error('no mapping')
  const { id, secret } = await world.act(createHook, { name: 'S', scheme: 'shopify', mapping: shopify.mapping, isOn: true })
  const deliver = async (state: object, number = '#2001') => {
    const payload = JSON.stringify({ ...Object(shopify.sample), name: '#2001', ...state })
    const headers = {
      'content-type': 'application/json',
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(payload).digest('base64'),
    }
    await (await world.http()).inject({ method: 'POST', url: `/in/${id}`, headers, payload })
    await world.settle()
    const { rows } = await sql<{ said: string }>`select kind || ' ' || amount as said from purchases
      where number = ${number} and source = 'Shopify' order by kind`.execute(world.db)
    return rows.map(({ said }) => said)
  }
  const columns =
    'Name,Email,Financial Status,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount'
  const file = async (refunded: string) => {
    const { id: importId } = await world.act(createImport, {
      name: 'orders_export.csv',
      text: `${columns}\n#2001,shan@example.com,paid,CNY,2026-06-15 10:30:00 +0800,2,明前龙井,256.00,LJ-100,${refunded}\n`,
      source: 'Shopify',
    })
    while (await runImports(world.services, { rows: 20_000 }));
    return (await world.ask(readImport, { id: importId })).counts
  }
  expect(await deliver({})).toEqual(['purchase 51200'])
  expect(await file('0.00')).toMatchObject({ purchasesNew: 0, refundsNew: 0, refused: 0 })
  expect(await deliver({ current_total_price: '400.10' })).toEqual(['purchase 51200', 'refund 11190'])
  expect(await file('111.90')).toMatchObject({ purchasesNew: 0, refundsNew: 0, refused: 0 })
  expect(await deliver({ current_total_price: '256.00' })).toEqual(['purchase 51200', 'refund 25600'])
  // What the shop said last holds: more is left again, all of it, and then less once more.
  const [left, updated_at] = ['400.10', '2026-06-15T10:31:00+08:00']
  expect(await deliver({ current_total_price: left, updated_at })).toEqual(['purchase 51200', 'refund 11190'])
  expect(await deliver({ updated_at })).toEqual(['purchase 51200'])
  expect(await deliver({ current_total_price: left, updated_at: '2026-06-15T11:00:00+08:00' })).toEqual(['purchase 51200', 'refund 11190'])
  // A delivery that others overtook changes nothing.
  expect(await deliver({ updated_at: '2026-06-15T10:45:00+08:00' })).toEqual(['purchase 51200', 'refund 11190'])
  expect(await deliver({ updated_at: '2026-06-15T11:30:00+08:00' })).toEqual(['purchase 51200'])
  expect(await deliver({ name: '#2003', total_price: '512.00', current_total_price: '600.00' }, '#2003')).toEqual(['purchase 60000'])
  const body = JSON.stringify({ ...Object(shopify.sample), name: '#2002', current_total_price: '12.00' })
  expect((await world.ask(tryMapping, { mapping: shopify.mapping, body, headers: {} })).purchase).toMatchObject({
    kind: 'purchase',
    amount: 51200,
    refunded: 50000,
  })
})
