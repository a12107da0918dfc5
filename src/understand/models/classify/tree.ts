import type { Columns } from './columns.ts'

/**
 * A tree as JSON, node 0 being its root. A row whose value in column `feature` is at most `threshold` goes left; where the
 * value is missing, `missingLeft` decides. `feature` is -1 at a leaf. `value` is what the rows of the node get on average
 * (at a leaf, what they get), in log-odds; `cover` is their number at the fit and `gain` what the split won.
 */
export type Tree = {
  readonly feature: readonly number[]
  readonly threshold: readonly number[]
  readonly missingLeft: readonly boolean[]
  readonly left: readonly number[]
  readonly right: readonly number[]
  readonly value: readonly number[]
  readonly cover: readonly number[]
  readonly gain: readonly number[]
}

/** The columns as trees walk them: each stands twice, what is missing being less than everything at first, then more. */
export type LaidOut = { readonly values: Float64Array; readonly rows: number }

export function layOut({ columns, rows }: Columns): LaidOut {
  const values = new Float64Array(2 * columns.length * rows)
  for (const [j, column] of columns.entries())
    for (let row = 0; row < rows; row++) {
      const value = column[row] ?? Number.NaN
      const isMissing = Number.isNaN(value)
      values[2 * j * rows + row] = isMissing ? -Infinity : value
      values[(2 * j + 1) * rows + row] = isMissing ? Infinity : value
    }
  return { values, rows }
}

/**
 * A tree for walking: the right child of a node stands behind the left one, and a leaf leads to itself, so that a step is a
 * sum and no branch is guessed wrong. `column` is one of those laid out.
 */
type Walkable = {
  readonly column: Int32Array
  readonly threshold: Float64Array
  readonly left: Int32Array
  readonly value: Float64Array
  readonly depth: number
}

function walkable(tree: Tree): Walkable {
  const order = [{ node: 0, depth: 0 }]
  const size = tree.feature.length
  const [column, left] = [new Int32Array(size), new Int32Array(size)]
  const [threshold, value] = [new Float64Array(size).fill(Infinity), new Float64Array(size)]
  for (let place = 0; place < order.length; place++) {
    const { node, depth } = order[place] ?? { node: 0, depth: 0 }
    const feature = tree.feature[node] ?? -1
    value[place] = tree.value[node] ?? 0
    left[place] = feature < 0 ? place : order.length
    if (feature < 0) continue
    column[place] = 2 * feature + (tree.missingLeft[node] ? 0 : 1)
    threshold[place] = tree.threshold[node] ?? 0
    order.push({ node: tree.left[node] ?? 0, depth: depth + 1 }, { node: tree.right[node] ?? 0, depth: depth + 1 })
  }
  return { column, threshold, left, value, depth: order.at(-1)?.depth ?? 0 }
}

/** A model is used on one portion of rows after the other. */
const walkables = new WeakMap<Tree, Walkable>()

/** Adds what the tree gives each row to `scores`. All rows go down by a step before any goes further: a third of the time of one after the other. */
export function addTree(tree: Tree, { values, rows }: LaidOut, scores: Float64Array): void {
  const walk = walkables.get(tree) ?? walkable(tree)
  walkables.set(tree, walk)
  const { column, threshold, left, value, depth } = walk
  const nodes = new Int32Array(rows)
  for (let step = 0; step < depth; step++)
    for (let row = 0; row < rows; row++) {
      const node = nodes[row] ?? 0
      nodes[row] = (left[node] ?? 0) + Number((values[(column[node] ?? 0) * rows + row] ?? 0) > (threshold[node] ?? 0))
    }
  for (let row = 0; row < rows; row++) scores[row] = (scores[row] ?? 0) + (value[nodes[row] ?? 0] ?? 0)
}

/**
 * Adds to `parts` what each column gave one row: at every split on its path the change of the node's mean (Saabas 2014).
 * The root's mean and all parts sum to the tree's value for the row.
 */
export function addParts(tree: Tree, { columns }: Columns, row: number, parts: Float64Array): void {
  let node = 0
  for (let feature = tree.feature[0] ?? -1; feature >= 0; feature = tree.feature[node] ?? -1) {
    const value = columns[feature]?.[row] ?? Number.NaN
    const goesLeft = Number.isNaN(value) ? tree.missingLeft[node] === true : value <= (tree.threshold[node] ?? 0)
    const next = (goesLeft ? tree.left[node] : tree.right[node]) ?? 0
    parts[feature] = (parts[feature] ?? 0) + (tree.value[next] ?? 0) - (tree.value[node] ?? 0)
    node = next
  }
}
