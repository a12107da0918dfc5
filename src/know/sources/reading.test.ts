import { expect, test } from 'vitest'
import { correctTime, readTime } from './correct-time.ts'
import { readMessage } from './read-message.ts'
import { readOrder } from './read-order.ts'
import { readTraits } from './read-traits.ts'

const receivedAt = new Date('2026-06-15T04:00:00Z')
const reading = { language: 'zh', currency: 'CNY', timeZone: 'Asia/Shanghai' } as const

test('a time is read with or without its offset, and a day that does not exist is none', () => {
  expect(readTime('2026-06-15T12:00:00+08:00')?.toISOString()).toBe('2026-06-15T04:00:00.000Z')
  expect(readTime('2026-06-15T04:00:00')?.toISOString()).toBe('2026-06-15T04:00:00.000Z')
  for (const text of ['2026-02-29T00:00:00Z', '2026-06-15', 'yesterday', '', 17, null]) expect(readTime(text), String(text)).toBeNull()
})

test('without a time it happened now; a sender’s wrong clock moves both its times alike', () => {
  expect(correctTime({ timestamp: undefined, sentAt: undefined, receivedAt })).toEqual(receivedAt)
  expect(correctTime({ timestamp: '2020-01-01T00:00:00Z', sentAt: '2020-01-01T00:10:00Z', receivedAt })).toEqual(
    new Date('2026-06-15T03:50:00Z'),
  )
  expect(correctTime({ timestamp: '2026-06-15T03:00:00Z', sentAt: 'nonsense', receivedAt })).toEqual(new Date('2026-06-15T03:00:00Z'))
  expect(correctTime({ timestamp: 'nonsense', sentAt: undefined, receivedAt })).toBeNull()
})

test('ids may be numbers; too long ones are none', () => {
  const read = (raw: object) => readMessage({ type: 'track', event: 'e', ...raw }, { sentAt: undefined, receivedAt })
  expect(read({ userId: 42 })).toMatchObject({ message: { userId: '42' } })
  expect(read({ userId: 'x'.repeat(201) })).toMatchObject({ wrong: { code: 'source.nobody' } })
  expect(read({ userId: {} })).toMatchObject({ wrong: { code: 'source.nobody' } })
})

test('a name is put together in its language’s order', () => {
  expect(readTraits({ firstName: '雄信', lastName: '单' }, reading).values.name).toBe('单雄信')
  expect(readTraits({ firstName: 'Ada', lastName: 'Lovelace' }, reading).values.name).toBe('Ada Lovelace')
  expect(readTraits({ name: '王芳', lastName: '李' }, reading).values.name).toBe('王芳')
})

test('amounts of orders are read in the currency’s own digits', () => {
  const amount = (properties: object, currency = 'CNY', event = 'Order Completed') => {
    const read = readOrder(event, { order_id: 7, ...properties }, 'k', currency)
    return read && 'order' in read && read.order.kind !== 'cancelled' ? read.order.amount : read
  }
  expect(amount({ total: 12.3 })).toBe(1_230)
  expect(amount({ total: '1,234.50' })).toBe(123_450)
  expect(amount({ total: 1_200 }, 'JPY')).toBe(1_200)
  expect(amount({ revenue: 5, total: 6 })).toBe(600)
  expect(
    amount({
      products: [
        { sku: 'a', price: 1.5, quantity: 2 },
        { sku: 'b', price: 1 },
      ],
    }),
  ).toBe(400)
  expect(amount({ total: -5 }, 'CNY', 'Order Refunded')).toBe(500)
  for (const total of [-5, 'much', {}, Number.NaN]) expect(amount({ total }), JSON.stringify(total)).toHaveProperty('wrong')
  expect(readOrder('Product Viewed', {}, 'k', 'CNY')).toBeNull()
  expect(readOrder('constructor', {}, 'k', 'CNY')).toBeNull()
})

test('two partial refunds of one order are two refunds; the same one told twice is one', () => {
  const number = (key: string, properties: object) => {
    const read = readOrder('Order Refunded', { order_id: 'A-1', ...properties }, key, 'CNY')
    return read && 'order' in read ? read.order.number : null
  }
  expect(number('m1', { total: 5 })).not.toBe(number('m2', { total: 5 }))
  expect(number('m1', { total: 5, refund_id: 'R-1' })).toBe(number('m2', { total: 5, refund_id: 'R-1' }))
  expect(number('m1', {})).toBe(number('m2', {}))
})

test('an amount that could mean another one is refused and not guessed: a decimal comma, another currency, products without a price', () => {
  const read = (properties: object, event = 'Order Completed') => readOrder(event, { order_id: 'A-1', ...properties }, 'k', 'CNY')
  for (const total of ['12,50', '1.234,50', '$12.50', '']) expect(read({ total }), total).toHaveProperty('wrong')
  expect(read({ products: [{ sku: 'a', price: 5 }, { sku: 'b' }] })).toHaveProperty('wrong')
  expect(read({ products: [{ sku: 'a' }] }, 'Order Refunded')).toHaveProperty('wrong')
  expect(read({ total: 5, products: [{ sku: 'a' }] })).toMatchObject({ order: { amount: 500, lines: [{ product: 'a', amount: 0 }] } })
})
