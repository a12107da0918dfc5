import type { Words } from '../../core/kit/words.ts'
import type { Ranking } from '../models/recommend/measure.ts'
import type { RecommenderKind } from '../models/recommend/recommenders.ts'
import type { ListMode } from './settings.ts'

export type Verdict = 'personal' | 'popularity-better' | 'too-little-history' | 'too-few' | 'nothing'

/** How one method did on the past. `lead`: its NDCG@10 less popularity's, over the same customers, with a 95 % interval. */
export type Trial = {
  readonly kind: RecommenderKind
  readonly lambda: number | null
  readonly ranking: Ranking
  readonly lead: { readonly value: number; readonly low: number; readonly high: number } | null
}

/** Why products are in no list, each counted once, by the first reason that holds. */
export type LeftOut = {
  readonly notRecommended: number
  readonly offSale: number
  readonly outOfStock: number
  readonly noPrice: number
  /** Fewer buyers than the setting asks for. */
  readonly rare: number
  /** Beyond as many as can be worked with, the least bought first. */
  readonly beyond: number
}

export type SetBody = {
  readonly verdict: Verdict
  readonly words: Words
  readonly mode: ListMode
  readonly minBuyers: number
  readonly kind: RecommenderKind | 'none'
  readonly lambda: number | null
  readonly trials: readonly Trial[]
  /** The past was cut on this day; what was bought in the days after it was to be found. */
  readonly trial: { readonly day: string; readonly days: number; readonly customers: number; readonly of: number } | null
  /** Products that were learnt from, and of these those that may be recommended. */
  readonly learnt: number
  readonly offered: number
  /** Share of the offered that stand in anybody's list. */
  readonly shown: number
  readonly buyers: number
  /** Buyers who want no personalisation, or whose data may not be processed: they have no list. */
  readonly withoutPersonal: number
  readonly leftOut: LeftOut
  /** What most have bought, offered things only: for whoever has no list yet. */
  readonly popular: readonly string[]
}
