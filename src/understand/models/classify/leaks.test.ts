import { describe, expect, test } from 'vitest'
import { readRealData } from '../../../../test/real-data.ts'
import { makeRandom } from '../random.ts'
import type { RawColumn } from './encode.ts'
import { refuseColumns } from './leaks.ts'
import { rawColumns } from '../../../../test/raw-columns.ts'

const number = (name: string, values: readonly number[]): RawColumn => ({ name, kind: 'number', values: Float64Array.from(values) })
const reasons = (columns: readonly RawColumn[], labels: ArrayLike<number>) =>
  Object.fromEntries(refuseColumns(columns, labels).map(({ name, reason }) => [name, reason]))

describe('columns that no model may learn from', () => {
  const random = makeRandom(1)
  const labels = Array.from({ length: 500 }, (_, i) => (i % 4 === 0 ? 1 : 0))

  test('a number that parts the answers, a reason given afterwards, a name of its own, one value', () => {
    const columns: RawColumn[] = [
      number(
        'score',
        labels.map((label) => label + 0.6 * random.uniform()),
      ),
      { name: 'reason', kind: 'text', values: labels.map((label, i) => (label === 0 ? null : i % 8 === 0 ? 'price' : 'moved')) },
      { name: 'number', kind: 'text', values: labels.map((_, i) => `C-${i}`) },
      number(
        'same',
        labels.map(() => 3),
      ),
    ]
    expect(reasons(columns, labels)).toEqual({
      score: 'parts-the-answers',
      reason: 'values-of-one-answer',
      number: 'own-value-each',
      same: 'one-value',
    })
    expect(refuseColumns(columns, labels)[1]?.words.zh).toContain('读到了答案')
  })

  test('a number that ranks almost perfectly is refused though every value has both answers now and then', () => {
    const blurred = labels.map((label) => Math.round(3 * (label + 0.8 * random.normal())))
    expect(reasons([number('blurred', blurred)], labels)).toEqual({})
    const sharp = labels.map((label, i) => (i % 50 === 0 ? 1 - label : label) + 0.2 * random.uniform())
    expect(reasons([number('sharp', sharp)], labels)).toHaveProperty('sharp')
  })

  test('noise, an honest predictor, missing values and a small pure group are not refused', () => {
    const columns: RawColumn[] = [
      number(
        'noise',
        labels.map(() => random.normal()),
      ),
      number(
        'honest',
        labels.map((label) => label + 1.5 * random.normal()),
      ),
      number(
        'holes',
        labels.map((_, i) => (i % 3 === 0 ? Number.NaN : random.normal())),
      ),
      { name: 'town', kind: 'text', values: labels.map((_, i) => (i < 8 && i % 4 === 0 ? 'rare' : 'big')) },
    ]
    expect(refuseColumns(columns, labels)).toEqual([])
  })
})

const extended = readRealData('telco/Telco_customer_churn_extended.csv.gz')
const status = readRealData('telco/Telco_customer_churn_status.csv.gz')
const telco = readRealData('telco/Telco-Customer-Churn.csv.gz')
const bank = readRealData('bank-churn/Churn_Modelling.csv.gz')

describe.skipIf(!extended || !status || !telco || !bank)('the leaks of a real data set', () => {
  const labelled = (rows: Record<string, string>[] | null, label: string) => ({
    columns: rawColumns(rows ?? [], [label]),
    labels: (rows ?? []).map((row) => (row[label] === 'Yes' || row[label] === '1' ? 1 : 0)),
  })
  const namesOf = (rows: Record<string, string>[] | null, label: string, reasonsWanted: readonly string[]) => {
    const { columns, labels } = labelled(rows, label)
    return refuseColumns(columns, labels).flatMap(({ name, reason }) => (reasonsWanted.includes(reason) ? [name] : []))
  }
  const leaks = ['parts-the-answers', 'values-of-one-answer']

  test('every column that was made from the answer is refused, and no other', () => {
    expect(namesOf(extended, 'Churn Label', leaks)).toEqual(['Churn Value', 'Churn Score', 'Churn Reason'])
    expect(namesOf(status, 'Churn Label', leaks)).toEqual([
      'Satisfaction Score',
      'Customer Status',
      'Churn Value',
      'Churn Score',
      'Churn Category',
      'Churn Reason',
    ])
    expect(namesOf(telco, 'Churn', leaks)).toEqual([])
    expect(namesOf(bank, 'Exited', leaks)).toEqual([])
  })

  test('numbers of customers and constants are refused as such', () => {
    expect(namesOf(telco, 'Churn', ['own-value-each'])).toEqual(['customerID'])
    expect(namesOf(extended, 'Churn Label', ['one-value'])).toEqual(['Count', 'Country', 'State'])
  })
})
