import { describe, expect, test } from 'vitest'
import { brier, calibrationBins, calibrationError, logLoss } from './calibration.ts'
import { bias, correlation, meanAbsoluteError, rootMeanSquareError } from './errors.ts'
import { aucOf, averagePrecision, giniNormalised, liftAt, meanInTop, shareInTop } from './ranking.ts'

describe('ranking', () => {
  test('the area under the curve is the share of pairs in the right order', () => {
    // Hits at 0.8 and 0.35, misses at 0.4 and 0.1: three of four pairs are right.
    expect(aucOf([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75)
    expect(aucOf([1, 2, 3], [0, 0, 1])).toBe(1)
    expect(aucOf([3, 2, 1], [0, 0, 1])).toBe(0)
  })

  test('a tied pair counts half, whatever the order of the rows', () => {
    // Pairs: (2,1) right, (2,2) tied, (1,1) tied, (1,2) wrong: (1 + 0.5 + 0.5) / 4.
    expect(aucOf([2, 1, 2, 1], [1, 1, 0, 0])).toBe(0.5)
    expect(aucOf([5, 5, 5], [1, 0, 0])).toBe(0.5)
    expect(aucOf([0.5, 0.9, 0.5, 0.2], [1, 1, 0, 0])).toBe(aucOf([0.5, 0.5, 0.9, 0.2], [0, 1, 1, 0]))
    expect(aucOf([0.5, 0.9, 0.5, 0.2], [1, 1, 0, 0])).toBe(3.5 / 4)
  })

  test('one label alone has no area', () => {
    expect(aucOf([1, 2], [1, 1])).toBeNaN()
    expect(aucOf([], [])).toBeNaN()
  })

  test('a weight of three is three rows', () => {
    expect(aucOf([1, 2, 3], [0, 1, 0], [1, 1, 3])).toBe(aucOf([1, 2, 3, 3, 3], [0, 1, 0, 0, 0]))
    expect(averagePrecision([1, 2, 3], [0, 1, 0], [1, 2, 3])).toBe(averagePrecision([1, 2, 2, 3, 3, 3], [0, 1, 1, 0, 0, 0]))
  })

  test('average precision is the mean precision at the hits', () => {
    // Hits stand at places 1 and 3: (1/1 + 2/3) / 2.
    expect(averagePrecision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBeCloseTo(5 / 6, 15)
    expect(averagePrecision([7, 7, 7, 7], [1, 0, 0, 0])).toBe(0.25)
    expect(averagePrecision([1, 2], [0, 0])).toBeNaN()
  })

  test('lift is the rate of the top against the rate of all', () => {
    const scores = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    const labels = [1, 1, 0, 1, 0, 0, 0, 1, 0, 0]
    expect(liftAt(scores, labels, 0.2)).toBe(2.5)
    expect(liftAt(scores, labels, 0.4)).toBe(0.75 / 0.4)
    expect(liftAt(scores, labels, 1)).toBe(1)
    expect(meanInTop(scores, labels, 0.01)).toBe(1)
    expect(meanInTop([1, 1, 1, 1], [1, 0, 0, 0], 0.25)).toBe(0.25)
    expect(shareInTop([3, 2, 1], [50, 30, 20], 0.34)).toBeCloseTo(0.5, 15)
  })

  test('the normalised Gini compares an order with the perfect one', () => {
    const amounts = [100, 50, 10, 0]
    expect(giniNormalised(amounts, amounts)).toBe(1)
    expect(giniNormalised([4, 3, 2, 1], amounts)).toBe(1)
    expect(giniNormalised([1, 2, 3, 4], amounts)).toBe(-1)
    // Gathered 50, 150, 150, 160 = 510/160 - 2.5 against 100, 150, 160, 160 = 570/160 - 2.5.
    expect(giniNormalised([3, 4, 1, 2], amounts)).toBeCloseTo((510 / 160 - 2.5) / (570 / 160 - 2.5), 15)
    expect(giniNormalised([5, 5, 5, 5], amounts)).toBe(0)
    expect(giniNormalised([1, 2], [3, 3])).toBeNaN()
  })

  test('lists of unequal length and scores that are no numbers are refused', () => {
    expect(() => aucOf([1, 2, 3], [0, 1])).toThrow('3 values stand against 2')
    expect(() => aucOf([1, Number.NaN], [0, 1])).toThrow('the score at 1 is not a number')
    expect(() => brier([0.5], [1], [1, 2])).toThrow('2 weights')
  })
})

describe('calibration', () => {
  test('the Brier score is the mean square of the miss', () => {
    expect(brier([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBeCloseTo((0.01 + 0.16 + 0.4225 + 0.04) / 4, 15)
    expect(brier([0.25, 1], [0, 1], [3, 1])).toBeCloseTo((3 * 0.0625) / 4, 15)
  })

  test('the log-loss is finite for a chance of 0 that came', () => {
    expect(logLoss([0.5, 0.5], [0, 1])).toBeCloseTo(Math.LN2, 15)
    expect(logLoss([0.9, 0.2], [1, 0])).toBeCloseTo(-(Math.log(0.9) + Math.log(0.8)) / 2, 15)
    expect(logLoss([0, 1], [1, 1])).toBeCloseTo(-Math.log(1e-15) / 2, 6)
  })

  test('bins are of equal size and say what was foretold and what came', () => {
    const bins = calibrationBins([0.9, 0.1, 0.2, 0.8, 0.5], [1, 0, 1, 1, 0], 2)
    expect(bins).toEqual([
      { count: 3, from: 0.1, to: 0.5, predicted: expect.closeTo(0.8 / 3, 15), came: expect.closeTo(1 / 3, 15) },
      { count: 2, from: 0.8, to: 0.9, predicted: expect.closeTo(0.85, 15), came: 1 },
    ])
    expect(calibrationError([0.9, 0.1, 0.2, 0.8, 0.5], [1, 0, 1, 1, 0], 2)).toBeCloseTo((0.2 + 0.3) / 5, 15)
  })

  test('rows of one forecast are not parted by chance', () => {
    const bins = calibrationBins([0.5, 0.5, 0.5, 0.5], [1, 1, 0, 0], 2)
    expect(bins.map((bin) => bin.came)).toEqual([0.5, 0.5])
    expect(calibrationError([0.5, 0.5, 0.5, 0.5], [1, 1, 0, 0], 2)).toBe(0)
  })

  test('fewer rows than bins, and none', () => {
    expect(calibrationBins([0.3, 0.6], [0, 1], 10)).toHaveLength(2)
    expect(calibrationBins([], [], 10)).toEqual([])
    expect(calibrationError([], [])).toBeNaN()
  })
})

describe('errors of amounts', () => {
  test('mean, root and bias', () => {
    expect(meanAbsoluteError([1, 2, 6], [2, 2, 2])).toBeCloseTo(5 / 3, 15)
    expect(rootMeanSquareError([1, 2, 6], [2, 2, 2])).toBeCloseTo(Math.sqrt(17 / 3), 15)
    expect(bias([1, 2, 6], [2, 2, 2])).toBeCloseTo(0.5, 15)
    expect(bias([3, 0], [1, 4], [2, 1])).toBe(0)
    expect(bias([1], [0])).toBe(Infinity)
  })

  test('correlation', () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 15)
    expect(correlation([1, 2, 3], [3, 1, 2])).toBeCloseTo(-0.5, 15)
    expect(correlation([1, 1], [1, 2])).toBeNaN()
    expect(correlation([1, 2], [1, 3], [2, 5])).toBeCloseTo(1, 15)
  })
})
