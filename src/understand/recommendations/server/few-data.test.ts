import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { countTick } from '../../../know/products/server/count-products.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { makeRecommendations, readCustomerRecommendations, readRecommendations } from '../actions.ts'
import { workOnRecommendations } from './make-set.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world?.end())

const make = async () => {
  await world.settle()
  await countTick.run(world.services)
  await world.act(makeRecommendations, {})
  await workOnRecommendations(world.services)
}

test('before anything was sold the page says so', async () => {
  const id = await world.customer({ name: '王芳' })
  expect(await world.ask(readCustomerRecommendations, { id })).toMatchObject({ state: 'not-made', products: [] })
  await make()
  const { set, work } = await world.ask(readRecommendations, {})
  expect(work).toMatchObject({ state: 'done', failure: null })
  expect(set).toMatchObject({ verdict: 'nothing', method: 'none', customers: 0, trials: [] })
  expect(await world.ask(readCustomerRecommendations, { id })).toMatchObject({ state: 'nothing-left' })
})

test('five customers and three products: what sells best, in plain words', async () => {
  const ids: string[] = []
  for (let k = 0; k < 5; k++) {
    const customerId = await world.customer({ name: `客户${k}` })
    ids.push(customerId)
    const lines = [
      { product: 'A', name: '绿茶', quantity: 1, amount: 100 },
      ...(k < 3 ? [{ product: 'B', name: '红茶\t\\散装', quantity: 1, amount: 100 }] : []),
      ...(k < 1 ? [{ product: 'C', name: '茶杯', quantity: 1, amount: 0 }] : []),
    ]
    await world.act(recordPurchase, { customerId, number: `N${k}`, lines, occurredAt: `2026-06-0${k + 1}T04:00:00Z` })
  }
  await make()
  const { set } = await world.ask(readRecommendations, {})
  expect(set).toMatchObject({ verdict: 'too-few', method: 'popularity', buyers: 5, learnt: 2 })
  expect(set?.words.zh).toContain('卖得最好')
  const last = await world.ask(readCustomerRecommendations, { id: ids[4] ?? '' })
  expect(last.products).toMatchObject([{ code: 'B', name: '红茶\t\\散装', reason: { kind: 'popular', buyers: 3 } }])
  expect(await world.ask(readCustomerRecommendations, { id: ids[0] ?? '' })).toMatchObject({ state: 'nothing-left', products: [] })
})
