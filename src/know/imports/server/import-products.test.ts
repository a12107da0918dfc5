import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createProduct, updateProduct } from '../../products/actions.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { createImport, readImport, undoImport } from '../actions.ts'
import { guessKind } from '../guess-columns.ts'
import { runImports } from './run-imports.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
afterEach(() => world.end())

async function work(): Promise<void> {
  for (let round = 0; round < 200; round++) if (!(await runImports(world.services))) return
  throw new Error('the imports do not come to rest')
}

async function bring(text: string, choices: object = {}) {
  const { id } = await world.act(createImport, { name: '商品.csv', text, ...choices })
  await work()
  return await world.ask(readImport, { id })
}

async function countProducts(): Promise<void> {
  const tick = world.services.registry.ticks.find(({ name }) => name === 'count-products')
  if (!tick) throw new Error('nothing counts products')
  await tick.run(world.services)
}

const products = async () =>
  (
    await world.database.pool.query(
      'select code, name, category, price::int, cost::int, stock::float8 as stock, on_sale as "onSale", recommended from products order by code',
    )
  ).rows

const list = `商品编码,商品名称,类目,售价,单位成本,库存,是否上架
TEA-1,明前龙井,绿茶,298.00,120.5,12,是
TEA-2,红茶,红茶,98,40,,是
BAG,购物袋,,0.5,0.2,0,否
,没有编码,,1,1,1,是
TEA-3,负价,,-5,1,1,是
TEA-2,滇红,,,42,,
`

test('a list of products is known by its columns, brought in, and taken back whole', async () => {
  const customerId = await world.customer({ name: '王芳' })
  const lines = [{ product: 'TEA-1', name: '龙井', category: '茶', quantity: 1, amount: 20_000 }]
  await world.act(recordPurchase, { customerId, number: 'D1', lines })
  await world.settle()
  const before = await products()
  expect(before).toMatchObject([{ code: 'TEA-1', name: '龙井', price: 20_000, cost: null }])

  const done = await bring(list)
  expect(done).toMatchObject({ kind: 'products', state: 'done', counts: { recordsNew: 2, recordsChanged: 1, refused: 2, customersNew: 0 } })
  expect(done.refusals.map(({ reason }) => reason.zh)).toEqual([expect.stringContaining('商品编码'), expect.stringContaining('负数')])
  expect(await products()).toEqual([
    { code: 'BAG', name: '购物袋', category: null, price: 50, cost: 20, stock: 0, onSale: false, recommended: true },
    { code: 'TEA-1', name: '明前龙井', category: '绿茶', price: 29_800, cost: 12_050, stock: 12, onSale: true, recommended: true },
    { code: 'TEA-2', name: '滇红', category: '红茶', price: 9_800, cost: 4_200, stock: null, onSale: true, recommended: true },
  ])

  expect((await bring(list)).counts).toMatchObject({ recordsNew: 0, recordsChanged: 0, recordsSame: 3 })
  await world.act(undoImport, { id: done.id })
  await work()
  expect(await products()).toEqual(before)
  expect(await world.ask(readImport, { id: done.id })).toMatchObject({ state: 'undone', undone: { recordsRemoved: 2, recordsRestored: 1 } })
})

test('products that only an undone import sold are gone with the next count; what somebody wrote of one keeps it', async () => {
  const kept = await world.act(createProduct, { code: 'NEW' })
  const orders = ['A', 'B', 'NEW'].map((code, i) => `D${i},M${i},2026-02-01 10:00:00,${code},${code}品,1,10`)
  const { id, state } = await bring(`订单号,会员号,下单时间,商品编码,商品名称,数量,实付金额\n${orders.join('\n')}\n`)
  expect(state).toBe('done')
  const customerId = await world.customer({ name: '王芳' })
  await world.act(recordPurchase, { customerId, number: 'X1', lines: [{ product: 'C', name: '丙', quantity: 1, amount: 500 }] })
  await world.settle()
  await countProducts()
  expect((await products()).map(({ code }) => code)).toEqual(['A', 'B', 'C', 'NEW'])
  const b = Object.values((await world.database.pool.query("select id from products where code = 'B'")).rows[0])
  await world.act(updateProduct, { id: String(b[0]), note: '春天再进' })

  await world.act(undoImport, { id })
  await work()
  await countProducts()
  expect((await products()).map(({ code }) => code)).toEqual(['B', 'C', 'NEW'])
  expect(kept.version).toBe(1)
})

test('a product that is sold again while the count takes it away is back with the next count', async () => {
  const { id } = await bring('订单号,会员号,下单时间,商品编码,商品名称,数量,实付金额\nE1,M1,2026-02-01 10:00:00,A,甲,1,10\n')
  const customerId = await world.customer({ name: '王芳' })
  await world.settle()
  await countProducts()
  await world.act(undoImport, { id })
  await work()
  const held = await world.database.pool.connect()
  try {
    await held.query("begin; select 1 from products where code = 'A' for update")
    const counting = countProducts()
    const isWaiting = async () =>
      (await world.database.pool.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"))
        .rows.length > 0
    while (!(await isWaiting())) await new Promise((done) => setTimeout(done, 10))
    // It finds its product here still.
    await world.act(recordPurchase, { customerId, number: 'E2', lines: [{ product: 'A', name: '甲', quantity: 1, amount: 500 }] })
    await world.settle()
    await held.query('rollback')
    await counting
  } finally {
    held.release()
  }
  expect(await products()).toEqual([])
  await countProducts()
  expect((await products()).map(({ code }) => code)).toEqual(['A'])
})

test('what an import did not say stays; asked to, it empties', async () => {
  await bring('商品编码,商品名称,成本\nA,甲,10\n')
  expect((await bring('商品编码,售价,库存\nA,20,\n', { kind: 'products' })).counts).toMatchObject({ recordsChanged: 1 })
  expect(await products()).toMatchObject([{ code: 'A', name: '甲', price: 2_000, cost: 1_000, stock: null }])
  await bring('商品编码,成本\nA,\nB,3\n', { kind: 'products', emptyCells: 'clear', mode: 'update' })
  expect(await products()).toMatchObject([{ code: 'A', name: '甲', price: 2_000, cost: null }])
})

test('purchases are not taken for products', () => {
  const header = (text: string) => text.split(',')
  expect(guessKind(header('商品编码,商品名称,售价,库存'), [])).toBe('products')
  expect(guessKind(header('SKU,Title,Price,Cost'), [])).toBe('products')
  expect(guessKind(header('订单号,会员号,下单时间,商品编码,商品名称,单价'), [])).toBe('purchases')
  expect(guessKind(header('手机,商品编码,价格,日期'), [])).toBe('purchases')
})
