import { type Buyings, countTogether, makeBuyings } from '../src/understand/models/recommend/buyings.ts'
import { fitEase, fitItemKnn } from '../src/understand/models/recommend/recommenders.ts'
import { makeRandom } from '../src/understand/models/random.ts'
import { type BenchRow, s, timed } from './row.ts'

/** As many as a year of a real wholesaler holds with ten buyers or more; each bought about sixty of them. */
const customers = 3_300
const each = 60

function makeSales(items: number): Buyings {
  const random = makeRandom(11)
  const pairs = customers * each
  const item = Int32Array.from({ length: pairs }, () => Math.floor(items * random.uniform() ** 2))
  return makeBuyings(customers, items, { customer: Int32Array.from({ length: pairs }, (_, at) => Math.floor(at / each)), item })
}

/** n³ ∕ 3 multiplications and additions along rows, as the factor of the matrix takes at least. */
function sumAlongRows(n: number): number {
  const a = Float64Array.from({ length: n * n }, (_, at) => (at % 7) - 3)
  let total = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      let sum = 0
      for (let k = 0; k < j; k++) sum += (a[i * n + k] ?? 0) * (a[j * n + k] ?? 0)
      total += sum
    }
  return total
}

/** EASE and item-kNN, against the third part of what the inverse of such a matrix must multiply and add (n³ / 6 of n³). */
export async function benchRecommendations(items: number): Promise<BenchRow[]> {
  const buyings = makeSales(items)
  const together = await timed(async () => countTogether(buyings))
  const floor = await timed(async () => sumAlongRows(items))
  const ease = await timed(async () => fitEase(buyings, 200, {}, together.value))
  const knn = await timed(async () => fitItemKnn(buyings, 100, together.value))
  const count = items.toLocaleString('en')
  return [
    {
      what: `EASE on ${count} products: counts, inverse, weights`,
      figure: s(together.seconds + ease.seconds),
      floor: s(floor.seconds),
      ratio: (together.seconds + ease.seconds) / floor.seconds,
      mark: 'under 30 s',
      met: together.seconds + ease.seconds < 30,
    },
    {
      what: `Similar products: 100 nearest of ${count}`,
      figure: s(knn.seconds),
      mark: 'under 10 s',
      met: knn.seconds < 10,
    },
  ]
}
