import type { ClassifierKind } from '../../models/classify/classifier.ts'

export const chanceHorizons = [30, 90] as const

export type ChanceHorizon = (typeof chanceHorizons)[number]

/** Who competes at saying who will buy. */
export type CandidateName = ClassifierKind | 'repeat' | 'recency'

export type Competitor = { readonly name: CandidateName; readonly chances: Float64Array; readonly auc: number; readonly brier: number }

/** How everybody did over one horizon on the later cut-off, and who is taken. `taken` null: the model of repeat buying stays. */
export type Contest = {
  readonly horizon: ChanceHorizon
  readonly rows: number
  readonly buyers: number
  readonly competitors: readonly Competitor[]
  readonly learned: ClassifierKind
  readonly taken: ClassifierKind | null
}
