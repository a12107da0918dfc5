import { type Buyings, itemsOf } from '../models/recommend/buyings.ts'
import { type Recommender, topItems } from '../models/recommend/recommenders.ts'

/**
 * One customer's list, new things and repeats, as many of each as asked for, likeliest first: item numbers, and for each the
 * item of theirs that speaks for it most, itself where it was bought before; −1 where it is what most buy.
 */
export type MadeList = { readonly items: readonly number[]; readonly because: readonly number[] }

export type ListRules = {
  readonly length: number
  /** 1 for what may be recommended at all. */
  readonly allowed: Uint8Array
  /** What is kept from whom: bit b of a customer's mask keeps `kept[b]` (1 for an item) from them. */
  readonly kept: readonly Uint8Array[]
  /** What is kept from whoever has an item. */
  readonly besides: ReadonlyMap<number, Uint8Array>
}

const nobodyElse = -1

/** Makes lists one after another. @param together of `countTogether` */
export function listMaker(recommender: Recommender, buyings: Buyings, together: Float32Array, rules: ListRules) {
  const n = buyings.items
  const scores = new Float64Array(n)
  const counts = Float64Array.from({ length: n }, (_, i) => together[i * n + i] ?? 0)
  return (customer: number, mask: number, refused: ReadonlySet<number>): MadeList => {
    const own = itemsOf(buyings, customer)
    const isHad = new Set(own)
    const barred = [...rules.kept.filter((_, bit) => (mask & (1 << bit)) !== 0), ...[...own].flatMap((i) => rules.besides.get(i) ?? [])]
    const may = (item: number) => rules.allowed[item] === 1 && !refused.has(item) && barred.every((kept) => kept[item] !== 1)
    recommender.score(own, scores)
    const isPersonal = recommender.kind !== 'popularity'
    const best = (of: Float64Array, count: number, which: (item: number) => boolean) =>
      count <= 0 ? [] : topItems(of, count, (item) => (of[item] ?? 0) > 0 && may(item) && which(item))
    const personal: number[] = []
    const rest: number[] = []
    for (const again of [false, true]) {
      const isWanted = (item: number) => isHad.has(item) === again
      const scored = isPersonal ? best(scores, rules.length, isWanted) : []
      personal.push(...scored)
      rest.push(...best(counts, rules.length - scored.length, (item) => isWanted(item) && !scored.includes(item)))
    }
    const byValue = (of: Float64Array) => (a: number, b: number) => (of[b] ?? 0) - (of[a] ?? 0) || a - b
    const items = [...personal.toSorted(byValue(scores)), ...rest.toSorted(byValue(counts))]
    const scored = new Set(personal)
    const reason = (item: number) => (scored.has(item) ? reasonFor(recommender, item, own, together) : nobodyElse)
    return { items, because: items.map((item) => (isHad.has(item) ? item : reason(item))) }
  }
}

/** Somebody's own item that speaks for another most, and that at least two have bought together with it. */
function reasonFor(recommender: Recommender, item: number, own: Int32Array, together: Float32Array): number {
  let best = nobodyElse
  let most = 0
  for (const had of own) {
    const value = recommender.speaksFor(had, item)
    if (value > most && (together[had * recommender.items + item] ?? 0) >= 2) {
      best = had
      most = value
    }
  }
  return best
}

export type Pair = { readonly product: number; readonly other: number; readonly place: number; readonly together: number }

/** Fewer buyers of both prove nothing. */
export const fewestTogether = 3

/** What is most often bought with each product, by cosine; and every pair that a reason names, at place 0. */
export function pairsOf(together: Float32Array, n: number, perItem: number, named: ReadonlySet<number>): Pair[] {
  const pairs: Pair[] = []
  const cosines = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const buyers = together[i * n + i] ?? 0
    for (let j = 0; j < n; j++) {
      const both = i === j ? 0 : (together[i * n + j] ?? 0)
      cosines[j] = both >= fewestTogether ? both / Math.sqrt(buyers * (together[j * n + j] ?? 1)) : 0
    }
    const near = topItems(cosines, perItem, (j) => (cosines[j] ?? 0) > 0)
    const ranked = new Set(near)
    near.forEach((other, at) => pairs.push({ product: i, other, place: at + 1, together: together[i * n + other] ?? 0 }))
    for (let j = 0; j < n; j++)
      if (named.has(i * n + j) && !ranked.has(j)) pairs.push({ product: i, other: j, place: 0, together: together[i * n + j] ?? 0 })
  }
  return pairs
}
