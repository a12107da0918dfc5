import { expect, it } from 'vitest'
import { groupByDay } from './group-by-day.ts'
import { nameBin } from './name-bin.ts'

it('moments are grouped by the calendar day of the shop', () => {
  const moments = ['2026-11-21T01:00:00Z', '2026-11-20T16:30:00Z', '2026-11-20T15:30:00Z'].map((at) => ({ key: at, at, what: '' }))
  expect(groupByDay(moments, 'Asia/Shanghai').map((group) => [group.day, group.moments.length])).toEqual([
    ['2026-11-21', 2],
    ['2026-11-20', 1],
  ])
  expect(groupByDay([], 'UTC')).toEqual([])
})

it('the classes of a distribution are named by their edges, the open ones too', () => {
  const yuan = (value: number) => `¥${value}`
  expect(nameBin({ from: 0, to: 100, count: 1 }, yuan, 'zh')).toBe('¥0 – ¥100')
  expect(nameBin({ from: 5000, to: null, count: 1 }, yuan, 'zh')).toBe('¥5000 以上')
  expect(nameBin({ from: null, to: 0, count: 1 }, yuan, 'en')).toBe('under ¥0')
})
