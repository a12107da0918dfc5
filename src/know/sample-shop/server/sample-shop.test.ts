import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { listImports } from '../../imports/actions.ts'
import { loadSampleShop, readSampleShop } from '../actions.ts'
import { sampleShop } from '../make-shop.ts'
import { sampleTurns, shopUntil } from '../split-shop.ts'
import { continueSampleShop } from './feature.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const tick = async (name: string) => {
  const found = world.services.registry.ticks.find((each) => each.name === name)
  if (!found) throw new Error(`no tick ${name}`)
  while (await found.run(world.services)) continue
}

test('the sample shop comes in through ordinary imports, guessed rightly, and adds up', async () => {
  expect(await world.ask(readSampleShop, {})).toMatchObject({ state: 'none', offered: true })
  await world.act(loadSampleShop, { customers: 1_000 })
  await expect(world.act(loadSampleShop, {})).rejects.toMatchObject({ code: 'sample-shop.not-empty' })
  let steps = 2
  const play = async () => steps-- > 0
  expect(await continueSampleShop(world.services, play)).toBe(true)
  expect(await world.ask(readSampleShop, {})).toMatchObject({ state: 'loading', offered: false })
  await tick('imports')
  await world.settle()
  while (await continueSampleShop(world.services, play));
  expect(steps).toBe(-1)
  expect(await continueSampleShop(world.services, play)).toBe(false)
  expect(steps).toBe(-1)
  expect(await world.ask(readSampleShop, {})).toMatchObject({ state: 'ready', offered: false })

  const [begin = world.now()] = sampleTurns(world.now())
  const shop = shopUntil(sampleShop({ now: world.now(), customers: 1_000 }), begin)
  const { imports } = await world.ask(listImports, {})
  const [purchases, customers] = imports
  expect(customers).toMatchObject({
    kind: 'customers',
    state: 'done',
    createdAt: begin.toISOString(),
    counts: { rows: shop.customers.length },
  })
  expect(customers?.counts.refused).toBeLessThan(150)
  expect(purchases).toMatchObject({ kind: 'purchases', state: 'done' })
  const paid = shop.orders.flatMap((order) => order.lines).reduce((sum, line) => sum + line.paid, 0)
  const back = shop.orders.flatMap((order) => order.refund?.lines ?? []).reduce((sum, line) => sum - line.paid, 0)
  const { rows } = await sql<{
    kind: string
    n: number
    amount: string
  }>`select kind, count(*) as n, sum(amount) as amount from purchases group by kind order by kind`.execute(world.db)
  expect(purchases?.counts.refused).toBe(0)
  expect(rows).toEqual([
    { kind: 'purchase', n: shop.orders.length, amount: String(paid) },
    { kind: 'refund', n: shop.orders.filter((order) => order.refund).length, amount: String(back) },
  ])
}, 60_000)
