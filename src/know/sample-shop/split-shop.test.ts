import { expect, test } from 'vitest'
import { sampleShop } from './make-shop.ts'
import { daysPlayed, newsOfShop, sampleTurns, shopUntil } from './split-shop.ts'
import { shopClock } from './weigh-days.ts'

const now = new Date('2026-11-21T13:00:00Z')
const shop = sampleShop({ now, customers: 300 })

test('the turns are mornings of the last days, every other one, and then now', () => {
  const turns = sampleTurns(now)
  expect(turns).toHaveLength(daysPlayed / 2 + 2)
  expect(shopClock(turns[0] ?? now)).toBe('2026-08-23 10:00:00')
  expect(turns.at(-1)).toEqual(now)
  const early = sampleTurns(new Date('2026-11-21T01:00:00Z'))
  expect(shopClock(early.at(-2) ?? now)).toBe('2026-11-19 10:00:00')
})

test('the past and the news of each turn together are the whole shop, nothing twice', () => {
  const turns = sampleTurns(now)
  const past = shopUntil(shop, turns[0] ?? now)
  const news = turns.slice(1).map((until, i) => newsOfShop(shop, turns[i] ?? until, until))
  expect(past.customers.length + news.flatMap(({ customers }) => customers).length).toBe(300)
  const sold = news.flatMap(({ sales }) => sales)
  expect(sold.every(({ lines }) => lines.every(({ paid, quantity }) => paid >= 0 && quantity > 0))).toBe(true)
  const bought = sold.filter(({ kind }) => kind === 'purchase')
  expect(past.orders.length + bought.length).toBe(shop.orders.length)
  const returned = past.orders.filter(({ refund }) => refund).length + sold.filter(({ kind }) => kind === 'refund').length
  expect(returned).toBe(shop.orders.filter(({ refund }) => refund).length)
})
