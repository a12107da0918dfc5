import { describe, expect, test } from 'vitest'
import { readRealData } from '../../../../test/real-data.ts'
import type { Columns } from '../classify/columns.ts'
import { makeRandom } from '../random.ts'
import { fitCox } from './cox.ts'
import { kaplanMeier, survivalAt, survivalInterval, timeUntil } from './kaplan-meier.ts'

const table = (of: Record<string, readonly number[]>): Columns => ({
  names: Object.keys(of),
  columns: Object.values(of).map((values) => Float64Array.from(values)),
  rows: Object.values(of)[0]?.length ?? 0,
})

describe('how many are still there', () => {
  test('a curve worked out by hand: who is only watched counts until then', () => {
    // 6 watched; one leaves at 1, two leave at 3 while a third is watched until 3, one leaves at 5, one is watched until 6.
    const curve = kaplanMeier([3, 1, 3, 5, 3, 6], [1, 1, 1, 1, 0, 0])
    expect([...curve.times]).toEqual([1, 3, 5])
    expect([...curve.atRisk]).toEqual([6, 5, 2])
    expect([...curve.left]).toEqual([1, 2, 1])
    expect([...curve.survival].map((s) => s.toFixed(10))).toEqual([5 / 6, 0.5, 0.25].map((s) => s.toFixed(10)))
    expect(curve.standardErrors[1]).toBeCloseTo(0.5 * Math.sqrt(1 / 30 + 2 / 15), 12)
    expect(survivalAt(curve, 0.5)).toEqual({ survival: 1, standardError: 0 })
    expect(survivalAt(curve, 4).survival).toBeCloseTo(0.5, 12)
    expect(timeUntil(curve)).toBe(3)
    expect(timeUntil(curve, 0.2)).toBeNull()
  })

  test('leukaemia patients on 6-MP (Freireich 1963), the published curve', () => {
    const weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    const relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    const curve = kaplanMeier(weeks, relapsed)
    expect([...curve.survival].map((s) => s.toFixed(3))).toEqual('0.857 0.807 0.753 0.690 0.627 0.538 0.448'.split(' '))
    expect([...curve.standardErrors].map((s) => s.toFixed(4))).toEqual('0.0764 0.0869 0.0963 0.1068 0.1141 0.1282 0.1346'.split(' '))
    const { low, high } = survivalInterval(survivalAt(curve, 23))
    expect([low.toFixed(2), high.toFixed(2)]).toEqual(['0.19', '0.68'])
  })

  test('nobody, nobody who left, everybody who left, a negative time', () => {
    expect(kaplanMeier([], []).times).toHaveLength(0)
    expect(timeUntil(kaplanMeier([4, 5], [0, 0]))).toBeNull()
    expect(survivalAt(kaplanMeier([4, 5], [1, 1]), 5)).toEqual({ survival: 0, standardError: 0 })
    expect(survivalInterval({ survival: 0, standardError: 0 })).toEqual({ low: 0, high: 0 })
    expect(() => kaplanMeier([-1], [1])).toThrow('the time at 0 is -1')
    expect(() => kaplanMeier([1, 2], [1])).toThrow('2 times stand against 1 events')
  })
})

