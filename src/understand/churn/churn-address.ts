import { z } from 'zod'
import type { Rule } from '../../core/rule/rule.ts'
import type { ChurnState } from './churn.ts'
import { awaitedEvents } from './awaited.ts'

export const churnTabs = ['today', 'rate', 'reasons', 'won', 'settings'] as const
export type ChurnTab = (typeof churnTabs)[number]

export const rateGroups = ['none', 'cohort', 'tier', 'stage'] as const

/** What the page keeps in its address: the tab, whose list and which part of it, and how the rate is looked at. */
export const churnSearch = z.object({
  tab: z.enum(churnTabs).default('today'),
  who: z.string().max(100).optional(),
  state: z.enum(['open', 'snoozed', 'ended']).default('open'),
  by: z.enum(rateGroups).default('none'),
  months: z.literal([6, 12, 24]).default(12),
  segment: z.guid().optional(),
  awaited: z.enum(awaitedEvents).default('second'),
})

/** Customers in these states of leaving, as a list's filter. */
export const stateRule = (...states: readonly ChurnState[]): Rule => ({
  all: [{ field: 'churnState', op: 'is-one-of', value: [...states] }],
})

/** Those who are late or gone because of this. */
export const reasonRule = (...reasons: readonly string[]): Rule => ({
  all: [
    { field: 'churnState', op: 'is-one-of', value: ['late', 'gone'] },
    { field: 'churnReason', op: 'is-one-of', value: [...reasons] },
  ],
})
