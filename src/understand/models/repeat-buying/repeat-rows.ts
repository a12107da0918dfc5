import type { Past, RepeatRows } from './repeat-model.ts'

type Collector = {
  /** @param count how many customers have this past */
  add(x: number, tx: number, t: number, count?: number): void
  readonly customers: number
  /** Customers left out because their past cannot be: not a number, below zero, or a last purchase after the cut-off. */
  readonly refused: number
  rows(): RepeatRows
}

/** Collects customers' pasts, identical ones counted once, so that a fit costs what is different and not how many there are. */
export function collectRows(): Collector {
  const places = new Map<number, Map<number, Map<number, number>>>()
  const x: number[] = []
  const tx: number[] = []
  const t: number[] = []
  const count: number[] = []
  let customers = 0
  let refused = 0
  return {
    add(oneX, oneTx, oneT, many = 1) {
      if (!isPast({ x: oneX, tx: oneTx, t: oneT })) return void (refused += many)
      customers += many
      const last = oneX === 0 ? 0 : oneTx
      const within = inside(inside(places, oneX), oneT)
      const place = within.get(last)
      if (place !== undefined) return void (count[place] = (count[place] ?? 0) + many)
      within.set(last, x.length)
      x.push(oneX)
      tx.push(last)
      t.push(oneT)
      count.push(many)
    },
    get customers() {
      return customers
    },
    get refused() {
      return refused
    },
    rows: () => ({ x: Float64Array.from(x), tx: Float64Array.from(tx), t: Float64Array.from(t), count: Float64Array.from(count) }),
  }
}

/** Whether this can be somebody's past: whole x, 0 ≤ t_x ≤ T. */
export const isPast = ({ x, tx, t }: Past): boolean =>
  Number.isInteger(x) && x >= 0 && Number.isFinite(t) && t >= 0 && (x === 0 || (tx >= 0 && tx <= t))

function inside<K, A, B>(map: Map<K, Map<A, B>>, key: K): Map<A, B> {
  const found = map.get(key)
  if (found) return found
  const fresh = new Map<A, B>()
  map.set(key, fresh)
  return fresh
}

/** Rows from single customers. */
export function rowsOf(pasts: Iterable<Past>): RepeatRows {
  const collector = collectRows()
  for (const { x, tx, t } of pasts) collector.add(x, tx, t)
  return collector.rows()
}
