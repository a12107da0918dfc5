import { describe, expect, test } from 'vitest'
import { rawColumns } from '../../../../test/raw-columns.ts'
import { readRealData } from '../../../../test/real-data.ts'
import { brier, calibrationError } from '../measure/calibration.ts'
import { aucOf } from '../measure/ranking.ts'
import { makeRandom } from '../random.ts'
import { binColumn } from './bins.ts'
import { boostedChances, type BoostedTrees, boostedParts, boostedScores, fitBoostedTrees, gainShares } from './boosted-trees.ts'
import { chanceOf, type Columns, pick, takeRows } from './columns.ts'
import { crossValidate, splitInTime, stratifiedFolds } from './cross-validate.ts'
import { encodeForTrees, learnEncoding } from './encode.ts'

const table = (of: Record<string, ArrayLike<number>>): Columns => ({
  names: Object.keys(of),
  columns: Object.values(of).map((values) => Float64Array.from(values)),
  rows: Object.values(of)[0]?.length ?? 0,
})

function simulated(rows: number, seed: number) {
  const random = makeRandom(seed)
  const draw = () => Float64Array.from({ length: rows }, () => random.normal())
  const [a, b, noise] = [draw(), draw(), draw()]
  const labels = Array.from({ length: rows }, (_, i) => (random.uniform() < chanceOf(2 * Math.sign((a[i] ?? 0) * (b[i] ?? 0))) ? 1 : 0))
  return { columns: table({ a, b, noise }), labels }
}

test('a value goes into one of at most 255 bins, few values into one each, missing ones apart', () => {
  expect([...binColumn(Float64Array.of(3, 1, Number.NaN, 1, 2)).codes]).toEqual([2, 0, 3, 0, 1])
  const many = binColumn(Float64Array.from({ length: 10_000 }, (_, i) => i))
  expect(many).toMatchObject({ size: 256, hasMissing: false })
  const counts = new Map<number, number>()
  for (const code of many.codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1)
  const skewed = binColumn(Float64Array.from({ length: 10_000 }, (_, i) => (i < 9_000 ? 0 : i)))
  expect(skewed.codes[0]).toBe(0)
  expect(skewed.codes[9_999]).toBeGreaterThan(20)
})

test('one split in two gives each side its Newton step', () => {
  const columns = table({ x: [1, 1, 1, 1, 2, 2, 2, 2] })
  const labels = [0, 0, 0, 1, 1, 1, 1, 0]
  const model = fitBoostedTrees(columns, labels, { rounds: 1, shrinkage: 1, mostLeaves: 2, fewestRows: 1, leafPenalty: 0 })
  // At the base rate of a half: gradient 4 · 0.5 - hits, curvature 4 · 0.25.
  expect(model.base).toBe(0)
  expect(model.trees[0]).toMatchObject({ feature: [0, -1, -1], threshold: [1.5, 0, 0], value: [0, -1, 1], cover: [8, 4, 4] })
  expect([...boostedScores(model, columns)]).toEqual([-1, -1, -1, -1, 1, 1, 1, 1])
})

test('an interaction that no straight line sees is found, and the parts sum to the score', () => {
  const { columns, labels } = simulated(3000, 4)
  const fresh = simulated(3000, 5)
  const model = fitBoostedTrees(columns, labels, { rounds: 60, shrinkage: 0.2 })
  expect(aucOf(boostedScores(model, fresh.columns), fresh.labels)).toBeGreaterThan(0.86)
  const shares = gainShares(model)
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
  expect(shares[2]).toBeLessThan(0.2)
  const scores = boostedScores(model, fresh.columns)
  for (const row of [0, 17, 2999]) {
    const { base, parts } = boostedParts(model, fresh.columns, row)
    expect(parts.reduce((sum, part) => sum + part, base)).toBeCloseTo(scores[row] ?? 0, 10)
  }
})

test('a model is JSON and gives the same chances after a way through it', () => {
  const { columns, labels } = simulated(500, 6)
  const model = fitBoostedTrees(columns, labels, { rounds: 10, rowShare: 0.6, columnShare: 0.5, random: makeRandom(1) })
  const read: BoostedTrees = JSON.parse(JSON.stringify(model))
  expect(read).toEqual(model)
  expect(boostedChances(read, columns)).toEqual(boostedChances(model, columns))
  expect(fitBoostedTrees(columns, labels, { rounds: 10, rowShare: 0.6, columnShare: 0.5, random: makeRandom(1) })).toEqual(model)
})

test('a missing value goes where it serves better', () => {
  const x = Float64Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? Number.NaN : i % 2))
  const labels = Array.from(x, (value) => (Number.isNaN(value) || value === 1 ? 1 : 0))
  const model = fitBoostedTrees(table({ x }), labels, { rounds: 40, shrinkage: 0.3 })
  const [missing = 0, zero = 1, one = 0] = boostedChances(model, table({ x: [Number.NaN, 0, 1] }))
  expect([missing > 0.9, zero < 0.1, one > 0.9]).toEqual([true, true, true])
})

