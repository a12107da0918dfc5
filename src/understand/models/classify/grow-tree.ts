import type { Binned } from './bins.ts'
import { findSplit, leafValue, type Limits, type Split, type SplitRules, type Sums } from './find-split.ts'
import { fillHistogram, type Histogram, otherChild, partition, type RowOrder, type Slopes } from './histogram.ts'
import type { Tree } from './tree.ts'

export type TreeRules = SplitRules & { readonly mostLeaves: number; readonly mostDepth: number; readonly shrinkage: number }

/** A leaf that may still be split: its stretch of rows, its sums, and the best split of it. */
type Bud = {
  readonly node: number
  readonly from: number
  readonly to: number
  readonly depth: number
  readonly all: Sums
  readonly limits: Limits
  readonly sums: Histogram
  readonly split: Split
}

/** A tree under way; `value` is not yet shrunk. */
type Growing = { readonly [K in keyof Tree]: Tree[K][number][] }

type Soil = {
  readonly columns: readonly Binned[]
  readonly usable: readonly number[]
  readonly slopes: Slopes
  readonly order: RowOrder
  readonly rules: TreeRules
}

/**
 * Grows one tree leaf by leaf, always where the loss falls most (Friedman 2001; best-first as in Ke et al. 2017), and gives
 * it with its values shrunk. Afterwards `order` holds the rows leaf by leaf, and `leaves` says which stretch has which value.
 */
export function growTree(soil: Soil): { tree: Tree; leaves: readonly { from: number; to: number; value: number }[] } {
  const { columns, slopes, order, rules } = soil
  const growing: Growing = { feature: [], threshold: [], missingLeft: [], left: [], right: [], value: [], cover: [], gain: [] }
  const stretches = new Map<number, { from: number; to: number }>()
  const buds: Bud[] = []
  const sprout = (of: Omit<Bud, 'node' | 'split' | 'sums'> & { readonly sums: () => Histogram }): number => {
    const node = addLeaf(growing, of.all, leafValue(of.all, rules.leafPenalty, of.limits))
    stretches.set(node, { from: of.from, to: of.to })
    if (of.depth < rules.mostDepth && of.all.count >= 2 * rules.fewestRows) {
      const sums = of.sums()
      const split = findSplit({ ...soil, sums, all: of.all, limits: of.limits })
      if (split) buds.push({ ...of, node, sums, split })
    }
    return node
  }
  const whole = { from: 0, to: order.rows.length, depth: 0, limits: { low: -Infinity, high: Infinity } }
  sprout({ ...whole, all: sumOver(slopes, order.rows), sums: () => fillHistogram(columns, slopes, order, 0, order.rows.length) })
  for (let leaves = 1; leaves < rules.mostLeaves; leaves++) {
    const bud = takeBest(buds)
    if (!bud) break
    stretches.delete(bud.node)
    branch({ bud, growing, sprout, soil })
  }
  const values = growing.value.map((value) => value * rules.shrinkage)
  return {
    tree: { ...growing, value: meansUpward(growing, values) },
    leaves: [...stretches].map(([node, { from, to }]) => ({ from, to, value: values[node] ?? 0 })),
  }
}

function addLeaf(growing: Growing, all: Sums, value: number): number {
  growing.feature.push(-1)
  growing.threshold.push(0)
  growing.missingLeft.push(false)
  growing.left.push(-1)
  growing.right.push(-1)
  growing.gain.push(0)
  growing.cover.push(all.count)
  return growing.value.push(value) - 1
}

function takeBest(buds: Bud[]): Bud | undefined {
  const best = buds.reduce((at, bud, i) => (bud.split.gain > (buds[at]?.split.gain ?? 0) ? i : at), 0)
  return buds.splice(best, 1)[0]
}

/** Turns a leaf into a node with two leaves. Only the smaller side is summed; the larger one is what is left. */
function branch(of: {
  readonly bud: Bud
  readonly growing: Growing
  readonly sprout: (of: Omit<Bud, 'node' | 'split' | 'sums'> & { readonly sums: () => Histogram }) => number
  readonly soil: Soil
}): void {
  const { bud, growing, sprout, soil } = of
  const { columns, slopes, order, rules } = soil
  const { split, node, from, to } = bud
  const column = columns[split.feature]
  if (!column) return
  const middle = partition(order, column.codes, sidesOf(split, column), from, to)
  growing.feature[node] = split.feature
  growing.threshold[node] = column.edges[split.code] ?? Number.MAX_VALUE
  growing.missingLeft[node] = column.hasMissing ? split.missingLeft : split.left.count > split.right.count
  growing.gain[node] = split.gain
  const [leftLimits, rightLimits] = limitsBelow(bud, rules)
  const isLeftSmaller = middle - from <= to - middle
  const smaller = once(() =>
    isLeftSmaller ? fillHistogram(columns, slopes, order, from, middle) : fillHistogram(columns, slopes, order, middle, to),
  )
  const larger = once(() => otherChild(bud.sums, smaller()))
  const depth = bud.depth + 1
  growing.left[node] = sprout({ from, to: middle, depth, all: split.left, limits: leftLimits, sums: isLeftSmaller ? smaller : larger })
  growing.right[node] = sprout({ from: middle, to, depth, all: split.right, limits: rightLimits, sums: isLeftSmaller ? larger : smaller })
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

/** For each code whether it goes left. */
function sidesOf({ code, missingLeft }: Split, { size }: Binned): Uint8Array {
  const sides = new Uint8Array(size).fill(1, 0, code + 1)
  sides[size - 1] = missingLeft ? 1 : 0
  return sides
}

/** Where a direction is asked for, the middle between both sides' values is a wall for all that grows below them. */
function limitsBelow({ split, limits }: Bud, rules: TreeRules): readonly [Limits, Limits] {
  const direction = rules.directions[split.feature] ?? 0
  if (direction === 0) return [limits, limits]
  const middle = (leafValue(split.left, rules.leafPenalty, limits) + leafValue(split.right, rules.leafPenalty, limits)) / 2
  const lower = { low: limits.low, high: middle }
  const upper = { low: middle, high: limits.high }
  return direction > 0 ? [lower, upper] : [upper, lower]
}

/** Inner nodes get the mean of their leaves' values by rows, which is what the parts of a score are counted from. */
function meansUpward({ left, right, cover, feature }: Growing, values: number[]): number[] {
  // Children stand after their parent.
  for (let node = values.length - 1; node >= 0; node--) {
    if (feature[node] === -1) continue
    const [l, r] = [left[node] ?? 0, right[node] ?? 0]
    const [onLeft, onRight] = [cover[l] ?? 0, cover[r] ?? 0]
    values[node] = ((values[l] ?? 0) * onLeft + (values[r] ?? 0) * onRight) / (onLeft + onRight)
  }
  return values
}

function sumOver({ gradient, curvature }: Slopes, rows: Uint32Array): Sums {
  let [g, h] = [0, 0]
  for (const row of rows) {
    g += gradient[row] ?? 0
    h += curvature[row] ?? 0
  }
  return { gradient: g, curvature: h, count: rows.length }
}
