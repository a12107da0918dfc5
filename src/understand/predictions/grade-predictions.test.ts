import { expect, test } from 'vitest'
import { gradePredictions, type GradeRows, monthText } from './grade-predictions.ts'
import { sayPlainNearer, sayRanking } from './say-model.ts'

const columns = (rows: readonly Partial<Record<keyof GradeRows, number>>[]): GradeRows => {
  const of = (name: keyof GradeRows) => Float64Array.from(rows, (row) => row[name] ?? 0)
  return {
    purchases: of('purchases'),
    spend: of('spend'),
    chance: of('chance'),
    ratePurchases: of('ratePurchases'),
    rateSpend: of('rateSpend'),
    rfm: of('rfm'),
    month: Int32Array.from(rows, (row) => row.month ?? 0),
    came: of('came'),
    cameSpend: of('cameSpend'),
  }
}
const forty = Array.from({ length: 40 }, (_, i) => i)

test('sums, bias and errors are those of the customers', () => {
  const grade = gradePredictions(
    columns([
      { purchases: 2, ratePurchases: 4, came: 1, spend: 300, cameSpend: 200, chance: 0.9, rfm: 9 },
      { purchases: 0.5, ratePurchases: 0, came: 0, spend: 50, cameSpend: 0, chance: 0.3, rfm: 3 },
      { purchases: 0.5, ratePurchases: 1, came: 1, spend: 50, cameSpend: 200, chance: 0.4, rfm: 6 },
    ]),
  )
  expect(grade).toMatchObject({
    customers: 3,
    buyers: 2,
    purchases: { came: 2, model: { forecast: 3, bias: expect.closeTo(0.5, 12) }, rate: { forecast: 5, bias: 1.5 } },
    ranking: { model: 0.75, rate: 1, rfm: 1 },
  })
  expect(grade?.purchases.model.mae).toBeCloseTo((1 + 0.5 + 0.5) / 3, 12)
  expect(grade?.chance?.brier).toBeCloseTo((0.01 + 0.09 + 0.36) / 3, 12)
})

test('nobody is graded of nobody, and where none or all bought nothing is ranked', () => {
  expect(gradePredictions(columns([]))).toBeNull()
  const none = gradePredictions(columns(forty.map((i) => ({ purchases: i / 40, chance: 0.2 }))))
  expect(none).toMatchObject({ buyers: 0, ranking: { model: null, rate: null, rfm: null }, rankedBy: 'none' })
  expect(JSON.stringify(none)).not.toContain('NaN')
  const all = gradePredictions(columns(forty.map(() => ({ purchases: 1, came: 1 }))))
  expect(all?.ranking.model).toBeNull()
})

test('the model is better or worse only by more than chance', () => {
  const near = (model: number, rate: number) =>
    gradePredictions(
      columns(
        forty.map((i) => ({
          came: i % 3,
          purchases: (i % 3) + model * (i % 2 ? 1 : -1),
          ratePurchases: (i % 3) + rate * (i % 2 ? 1 : -1),
        })),
      ),
    )?.verdict
  expect(near(0.1, 0.9)).toBe('better')
  expect(near(0.9, 0.1)).toBe('worse')
  expect(near(0.5, 0.5)).toBe('same')
  // One giant error is no proof.
  const giant = columns(forty.map((i) => ({ came: 1, purchases: i === 7 ? 40 : 1.2, ratePurchases: 1.3 })))
  expect(gradePredictions(giant)?.verdict).not.toBe('worse')
})

test('where a plain way ranks better by more than chance, it is named', () => {
  const rows = Array.from({ length: 400 }, (_, i) => ({
    came: i % 2,
    purchases: ((i * 7) % 11) / 11,
    ratePurchases: ((i * 5) % 7) / 7,
    rfm: i % 2 ? 12 : 5,
  }))
  expect(gradePredictions(columns(rows))?.rankedBy).toBe('rfm')
})

test('whose amounts were worse is recommended for no amounts', () => {
  const told = (purchases: number) => {
    const rows = Array.from({ length: 400 }, (_, i) => ({ came: i % 2, purchases, ratePurchases: 0.5, rfm: i % 2 }))
    const grade = gradePredictions(columns(rows))
    return grade && [grade.rankedBy, grade.verdict, sayRanking(grade).en.includes('for amounts use the model')]
  }
  expect(told(0.5)).toEqual(['rfm', 'same', true])
  expect(told(9)).toEqual(['rfm', 'worse', false])
})

test('where a plain way came nearer, that is said with both figures, and nothing where it did not', () => {
  const told = (purchases: number, ratePurchases: number, rfm: (i: number) => number) => {
    const rows = forty.map((i) => ({ came: 1, purchases, ratePurchases, spend: i, rateSpend: 0, cameSpend: i, rfm: rfm(i) }))
    const grade = gradePredictions(columns(rows))
    return grade && sayPlainNearer(grade)?.en
  }
  expect(told(0.8, 1.1, () => 3)).toBe('This time a plain way came nearer in: sum of purchases, past rate +10.0% (model -20.0%).')
  expect(told(1.1, 0.8, () => 3)).toBeUndefined()
  const backwards = forty.map((i) => ({ came: 1, purchases: 1, ratePurchases: 1, spend: 40 - i, rateSpend: 0, cameSpend: i, rfm: i }))
  const grade = gradePredictions(columns(backwards))
  expect(grade && sayPlainNearer(grade)?.en).toBe('This time a plain way came nearer in: who spends more, RFM sum 1.000 (model -1.000).')
})

test('cohorts older than a year stand together, and none is lost', () => {
  const grade = gradePredictions(columns(Array.from({ length: 30 }, (_, i) => ({ month: 2024 * 12 + i, purchases: 1, came: 2 }))))
  expect(grade?.cohorts).toHaveLength(12)
  expect(grade?.cohorts[0]).toEqual({ month: '2025-07', customers: 19, forecast: 19, rate: 0, came: 38 })
  expect(grade?.cohorts.at(-1)?.month).toBe('2026-06')
  expect(monthText(2026 * 12)).toBe('2026-01')
})
