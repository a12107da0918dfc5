import { expect, test } from 'vitest'
import { noCounts } from '../import.ts'
import { partsOfCounts } from './said-counts.ts'

const said = (counts: Partial<typeof noCounts>) =>
  partsOfCounts({ ...noCounts, ...counts }).map(({ n, words }) => words.zh.replace('{n}', `${n}`))

test('the same member list once more says that nobody changed', () => {
  expect(said({ customersSame: 3, refused: 2 })).toEqual(['没有变化 3 位', '拒绝 2 行'])
})

test('a file of purchases does not speak of the customers it says nothing new of', () => {
  expect(said({ customersSame: 3, purchasesNew: 2 })).toEqual(['新消费 2 笔'])
})
