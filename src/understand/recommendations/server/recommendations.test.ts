import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plantTastes } from '../../../../test/plant-tastes.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { previewTemplate } from '../../../act/messages/try-template-actions.ts'
import { updateCustomer } from '../../../know/customers/actions.ts'
import { updateProduct } from '../../../know/products/actions.ts'
import { countTick } from '../../../know/products/server/count-products.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import * as actions from '../actions.ts'
import { recommendationsTick } from './making-due.ts'
import { workOnRecommendations } from './make-set.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  customers = await plantTastes(world, 60)
}, 60_000)
afterAll(() => world?.end())

let customers: string[] = []

const state = () => world.ask(actions.readRecommendations, {})
const listOf = (id: string) => world.ask(actions.readCustomerRecommendations, { id })
const codesOf = async (id: string) => (await listOf(id)).products.map(({ code }) => code)
const make = async () => {
  await world.act(actions.makeRecommendations, {})
  await workOnRecommendations(world.services)
  const { work } = await state()
  expect(work).toMatchObject({ state: 'done', failure: null })
}
const productId = async (code: string) => {
  const { rows } = await sql<{ id: string }>`select id from products where code = ${code}`.execute(world.db)
  return rows[0]?.id ?? ''
}
const first = () => customers[0] ?? ''

test('after a large import lists are made by themselves, once products were counted', async () => {
  await refreshEveryone(world.services)
  await recommendationsTick.run(world.services)
  expect((await state()).set).toBeNull()
  await countTick.run(world.services)
  await recommendationsTick.run(world.services)
  const { set, work } = await state()
  expect(work).toMatchObject({ state: 'done' })
  expect(set).toMatchObject({ verdict: 'personal', buyers: 120, customers: 120, mode: 'new' })
  expect(set?.trial).toMatchObject({ days: 90 })
  const figures = Object.fromEntries((set?.trials ?? []).map((trial) => [trial.kind, trial.ranking.ndcg10]))
  expect(figures['ease']).toBeGreaterThan(figures['popularity'] ?? 1)
  expect(set?.words.zh).toContain('畅销榜')
})

test('everybody is offered what fits their taste and they have not bought, with the counts behind it', async () => {
  for (const [at, taste] of [
    [0, 'tea'],
    [60, 'coffee'],
  ] as const) {
    const id = customers[at] ?? ''
    const { products, state: standing } = await listOf(id)
    expect(standing).toBe('listed')
    expect(products).toHaveLength(5)
    expect(products.slice(0, 3).every(({ code }) => code.startsWith(taste))).toBe(true)
    const { rows } = await sql<{ product: string }>`select product from purchase_lines where customer_id = ${id}`.execute(world.db)
    expect(products.filter(({ code }) => rows.some(({ product }) => product === code))).toEqual([])
    const reason = products[0]?.reason
    expect(reason).toMatchObject({ kind: 'together' })
    const { rows: both } = await sql<{ n: number; of: number }>`select count(*) filter (where exists (select 1 from purchase_lines b
        where b.customer_id = a.customer_id and b.product = ${products[0]?.code ?? ''})) as n, count(*) as of
      from (select distinct customer_id from purchase_lines where product = ${reason?.product ?? ''}) a`.execute(world.db)
    expect([reason?.together, reason?.buyers]).toEqual([both[0]?.n, both[0]?.of])
    expect(reason?.words.zh).toContain(`${both[0]?.n}/${both[0]?.of} 位`)
  }
})

test('whoever may not read purchases is told what is recommended, and not what was bought', async () => {
  const rights = (kinds: readonly string[]) => ({
    grants: Object.fromEntries(kinds.map((kind) => [kind, { read: ['all' as const] }])),
    fields: {},
    rights: [],
  })
  const reader = await world.person({ rights: rights(['customer', 'product']) })
  const buyer = await world.person({ rights: rights(['customer', 'product', 'purchase']) })
  const id = first()
  const seen = await world.as(reader).ask(actions.readCustomerRecommendations, { id })
  expect(seen.products.map(({ code }) => code)).toEqual(await codesOf(id))
  expect(seen.products.map(({ reason }) => [reason?.kind, reason?.product])).toEqual(seen.products.map(() => ['popular', null]))
  expect(await world.as(buyer).ask(actions.readCustomerRecommendations, { id })).toEqual(await listOf(id))
  const likely = await world.as(reader).ask(actions.listLikelyBuyers, { code: seen.products[0]?.code })
  expect(likely.customers.length).toBeGreaterThan(0)
  expect(JSON.stringify(likely.customers.map(({ words }) => words))).not.toMatch(/买过“/)
})

