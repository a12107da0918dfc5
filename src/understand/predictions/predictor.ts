import type { Words } from '../../core/kit/words.ts'

/** Called by a long computation: how far it is, from 0 to 1; and whether to give up, which it then does by throwing `Stopped`. */
export type Tools = {
  readonly seed: number
  readonly onProgress: (share: number) => void
  readonly shouldStop: () => boolean
}

/** Numbers of customers at one cut-off, a column each, all of the same length; NaN where nothing is known. */
export type FeatureTable = { readonly rows: number; readonly columns: Readonly<Record<string, Float64Array>> }

/** The same with what came in the days after the cut-off: 1 bought, 0 did not. */
export type LabelledTable = FeatureTable & { readonly bought30: Float64Array; readonly bought90: Float64Array }

/** One reason of one prediction, said to a person; `about` is the feature it comes from. `weight` above nought speaks for buying. */
export type ChanceReason = { readonly about: string; readonly weight: number; readonly words: Words }

/** What came of fitting: what is kept as JSON in the set, and what to say of it. */
export type ChanceFit<Kept> = {
  readonly kept: Kept
  /** Whether it is better than the model of repeat buying and the plain ranking on the later cut-off; only then it speaks. */
  readonly better: boolean
  readonly words: Words
  /** Measures on the later cut-off by name of the competitor. */
  readonly figures: readonly {
    readonly name: string
    readonly label: Words
    readonly horizon: 30 | 90
    readonly auc: number
    readonly brier: number
  }[]
}

/**
 * A predictor of “will they buy”, learnt from features. It learns at an earlier cut-off, is tried at a later one (both so
 * long ago that the days after them are known), and speaks only where it is the better one. Pure: it runs in a thread.
 */
export type ChancePredictor<Kept> = {
  readonly key: string
  readonly label: Words
  /** What it is measured against. */
  readonly plain: Words
  /** Names of the columns, in the order in which the statement of its server side gives them behind the customer. */
  readonly features: readonly string[]
  /** Null where there are too few buyers to learn from. */
  readonly fit: (train: LabelledTable, test: LabelledTable, tools: Tools) => ChanceFit<Kept> | null
  /** Chances from 0 to 1, a row each. */
  readonly predict: (kept: Kept, table: FeatureTable) => { readonly chance30: Float64Array; readonly chance90: Float64Array }
  /** The reasons of the n-th row, the weightiest first. */
  readonly explain: (kept: Kept, table: FeatureTable, row: number) => readonly ChanceReason[]
}
