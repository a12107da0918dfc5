import { expect, test } from 'vitest'
import { shareOf } from './share-of.ts'
import { type ReasonLine, sumReasons } from './sum-reasons.ts'

const line = (key: string, more: Partial<ReasonLine>): ReasonLine => ({
  key,
  parent: null,
  label: { zh: key, en: key },
  words: [],
  retired: false,
  away: 0,
  spend: 0,
  from: { hand: 0, interaction: 0, survey: 0, refund: 0, silence: 0 },
  wonBack: shareOf(0, 0),
  money: 0,
  ...more,
})
const high = line('price.high', {
  away: 19,
  spend: 900,
  from: { hand: 12, interaction: 7, survey: 0, refund: 0, silence: 0 },
  wonBack: shareOf(3, 20),
  money: 500,
})
const other = line('price.offer', { away: 2, spend: 100, wonBack: shareOf(1, 4), money: 40 })

test('a group of reasons tells of all that stand under it together', () => {
  expect(sumReasons(line('price', { away: 1, spend: 10 }), [high, other])).toMatchObject({
    key: 'price',
    away: 22,
    spend: 1010,
    from: { hand: 12, interaction: 7 },
    wonBack: shareOf(4, 24),
    money: 540,
  })
})

test('a sum of what is hidden is hidden', () => {
  expect(sumReasons(line('price', { spend: null, money: null }), [high])).toMatchObject({ away: 19, spend: null, money: null })
})
