import { describe, expect, test } from 'vitest'
import { readRealData } from '../../../../test/real-data.ts'
import { aucOf } from '../measure/ranking.ts'
import { makeRandom } from '../random.ts'
import { chanceOf, type Columns } from './columns.ts'
import { fitLogistic, logisticChances, logisticParts } from './logistic.ts'

const table = (of: Record<string, readonly number[]>): Columns => ({
  names: Object.keys(of),
  columns: Object.values(of).map((values) => Float64Array.from(values)),
  rows: Object.values(of)[0]?.length ?? 0,
})

test('one column of 0 and 1 has the log of the odds ratio as its coefficient', () => {
  // 2 of 8 without, 6 of 8 with: odds 1/3 and 3, ratio 9; the variance is the sum of the inverse counts.
  const treated = [...Array<number>(8).fill(0), ...Array<number>(8).fill(1)]
  const labels = [1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0]
  const fit = fitLogistic({ columns: table({ treated }), labels })
  expect(fit.model.coefficients[0]).toBeCloseTo(Math.log(9), 10)
  expect(fit.model.intercept).toBeCloseTo(Math.log(1 / 3), 10)
  expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(1 / 2 + 1 / 6 + 1 / 6 + 1 / 2), 8)
  expect(fit.standardErrors[0]).toBeCloseTo(Math.sqrt(1 / 2 + 1 / 6), 8)
  expect(fit.logLikelihood).toBeCloseTo(4 * Math.log(0.25) + 12 * Math.log(0.75), 10)
  expect(fit.note).toBeNull()
})

test('coefficients are found again in simulated rows, within three standard errors', () => {
  const random = makeRandom(7)
  const rows = Array.from({ length: 4000 }, () => [random.normal(), 1000 + 50 * random.normal()] as const)
  const labels = rows.map(([a, b]) => (random.uniform() < chanceOf(-0.5 + 0.8 * a - 0.03 * (b - 1000)) ? 1 : 0))
  const fit = fitLogistic({ columns: table({ a: rows.map(([a]) => a), b: rows.map(([, b]) => b) }), labels })
  expect(Math.abs((fit.model.coefficients[0] ?? 0) - 0.8) / (fit.standardErrors[1] ?? 0)).toBeLessThan(3)
  expect(Math.abs((fit.model.coefficients[1] ?? 0) + 0.03) / (fit.standardErrors[2] ?? 0)).toBeLessThan(3)
})

test('units and zero points do not matter, with a penalty either', () => {
  const random = makeRandom(3)
  const celsius = Array.from({ length: 200 }, () => 20 + 5 * random.normal())
  const labels = celsius.map((degrees) => (random.uniform() < chanceOf((degrees - 20) / 5) ? 1 : 0))
  const warm = table({ degrees: celsius })
  const kelvin = table({ degrees: celsius.map((degrees) => 1000 * (degrees + 273.15)) })
  for (const ridge of [0, 5]) {
    const [a, b] = [fitLogistic({ columns: warm, labels, ridge }), fitLogistic({ columns: kelvin, labels, ridge })]
    expect(b.logLikelihood).toBeCloseTo(a.logLikelihood, 8)
    expect((b.model.coefficients[0] ?? 0) * 1000).toBeCloseTo(a.model.coefficients[0] ?? 0, 8)
  }
})

test('a penalty shrinks the coefficients and leaves the base rate alone', () => {
  const random = makeRandom(5)
  const x = Array.from({ length: 300 }, () => random.normal())
  const labels = x.map((value) => (random.uniform() < chanceOf(value) ? 1 : 0))
  const columns = table({ x })
  const [free = 0, some = 0, more = 0] = [0, 10, 100].map((ridge) => fitLogistic({ columns, labels, ridge }).model.coefficients[0] ?? 0)
  expect([free > some, some > more, more > 0]).toEqual([true, true, true])
  const flat = logisticChances(fitLogistic({ columns, labels, ridge: 1e9 }).model, columns)
  expect(flat[0]).toBeCloseTo(labels.reduce<number>((sum, label) => sum + label, 0) / 300, 6)
})

