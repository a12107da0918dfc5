/**
 * Who bought what, once a pair: of customer u the items `item[start[u]] … item[start[u + 1] - 1]`, ascending. How often
 * somebody bought a thing says little about what else they will buy; that they did says most of it.
 */
export type Buyings = {
  readonly customers: number
  readonly items: number
  readonly start: Int32Array
  readonly item: Int32Array
}

/**
 * @param pairs customer and item numbers, both from 0, in any order; a pair that comes twice counts once
 * @throws RangeError when a number is outside
 */
export function makeBuyings(
  customers: number,
  items: number,
  pairs: { readonly customer: Int32Array; readonly item: Int32Array },
): Buyings {
  const counts = new Int32Array(customers + 1)
  for (let at = 0; at < pairs.customer.length; at++) {
    const u = pairs.customer[at] ?? -1
    const i = pairs.item[at] ?? -1
    if (u < 0 || u >= customers || i < 0 || i >= items)
      throw new RangeError(`pair ${at} (${u}, ${i}) is outside of ${customers} × ${items}`)
    counts[u + 1] = (counts[u + 1] ?? 0) + 1
  }
  for (let u = 0; u < customers; u++) counts[u + 1] = (counts[u + 1] ?? 0) + (counts[u] ?? 0)
  const place = counts.slice()
  const filled = new Int32Array(pairs.item.length)
  for (let at = 0; at < pairs.item.length; at++) {
    const u = pairs.customer[at] ?? 0
    const where = place[u] ?? 0
    filled[where] = pairs.item[at] ?? 0
    place[u] = where + 1
  }
  return withoutDoubles(customers, items, counts, filled)
}

function withoutDoubles(customers: number, items: number, bounds: Int32Array, filled: Int32Array): Buyings {
  const start = new Int32Array(customers + 1)
  let kept = 0
  for (let u = 0; u < customers; u++) {
    const own = filled.subarray(bounds[u] ?? 0, bounds[u + 1] ?? 0).sort()
    let last = -1
    for (const i of own) {
      if (i === last) continue
      filled[kept++] = i
      last = i
    }
    start[u + 1] = kept
  }
  return { customers, items, start, item: filled.slice(0, kept) }
}

/** The items of one customer, ascending; a view, not a copy. */
export const itemsOf = ({ start, item }: Buyings, customer: number): Int32Array =>
  item.subarray(start[customer] ?? 0, start[customer + 1] ?? 0)

/** How many customers bought each item. */
export function buyersOf({ items, item }: Buyings): Int32Array {
  const counts = new Int32Array(items)
  for (const i of item) counts[i] = (counts[i] ?? 0) + 1
  return counts
}

/**
 * How many customers bought both of two items, for all pairs, row after row; each item's own buyers in the diagonal.
 * Float32 holds counts up to sixteen million exactly.
 */
export function countTogether(buyings: Buyings): Float32Array {
  const n = buyings.items
  const counts = new Float32Array(n * n)
  for (let u = 0; u < buyings.customers; u++) {
    const own = itemsOf(buyings, u)
    for (let a = 0; a < own.length; a++) {
      const row = (own[a] ?? 0) * n
      for (let b = a; b < own.length; b++) {
        const at = row + (own[b] ?? 0)
        counts[at] = (counts[at] ?? 0) + 1
      }
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) counts[i * n + j] = counts[j * n + i] ?? 0
  return counts
}
