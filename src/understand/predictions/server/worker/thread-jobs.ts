import type { ClosedSpan } from '../../../rhythm/closed-days.ts'
import type { Grade } from '../../grade.ts'
import type { Horizon } from '../../predictions.ts'
import type { KeptChance, SetBody } from '../../set-body.ts'
import type { WillBuyKept } from '../../will-buy/will-buy.ts'
import type { PastColumns } from './past-columns.ts'

/** What everything is worked out for. Days count from 1970-01-01. */
export type MakingPlan = {
  readonly cutDay: number
  /** The trial on the past: as of which day, over how many. */
  readonly trial: { readonly day: number; readonly horizon: Horizon } | null
  readonly closed: readonly ClosedSpan[]
  readonly yearlyDiscount: number
  readonly seed: number
  /** Milliseconds of the instant at which the day after the cut begins, from which the next purchase is told. */
  readonly beginsAt: number
  /** Why the model may not speak, where it was found worse the last time; it is kept in the record all the same. */
  readonly withdrawn: SetBody['withdrawn']
  readonly setId: string
  readonly predictedAt: string
}

/** Customers are written by several threads; each has its part of them. */
export type Part = { readonly at: number; readonly of: number }

/** What a thread is asked to do, one after another. */
export type ThreadJob =
  /** What is taken next are buyers' pasts. */
  | { readonly kind: 'begin'; readonly expected: number }
  | { readonly kind: 'take'; readonly piece: Uint8Array<ArrayBuffer> }
  /** All have come. */
  | { readonly kind: 'ready' }
  /** The buyers that were read, in memory that every thread can be given. */
  | { readonly kind: 'columns' }
  /** The buyers that another thread has read. */
  | { readonly kind: 'share'; readonly columns: PastColumns }
  | { readonly kind: 'fit'; readonly plan: MakingPlan }
  /** What is taken next are buyers' figures at one of two days in the past. */
  | { readonly kind: 'figures'; readonly at: 'train' | 'test' }
  | { readonly kind: 'fit-chance'; readonly seed: number }
  /** What is taken next are figures of the cut day, which become the learned chances of the buyers. `isLong`: records reach back 180 days. */
  | { readonly kind: 'chances'; readonly kept: WillBuyKept; readonly cutDay: number; readonly isLong: boolean }
  /** The lines of a part of the buyers are asked for next. */
  | { readonly kind: 'speak'; readonly plan: MakingPlan; readonly body: SetBody; readonly part: Part }
  | { readonly kind: 'write' }
  | { readonly kind: 'grade-begin'; readonly rows: number }
  | { readonly kind: 'grade-end' }

export type ThreadAnswer = {
  readonly done: true
  readonly buyers?: number
  readonly columns?: PastColumns
  readonly body?: Omit<SetBody, 'notes'>
  readonly chance?: KeptChance
  readonly grade?: Grade | null
  /** The next lines of the copy; null when there are no more. */
  readonly lines?: Uint8Array<ArrayBuffer> | null
}