test('rules, lists and letters can name the products', async () => {
  const [code = ''] = await codesOf(first())
  const ask = async (rule: object) => {
    const app = await world.http()
    const reply = await app.inject({
      url: `/api/customers?rule=${encodeURIComponent(JSON.stringify(rule))}&limit=200`,
      headers: { 'x-test-role': 'member' },
    })
    return reply.json().rows.map((row: { id: string }) => row.id)
  }
  const found = await ask({ field: 'likelyCodes', op: 'contains', value: `[${code}]` })
  expect(found).toContain(first())
  const likely = await world.ask(actions.listLikelyBuyers, { code, limit: 200 })
  expect(likely.total).toBe(found.length)
  expect(likely.customers.map(({ id }) => id).toSorted()).toEqual(found.toSorted())
  const products = await world.ask(actions.listRecommendedProducts, {})
  expect(products.products.find((one) => one.code === code)?.listed).toBe(found.length)
  const written = { subject: '您好', body: '为您挑了 {{ recommendations }}', customerId: first() }
  const letter = await world.ask(previewTemplate, written)
  expect(letter.text).toContain(`${code} 名、`)
  expect(await ask({ field: 'likelyProducts', op: 'contains', value: `${code} 名` })).toContain(first())
})

test('what is not wanted goes at once and stays away; it can come back', async () => {
  const [code = ''] = await codesOf(first())
  expect(await world.act(actions.refuseRecommendation, { id: first(), product: code })).toMatchObject({ changed: true })
  expect(await world.act(actions.refuseRecommendation, { id: first(), product: code })).toMatchObject({ changed: false })
  expect(await codesOf(first())).not.toContain(code)
  expect((await listOf(first())).refused).toMatchObject([{ code }])
  await make()
  expect(await codesOf(first())).toHaveLength(5)
  expect(await codesOf(first())).not.toContain(code)
  await world.act(actions.allowRecommendation, { id: first(), product: code })
  await make()
  expect(await codesOf(first())).toContain(code)
  await expect(world.act(actions.refuseRecommendation, { id: first(), product: 'nothing' })).rejects.toMatchObject({
    code: 'recommendation.unknown-product',
  })
})

test('what was bought meanwhile goes from the list; who buys for the first time is offered what most buy', async () => {
  const [code = ''] = await codesOf(first())
  const line = [{ product: code, quantity: 1, amount: 1_000 }]
  await world.act(recordPurchase, { customerId: first(), number: 'now-1', lines: line })
  const stranger = await world.customer({ name: '新客' })
  expect((await listOf(stranger)).products[0]).toMatchObject({ code: 'cup', reason: { kind: 'popular', buyers: 120 } })
  await world.act(recordPurchase, { customerId: stranger, number: 'now-2', lines: line })
  await world.settle()
  expect(await codesOf(first())).not.toContain(code)
  const { rows } = await sql<{
    names: string
  }>`select likely_products as names from recommendations where customer_id = ${stranger}`.execute(world.db)
  expect(rows[0]?.names.split('、')).toHaveLength(5)
  expect(rows[0]?.names).not.toContain(`${code} 名`)
  expect(rows[0]?.names.split('、')[0]).toBe('cup 名')
})

