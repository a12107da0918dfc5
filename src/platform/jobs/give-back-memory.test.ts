import { expect, test } from 'vitest'
import { giveBack, hardSeconds, isWorthGivingBack } from './give-back-memory.ts'

const MB = 1_000_000

test.each([
  ['after a large import, when it is quiet again', { rss: 350 * MB, rssAfterLast: 0, hardSeconds: 1, busyShare: 0.02 }, true],
  ['while something is going on', { rss: 350 * MB, rssAfterLast: 0, hardSeconds: 1, busyShare: 0.6 }, false],
  ['in a program that is small anyway', { rss: 120 * MB, rssAfterLast: 0, hardSeconds: 1, busyShare: 0.02 }, false],
  [
    'when hardly more is held than was left the last time',
    { rss: 190 * MB, rssAfterLast: 170 * MB, hardSeconds: 1, busyShare: 0.02 },
    false,
  ],
  [
    'after much work, whatever was left in the middle of it',
    { rss: 300 * MB, rssAfterLast: 290 * MB, hardSeconds: 5, busyShare: 0.02 },
    true,
  ],
])('memory is given back: %s', (_, look, expected) => {
  expect(isWorthGivingBack(look)).toBe(expected)
})

test('a shop that is merely in use never comes to hard work, and a quarter of a minute of an import does', () => {
  const rss = { rss: 300 * MB, rssAfterLast: 290 * MB, busyShare: 0.08 }
  const worked = (share: number, looks: number) => hardSeconds(share * 15_000, 15_000) * looks
  expect(isWorthGivingBack({ ...rss, hardSeconds: worked(0.2, 240) })).toBe(false)
  expect(isWorthGivingBack({ ...rss, hardSeconds: worked(1, 1) })).toBe(true)
})

test('what is not used any more leaves the process', () => {
  const held: { list: object[] | null } = { list: Array.from({ length: 1_000_000 }, (_, i) => ({ i, text: `row ${i}` })) }
  const before = process.memoryUsage().heapUsed
  expect(held.list?.length).toBe(1_000_000)
  held.list = null
  giveBack()
  expect(process.memoryUsage().heapUsed).toBeLessThan(before - 40 * MB)
})
