import { expect, test } from 'vitest'
import { calibrationError } from '../measure/calibration.ts'
import { makeRandom } from '../random.ts'
import { calibrated, fitIsotonic, fitPlatt } from './calibrate.ts'
import { chanceOf } from './columns.ts'
import { encodeForLines, encodeForTrees, learnEncoding, type RawColumn } from './encode.ts'

function skewed(rows: number) {
  const random = makeRandom(12)
  const scores = Float64Array.from({ length: rows }, () => 3 * random.normal())
  const labels = Array.from(scores, (score) => (random.uniform() < chanceOf(0.5 * score - 1) ? 1 : 0))
  return { scores, labels }
}

test('Platt finds the line that the chances were drawn from', () => {
  const { scores, labels } = skewed(5000)
  const fit = fitPlatt(scores, labels)
  expect(fit).toMatchObject({ kind: 'platt', slope: expect.closeTo(0.5, 1), intercept: expect.closeTo(-1, 0) })
  expect(calibrationError(scores.map(chanceOf), labels)).toBeGreaterThan(0.1)
  expect(calibrationError(calibrated(fit, scores), labels)).toBeLessThan(0.02)
})

test('Platt stays finite where a score parts the answers', () => {
  const fit = fitPlatt(Float64Array.of(1, 2, 3, 4), [0, 0, 1, 1])
  const [lowest = 0, , , highest = 1] = calibrated(fit, Float64Array.of(1, 2, 3, 4))
  // The softened labels are 1/4 and 3/4.
  expect([lowest, highest].every((chance) => chance > 0.15 && chance < 0.85)).toBe(true)
})

test('neighbours that stand the wrong way round are pooled', () => {
  const fit = fitIsotonic(Float64Array.of(1, 2, 3, 4, 5, 6), [0, 1, 0, 0, 1, 1])
  expect(fit).toEqual({ kind: 'isotonic', scores: [1, 2, 4, 5, 6], chances: [0, 1 / 3, 1 / 3, 1, 1] })
  expect([...calibrated(fit, Float64Array.of(-9, 1.5, 3, 4.5, 99))]).toEqual([0, 1 / 6, 1 / 3, expect.closeTo(2 / 3, 12), 1])
})

test('equal scores are one step, and isotonic chances are the rates of their steps', () => {
  expect(fitIsotonic(Float64Array.of(2, 2, 2, 1), [1, 0, 1, 0])).toEqual({ kind: 'isotonic', scores: [1, 2], chances: [0, 2 / 3] })
  const { scores, labels } = skewed(5000)
  const chances = calibrated(fitIsotonic(scores, labels), scores)
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(
    labels.reduce<number>((sum, label) => sum + label, 0),
    6,
  )
  expect(calibrationError(chances, labels)).toBeLessThan(0.01)
})

test('columns become numbers in the way that the fit has learned', () => {
  const columns: RawColumn[] = [
    { name: 'age', kind: 'number', values: Float64Array.of(20, Number.NaN, 40) },
    { name: 'town', kind: 'text', values: ['北京', '上海', '北京'] },
  ]
  const encoding = learnEncoding(columns)
  const later: RawColumn[] = [
    { name: 'town', kind: 'text', values: ['成都', '上海'] },
    { name: 'age', kind: 'number', values: Float64Array.of(Number.NaN, 50) },
  ]
  expect(JSON.parse(JSON.stringify(encoding))).toEqual(encoding)
  const lines = encodeForLines(encoding, later)
  expect(lines.names).toEqual(['age', 'age is missing', 'town = 上海'])
  expect(lines.columns.map((column) => [...column])).toEqual([
    [30, 50],
    [1, 0],
    [0, 1],
  ])
  const trees = encodeForTrees(encoding, later)
  expect(trees.names).toEqual(['age', 'town = 北京', 'town = 上海'])
  expect(trees.columns.map((column) => [...column])).toEqual([
    [Number.NaN, 50],
    [0, 0],
    [0, 1],
  ])
  expect(encodeForTrees(encoding, later.slice(0, 1)).columns[0]).toEqual(Float64Array.of(Number.NaN, Number.NaN))
})
