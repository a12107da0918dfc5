import type { ComponentType } from 'react'
import type { Rule } from '../../../core/rule/rule.ts'

/** Given by the room that measures: the result of a journey in one line. */
export type ResultLine = ComponentType<{ readonly journeyId: string }>

/** Given by the same room: what effect a holdout of this size would let one see, and when. */
export type HoldoutPlan = ComponentType<{
  /** Who may enter: what these did before is gone by. Everybody when left out. */
  readonly audience?: Rule
  /** How many enter a week; or how many at once. */
  readonly perWeek?: number
  readonly people?: number
  readonly percent: number
  readonly onChoose?: (percent: number) => void
}>

export type Measured = { readonly Result?: ResultLine; readonly Plan?: HoldoutPlan }
