import { describe, expect, test } from 'vitest'
import { rawColumns } from '../../../../test/raw-columns.ts'
import { readRealData } from '../../../../test/real-data.ts'
import { makeRandom } from '../random.ts'
import { type Columns, pick, takeRows } from './columns.ts'
import { encodeForLines, learnEncoding } from './encode.ts'
import { fitLogistic, logisticChances } from './logistic.ts'

type People = { readonly columns: Columns; readonly mailed: Float64Array; readonly came: Float64Array }

/** How many more of the mailed came than of those without a mail, among these. */
function liftOf({ mailed, came }: People, places: Uint32Array): number {
  const share = (arm: number) => {
    const some = pick(
      came,
      places.filter((place) => mailed[place] === arm),
    )
    return some.reduce((sum, one) => sum + one, 0) / some.length
  }
  return share(1) - share(0)
}

/** The area between the curve of visits gained and the diagonal, by head of the mailed. */
function qiniOf({ mailed, came }: People, order: Uint32Array): number {
  let [to, not, cameTo, cameNot, gain, area] = [0, 0, 0, 0, 0, 0]
  for (const row of order) {
    if (mailed[row] === 1) [to, cameTo] = [to + 1, cameTo + (came[row] ?? 0)]
    else [not, cameNot] = [not + 1, cameNot + (came[row] ?? 0)]
    const next = cameTo - (not > 0 ? (cameNot * to) / not : 0)
    area += (gain + next) / 2 / order.length
    gain = next
  }
  return (area - gain / 2) / to
}

/** Two models learnt from half of the people order the other half by what a mail would change; means over so many halvings. */
function judge(people: People, halvings: number) {
  const random = makeRandom(42)
  const rows = people.columns.rows
  const sums = { qini: 0, topTenth: 0, topThird: 0, everybody: 0 }
  for (let halving = 0; halving < halvings; halving++) {
    const half = Uint8Array.from({ length: rows }, () => (random.uniform() < 0.5 ? 1 : 0))
    const places = (wanted: (i: number) => boolean) => Uint32Array.from(half.keys()).filter((i) => wanted(i))
    const judged = places((i) => half[i] === 1)
    const other: People = {
      columns: takeRows(people.columns, judged),
      mailed: pick(people.mailed, judged),
      came: pick(people.came, judged),
    }
    const [withMail, without] = [1, 0].map((arm) => {
      const learnt = places((i) => half[i] === 0 && people.mailed[i] === arm)
      const fit = fitLogistic({ columns: takeRows(people.columns, learnt), labels: pick(people.came, learnt), ridge: 1 })
      return logisticChances(fit.model, other.columns)
    })
    const change = other.mailed.map((_, i) => (withMail?.[i] ?? 0) - (without?.[i] ?? 0))
    const order = Uint32Array.from(change.keys()).sort((a, b) => (change[b] ?? 0) - (change[a] ?? 0))
    sums.qini += qiniOf(other, order) / halvings
    sums.topTenth += liftOf(other, order.subarray(0, order.length / 10)) / halvings
    sums.topThird += liftOf(other, order.subarray(0, (order.length * 3) / 10)) / halvings
    sums.everybody += liftOf(other, order) / halvings
  }
  return sums
}

const mails = readRealData('hillstrom/hillstrom.csv.gz')
describe.skipIf(!mails)('whom a mail moves, by two logistic models of 42,000 people each', () => {
  function peopleOf(mail: string): People {
    const rows = (mails ?? []).filter((row) => row['segment'] === mail || row['segment'] === 'No E-Mail')
    const raw = rawColumns(rows, ['segment', 'visit', 'conversion', 'spend', 'history_segment'])
    return {
      columns: encodeForLines(learnEncoding(raw), raw),
      mailed: Float64Array.from(rows, (row) => (row['segment'] === mail ? 1 : 0)),
      came: Float64Array.from(rows, (row) => Number(row['visit'])),
    }
  }

  test('of the mail for women the reference’s share is found, within its deviation over halvings', () => {
    const found = judge(peopleOf('Womens E-Mail'), 10)
    expect(Math.abs(found.qini - 0.00805)).toBeLessThan(0.00118)
    expect(found.topTenth).toBeCloseTo(0.0698, 2)
    expect(found.topThird).toBeCloseTo(0.0738, 2)
    expect(found.everybody).toBeCloseTo(0.0456, 2)
  }, 180_000)

  test('of the mail for men hardly anything is to be found', () => {
    const found = judge(peopleOf('Mens E-Mail'), 10)
    expect(Math.abs(found.qini - 0.00167)).toBeLessThan(0.0011)
    expect(found.topThird).toBeCloseTo(0.087, 2)
    expect(found.everybody).toBeCloseTo(0.077, 2)
  }, 180_000)
})
