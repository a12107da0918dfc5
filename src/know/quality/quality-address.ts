import { z } from 'zod'

/** The page keeps in its address which lack of which field its list is about, and whether the requirements are being changed. */
export const qualitySearch = z.object({
  field: z.string().max(60).optional(),
  lack: z.enum(['missing', 'doubted', 'stale']).optional(),
  plan: z.literal(true).optional(),
})
