import { logLoss } from '../measure/calibration.ts'
import type { Random } from '../random.ts'
import { binColumn } from './bins.ts'
import { chanceOf, type Columns } from './columns.ts'
import { growTree, type TreeRules } from './grow-tree.ts'
import { rowOrderOf } from './histogram.ts'
import { addParts, addTree, layOut, type Tree } from './tree.ts'

/** Boosted trees as JSON: log-odds = base + Σ what each tree gives the row. */
export type BoostedTrees = {
  readonly kind: 'boosted-trees'
  readonly names: readonly string[]
  readonly base: number
  readonly trees: readonly Tree[]
}

export type BoostingOptions = {
  readonly rounds?: number
  readonly shrinkage?: number
  readonly mostLeaves?: number
  readonly mostDepth?: number
  readonly fewestRows?: number
  readonly leastCurvature?: number
  readonly leafPenalty?: number
  /** Each tree is grown on this share of the rows, and of the columns. */
  readonly rowShare?: number
  readonly columnShare?: number
  /** For a column's name 1 where the chance may only rise with it, -1 where it may only fall. */
  readonly directions?: Readonly<Record<string, number>>
  /** Rows that are not learned from: the fit ends when their log-loss has not fallen for `patience` rounds. */
  readonly watch?: { readonly columns: Columns; readonly labels: ArrayLike<number>; readonly patience: number }
  /** Needed where a share is below 1. */
  readonly random?: Random
  readonly onProgress?: (share: number) => void
  readonly shouldStop?: () => boolean
}

/**
 * Gradient boosting of the logistic loss on histograms (Friedman 2001; Chen and Guestrin 2016): columns in at most 255 bins,
 * leaf values by one Newton step, a missing value goes to the side where it serves better.
 * @param columns NaN where a value is missing; infinite values are refused
 * @param labels 0 or 1 for each row; with one answer alone the model is the base rate and has no trees
 */
export function fitBoostedTrees(columns: Columns, labels: ArrayLike<number>, options: BoostingOptions = {}): BoostedTrees {
  if (labels.length !== columns.rows) throw new RangeError(`${columns.rows} rows stand against ${labels.length} labels`)
  const endless = columns.columns.findIndex((column) => column.some((value) => value === Infinity || value === -Infinity))
  if (endless >= 0) throw new RangeError(`“${columns.names[endless]}” holds an infinite value`)
  const hits = Array.from(labels).reduce((sum, label) => sum + label, 0)
  const base = Math.log((hits + 0.5) / (labels.length - hits + 0.5))
  const model = { kind: 'boosted-trees' as const, names: columns.names, base }
  if (hits === 0 || hits === labels.length) return { ...model, trees: [] }
  return { ...model, trees: boost(columns, labels, base, options) }
}

function boost(columns: Columns, labels: ArrayLike<number>, base: number, options: BoostingOptions): readonly Tree[] {
  const { rounds = 100, rowShare = 1, columnShare = 1 } = options
  const rules = rulesOf(options, columns.names)
  const binned = columns.columns.map((column) => binColumn(column))
  const slopes = { gradient: new Float64Array(columns.rows), curvature: new Float64Array(columns.rows) }
  const scores = new Float64Array(columns.rows).fill(base)
  const watched = watcher(options, base)
  const laid = rowShare < 1 ? layOut(columns) : null
  const trees: Tree[] = []
  for (let round = 0; round < rounds && !options.shouldStop?.(); round++) {
    fillSlopes(scores, labels, slopes)
    const order = rowOrderOf(draw(columns.rows, rowShare, options.random))
    const { tree, leaves } = growTree({
      columns: binned,
      usable: [...draw(binned.length, columnShare, options.random)],
      slopes,
      order,
      rules,
    })
    if (leaves.length === 1) break
    trees.push(tree)
    if (laid) addTree(tree, laid, scores)
    else for (const { from, to, value } of leaves) for (const row of order.rows.subarray(from, to)) scores[row] = (scores[row] ?? 0) + value
    options.onProgress?.((round + 1) / rounds)
    if (watched?.isOver(tree)) return trees.slice(0, watched.best())
  }
  return watched ? trees.slice(0, watched.best()) : trees
}

