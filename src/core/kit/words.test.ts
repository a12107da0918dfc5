import { expect, test } from 'vitest'
import { purchaseMade } from '../../know/purchases/events.ts'
import { factSentence } from '../../pages/fact-sentence.ts'
import { fill } from './words.ts'

const rows = { zh: '拒绝 {n} 行', en: '{n} {n|row was|rows were} refused' }

test('English says one thing in the singular and any other number in the plural; Chinese has one form', () => {
  expect([0, 1, 2, '1', '1,001'].map((n) => fill(rows, 'en', { n }))).toEqual([
    '0 rows were refused',
    '1 row was refused',
    '2 rows were refused',
    '1 row was refused',
    '1,001 rows were refused',
  ])
  expect(fill(rows, 'zh', { n: 1 })).toBe('拒绝 1 行')
})

test('a missing value is a dash, with the plural beside it', () => {
  expect(fill(rows, 'en', {})).toBe('— rows were refused')
})

test('words that say nothing leave nothing behind', () => {
  const refused = { zh: '没有“{name}”{perhaps}。', en: 'There is no “{name}”{perhaps}.' }
  expect(fill(refused, 'en', { name: 'x', perhaps: { zh: '', en: '' } })).toBe('There is no “x”.')
  expect(fill(refused, 'zh', { name: '', perhaps: { zh: '', en: '' } })).toBe('没有“—”。')
})

test('a purchase of one item says one item', () => {
  const say = (items: number) =>
    factSentence(
      { seq: 1, kind: 'purchase.made', occurredAt: '2026-06-15T00:00:00Z', payload: { amount: 5_000, items, products: '龙井' } },
      purchaseMade,
      { language: 'en', currency: 'CNY', timeZone: 'Asia/Shanghai' },
    )
  expect(say(1)).toContain('(1 item):')
  expect(say(3)).toContain('(3 items):')
})
