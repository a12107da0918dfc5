import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sampleCities } from './cities.ts'
import { sampleShop } from './make-shop.ts'
import { sampleProducts } from './products.ts'
import type { SampleOrder } from './shop.ts'
import { shopClock } from './weigh-days.ts'

const now = new Date('2026-06-30T12:00:00+08:00')
const shop = sampleShop({ now })
const dayLength = 86_400_000

const paidFor = ({ lines, refund }: SampleOrder) => [...lines, ...(refund?.lines ?? [])].reduce((sum, line) => sum + line.paid, 0)
const ordersOf = Map.groupBy(shop.orders, (order) => order.customerNumber)
const buyers = shop.customers.filter(({ number }) => ordersOf.has(number))
const shareOf = (part: number, whole: number) => part / whole
const checksum = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)

function ordersBetween(from: string, to: string): number {
  return shop.orders.filter(({ at }) => shopClock(at) >= from && shopClock(at) < to).length
}

describe('the sample shop', () => {
  it('is the same shop for the same arguments, to the last letter', () => {
    expect(checksum(shop)).toBe('f7eae0312a1c7014')
    expect(checksum(sampleShop({ now }))).toBe(checksum(shop))
  })

  it('is another shop for another seed', () => {
    expect(checksum(sampleShop({ now, seed: 1, customers: 20 }))).not.toBe(checksum(sampleShop({ now, seed: 2, customers: 20 })))
  })

  it('has as many customers as asked for, and a small shop has people of the large one', () => {
    expect(shop.customers).toHaveLength(3000)
    const names = new Set(shop.customers.map(({ name, joinedAt }) => `${name} ${joinedAt.getTime()}`))
    const small = sampleShop({ now, customers: 100 })
    expect(small.customers).toHaveLength(100)
    expect(small.customers.filter(({ name, joinedAt }) => !names.has(`${name} ${joinedAt.getTime()}`))).toEqual([])
    expect(sampleShop({ now, customers: 0 })).toEqual({ customers: [], orders: [] })
  })

  it('refuses years whose festivals it does not know', () => {
    expect(() => sampleShop({ now: new Date('2021-01-01T00:00:00Z'), customers: 1 })).toThrow(RangeError)
    expect(() => sampleShop({ now: new Date('2042-01-01T00:00:00Z'), customers: 1 })).toThrow(RangeError)
    expect(() => sampleShop({ now: new Date(Number.NaN), customers: 1 })).toThrow(RangeError)
  })
})

