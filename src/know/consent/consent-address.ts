import { z } from 'zod'

/** The page of consent keeps in its address which part is shown and which purpose is open. */
export const consentSearch = z.object({
  tab: z.enum(['reach', 'purposes', 'settings']).optional(),
  purpose: z.string().max(40).optional(),
})
