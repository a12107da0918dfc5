import { expect, test } from 'vitest'
import { shareOf } from './share-of.ts'
import { medianOf, survivalOf } from './survival.ts'

test('without anybody who stays the curve is the plain share', () => {
  const points = survivalOf(
    [
      { month: 0, left: 25, stayed: 0 },
      { month: 2, left: 25, stayed: 0 },
      { month: 5, left: 50, stayed: 0 },
    ],
    12,
  )
  expect(points.map(({ share }) => Math.round(share * 100))).toEqual([100, 75, 75, 50, 50, 50, 0])
  expect(medianOf(points)).toBe(3)
})

test('whoever is still there counts for the time that is known', () => {
  // 20 at risk, 2 leave; 10 are lost from sight; then 2 of 8: 0.9 × 0.75
  const points = survivalOf(
    [
      { month: 0, left: 2, stayed: 8 },
      { month: 1, left: 2, stayed: 8 },
    ],
    2,
  )
  expect(points.at(-1)?.share).toBeCloseTo(0.9 * 0.8, 10)
  expect(points.at(-1)?.low).toBeLessThan(0.72)
  expect(medianOf(points)).toBeNull()
})

test('nobody, and months with fewer than ten left to look at, are not drawn', () => {
  expect(survivalOf([], 12)).toEqual([])
  expect(
    survivalOf(
      [
        { month: 0, left: 3, stayed: 8 },
        { month: 1, left: 1, stayed: 0 },
      ],
      12,
    ),
  ).toHaveLength(2)
})

test('a share of nobody is no share', () => {
  expect(shareOf(0, 0).share).toBeNull()
  expect(shareOf(0, 10)).toMatchObject({ share: 0, hits: 0 })
  expect(shareOf(0, 10).high).toBeCloseTo(0.2775, 3)
})
