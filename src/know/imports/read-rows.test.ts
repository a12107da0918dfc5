import { expect, test } from 'vitest'
import { importSettings } from './import.ts'
import { makeCustomerReader } from './read-customer-row.ts'
import { makePurchaseReader } from './read-purchase-row.ts'
import type { RowReading } from './row-reading.ts'

const settings = importSettings.parse({
  kind: 'purchases',
  encoding: 'utf-8',
  delimiter: ',',
  columns: { number: 0, code: 1, occurredAt: 2, product: 3, quantity: 4, price: 5, amount: 6 },
})
const rows: RowReading = { settings, width: 7, currency: 'CNY', timeZone: 'Asia/Shanghai', codesHavePointZero: true }
const read = makePurchaseReader(rows)
const line = (cells: string) => read({ line: 2, cells: cells.split('|') })

test.each([
  ['paid as it is', 'A|1.0|2026-01-05 10:00|P|2|9.99|15.00', 1_500, 'purchase'],
  ['quantity times price', 'A|1.0|2026-01-05 10:00|P|3|2.55|', 765, 'purchase'],
  ['half a cent away from zero', 'A|1.0|2026-01-05 10:00|P|1|1.005|', 101, 'purchase'],
  ['a tenth of a cent, a thousand times', 'A|1.0|2026-01-05 10:00|P|1000|0.001|', 100, 'purchase'],
  ['as a person writes it', 'A|1.0|2026-01-05 10:00|P|1||￥1,234.50', 123_450, 'purchase'],
  ['in ten thousands', 'A|1.0|2026-01-05 10:00|P|1||1.2万', 1_200_000, 'purchase'],
  ['in brackets: back', 'A|1.0|2026-01-05 10:00|P|1||(5.00)', 500, 'refund'],
  ['fewer than none: back', 'C1|1.0|2026-01-05 10:00|P|-2|2.50|', 500, 'refund'],
  ['given away', 'A|1.0|2026-01-05 10:00|P|1|0|', 0, 'purchase'],
])('an amount is read: %s', (_, cells, amount, kind) => {
  expect(line(cells)).toMatchObject({ amount, kind, keys: { code: '1' }, at: '2026-01-05T02:00:00.000Z' })
})

test.each([
  ['neither amount nor price', 'A|1|2026-01-05|P|1||', 'neither an amount nor a unit price'],
  ['another currency', 'A|1|2026-01-05|P|1||$5', 'not an amount in CNY'],
  ['an amount beyond all reason', 'A|1|2026-01-05|P|999999999999|999999999999|', 'too large'],
  ['no time', 'A|1||P|1|1|', 'has no time'],
  ['a day that is none', 'A|1|2026-02-30|P|1|1|', 'not a time'],
  ['too few cells', 'A|1', '2 cells where the header has 7'],
  ['broken characters', 'A|1|2026-01-05|\ufffd|1|1|', 'broken characters'],
])('a line is refused in words: %s', (_, cells, words) => {
  expect(line(cells)).toMatchObject({
    line: 2,
    reason: { en: expect.stringContaining(words), zh: expect.stringMatching(/\p{Script=Han}/u) },
  })
})

test('a time that cannot be read is not said to be missing besides', () => {
  expect(line('A|1|2026-02-30|P|1|1|')).toMatchObject({ reason: { en: expect.not.stringContaining('has no time') } })
})

test('a customer’s cells are read as people write them, and what means "not known" is nothing', () => {
  const columns = { code: 0, gender: 1, emailConsent: 2, birthday: 3 }
  const reader = makeCustomerReader({ ...rows, width: 4, codesHavePointZero: false, settings: { ...settings, kind: 'customers', columns } })
  expect(reader({ line: 2, cells: ['17850.0', '未知', 'no', '1990年5月1日'] })).toMatchObject({
    values: { code: '17850.0', emailConsent: 'withdrawn', birthday: '1990-05-01' },
  })
  expect(reader({ line: 2, cells: ['x', '女', '已同意', ''] })).toMatchObject({
    values: { code: 'x', gender: 'female', emailConsent: 'granted' },
  })
  expect(reader({ line: 2, cells: ['', '女', '', ''] })).toMatchObject({ reason: { en: expect.stringContaining('nobody knows') } })
})
