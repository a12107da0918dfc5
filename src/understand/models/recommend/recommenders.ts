import { buyersOf, type Buyings, countTogether } from './buyings.ts'
import { invertInPlace, type Watch } from './invert.ts'

export const recommenderKinds = ['ease', 'item-knn', 'popularity'] as const
export type RecommenderKind = (typeof recommenderKinds)[number]

/** Gives every item a score for somebody who has these items; the greater, the likelier. Scores of one list compare, no others. */
export type Recommender = {
  readonly kind: RecommenderKind
  readonly items: number
  /** @param into as long as there are items; written over */
  score(own: ArrayLike<number>, into: Float64Array): void
  /** How much having one item speaks for another; 0 where it does not, or where that is not how the method works. */
  speaksFor(had: number, wanted: number): number
}

/** What most have bought, the same for everybody: the plain alternative of all others. */
export function fitPopularity(buyings: Buyings): Recommender {
  const counts = buyersOf(buyings)
  return { kind: 'popularity', items: buyings.items, score: (_, into) => into.set(counts), speaksFor: () => 0 }
}

/**
 * EASE (H. Steck, Embarrassingly Shallow Autoencoders for Sparse Data, WWW 2019): the linear model that rebuilds each
 * customer's items from their other items, with a ridge penalty and no item explaining itself. Closed form: with
 * P = (XᵀX + λI)⁻¹ the weight of having i on wanting j is −Pᵢⱼ ∕ Pⱼⱼ.
 * @param lambda the penalty, in customers: below it a pair counts for little
 * @param together of `countTogether`, where it was counted already
 * @returns weights as 32-bit numbers, row i of what is had, column j of what is wanted
 * @throws Stopped
 */
export function fitEase(
  buyings: Buyings,
  lambda: number,
  watch: Watch = {},
  together?: Float32Array,
): Recommender & { readonly weights: Float32Array } {
  const n = buyings.items
  const p = Float64Array.from(together ?? countTogether(buyings))
  for (let i = 0; i < n; i++) p[i * n + i] = (p[i * n + i] ?? 0) + lambda
  invertInPlace(p, n, watch)
  const weights = new Float32Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) weights[i * n + j] = -(p[i * n + j] ?? 0) / (p[j * n + j] ?? 1)
  return {
    kind: 'ease',
    items: n,
    weights,
    score: (own, into) => addRows(weights, n, own, into),
    speaksFor: (had, wanted) => weights[had * n + wanted] ?? 0,
  }
}

function addRows(weights: Float32Array, n: number, own: ArrayLike<number>, into: Float64Array): void {
  into.fill(0)
  for (let a = 0; a < own.length; a++) {
    const row = (own[a] ?? 0) * n
    for (let j = 0; j < n; j++) into[j] = (into[j] ?? 0) + (weights[row + j] ?? 0)
  }
}

/** The `count` nearest of each item: `near[i * count + k]`, −1 where there are no more, and how near, greatest first. */
export type Neighbours = { readonly count: number; readonly near: Int32Array; readonly nearness: Float64Array }

export const usualNeighbours = 100

/**
 * Item-kNN by cosine (Sarwar et al., WWW 2001; Deshpande and Karypis 2004): two items are near when the same customers
 * bought both, for the number of buyers that each has: both ∕ √(one × other). What is wanted is scored by those of its own
 * nearest that somebody has. Ties go by item order.
 */
export function fitItemKnn(
  buyings: Buyings,
  count: number = usualNeighbours,
  together?: Float32Array,
): Recommender & { readonly neighbours: Neighbours } {
  const neighbours = nearest(together ?? countTogether(buyings), buyings.items, count)
  const has = new Uint8Array(buyings.items)
  return {
    kind: 'item-knn',
    items: buyings.items,
    neighbours,
    score: (own, into) => addNear(neighbours, has, own, into),
    speaksFor: (had, wanted) => nearnessOf(neighbours, had, wanted),
  }
}

function nearest(together: Float32Array, n: number, wanted: number): Neighbours {
  const count = Math.min(wanted, Math.max(1, n - 1))
  const near = new Int32Array(n * count).fill(-1)
  const nearness = new Float64Array(n * count)
  const cosines = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const own = together[i * n + i] ?? 0
    for (let j = 0; j < n; j++) {
      const both = j === i ? 0 : (together[i * n + j] ?? 0)
      cosines[j] = both > 0 ? both / Math.sqrt(own * (together[j * n + j] ?? 1)) : 0
    }
    const best = topItems(cosines, count, (j) => (cosines[j] ?? 0) > 0)
    best.forEach((j, k) => {
      near[i * count + k] = j
      nearness[i * count + k] = cosines[j] ?? 0
    })
  }
  return { count, near, nearness }
}

function addNear({ count, near, nearness }: Neighbours, has: Uint8Array, own: ArrayLike<number>, into: Float64Array): void {
  for (let a = 0; a < own.length; a++) has[own[a] ?? 0] = 1
  for (let j = 0; j < into.length; j++) {
    let total = 0
    for (let at = j * count; at < (j + 1) * count; at++) {
      const i = near[at] ?? -1
      if (i < 0) break
      if (has[i] === 1) total += nearness[at] ?? 0
    }
    into[j] = total
  }
  for (let a = 0; a < own.length; a++) has[own[a] ?? 0] = 0
}

function nearnessOf({ count, near, nearness }: Neighbours, had: number, wanted: number): number {
  for (let at = wanted * count; at < (wanted + 1) * count; at++) if (near[at] === had) return nearness[at] ?? 0
  return 0
}

/** The items of the greatest scores, greatest first; of equal ones the lower item number first. */
export function topItems(scores: Float64Array, count: number, allowed: (item: number) => boolean = () => true): number[] {
  const best: number[] = []
  let least = Number.NEGATIVE_INFINITY
  for (let j = 0; j < scores.length; j++) {
    const score = scores[j] ?? Number.NEGATIVE_INFINITY
    if ((best.length === count && score <= least) || !allowed(j)) continue
    let at = best.length === count ? count - 1 : best.length
    while (at > 0 && (scores[best[at - 1] ?? 0] ?? 0) < score) {
      best[at] = best[at - 1] ?? 0
      at -= 1
    }
    best[at] = j
    if (best.length === count) least = scores[best[count - 1] ?? 0] ?? least
  }
  return best
}
