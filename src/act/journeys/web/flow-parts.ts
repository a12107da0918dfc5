import type { ReactNode } from 'react'
import type { LaneKey } from '../edit-flow.ts'
import type { Block, DraftStep } from '../flow.ts'
import type { Trouble } from './journey-draft.ts'
import type { Known } from './say-journey.ts'
import type { Count } from './step-faces.tsx'

/** What can be done to the steps while a journey is written. */
export type FlowVerbs = {
  readonly open: (place: string) => void
  readonly insert: (lane: LaneKey, index: number, kind: string) => void
  readonly remove: (id: string) => void
  readonly move: (id: string, by: -1 | 1) => void
  readonly canMove: (id: string, by: -1 | 1) => boolean
}

/** What the picture and the list of a journey are drawn from. */
export type FlowProps = {
  readonly flow: readonly Block[]
  readonly known: Known
  /** The card at the top: what lets people in. */
  readonly door: ReactNode
  readonly numberOf: (id: string) => number
  readonly countsOf: (step: DraftStep) => readonly Count[]
  readonly onCount: (step: DraftStep, count: Count) => void
  readonly troubles: readonly Trouble[]
  /** Only while it is written. */
  readonly verbs?: FlowVerbs
}
