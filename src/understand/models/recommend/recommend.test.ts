import { expect, test } from 'vitest'
import { makeRandom } from '../random.ts'
import { buyersOf, countTogether, itemsOf, makeBuyings } from './buyings.ts'
import { invertInPlace, Stopped } from './invert.ts'
import { rankAgainst } from './measure.ts'
import { fitEase, fitItemKnn, fitPopularity, topItems } from './recommenders.ts'

const buyings = (customers: readonly (readonly number[])[], items: number) =>
  makeBuyings(customers.length, items, {
    customer: Int32Array.from(customers.flatMap((own, u) => own.map(() => u))),
    item: Int32Array.from(customers.flat()),
  })

test('what a customer bought twice counts once, in order; outside numbers are refused', () => {
  const made = buyings([[2, 0, 2], [], [1]], 3)
  expect([0, 1, 2].map((u) => [...itemsOf(made, u)])).toEqual([[0, 2], [], [1]])
  expect([...buyersOf(made)]).toEqual([1, 1, 1])
  expect(() => buyings([[3]], 3)).toThrow(RangeError)
  expect(() => buyings([[-1]], 3)).toThrow(RangeError)
})

test('pairs are counted by customers, each item’s own buyers in the diagonal', () => {
  expect([...countTogether(buyings([[0, 1], [0, 1, 2], [0]], 3))]).toEqual([3, 2, 1, 2, 2, 1, 1, 1, 1])
})

test('a matrix times its inverse is one, for every size from 1 to 40', () => {
  const random = makeRandom(7)
  for (let n = 1; n <= 40; n++) {
    const x = Float64Array.from({ length: n * n }, () => random.normal())
    const a = new Float64Array(n * n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let total = i === j ? 0.5 : 0
        for (let k = 0; k < n; k++) total += (x[k * n + i] ?? 0) * (x[k * n + j] ?? 0)
        a[i * n + j] = total
      }
    const inverse = a.slice()
    invertInPlace(inverse, n)
    let worst = 0
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let total = i === j ? -1 : 0
        for (let k = 0; k < n; k++) total += (a[i * n + k] ?? 0) * (inverse[k * n + j] ?? 0)
        worst = Math.max(worst, Math.abs(total))
      }
    expect(worst, `size ${n}`).toBeLessThan(1e-8)
  }
})

test('a matrix that is not positive definite is refused, and a fit can be stopped', () => {
  expect(() => invertInPlace(Float64Array.from([1, 2, 2, 1]), 2)).toThrow(RangeError)
  expect(() => invertInPlace(Float64Array.from([Number.NaN]), 1)).toThrow(RangeError)
  expect(() => fitEase(buyings([[0, 1]], 2), 1, { shouldStop: () => true })).toThrow(Stopped)
})

test('EASE of two items by hand: P is the inverse of the counts with the penalty', () => {
  // Both bought by 3 of 4 each, together by 2: (3 + 1, 2; 2, 3 + 1) has the inverse (4, −2; −2, 4) ∕ 12, weight 2 ∕ 4.
  const { weights } = fitEase(buyings([[0, 1], [0, 1], [0], [1]], 2), 1)
  expect([...weights]).toEqual([0, 0.5, 0.5, 0])
})

test('item-kNN by hand: both over the root of one times other; what nobody bought with it is not near', () => {
  const knn = fitItemKnn(buyings([[0, 1], [0, 1], [0], [1], [2]], 3))
  const scores = new Float64Array(3)
  knn.score([0], scores)
  expect([...scores].map((score) => Math.round(score * 1e6) / 1e6)).toEqual([0, 0.666667, 0])
  knn.score([2], scores)
  expect([...scores]).toEqual([0, 0, 0])
})

test('of equal scores the lower item comes first, and what is not allowed is passed over', () => {
  expect(topItems(Float64Array.from([1, 3, 3, 2]), 3)).toEqual([1, 2, 3])
  expect(topItems(Float64Array.from([1, 3, 3, 2]), 3, (item) => item !== 1)).toEqual([2, 3, 0])
  expect(topItems(Float64Array.from([1]), 3)).toEqual([0])
  expect(topItems(new Float64Array(0), 3)).toEqual([])
})

test('measures by hand: what was had already neither shows nor counts unless repeats do', () => {
  const before = buyings([[0], [0, 1], [0, 1, 2]], 4)
  const after = buyings([[1, 3], [0], [3]], 4)
  const found = rankAgainst(fitPopularity(before), before, after, { repeat: false })
  // The first is shown 1, 2, 3 and bought 1 and 3; the second bought nothing new; the third is shown 3 and bought it.
  const first = (1 + 1 / Math.log2(4)) / (1 + 1 / Math.log2(3))
  expect(found).toMatchObject({ customers: 2, recall10: 1, hit10: 1, mrr20: 1, coverage10: 0.75 })
  expect(found.ndcg10).toBeCloseTo((first + 1) / 2, 12)
  expect(rankAgainst(fitPopularity(before), before, after, { repeat: true })).toMatchObject({ customers: 3, coverage10: 1 })
  // Of repeats alone only the second bought one, and was shown both of theirs.
  const again = rankAgainst(fitPopularity(before), before, after, { repeat: true, onlyRepeat: true })
  expect(again).toMatchObject({ customers: 1, recall10: 1, mrr20: 1, coverage10: 0.5 })
})

test('nobody and nothing give figures that are numbers', () => {
  const none = buyings([], 0)
  for (const repeat of [true, false])
    expect(rankAgainst(fitPopularity(none), none, none, { repeat })).toMatchObject({ customers: 0, recall10: 0, coverage10: 0 })
  expect([...fitEase(none, 10).weights]).toEqual([])
  expect(fitItemKnn(none).neighbours.near).toHaveLength(0)
})
