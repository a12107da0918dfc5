import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { createProduct, removeProduct, updateProduct } from '../actions.ts'
import { countTick } from './count-products.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

let numbers = 0
const buy = async (customerId: string, at: string, lines: readonly object[]) =>
  world.act(recordPurchase, { customerId, number: `P${++numbers}`, occurredAt: at, lines })

type Row = {
  id: string
  code: string
  name: string
  category: string | null
  price: number | null
  buyers: number
  version: number
  stock: string | null
}
const products = async () =>
  (await sql<Row>`select id, code, name, category, price, buyers, version, stock from products order by code`.execute(world.db)).rows
const named = async (code: string) => {
  const found = (await products()).find((row) => row.code === code)
  if (!found) throw new Error(`no product ${code}`)
  return found
}

test('what is sold becomes a product by itself, called as the newest sale calls it', async () => {
  const [one, two] = [await world.customer({ name: '王芳' }), await world.customer({ name: '李雷' })]
  await buy(one, '2026-05-01T04:00:00Z', [{ product: 'TEA-1', name: '龙井', category: '茶', quantity: 2, amount: 10_000 }])
  await world.settle()
  expect(await products()).toMatchObject([{ code: 'TEA-1', name: '龙井', category: '茶', price: 5_000 }])
  await buy(two, '2026-05-09T04:00:00Z', [{ product: 'TEA-1', name: '西湖龙井', category: '绿茶', quantity: 1, amount: 6_000 }])
  await buy(one, '2026-04-01T04:00:00Z', [{ product: 'TEA-1', name: '旧名', quantity: 1, amount: 1_000 }])
  await world.settle()
  await countTick.run(world.services)
  expect(await products()).toMatchObject([{ code: 'TEA-1', name: '西湖龙井', category: '绿茶', price: 6_000, buyers: 2 }])
})

test('what a person has written stays, whatever later sales say; the rest follows them', async () => {
  const { id } = await named('TEA-1')
  const { version } = await world.act(updateProduct, { id, name: '明前龙井', cost: 2_500, stock: 12.5 })
  await buy(await world.customer({ name: '韩梅' }), '2026-06-01T04:00:00Z', [
    { product: 'TEA-1', name: '龙井(促销)', quantity: 1, amount: 4_000 },
  ])
  await world.settle()
  world.pass({ amount: 2, unit: 'hours' })
  await countTick.run(world.services)
  expect(await named('TEA-1')).toMatchObject({ name: '明前龙井', price: 4_000, buyers: 3, stock: '12.5', category: '绿茶' })
  await expect(world.act(updateProduct, { id, name: '别名', version: version - 1 })).rejects.toMatchObject({
    code: 'product.changed-meanwhile',
  })
})

test('a product that was sold cannot be removed, one that was not can; a code comes once', async () => {
  const { id } = await named('TEA-1')
  await expect(world.act(removeProduct, { id })).rejects.toMatchObject({ code: 'product.was-sold' })
  const made = await world.act(createProduct, { code: 'NEW-1', name: '新品', price: 100 })
  await expect(world.act(createProduct, { code: 'NEW-1' })).rejects.toMatchObject({ code: 'product.code-taken' })
  await world.act(removeProduct, { id: made.id })
  expect((await products()).map((row) => row.code)).toEqual(['TEA-1'])
})

test('a refund makes no product and no buyer', async () => {
  const customerId = await world.customer({ name: '赵六' })
  await world.act(recordPurchase, {
    customerId,
    number: 'R1',
    kind: 'refund',
    lines: [{ product: 'BACK-1', name: '退货', quantity: 1, amount: 500 }],
  })
  await world.settle()
  world.pass({ amount: 2, unit: 'hours' })
  await countTick.run(world.services)
  expect((await products()).map((row) => row.code)).toEqual(['TEA-1'])
})