describe('what cannot be fitted is said', () => {
  test('a column that parts the answers is named, and a penalty makes it usable', () => {
    const columns = table({ noise: [3, 1, 4, 1, 5, 9, 2, 6], score: [1, 2, 3, 4, 5, 6, 7, 8] })
    const labels = [0, 0, 0, 0, 1, 1, 1, 1]
    const fit = fitLogistic({ columns, labels })
    expect(fit).toMatchObject({ converged: false, note: { kind: 'separated' } })
    expect(fit.separated).toContain('score')
    expect(fit.standardErrors).toEqual([null, null, null])
    expect(fitLogistic({ columns, labels, ridge: 1 })).toMatchObject({ converged: true, note: null, separated: [] })
  })

  test('one value that only one answer has is a separation of its own', () => {
    const random = makeRandom(11)
    const x = Array.from({ length: 400 }, () => random.normal())
    const never = x.map((_, i) => (i % 20 === 0 ? 1 : 0))
    const labels = x.map((value, i) => (i % 20 !== 0 && random.uniform() < chanceOf(value) ? 1 : 0))
    const fit = fitLogistic({ columns: table({ x, never }), labels })
    expect(fit.separated).toEqual(['never'])
    expect(fit.note?.words.zh).toContain('never')
  })

  test('one answer alone teaches nothing', () => {
    const fit = fitLogistic({ columns: table({ x: [1, 2, 3] }), labels: [1, 1, 1] })
    expect(fit).toMatchObject({ converged: false, note: { kind: 'one-label' } })
  })

  test('columns that repeat others are left out', () => {
    const a = [1, 2, 3, 4, 5, 6, 7, 8]
    const fit = fitLogistic({
      columns: table({ a, twice: a.map((v) => 2 * v + 1), same: a.map(() => 4) }),
      labels: [0, 1, 0, 0, 1, 0, 1, 1],
    })
    expect(fit.leftOut).toEqual(['twice', 'same'])
    expect(fit.standardErrors.slice(2)).toEqual([null, null])
    expect(fit.converged).toBe(true)
  })

  test('no column that varies leaves the base rate', () => {
    const fit = fitLogistic({ columns: table({ same: [4, 4, 4, 4] }), labels: [0, 1, 1, 1] })
    expect(chanceOf(fit.model.intercept)).toBeCloseTo(0.75, 10)
    expect(fit.logLikelihood).toBeCloseTo(3 * Math.log(0.75) + Math.log(0.25), 10)
  })

  test('a missing value and missing labels are refused', () => {
    expect(() => fitLogistic({ columns: table({ x: [1, Number.NaN] }), labels: [0, 1] })).toThrow('a value is missing')
    expect(() => fitLogistic({ columns: table({ x: [1, 2] }), labels: [0] })).toThrow('2 rows stand against 1 labels')
  })
})

test('the parts of a row sum to its log-odds', () => {
  const columns = table({ a: [1, 5, 2, 8, 3, 9], b: [0, 1, 1, 0, 1, 0] })
  const { model } = fitLogistic({ columns, labels: [0, 0, 1, 1, 0, 1], ridge: 1 })
  const { base, parts } = logisticParts(model, columns, 3)
  expect(chanceOf(parts.reduce((sum, part) => sum + part, base))).toBeCloseTo(logisticChances(model, columns)[3] ?? 0, 12)
})

const telco = readRealData('telco/Telco-Customer-Churn.csv.gz')
describe.skipIf(!telco)('7,043 customers of a telephone company', () => {
  test('coefficients, standard errors and likelihood are the published ones', () => {
    const rows = telco ?? []
    const has = (column: string, value: string) => rows.map((row) => (row[column] === value ? 1 : 0))
    const columns = table({
      tenure: rows.map((row) => Number(row['tenure'])),
      monthly: rows.map((row) => Number(row['MonthlyCharges'])),
      oneYear: has('Contract', 'One year'),
      twoYear: has('Contract', 'Two year'),
      fibre: has('InternetService', 'Fiber optic'),
      electronic: has('PaymentMethod', 'Electronic check'),
    })
    const labels = has('Churn', 'Yes')
    const fit = fitLogistic({ columns, labels })
    expect(fit.logLikelihood.toFixed(6)).toBe('-3020.192661')
    expect([fit.model.intercept, ...fit.model.coefficients].map((value) => value.toFixed(6))).toEqual(
      '-1.350747 -0.032721 0.014354 -0.878947 -1.741118 0.703823 0.528441'.split(' '),
    )
    expect(fit.standardErrors.map((value) => (value ?? 0).toFixed(6))).toEqual(
      '0.104968 0.002071 0.002305 0.102521 0.168312 0.118305 0.066890'.split(' '),
    )
    expect(aucOf(logisticChances(fit.model, columns), labels).toFixed(6)).toBe('0.834615')
  })
})
