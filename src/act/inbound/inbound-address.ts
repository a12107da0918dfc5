import { z } from 'zod'
import { inboundKinds } from './inbound-mail.ts'

/** What the page of mails that came in keeps in its address. */
export const inboundSearch = z.object({
  state: z.enum(['open', 'done', 'all']).optional(),
  kind: z.enum(inboundKinds).optional(),
  known: z.enum(['no']).optional(),
  tab: z.enum(['holds']).optional(),
})
