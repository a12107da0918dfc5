import { makeRandom } from '../random.ts'
import { boostedParts, boostedScores, type BoostedTrees, fitBoostedTrees } from './boosted-trees.ts'
import { calibrated, type Calibration, fitPlatt } from './calibrate.ts'
import { type Columns, pick, takeRows } from './columns.ts'
import { splitOff, stratifiedFolds } from './cross-validate.ts'
import { encodeForLines, encodeForTrees, type Encoding, learnEncoding, type RawColumn } from './encode.ts'
import { fitLogistic, logisticChances, type LogisticModel, logisticParts } from './logistic.ts'

/** A classifier with all that it takes to use it on new rows, as JSON. */
export type Classifier =
  | { readonly kind: 'logistic'; readonly encoding: Encoding; readonly model: LogisticModel }
  | { readonly kind: 'trees'; readonly encoding: Encoding; readonly model: BoostedTrees; readonly calibration: Calibration }
export type ClassifierKind = Classifier['kind']

type Tools = { readonly seed: number; readonly onProgress?: (share: number) => void; readonly shouldStop?: () => boolean }

/** A light penalty: enough for columns that nearly repeat each other, too little to bias a shop of some hundred buyers. */
const ridge = 10
/** Rows that the trees do not learn from: they say when to stop, and how scores become chances. */
const watchedFolds = 5

export function fitClassifier(kind: ClassifierKind, columns: readonly RawColumn[], labels: Float64Array, tools: Tools): Classifier {
  const encoding = learnEncoding(columns)
  if (kind === 'logistic')
    return { kind, encoding, model: fitLogistic({ columns: encodeForLines(encoding, columns), labels, ridge }).model }
  const encoded = encodeForTrees(encoding, columns)
  const { train, test } = splitOff(stratifiedFolds(labels, watchedFolds, makeRandom(tools.seed)), 0)
  const watched = { columns: takeRows(encoded, test), labels: pick(labels, test) }
  const model = fitBoostedTrees(takeRows(encoded, train), pick(labels, train), {
    ...tools,
    rounds: 200,
    mostDepth: 3,
    fewestRows: 30,
    watch: { ...watched, patience: 15 },
  })
  return { kind, encoding, model, calibration: fitPlatt(boostedScores(model, watched.columns), watched.labels) }
}

/** The chance of label 1 for each row, 0 to 1. */
export function chancesOf(classifier: Classifier, columns: readonly RawColumn[]): Float64Array {
  const encoded = encodedFor(classifier, columns)
  if (classifier.kind === 'logistic') return logisticChances(classifier.model, encoded)
  return calibrated(classifier.calibration, boostedScores(classifier.model, encoded))
}

/**
 * What each raw column adds to one row's log-odds against an average row, by name; a text's values and “is missing” count
 * with their column. `base` plus all of them is the row's log-odds.
 */
export function partsOf(
  classifier: Classifier,
  columns: readonly RawColumn[],
  row: number,
): { base: number; parts: ReadonlyMap<string, number> } {
  const encoded = encodedFor(classifier, columns)
  const { base, parts } =
    classifier.kind === 'logistic' ? logisticParts(classifier.model, encoded, row) : treeParts(classifier, encoded, row)
  const byName = new Map<string, number>()
  for (const [j, name] of encoded.names.entries()) {
    const column = columns.find((each) => name === each.name || name.startsWith(`${each.name} `))?.name ?? name
    byName.set(column, (byName.get(column) ?? 0) + (parts[j] ?? 0))
  }
  return { base, parts: byName }
}

const encodedFor = (classifier: Classifier, columns: readonly RawColumn[]): Columns =>
  classifier.kind === 'logistic' ? encodeForLines(classifier.encoding, columns) : encodeForTrees(classifier.encoding, columns)

/** Platt's line stretches the parts as it stretches the score, so that they sum to the log-odds of the calibrated chance. */
function treeParts({ model, calibration }: Extract<Classifier, { kind: 'trees' }>, encoded: Columns, row: number) {
  const { base, parts } = boostedParts(model, encoded, row)
  if (calibration.kind !== 'platt') return { base, parts }
  return { base: calibration.slope * base + calibration.intercept, parts: parts.map((part) => calibration.slope * part) }
}

/** The chances of one column by itself: the plain alternative. */
export function fitPlain(scores: Float64Array, labels: Float64Array): (later: Float64Array) => Float64Array {
  const line = fitPlatt(scores, labels)
  return (later) => calibrated(line, later)
}
