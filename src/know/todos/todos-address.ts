import { z } from 'zod'

/** What the page of to-dos keeps in its address: whose they are, and whether those that ended are shown. */
export const todosSearch = z.object({
  who: z.string().max(100).optional(),
  state: z.enum(['open', 'ended']).optional(),
  new: z.literal(true).optional(),
})

/** What the page of calls keeps in its address: whose they are, and the one that is open. */
export const callsSearch = z.object({ who: z.enum(['nobody', 'everyone']).optional(), call: z.guid().optional() })
