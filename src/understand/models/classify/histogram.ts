import type { Binned } from './bins.ts'

/** For every column and every code of it three sums over a node's rows: gradient, curvature, number. */
export type Histogram = readonly Float64Array[]
export const binWidth = 3

/** Gradient and curvature of the loss for each row. */
export type Slopes = { readonly gradient: Float64Array; readonly curvature: Float64Array }

/** Rows of one node after the other, each node a stretch; splitting a node reorders its own stretch. */
export type RowOrder = {
  readonly rows: Uint32Array
  readonly spare: Uint32Array
  readonly gradient: Float64Array
  readonly curvature: Float64Array
}

export const rowOrderOf = (rows: Uint32Array): RowOrder => ({
  rows,
  spare: new Uint32Array(rows.length),
  gradient: new Float64Array(rows.length),
  curvature: new Float64Array(rows.length),
})

/** Sums over the rows from `from` to before `to`. The hot loop of the fit: one column at a time, slopes gathered once. */
export function fillHistogram(columns: readonly Binned[], slopes: Slopes, order: RowOrder, from: number, to: number): Histogram {
  const { rows, gradient, curvature } = order
  for (let i = from; i < to; i++) {
    const row = rows[i] ?? 0
    gradient[i] = slopes.gradient[row] ?? 0
    curvature[i] = slopes.curvature[row] ?? 0
  }
  return columns.map(({ codes, size }) => {
    const sums = new Float64Array(size * binWidth)
    addColumn(sums, codes, order, from, to)
    return sums
  })
}

function addColumn(sums: Float64Array, codes: Uint8Array, { rows, gradient, curvature }: RowOrder, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const place = (codes[rows[i] ?? 0] ?? 0) * binWidth
    sums[place] = (sums[place] ?? 0) + (gradient[i] ?? 0)
    sums[place + 1] = (sums[place + 1] ?? 0) + (curvature[i] ?? 0)
    sums[place + 2] = (sums[place + 2] ?? 0) + 1
  }
}

/** The sums of a node without those of one of its children: the other child's, at the price of a subtraction. */
export function otherChild(parent: Histogram, child: Histogram): Histogram {
  return parent.map((sums, column) => {
    const taken = child[column]
    return taken ? sums.map((sum, i) => sum - (taken[i] ?? 0)) : sums
  })
}

/** Puts the rows of the stretch that go left before the others, each side in its old order; gives where the right side begins. */
export function partition(order: RowOrder, codes: Uint8Array, goesLeft: Uint8Array, from: number, to: number): number {
  const { rows, spare } = order
  let left = from
  let right = 0
  for (let i = from; i < to; i++) {
    const row = rows[i] ?? 0
    if (goesLeft[codes[row] ?? 0] === 1) rows[left++] = row
    else spare[right++] = row
  }
  rows.set(spare.subarray(0, right), left)
  return left
}