test('whoever wants no personalisation gets nothing, at once, and the page says why', async () => {
  const id = customers[1] ?? ''
  expect(await codesOf(id)).toHaveLength(5)
  await world.act(updateCustomer, { id, noPersonalisation: true })
  expect(await listOf(id)).toMatchObject({ state: 'no-personalisation', products: [] })
  expect((await listOf(id)).words?.zh).toContain('不做个性化')
  await world.settle()
  const kept = async () => (await sql`select 1 from recommendations where customer_id = ${id}`.execute(world.db)).rows.length
  expect(await kept()).toBe(0)
  await make()
  expect(await kept()).toBe(0)
  expect((await state()).set).toMatchObject({ withoutPersonal: 1 })
})

test('out of stock, off sale, never to be recommended, without a price: in no list, and counted', async () => {
  await world.act(updateProduct, { id: await productId('tea-1'), stock: 0 })
  await world.act(updateProduct, { id: await productId('tea-2'), onSale: false })
  await world.act(updateProduct, { id: await productId('coffee-1'), recommended: false })
  await world.act(updateProduct, { id: await productId('coffee-2'), price: null })
  await make()
  const { set } = await state()
  expect(set?.leftOut).toMatchObject({ outOfStock: 1, offSale: 1, notRecommended: 1, noPrice: 1 })
  const { rows } = await sql<{ code: string }>`select distinct unnest(codes) as code from recommendations`.execute(world.db)
  const shown = rows.map((row) => row.code)
  expect(shown.filter((code) => ['tea-1', 'tea-2', 'coffee-1', 'coffee-2'].includes(code))).toEqual([])
  expect(shown.length).toBeGreaterThan(8)
})