test('a direction that is asked for is kept everywhere', () => {
  const random = makeRandom(8)
  const x = Float64Array.from({ length: 2000 }, () => random.uniform())
  const other = Float64Array.from({ length: 2000 }, () => random.uniform())
  const labels = Array.from(x, (value, i) => (random.uniform() < 0.2 + 0.5 * value + 0.25 * Math.sin(12 * value) * (other[i] ?? 0) ? 1 : 0))
  const rises = (directions: Record<string, number>) => {
    const model = fitBoostedTrees(table({ x, other }), labels, { rounds: 80, shrinkage: 0.2, directions })
    return [0.1, 0.5, 0.9].every((at) => {
      const line = boostedScores(
        model,
        table({ x: Float64Array.from({ length: 101 }, (_, i) => i / 100), other: new Float64Array(101).fill(at) }),
      )
      return line.every((score, i) => i === 0 || score >= (line[i - 1] ?? 0) - 1e-12)
    })
  }
  expect(rises({ x: 1 })).toBe(true)
  expect(rises({})).toBe(false)
})

test('watched rows end the fit before it learns noise by heart', () => {
  const { columns, labels } = simulated(400, 9)
  const watch = { ...simulated(400, 10), patience: 10 }
  const model = fitBoostedTrees(columns, labels, { rounds: 500, shrinkage: 0.3, fewestRows: 2, watch })
  const all = fitBoostedTrees(columns, labels, { rounds: 500, shrinkage: 0.3, fewestRows: 2 })
  expect(model.trees.length).toBeLessThan(100)
  expect(brier(boostedChances(model, watch.columns), watch.labels)).toBeLessThan(brier(boostedChances(all, watch.columns), watch.labels))
})

test('one answer alone, no rows to part, and what is no number', () => {
  expect(fitBoostedTrees(table({ x: [1, 2, 3] }), [1, 1, 1])).toMatchObject({ trees: [], base: Math.log(3.5 / 0.5) })
  expect(fitBoostedTrees(table({ x: [5, 5, 5, 5] }), [1, 0, 1, 0], { fewestRows: 1 }).trees).toEqual([])
  expect(() => fitBoostedTrees(table({ x: [1, Infinity] }), [0, 1])).toThrow('“x” holds an infinite value')
  expect(() => fitBoostedTrees(table({ x: [1, 2] }), [0])).toThrow('2 rows stand against 1 labels')
  expect(() => fitBoostedTrees(table({ x: [1, 2] }), [0, 1], { rowShare: 0.5 })).toThrow('hand one in')
})

test('folds have their share of each answer, and a split in time looks forward only', () => {
  const labels = Array.from({ length: 103 }, (_, i) => (i % 5 === 0 ? 1 : 0))
  const folds = stratifiedFolds(labels, 5, makeRandom(2))
  const sizes = [0, 1, 2, 3, 4].map((fold) => [
    folds.filter((each) => each === fold).length,
    labels.filter((label, i) => label === 1 && folds[i] === fold).length,
  ])
  expect(sizes.every(([rows = 0, hits = 0]) => rows >= 20 && rows <= 21 && hits >= 4 && hits <= 5)).toBe(true)
  expect(stratifiedFolds(labels, 5, makeRandom(2))).toEqual(folds)
  const split = splitInTime([5, 1, 9, 5, 3], 5)
  expect([[...split.train], [...split.test]]).toEqual([
    [1, 4],
    [0, 2, 3],
  ])
})

const telco = readRealData('telco/Telco-Customer-Churn.csv.gz')
const bank = readRealData('bank-churn/Churn_Modelling.csv.gz')

/** Out-of-fold figures; three folds instead of the published five, which teaches on fewer rows and takes half the time. */
function judge(rows: readonly Record<string, string>[], without: readonly string[], label: string) {
  const labels = Float64Array.from(rows, (row) => (row[label] === 'Yes' || row[label] === '1' ? 1 : 0))
  const raw = rawColumns(rows, [...without, label])
  const columns = encodeForTrees(learnEncoding(raw), raw)
  const { scores, aucs } = crossValidate(labels, stratifiedFolds(labels, 3, makeRandom(42)), ({ train, test: judged }) =>
    boostedChances(fitBoostedTrees(takeRows(columns, train), pick(labels, train)), takeRows(columns, judged)),
  )
  return {
    auc: aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length,
    brier: brier(scores, labels),
    error: calibrationError(scores, labels),
  }
}

describe.skipIf(!telco || !bank)('cross-validated on real customers who left', () => {
  test('a telephone company: ranking and calibration reach the published libraries, and no leak helps', () => {
    const figures = judge(telco ?? [], ['customerID'], 'Churn')
    expect(figures.auc).toBeGreaterThan(0.84)
    expect(figures.auc).toBeLessThan(0.86)
    expect(figures.brier).toBeLessThan(0.138)
    expect(figures.error).toBeLessThan(0.02)
  })

  test('a bank', () => {
    const figures = judge(bank ?? [], ['RowNumber', 'CustomerId', 'Surname'], 'Exited')
    expect(figures.auc).toBeGreaterThan(0.855)
    expect(figures.brier).toBeLessThan(0.105)
    expect(figures.error).toBeLessThan(0.02)
  })
})