describe('its customers', () => {
  it('are told apart by member number, telephone and address', () => {
    for (const field of ['number', 'phone', 'email'] as const) {
      const values = shop.customers.flatMap((customer) => customer[field] ?? [])
      expect([field, new Set(values).size]).toEqual([field, values.length])
    }
  })

  it('live in districts of their own city and province', () => {
    expect(sampleCities.length).toBeGreaterThanOrEqual(60)
    const known = new Set(
      sampleCities.flatMap(({ province, city, districts }) => districts.map((district) => `${province.zh}${city.zh}${district}`)),
    )
    const places = shop.customers.flatMap(({ place }) => place ?? [])
    expect(places.filter(({ province, city, district }) => !known.has(`${province.zh}${city.zh}${district}`))).toEqual([])
    expect(new Set(places.map(({ city }) => city.zh)).size).toBeGreaterThan(50)
  })

  it('joined within the three years, grown up, in the order of their numbers', () => {
    const joined = shop.customers.map(({ joinedAt }) => joinedAt.getTime())
    expect(joined).toEqual(joined.toSorted((a, b) => a - b))
    expect(Math.min(...joined)).toBeGreaterThan(now.getTime() - 1097 * dayLength)
    expect(Math.max(...joined)).toBeLessThanOrEqual(now.getTime())
    const ages = shop.customers.flatMap(({ birthday, joinedAt }) =>
      birthday ? [(joinedAt.getTime() - Date.parse(birthday)) / dayLength / 365.25] : [],
    )
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(18)
    expect(Math.max(...ages)).toBeLessThan(80)
  })

  it('bear surnames about as often as the population does', () => {
    const people = shop.customers.filter(({ rhythm }) => rhythm !== 'business')
    const five = people.filter(({ name }) => '王李张刘陈'.includes(name.charAt(0)))
    expect(shareOf(five.length, people.length)).toBeGreaterThan(0.28)
    expect(shareOf(five.length, people.length)).toBeLessThan(0.38)
    expect(people.some(({ name }) => name.startsWith('欧阳'))).toBe(true)
  })

  it('lack some fields, as in real life', () => {
    const missing = (test: (customer: (typeof shop.customers)[number]) => boolean) =>
      shareOf(shop.customers.filter(test).length, shop.customers.length)
    for (const share of [
      missing(({ phone }) => phone === null),
      missing(({ sex }) => sex === null),
      missing(({ place }) => place === null),
      missing(({ written }) => Object.keys(written).length > 0),
    ]) {
      expect(share).toBeGreaterThan(0.01)
      expect(share).toBeLessThan(0.15)
    }
    expect(shop.customers.filter(({ phone, email }) => phone === null && email === null).length).toBeLessThan(10)
    expect(missing(({ acceptsEmail }) => acceptsEmail === true)).toBeGreaterThan(0.3)
    expect(shop.customers.filter(({ email, acceptsEmail }) => email === null && acceptsEmail !== null)).toEqual([])
  })
})

describe('its orders', () => {
  it('follow the clock, lie between joining and now, and bear a number each', () => {
    const joinedAt = new Map(shop.customers.map((customer) => [customer.number, customer.joinedAt]))
    expect(new Set(shop.orders.map(({ number }) => number)).size).toBe(shop.orders.length)
    expect(shop.orders.filter(({ at, customerNumber }) => at > now || at < (joinedAt.get(customerNumber) ?? now))).toEqual([])
    expect(shop.orders.every(({ at }, i) => i === 0 || at >= (shop.orders[i - 1]?.at ?? at))).toBe(true)
  })

  it('hold one to five lines of known products, paid at the list price or below', () => {
    expect(sampleProducts.length).toBeGreaterThanOrEqual(55)
    expect(new Set(sampleProducts.map(({ code }) => code)).size).toBe(sampleProducts.length)
    for (const { lines } of shop.orders) {
      expect(lines.length).toBeGreaterThanOrEqual(1)
      expect(lines.length).toBeLessThanOrEqual(5)
      for (const { product, quantity, paid } of lines) {
        expect(Number.isInteger(paid) && Number.isInteger(quantity) && quantity > 0).toBe(true)
        expect(paid).toBeLessThanOrEqual(product.price * quantity)
        expect(paid).toBeGreaterThan(product.price * quantity * 0.75)
      }
    }
  })

  it('come back in about three of a hundred, later, and never more than was bought', () => {
    const refunded = shop.orders.filter(({ refund }) => refund !== null)
    expect(shareOf(refunded.length, shop.orders.length)).toBeGreaterThan(0.02)
    expect(shareOf(refunded.length, shop.orders.length)).toBeLessThan(0.04)
    expect(refunded.some((order) => paidFor(order) === 0)).toBe(true)
    expect(refunded.some((order) => paidFor(order) > 0)).toBe(true)
    for (const { at, lines, refund } of refunded) {
      expect(refund && refund.at > at && refund.at <= now).toBe(true)
      for (const back of refund?.lines ?? []) {
        const line = lines.find(({ product }) => product === back.product)
        expect(back.quantity < 0 && -back.quantity <= (line?.quantity ?? 0)).toBe(true)
        expect(back.paid < 0 && -back.paid <= (line?.paid ?? 0)).toBe(true)
      }
    }
  })
})