test('a product can be kept from whoever bought another, and from a segment', async () => {
  const segment = world.services.newId()
  await sql`insert into segments (id, name, rule, state, created_at, updated_at) values (${segment}, '不喝茶', '{"all":[]}'::jsonb, 'active', ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  await sql`insert into memberships (customer_id, segment_id, entered_at) values (${first()}, ${segment}, ${world.now()})`.execute(world.db)
  await expect(world.act(actions.addExclusion, { product: 'cup' })).rejects.toMatchObject({ code: 'recommendation.exclusion-empty' })
  await expect(world.act(actions.addExclusion, { product: 'no', segmentId: segment })).rejects.toMatchObject({
    code: 'recommendation.unknown-product',
  })
  const { id } = await world.act(actions.addExclusion, { product: 'tea-4', segmentId: segment })
  await world.act(actions.addExclusion, { product: 'tea-5', withProduct: 'tea-0' })
  await make()
  const { rows } = await sql<{ id: string; codes: string[]; had: boolean }>`select customer_id as id, codes,
    exists (select 1 from purchase_lines l where l.customer_id = r.customer_id and l.product = 'tea-0') as had from recommendations r`.execute(
    world.db,
  )
  expect(rows.find((row) => row.id === first())?.codes).not.toContain('tea-4')
  expect(rows.filter(({ had, codes }) => had && codes.includes('tea-5'))).toEqual([])
  expect(rows.some(({ had, codes }) => !had && codes.includes('tea-5'))).toBe(true)
  expect(rows.some(({ codes }) => codes.includes('tea-4'))).toBe(true)
  await world.act(actions.removeExclusion, { id })
  expect((await state()).exclusions).toMatchObject([{ product: 'tea-5', withProduct: 'tea-0' }])
})

test('what breaks off before the end, or is stopped, leaves the old lists whole', async () => {
  const all = async () => (await sql`select * from recommendations order by customer_id`.execute(world.db)).rows
  const sets = async () => (await sql<{ n: number }>`select count(*) as n from recommendation_sets`.execute(world.db)).rows[0]?.n
  const [before, had] = [await all(), await sets()]
  await world.act(actions.saveRecommendationSettings, { mode: 'both', minBuyers: 10, length: 3 })
  for (const point of ['read', 'copied', 'replaced'] as const) {
    await workOnRecommendations(world.services, {
      at: (reached) => {
        if (reached === point) throw new Error('the power went')
      },
    })
    expect(await all()).toEqual(before)
  }
  expect((await state()).work).toMatchObject({ state: 'failed' })
  await world.act(actions.makeRecommendations, {})
  await workOnRecommendations(world.services, {
    at: async (reached) => {
      if (reached === 'chosen') await world.act(actions.stopRecommendations, {}).then(() => new Promise((done) => setTimeout(done, 1_200)))
    },
  })
  expect((await state()).work).toMatchObject({ state: 'stopped' })
  expect(await all()).toEqual(before)
  expect(await sets()).toBe(had)
  await make()
  expect((await listOf(customers[2] ?? '')).products).toHaveLength(3)
  expect((await state()).set).toMatchObject({ mode: 'both' })
})

test('what is bought together is told with its interval', async () => {
  const told = await world.ask(actions.readBoughtTogether, { code: 'tea-3' })
  expect(told.others.length).toBeGreaterThan(2)
  for (const { together, share, lift } of told.others) {
    expect(share.value).toBeCloseTo(together / told.buyers, 12)
    expect(share.low).toBeLessThan(share.value)
    expect(share.high).toBeGreaterThanOrEqual(share.value - 1e-9)
    expect(lift).toBeGreaterThan(0)
  }
})

test('each list may hold new things, repeats or both, whatever the firm shows otherwise', async () => {
  const id = customers[3] ?? ''
  const bought = async () =>
    new Set(
      (await sql<{ product: string }>`select distinct product from purchase_lines where customer_id = ${id}`.execute(world.db)).rows.map(
        ({ product }) => product,
      ),
    )
  const codes = async (items?: 'new' | 'repeat' | 'both') =>
    (await world.ask(actions.readCustomerRecommendations, { id, ...(items ? { items } : {}) })).products.map(({ code }) => code)
  const setMode = async (mode: 'new' | 'repeat' | 'both') => {
    await world.act(actions.saveRecommendationSettings, { mode, minBuyers: 2, length: 4 })
    await make()
  }
  const shown = async () =>
    (await sql<{ codes: string }>`select likely_codes as codes from recommendations where customer_id = ${id}`.execute(world.db)).rows[0]
      ?.codes
  await setMode('repeat')
  const had = await bought()
  const [fresh, again, either] = [await codes('new'), await codes('repeat'), await codes('both')]
  expect(fresh.filter((code) => had.has(code))).toEqual([])
  expect(fresh).toHaveLength(4)
  expect(again.length).toBeGreaterThan(1)
  expect(again.every((code) => had.has(code))).toBe(true)
  expect(either).toHaveLength(4)
  expect(either.every((code) => [...fresh, ...again].includes(code))).toBe(true)
  // Fields, the page and whom to offer something to go by the setting.
  expect(await codes()).toEqual(again)
  expect(await shown()).toBe(again.map((code) => `[${code}]`).join(' '))
  expect((await state()).set).toMatchObject({ mode: 'repeat' })
  const likely = await world.ask(actions.listLikelyBuyers, { code: again[0] ?? '', limit: 200 })
  expect(likely.customers.map((one) => one.id)).toContain(id)
  expect((await world.ask(actions.listLikelyBuyers, { code: fresh[0] ?? '', limit: 200 })).customers.map((one) => one.id)).not.toContain(id)
  await setMode('new')
  const offered = await codes()
  expect(offered.filter((code) => had.has(code))).toEqual([])
  expect(await shown()).toBe(offered.map((code) => `[${code}]`).join(' '))
  // What they buy now is no longer new to them, and may come again.
  const [code = ''] = offered
  await world.act(recordPurchase, { customerId: id, number: 'again-1', lines: [{ product: code, quantity: 1, amount: 1_000 }] })
  await world.settle()
  expect(await codes('new')).not.toContain(code)
  expect(await codes('repeat')).toContain(code)
  const stranger = await world.customer({ name: '还没买过' })
  expect(await world.ask(actions.readCustomerRecommendations, { id: stranger, items: 'repeat' })).toMatchObject({
    state: 'nothing-left',
    words: { en: expect.stringContaining('nothing was bought yet') },
  })
  const app = await world.http()
  const wrong = await app.inject({ url: `/api/customers/${id}/recommendations?items=old`, headers: { 'x-test-role': 'member' } })
  expect(wrong.statusCode).toBe(400)
}, 60_000)
