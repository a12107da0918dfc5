import type { ClosedSpan } from '../../../rhythm/closed-days.ts'
import type { Grade } from '../../grade.ts'
import type { Horizon } from '../../predictions.ts'
import type { KeptChance, SetBody } from '../../set-body.ts'
import type { WillBuyKept } from '../../will-buy/will-buy.ts'

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

/** What the thread is asked to do, one after another. */
export type ThreadJob =
  | { readonly kind: 'begin'; readonly rows: number }
  | { readonly kind: 'take'; readonly piece: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'fit'; readonly plan: MakingPlan }
  | { readonly kind: 'keep'; readonly plan: MakingPlan; readonly body: SetBody }
  | { readonly kind: 'write' }
  /** What is taken next are buyers' figures at one of two days in the past. */
  | { readonly kind: 'figures'; readonly at: 'train' | 'test' }
  | { readonly kind: 'fit-chance'; readonly seed: number }
  /** What is taken next are figures of now, which become chances. */
  | { readonly kind: 'chances'; readonly kept: WillBuyKept }
  | { readonly kind: 'chances-next' }
  | { readonly kind: 'grade-begin'; readonly rows: number }
  | { readonly kind: 'grade-end' }

export type ThreadAnswer = {
  readonly done: true
  readonly body?: Omit<SetBody, 'notes'>
  readonly chance?: KeptChance
  readonly grade?: Grade | null
  /** The next lines of the copy; null when there are no more. */
  readonly lines?: Uint8Array<ArrayBuffer> | null
}
