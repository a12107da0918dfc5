import { z } from 'zod'
import { channelNames } from '../channels/channel-kind.ts'

export const attentionTabs = ['today', 'refusals', 'settings'] as const
export type AttentionTab = (typeof attentionTabs)[number]

/** What the page of limits keeps in its address: its tab, and the number whose customers are open. */
export const attentionSearch = z.object({
  tab: z.enum(attentionTabs).default('today'),
  channel: z.enum(channelNames).optional(),
  reason: z.string().max(100).optional(),
})
export type AttentionSearch = z.output<typeof attentionSearch>
