import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { createSegment } from '../../segments/actions.ts'
import { countRule } from '../../segments/questions.ts'
import { lookForDiscoveries, muteDiscovery, readDiscoveries, unmuteDiscovery } from '../actions.ts'
import { discoveryKindKeys, discoveryKindOf } from '../discovery-kinds.ts'

type Order = {
  readonly customer: number
  readonly daysAgo: number
  readonly amount: number
  readonly channel?: string
  readonly product?: string
  readonly price?: number
}

const start = '2026-06-17T04:00:00Z'
const day = 86_400_000

/** Puts orders in at once, each with one line, as an import of history does. */
async function plant(world: World, orders: readonly Order[]): Promise<Map<number, string>> {
  const { newId } = world.services
  const ids = new Map([...new Set(orders.map((order) => order.customer))].map((n) => [n, newId()]))
  const rows = orders.map((order, i) => ({
    id: newId(),
    customer_id: ids.get(order.customer),
    number: String(i),
    at: new Date(world.now().getTime() - order.daysAgo * day).toISOString(),
    amount: order.amount,
    channel: order.channel ?? null,
    product: order.product ?? '杂货',
    price: order.price ?? order.amount,
  }))
  const text = JSON.stringify(rows)
  const shape = sql`jsonb_to_recordset(${text}::jsonb) as r(id uuid, customer_id uuid, number text, at timestamptz, amount bigint, channel text, product text, price bigint)`
  await world.system(async (ctx) => {
    await sql`insert into customers (id, code, name, created_at, updated_at) select id, code, '某人', ${ctx.now}, ${ctx.now} from jsonb_to_recordset(${JSON.stringify([...ids].map(([code, id]) => ({ code: String(code), id })))}::jsonb) as r(id uuid, code text)`.execute(
      ctx.db,
    )
    await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, channel, recorded_at) select customer_id, id, 'purchase', 'test', number, at, amount, 'CNY', channel, ${ctx.now} from ${shape}`.execute(
      ctx.db,
    )
    await sql`insert into purchase_lines (customer_id, purchase_id, line, product, name, category, quantity, amount) select customer_id, id, 1, product, product || '装', '茶', 1, price from ${shape}`.execute(
      ctx.db,
    )
    await sql`insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, quiet, payload)
      select customer_id, row_number() over (partition by customer_id order by at), id, 'purchase.made', at, ${ctx.now}::timestamptz, 'test', true, jsonb_build_object('amount', amount, 'number', number) from ${shape}`.execute(
      ctx.db,
    )
    await sql`insert into log_heads (customer_id, seq, done) select customer_id, count(*), count(*) from ${shape} group by 1 on conflict (customer_id) do update set seq = excluded.seq, done = excluded.done`.execute(
      ctx.db,
    )
  })
  await refreshEveryone(world.services)
  return ids
}

const tick = async (world: World) => {
  const found = world.services.registry.ticks.find((one) => one.name === 'discoveries')
  let portions = 0
  while (await found?.run(world.services)) if (++portions > 50) throw new Error('it does not come to an end')
  return portions
}

/** `of` new customers, `back` of whom come again ten days after. */
const beginners = (from: number, of: number, back: number, first: Omit<Order, 'customer' | 'amount'>): Order[] =>
  Array.from({ length: of }, (_, i) => from + i).flatMap((customer, i) => {
    const one: Order = { customer, amount: 5_000, ...first }
    return i < back ? [one, { customer, amount: 4_000, daysAgo: first.daysAgo - 10, product: '杂货', channel: '门店' }] : [one]
  })

describe('a firm in which something happened', () => {
  let world: World
  const found = async () => (await world.ask(readDiscoveries, {})).found
  const of = async (kind: string) => (await found()).filter((one) => one.kind === kind)

  beforeAll(async () => {
    world = await makeWorld({ start })
    const orders = [
      // Half a year ago to four months ago: what people began with.
      ...beginners(0, 80, 60, { daysAgo: 150, product: '明前龙井', channel: '门店' }),
      ...beginners(100, 200, 40, { daysAgo: 155, product: '茶杯', channel: '小程序' }),
      ...beginners(400, 80, 20, { daysAgo: 145, product: '普洱', channel: '门店' }),
      // Lately: the mini-program's customers no longer come back.
      ...beginners(600, 60, 2, { daysAgo: 40, product: '普洱', channel: '小程序' }),
      ...beginners(700, 40, 16, { daysAgo: 42, product: '普洱', channel: '门店' }),
      ...Array.from({ length: 60 }, (_, i) => ({
        customer: 800 + i,
        daysAgo: 20 + (i % 30),
        amount: 3_000,
        product: '茶盘',
        price: 3_000,
      })),
      ...Array.from({ length: 20 }, (_, i) => ({ customer: 800 + i, daysAgo: 1 + (i % 5), amount: 2_000, product: '茶盘', price: 2_000 })),
      { customer: 1_000, daysAgo: 3, amount: 9_999_900, product: '杂货' },
    ]
    await plant(world, orders)
    await world.act(lookForDiscoveries, {})
    await tick(world)
  }, 60_000)
  afterAll(() => world?.end())

  test('the product that brings people back is told of, with how many and compared with whom', async () => {
    const products = await of('product-return')
    const dragon = products.find((one) => one.key === '明前龙井')
    expect(dragon?.facts).toMatchObject({ name: '明前龙井装', n: 80, value: 0.75, days: 90 })
    expect(dragon?.facts.usual).toBeCloseTo(60 / 280, 6)
    expect(dragon?.facts.apart?.low).toBeGreaterThan(0.3)
    expect((await world.ask(countRule, { rule: dragon?.rule })).count).toBe(60)
    const cup = products.find((one) => one.key === '茶杯')
    expect(cup?.facts.value).toBe(0.2)
    expect((await world.ask(countRule, { rule: cup?.rule })).count).toBe(160)
    expect(products.map((one) => one.key)).not.toContain('普洱')
  })

  test('a channel whose customers got worse is told of, one that stayed is not', async () => {
    const channels = await of('channel-return')
    expect(channels.map((one) => one.key)).toEqual(['小程序'])
    expect(channels[0]?.facts).toMatchObject({ n: 60, usualN: 200, usual: 0.2 })
    expect(discoveryKindOf('channel-return')?.sentence(channels[0]?.facts ?? ({} as never)).zh).toContain('变差了')
    expect((await world.ask(countRule, { rule: channels[0]?.rule })).count).toBe(58)
  })

  test('a giant order is named with its customer behind it, and so is a price that fell', async () => {
    const [giant] = await of('giant-order')
    expect(giant?.facts).toMatchObject({ n: 1, amount: 9_999_900 })
    expect((await world.ask(countRule, { rule: giant?.rule })).count).toBe(1)
    const [price] = await of('price-shift')
    expect([price?.key, price?.facts.value, price?.facts.usual]).toEqual(['茶盘', 2_000, 3_000])
    expect((await world.ask(countRule, { rule: price?.rule })).count).toBe(20)
  })

  test('nothing that is told names a person, and every kind was looked at', async () => {
    const { week, found: told } = await world.ask(readDiscoveries, {})
    expect(week?.state).toBe('done')
    expect(week?.looked.map((one) => one.kind).toSorted()).toEqual([...discoveryKindKeys].toSorted())
    expect(JSON.stringify(told)).not.toContain('某人')
    for (const one of told) expect(discoveryKindOf(one.kind)?.sentence(one.facts).en).toMatch(/\{value\}|\{n\}/)
    expect(told.every((one) => one.isNew)).toBe(true)
  })

  test('what nobody wants to hear stays away, this week and the next, until it is called back', async () => {
    const [one] = await of('giant-order')
    await world.act(muteDiscovery, { discovery: one?.id, reason: 'known', note: '年会团购' })
    expect(await of('giant-order')).toEqual([])
    await world.act(lookForDiscoveries, {})
    await tick(world)
    expect(await of('giant-order')).toEqual([])
    const { muted } = await world.ask(readDiscoveries, {})
    expect(muted).toMatchObject([{ kind: 'giant-order', key: 'giant', reason: 'known', note: '年会团购', by: '老板' }])
    await world.act(unmuteDiscovery, { kind: 'giant-order', key: 'giant' })
    expect(await of('giant-order')).toHaveLength(1)
  })

  test('a look that is under way is not begun twice, and goes on after a crash where it was', async () => {
    await world.act(lookForDiscoveries, {})
    await expect(world.act(lookForDiscoveries, {})).rejects.toMatchObject({ code: 'discovery.under-way' })
    const run = world.services.registry.ticks.find((each) => each.name === 'discoveries')
    await run?.run(world.services)
    expect((await world.ask(readDiscoveries, {})).week?.looked).toHaveLength(1)
    await tick(world)
    expect((await world.ask(readDiscoveries, {})).week?.looked).toHaveLength(discoveryKindKeys.length)
  })

  test('the next Monday is looked at by itself and once, and what was told before is not new', async () => {
    world.setTime('2026-06-22T02:00:00Z')
    await tick(world)
    const next = await world.ask(readDiscoveries, {})
    expect([next.week?.week, next.week?.until]).toEqual(['2026-06-22', '2026-06-21T16:00:00.000Z'])
    expect(next.weeks.map((one) => one.week)).toEqual(['2026-06-22', '2026-06-15'])
    expect(next.found.find((one) => one.key === '明前龙井')?.isNew).toBe(false)
    expect(await tick(world)).toBe(0)
    expect((await world.ask(readDiscoveries, { week: '2026-06-15' })).week?.week).toBe('2026-06-15')
  })

  test('whoever sees some customers only is told nothing of all', async () => {
    const person = await world.person({ rights: { grants: { customer: { read: ['mine'] } }, fields: {}, rights: [] } })
    await expect(world.as(person).ask(readDiscoveries, {})).rejects.toMatchObject({ code: 'rights.not-everything' })
  })
})

test('a week in which a segment fills far beyond the usual is told of, an ordinary one is not, nor one that is drawn by chance', async () => {
  const world = await makeWorld({ start: '2026-03-01T04:00:00Z' })
  const { id } = await world.act(createSegment, { name: '重要客户', rule: { field: 'city', op: 'is', value: '杭州' } })
  const quiet = await world.act(createSegment, { name: '普通客户', rule: { field: 'city', op: 'is', value: '苏州' } })
  const drawn = await world.act(createSegment, { name: '随机一成', rule: { not: { bucket: { salt: 'x', from: 1_000, to: 10_000 } } } })
  world.setTime(start)
  const ids = [
    ...(
      await plant(
        world,
        Array.from({ length: 400 }, (_, customer) => ({ customer, daysAgo: 100, amount: 1 })),
      )
    ).values(),
  ]
  const told: { customer: string | undefined; segment: string; daysAgo: number }[] = []
  for (let week = 0; week < 9; week++) {
    const many = week === 0 ? 40 : 10 + (week % 3)
    for (const segment of [id, drawn.id])
      for (let i = 0; i < many; i++) told.push({ customer: ids[week * 40 + i], segment, daysAgo: week * 7 + 2 })
    for (let i = 0; i < 10 + (week % 2); i++) told.push({ customer: ids[week * 40 + i], segment: quiet.id, daysAgo: week * 7 + 2 })
  }
  await world.system((ctx) =>
    ctx.recordAll(
      told.map((one) => ({
        customerId: one.customer ?? '',
        kind: 'segment.entered',
        occurredAt: new Date(world.now().getTime() - one.daysAgo * day),
        payload: { segment: one.segment, name: '' },
        quiet: false,
      })),
    ),
  )
  await world.act(lookForDiscoveries, {})
  await tick(world)
  const shifts = (await world.ask(readDiscoveries, {})).found.filter((one) => one.kind === 'segment-shift')
  expect(shifts.map((one) => [one.facts.name, one.facts.value, one.facts.usualN])).toEqual([['重要客户', 40, 8]])
  expect((await world.ask(countRule, { rule: shifts[0]?.rule })).count).toBe(40)
  await world.end()
}, 30_000)

test('where everybody is alike nothing is found, and it says what was looked at; an empty firm is not looked at', async () => {
  const world = await makeWorld({ start })
  await tick(world)
  expect(await world.ask(readDiscoveries, {})).toMatchObject({ week: null, weeks: [], found: [] })
  const products = Array.from({ length: 12 }, (_, i) => `商品${i}`)
  await plant(
    world,
    products.flatMap((product, p) => beginners(p * 100, 60, 15 + (p % 3), { daysAgo: 200, product, channel: '门店' })),
  )
  expect(await tick(world)).toBeGreaterThan(0)
  const { week, found } = await world.ask(readDiscoveries, {})
  expect(found).toEqual([])
  expect(week?.looked.find((one) => one.kind === 'product-return')).toEqual({ kind: 'product-return', tested: 12, tooFew: 0, found: 0 })
  expect(week?.looked.find((one) => one.kind === 'cohort-return')).toMatchObject({ tested: 0, tooFew: 1 })

  // Orders as far apart as can be: no amount is beyond what half of them come to.
  await plant(
    world,
    Array.from({ length: 120 }, (_, n) => ({ customer: 5_000 + n, daysAgo: 3, amount: n % 2 ? 1 : 1e13 })),
  )
  await world.act(lookForDiscoveries, {})
  await tick(world)
  const last = await world.ask(readDiscoveries, {})
  expect(last.week?.looked.find((one) => one.kind === 'giant-order')).toEqual({ kind: 'giant-order', tested: 120, tooFew: 0, found: 0 })
  await world.end()
}, 30_000)