describe('what there is to see', () => {
  it('about one in seven has never bought', () => {
    expect(shareOf(shop.customers.length - buyers.length, shop.customers.length)).toBeGreaterThan(0.13)
    expect(shareOf(shop.customers.length - buyers.length, shop.customers.length)).toBeLessThan(0.18)
  })

  it('the best fifth of the buyers brings 60 to 70 per cent of the money', () => {
    const spend = buyers
      .map(({ number }) => (ordersOf.get(number) ?? []).reduce((sum, order) => sum + paidFor(order), 0))
      .sort((a, b) => b - a)
    const total = spend.reduce((sum, each) => sum + each, 0)
    const best = spend.slice(0, Math.floor(spend.length / 5)).reduce((sum, each) => sum + each, 0)
    expect(shareOf(best, total)).toBeGreaterThan(0.6)
    expect(shareOf(best, total)).toBeLessThan(0.7)
    expect(total).toBeGreaterThan(500_000_000)
    expect(total).toBeLessThan(900_000_000)
  })

  it('every stage of the lifecycle has people: once, again, loyal, asleep, gone', () => {
    const quiet = (number: string) => (now.getTime() - (ordersOf.get(number)?.at(-1)?.at.getTime() ?? 0)) / dayLength
    const times = (number: string) => ordersOf.get(number)?.length ?? 0
    const share = (test: (number: string) => boolean) => shareOf(buyers.filter(({ number }) => test(number)).length, buyers.length)
    const shares = [
      share((n) => times(n) === 1 && quiet(n) <= 90),
      share((n) => times(n) >= 2 && times(n) <= 4 && quiet(n) <= 90),
      share((n) => times(n) >= 5 && quiet(n) <= 90),
      share((n) => quiet(n) > 90 && quiet(n) <= 180),
      share((n) => quiet(n) > 180 && quiet(n) <= 365),
      share((n) => quiet(n) > 365),
    ]
    for (const each of shares) expect(each).toBeGreaterThan(0.03)
    expect(Math.max(...shares)).toBeLessThan(0.42)
  })

  it('each rhythm shows in what its people do', () => {
    const mean = (rhythm: string) => {
      const people = buyers.filter((customer) => customer.rhythm === rhythm)
      return people.reduce((sum, { number }) => sum + (ordersOf.get(number)?.length ?? 0), 0) / people.length
    }
    expect(mean('once')).toBe(1)
    expect(mean('steady')).toBeGreaterThan(1.8 * mean('occasional'))
    expect(buyers.some(({ rhythm }) => rhythm === 'lead')).toBe(false)
  })

  it('the shop grows, and the year has its seasons', () => {
    expect(ordersBetween('2025-07', '2026-07')).toBeGreaterThan(1.25 * ordersBetween('2024-07', '2025-07'))
    // Presents before New Year on 29 January 2025 and Mid-Autumn on 6 October 2025, and the days on which the shop sleeps.
    expect(ordersBetween('2025-01-05', '2025-01-25')).toBeGreaterThan(1.4 * ordersBetween('2025-02-10', '2025-03-02'))
    expect(ordersBetween('2025-09-11', '2025-10-04')).toBeGreaterThan(1.3 * ordersBetween('2025-08-01', '2025-08-24'))
    expect(ordersBetween('2025-01-28', '2025-02-04')).toBeLessThan(0.5 * ordersBetween('2025-02-11', '2025-02-18'))
    expect(ordersBetween('2025-11-11', '2025-11-12')).toBeGreaterThan(1.5 * ordersBetween('2025-11-18', '2025-11-19'))
  })

  it('has another past, and the same kind of shop, at another time', () => {
    const later = sampleShop({ now: new Date('2027-03-01T01:00:00Z') })
    expect(shareOf(later.orders.length, shop.orders.length)).toBeGreaterThan(0.85)
    expect(shareOf(later.orders.length, shop.orders.length)).toBeLessThan(1.15)
  })
})
