import { expect, test } from 'vitest'
import { dayReaches, numberReaches } from './score-edges.ts'

test('a score reaches from above one quantile up to the next', () => {
  expect(numberReaches([1, 2, 4, 7.6])).toEqual([
    { from: null, to: 1 },
    { from: 2, to: 2 },
    { from: 3, to: 4 },
    { from: 5, to: 7 },
    { from: 8, to: null },
  ])
})

test('a score that ties leave to nobody reaches nothing', () => {
  expect(numberReaches([1, 1, 2, 5])).toEqual([{ from: null, to: 1 }, null, { from: 2, to: 2 }, { from: 3, to: 5 }, { from: 6, to: null }])
})

test('recency is told in days by the shop’s clock, the newest having 5', () => {
  const edges = ['2025-11-30T16:00:00Z', '2026-03-31T16:00:00Z', '2026-03-31T16:00:00Z', '2026-10-31T16:00:00Z'].map((at) => new Date(at))
  expect(dayReaches(edges, 'Asia/Shanghai')).toEqual([
    { from: null, to: '2025-11-30' },
    { from: '2025-12-01', to: '2026-03-31' },
    null,
    { from: '2026-04-01', to: '2026-10-31' },
    { from: '2026-11-01', to: null },
  ])
})
