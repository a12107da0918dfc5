import type { ComponentType } from 'react'
import type { Rule } from '../../../core/rule/rule.ts'

/** Given by the room that measures: the verdict on a campaign in one line. */
export type CampaignResult = ComponentType<{ readonly campaignId: string }>

/** Given by the room that measures: what could be seen with so many people, and which share to hold out. */
export type HoldoutPlan = ComponentType<{
  /** Whose spend of the last time is gone by. */
  readonly audience: Rule
  /** How many could be reached. */
  readonly people: number
  readonly holdout: number
  readonly days: number
  readonly onHoldout: (percent: number) => void
}>

export type Measured = { readonly Result?: CampaignResult; readonly Plan?: HoldoutPlan }
