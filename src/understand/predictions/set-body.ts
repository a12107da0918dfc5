import type { Words } from '../../core/kit/words.ts'
import type { RepeatFit } from '../models/repeat-buying/repeat-model.ts'
import type { SpendFit } from '../models/repeat-buying/fit-spend.ts'
import type { ClosedSpan } from '../rhythm/closed-days.ts'
import type { Grade } from './grade.ts'
import type { Horizon } from './predictions.ts'
import type { WillBuyKept } from './will-buy/will-buy.ts'

/** Who speaks: the chosen model; the plain past rate, since the model was found worse; or nobody, since there is too little to go by. */
export type Standing = 'model' | 'plain' | 'none'

/** A trial on the past: what was foretold as of `cutDay` for the days after it, against what came. */
export type Trial = { readonly cutDay: string; readonly horizon: Horizon; readonly grade: Grade; readonly model: string }

/** What a predictor of buying came to, and what it keeps to itself. */
export type KeptChance = {
  readonly key: string
  readonly label: Words
  readonly better: boolean
  readonly words: Words
  readonly figures: readonly unknown[]
  /** Null where it does not speak. */
  readonly kept: WillBuyKept | null
}

/** The shop's gross margin, 0 to 1, and how heavily it weighs against a customer's own, in minor units of purchases. */
export type MarginBasis = { readonly share: number; readonly weight: number }

/** All that a set of predictions rests on, kept as JSON: with it any customer can be predicted anew without a fit. */
export type SetBody = {
  readonly standing: Standing
  readonly fit: RepeatFit | null
  readonly tried: readonly RepeatFit[]
  readonly verdict: string
  readonly words: Words
  readonly spend: SpendFit | null
  readonly spendWords: Words | null
  /** When the shop was closed; those days do not count. */
  readonly closed: readonly ClosedSpan[]
  readonly trial: Trial | null
  readonly withdrawn: { readonly at: string; readonly words: Words } | null
  readonly notes: readonly Words[]
  /** The 10 … 90 % quantiles of all buyers, to say where one stands. */
  readonly quantiles: { readonly days: readonly number[]; readonly repeat: readonly number[]; readonly total: readonly number[] }
  readonly yearlyDiscount: number
  /** Sums over everybody. */
  readonly totals: { readonly purchases30: number; readonly purchases90: number; readonly purchases365: number; readonly spend90: number }
  readonly chance: KeptChance | null
  /** By which margin lifetime value is counted; none: it is spend. Sets of earlier versions have no such word. */
  readonly margin?: MarginBasis | null
}