describe('what hastens leaving', () => {
  test('two groups against each other, leukaemia again: the published coefficient with Efron’s ties', () => {
    const treated = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    const relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    const fit = fitCox({
      columns: table({ placebo: [...treated.map(() => 0), ...placebo.map(() => 1)] }),
      times: [...treated, ...placebo],
      events: [...relapsed, ...placebo.map(() => 1)],
    })
    expect(fit.coefficients[0]).toBeCloseTo(1.572, 3)
    expect(fit.standardErrors[0]).toBeCloseTo(0.412, 3)
    expect(fit.logLikelihood).toBeGreaterThan(fit.logLikelihoodOfNone)
  })

  test('coefficients are found again in simulated times, and units do not matter', () => {
    const random = makeRandom(3)
    const x = Array.from({ length: 1500 }, () => random.normal())
    const leave = x.map((value) => random.exponential() / Math.exp(0.7 * value))
    const watched = x.map(() => 2 * random.uniform())
    const times = leave.map((time, i) => Math.min(time, watched[i] ?? 0))
    const events = leave.map((time, i) => (time <= (watched[i] ?? 0) ? 1 : 0))
    const fit = fitCox({ columns: table({ x, same: x.map(() => 1) }), times, events })
    expect(Math.abs((fit.coefficients[0] ?? 0) - 0.7) / (fit.standardErrors[0] ?? 0)).toBeLessThan(3)
    expect(fit.leftOut).toEqual(['same'])
    const scaled = fitCox({ columns: table({ x: x.map((value) => 1000 * value + 5) }), times: times.map((time) => 7 * time), events })
    expect((scaled.coefficients[0] ?? 0) * 1000).toBeCloseTo(fit.coefficients[0] ?? 0, 8)
    expect(scaled.logLikelihood).toBeCloseTo(fit.logLikelihood, 6)
  })

  test('a column that parts who left from who stayed has no end, and that is said', () => {
    const fit = fitCox({ columns: table({ x: [1, 1, 1, 0, 0, 0] }), times: [1, 2, 3, 4, 5, 6], events: [1, 1, 1, 0, 0, 0] })
    expect(fit).toMatchObject({ converged: false, standardErrors: [null] })
    expect(fitCox({ columns: table({ x: [1, 2] }), times: [1, 2], events: [0, 0] }).converged).toBe(false)
  })
})

const telco = readRealData('telco/Telco-Customer-Churn.csv.gz')?.filter((row) => Number(row['tenure']) > 0)

describe.skipIf(!telco)('7,032 customers of a telephone company', () => {
  const rows = telco ?? []
  const has = (column: string, value: string) => rows.map((row) => (row[column] === value ? 1 : 0))
  const tenure = rows.map((row) => Number(row['tenure']))
  const left = has('Churn', 'Yes')

  test('the curve and its errors are the published ones', () => {
    const curve = kaplanMeier(tenure, left)
    const at = (months: number) => survivalAt(curve, months).survival.toFixed(6)
    expect([1, 6, 12, 24, 36, 48, 60, 72].map(at)).toEqual(
      '0.945961 0.884826 0.843200 0.788736 0.748545 0.708840 0.664404 0.592790'.split(' '),
    )
    expect([12, 72].map((months) => survivalAt(curve, months).standardError.toFixed(6))).toEqual(['0.004492', '0.009919'])
  })

  test('by contract', () => {
    const among = (contract: string) => {
      const places = rows.flatMap((row, i) => (row['Contract'] === contract ? [i] : []))
      const curve = kaplanMeier(
        places.map((i) => tenure[i] ?? 0),
        places.map((i) => left[i] ?? 0),
      )
      return (months: number) => survivalAt(curve, months).survival.toFixed(6)
    }
    expect([12, 24, 48].map(among('Month-to-month'))).toEqual(['0.703097', '0.585915', '0.397264'])
    expect(among('Two year')(72)).toBe('0.935739')
  })

  test('Cox with Efron’s ties: coefficients and likelihood are the published ones', () => {
    const columns = table({
      monthly: rows.map((row) => Number(row['MonthlyCharges'])),
      oneYear: has('Contract', 'One year'),
      twoYear: has('Contract', 'Two year'),
      fibre: has('InternetService', 'Fiber optic'),
      electronic: has('PaymentMethod', 'Electronic check'),
    })
    const fit = fitCox({ columns, times: tenure, events: left })
    expect(fit.coefficients.map((value) => value.toFixed(6))).toEqual('-0.020515 -1.943031 -3.864767 1.200447 0.542209'.split(' '))
    expect(fit.logLikelihood.toFixed(4)).toBe('-14199.4194')
    expect(fit.standardErrors.every((error) => error !== null && error > 0)).toBe(true)
  })
})

test('rows that stand for many give the curve of as many rows', () => {
  const [times, events, counts] = [
    [1, 1, 2, 4],
    [1, 0, 1, 0],
    [3, 2, 4, 1],
  ]
  const each = counts.flatMap((count, row) => Array.from({ length: count }, () => row))
  expect(kaplanMeier(times, events, counts)).toEqual(
    kaplanMeier(
      each.map((row) => times[row] ?? 0),
      each.map((row) => events[row] ?? 0),
    ),
  )
})
