import { boostedChances, fitBoostedTrees } from '../src/understand/models/classify/boosted-trees.ts'
import { binColumn } from '../src/understand/models/classify/bins.ts'
import { chanceOf, type Columns } from '../src/understand/models/classify/columns.ts'
import { fitLogistic } from '../src/understand/models/classify/logistic.ts'
import { makeRandom } from '../src/understand/models/random.ts'
import { type BenchRow, s, timed } from './row.ts'

const width = 30
const rounds = 100

function makeRows(rows: number): { columns: Columns; labels: Float64Array } {
  const random = makeRandom(9)
  const columns = Array.from({ length: width }, () => Float64Array.from({ length: rows }, () => random.normal()))
  const at = (column: number, row: number) => columns[column]?.[row] ?? 0
  const labels = Float64Array.from({ length: rows }, (_, row) =>
    random.uniform() < chanceOf(at(0, row) + at(1, row) * at(2, row) + Math.abs(at(3, row)) - 1) ? 1 : 0,
  )
  return { columns: { names: columns.map((_, j) => `c${j}`), columns, rows }, labels }
}

/** Each tree must look at each value once at least: as many passes over the binned columns, each value added to its bin. */
function sumBins({ columns, rows }: Columns): number {
  const sums = new Float64Array(256)
  const binned = columns.map((column) => binColumn(column).codes)
  for (let round = 0; round < rounds; round++)
    for (const codes of binned) for (let row = 0; row < rows; row++) sums[codes[row] ?? 0] = (sums[codes[row] ?? 0] ?? 0) + 1
  return sums[0] ?? 0
}

/** Boosted trees and logistic regression on rows of 30 columns, one thread; the mark is 20 s for 100,000 rows. */
export async function benchClassifiers(rows: number): Promise<BenchRow[]> {
  const { columns, labels } = makeRows(rows)
  const floor = await timed(async () => sumBins(columns))
  const trees = await timed(async () => boostedChances(fitBoostedTrees(columns, labels, { rounds, mostLeaves: 15 }), columns))
  const logistic = await timed(async () => fitLogistic({ columns, labels, ridge: 1 }))
  // What a tree costs by itself, whatever the rows, weighs more where there are few.
  const limit = 20 * Math.max(0.25, rows / 100_000)
  const what = `${rows.toLocaleString('en')} rows of ${width} columns, one thread`
  return [
    {
      what: `boosted trees: ${rounds} of 15 leaves fitted and used on ${what}`,
      figure: s(trees.seconds),
      floor: `${s(floor.seconds)} for ${rounds} passes that add each value to its bin`,
      ratio: trees.seconds / floor.seconds,
      mark: `under ${limit} s`,
      met: trees.seconds < limit,
    },
    {
      what: `logistic regression with errors on ${what}`,
      figure: s(logistic.seconds),
      floor: `${s(floor.seconds)} for ${rounds} passes that add each value to its bin`,
      ratio: logistic.seconds / floor.seconds,
      mark: 'quicker than the trees',
      met: logistic.seconds < trees.seconds,
    },
  ]
}