function rulesOf(options: BoostingOptions, names: readonly string[]): TreeRules {
  return {
    shrinkage: options.shrinkage ?? 0.05,
    mostLeaves: options.mostLeaves ?? 8,
    mostDepth: options.mostDepth ?? 6,
    fewestRows: options.fewestRows ?? 20,
    leastCurvature: options.leastCurvature ?? 1e-3,
    leafPenalty: options.leafPenalty ?? 1,
    leastGain: 1e-9,
    directions: names.map((name) => options.directions?.[name] ?? 0),
  }
}

/** First and second derivative of the logistic loss by the score. */
function fillSlopes(
  scores: Float64Array,
  labels: ArrayLike<number>,
  { gradient, curvature }: { gradient: Float64Array; curvature: Float64Array },
): void {
  for (let row = 0; row < scores.length; row++) {
    const chance = chanceOf(scores[row] ?? 0)
    gradient[row] = chance - (labels[row] ?? 0)
    curvature[row] = chance * (1 - chance)
  }
}

/** A share of the places from 0 to `size` - 1, in their order; at least one. */
function draw(size: number, share: number, random: Random | undefined): Uint32Array {
  const all = new Uint32Array(size)
  for (let place = 0; place < size; place++) all[place] = place
  if (share >= 1) return all
  if (!random) throw new RangeError('a share of the rows or columns is drawn with a generator: hand one in')
  const wanted = Math.max(1, Math.round(share * size))
  for (let i = 0; i < wanted; i++) {
    const other = i + random.whole(size - i)
    ;[all[i], all[other]] = [all[other] ?? 0, all[i] ?? 0]
  }
  return all.slice(0, wanted).sort()
}

/** Watches rows that are not learned from, and tells when nothing has got better for as many rounds as there is patience. */
function watcher({ watch }: BoostingOptions, base: number) {
  if (!watch) return null
  const scores = new Float64Array(watch.columns.rows).fill(base)
  const laid = layOut(watch.columns)
  let lowest = logLoss(scores.map(chanceOf), watch.labels)
  let [seen, best] = [0, 0]
  return {
    isOver(tree: Tree): boolean {
      addTree(tree, laid, scores)
      seen++
      const loss = logLoss(scores.map(chanceOf), watch.labels)
      if (loss < lowest) [lowest, best] = [loss, seen]
      return seen - best >= watch.patience
    },
    /** How many trees did best. */
    best: () => best,
  }
}

/** The log-odds of label 1 for each row. The columns must be those of the fit, in their order. */
export function boostedScores(model: BoostedTrees, columns: Columns): Float64Array {
  const scores = new Float64Array(columns.rows).fill(model.base)
  const laid = layOut(columns)
  for (const tree of model.trees) addTree(tree, laid, scores)
  return scores
}

/** The chance of label 1 for each row, 0 to 1. */
export const boostedChances = (model: BoostedTrees, columns: Columns): Float64Array => boostedScores(model, columns).map(chanceOf)

/** What each column adds to one row's log-odds against the mean of the fit; `base` plus all of them is the row's log-odds. */
export function boostedParts(model: BoostedTrees, columns: Columns, row: number): { base: number; parts: Float64Array } {
  const parts = new Float64Array(model.names.length)
  for (const tree of model.trees) addParts(tree, columns, row, parts)
  return { base: model.base + model.trees.reduce((sum, tree) => sum + (tree.value[0] ?? 0), 0), parts }
}

/** Which share of all that the splits won came from each column; sums to 1, or is 0 throughout where nothing was split. */
export function gainShares(model: BoostedTrees): Float64Array {
  const gains = new Float64Array(model.names.length)
  for (const tree of model.trees)
    for (const [node, feature] of tree.feature.entries()) if (feature >= 0) gains[feature] = (gains[feature] ?? 0) + (tree.gain[node] ?? 0)
  const all = gains.reduce((sum, gain) => sum + gain, 0)
  return all > 0 ? gains.map((gain) => gain / all) : gains
}
