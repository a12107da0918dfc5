import { z } from 'zod'
import { memberFilters } from './actions.ts'

export const editorSteps = ['audience', 'content', 'time', 'holdout', 'check'] as const
export type EditorStep = (typeof editorSteps)[number]

/** What one campaign keeps in its address: whether it is changed and at which step, which people are looked at, and the window. */
export const campaignSearch = z.object({
  edit: z.literal(true).optional(),
  step: z.enum(editorSteps).optional(),
  /** A segment whose members are the audience of a new one. */
  segment: z.uuid().optional(),
  people: z.literal(true).optional(),
  ...memberFilters,
})
export type CampaignSearch = z.output<typeof campaignSearch>
export type WhichMembers = Pick<CampaignSearch, 'edition' | 'state' | 'reason' | 'arm' | 'variant' | 'outcome'>

export const calendarSearch = z.object({ view: z.enum(['month', 'week', 'list']).optional(), day: z.iso.date().optional() })
export type CalendarSearch = z.output<typeof calendarSearch>
