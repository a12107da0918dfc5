import { z } from 'zod'

export const privacyTabs = ['requests', 'map', 'certificates', 'settings'] as const
export type PrivacyTab = (typeof privacyTabs)[number]

/** The tab, which requests are shown, and whose tables. */
export const privacySearch = z.object({
  tab: z.enum(privacyTabs).default('requests').catch('requests'),
  among: z.enum(['open', 'ended', 'all']).default('open').catch('open'),
  of: z.enum(['customer', 'staff', 'nobody']).optional().catch(undefined),
})
