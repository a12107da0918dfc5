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

/** A tree in typed arrays, for walking. */
type Walkable = {
  readonly feature: Int32Array
  readonly threshold: Float64Array
  readonly missingLeft: Uint8Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly value: Float64Array
}

const walkable = (tree: Tree): Walkable => ({
  feature: Int32Array.from(tree.feature),
  threshold: Float64Array.from(tree.threshold),
  missingLeft: Uint8Array.from(tree.missingLeft, (left) => (left ? 1 : 0)),
  left: Int32Array.from(tree.left),
  right: Int32Array.from(tree.right),
  value: Float64Array.from(tree.value),
})

function below(tree: Walkable, node: number, value: number): number {
  const goesLeft = Number.isNaN(value) ? tree.missingLeft[node] === 1 : value <= (tree.threshold[node] ?? 0)
  return (goesLeft ? tree.left[node] : tree.right[node]) ?? 0
}

/** Adds what the tree gives each row to `scores`. */
export function addTree(tree: Tree, { columns, rows }: Columns, scores: Float64Array): void {
  const walk = walkable(tree)
  for (let row = 0; row < rows; row++) {
    let node = 0
    for (let feature = walk.feature[0] ?? -1; feature >= 0; feature = walk.feature[node] ?? -1)
      node = below(walk, node, columns[feature]?.[row] ?? Number.NaN)
    scores[row] = (scores[row] ?? 0) + (walk.value[node] ?? 0)
  }
}

/**
 * Adds to `parts` what each column gave one row: at every split on its path the change of the node's mean (Saabas 2014).
 * The root's mean and all parts sum to the tree's value for the row.
 */
export function addParts(tree: Tree, { columns }: Columns, row: number, parts: Float64Array): void {
  const walk = walkable(tree)
  let node = 0
  for (let feature = walk.feature[0] ?? -1; feature >= 0; feature = walk.feature[node] ?? -1) {
    const next = below(walk, node, columns[feature]?.[row] ?? Number.NaN)
    parts[feature] = (parts[feature] ?? 0) + (walk.value[next] ?? 0) - (walk.value[node] ?? 0)
    node = next
  }
}
