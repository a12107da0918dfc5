import { type Buyings, itemsOf } from './buyings.ts'
import { type Recommender, topItems } from './recommenders.ts'

/** Means over the customers that were tested. */
export type Ranking = {
  /** Of what a customer then bought, how much was among the first so many. */
  readonly recall10: number
  readonly recall20: number
  /** The same with the place counting: discounted by its logarithm, 1 for the best order there is. */
  readonly ndcg10: number
  readonly ndcg20: number
  /** One over the place of the first right one; 0 beyond the twentieth. */
  readonly mrr20: number
  /** Customers of whom at least one of the first ten was right. */
  readonly hit10: number
  /** Share of all items that stood among anybody's first ten. */
  readonly coverage10: number
  readonly customers: number
}

/**
 * Ranks all items for each customer with something in `after`, by what they had `before`, and looks where that stands. No item
 * is drawn by chance, ties go by item order.
 * `repeat`: whether what somebody has already may be recommended and counts; `onlyRepeat`: nothing else is. `each` takes everybody's own NDCG@10, in order.
 */
export function rankAgainst(
  recommender: Recommender,
  before: Buyings,
  after: Buyings,
  options: { readonly repeat: boolean; readonly onlyRepeat?: boolean; readonly each?: number[] },
): Ranking {
  const scores = new Float64Array(before.items)
  const shown = new Set<number>()
  const sums = { recall10: 0, recall20: 0, ndcg10: 0, ndcg20: 0, mrr20: 0, hit10: 0 }
  let customers = 0
  for (let u = 0; u < before.customers; u++) {
    const own = itemsOf(before, u)
    const had = new Set(own)
    const may = (item: number) => (had.has(item) ? options.repeat : options.onlyRepeat !== true)
    const wanted = new Set([...itemsOf(after, u)].filter(may))
    if (wanted.size === 0 || own.length === 0) continue
    recommender.score(own, scores)
    const best = topItems(scores, 20, may)
    for (const item of best.slice(0, 10)) shown.add(item)
    const ndcg10 = addCustomer(sums, best, wanted)
    options.each?.push(ndcg10)
    customers += 1
  }
  const mean = (total: number) => (customers > 0 ? total / customers : 0)
  return {
    recall10: mean(sums.recall10),
    recall20: mean(sums.recall20),
    ndcg10: mean(sums.ndcg10),
    ndcg20: mean(sums.ndcg20),
    mrr20: mean(sums.mrr20),
    hit10: mean(sums.hit10),
    coverage10: before.items > 0 ? shown.size / before.items : 0,
    customers,
  }
}

type Sums = { recall10: number; recall20: number; ndcg10: number; ndcg20: number; mrr20: number; hit10: number }

function addCustomer(sums: Sums, best: readonly number[], wanted: ReadonlySet<number>): number {
  const right = best.map((item) => wanted.has(item))
  const hits = (k: number) => right.slice(0, k).filter(Boolean).length
  sums.recall10 += hits(10) / wanted.size
  sums.recall20 += hits(20) / wanted.size
  const ndcg10 = gain(right, 10) / idealGain(wanted.size, 10)
  sums.ndcg10 += ndcg10
  sums.ndcg20 += gain(right, 20) / idealGain(wanted.size, 20)
  const first = right.indexOf(true)
  sums.mrr20 += first < 0 ? 0 : 1 / (first + 1)
  sums.hit10 += hits(10) > 0 ? 1 : 0
  return ndcg10
}

const gain = (right: readonly boolean[], k: number) =>
  right.slice(0, k).reduce((total, isRight, place) => total + (isRight ? 1 / Math.log2(place + 2) : 0), 0)

function idealGain(wanted: number, k: number): number {
  let total = 0
  for (let place = 0; place < Math.min(wanted, k); place++) total += 1 / Math.log2(place + 2)
  return total
}
