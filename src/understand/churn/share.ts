import { z } from 'zod'

/** How many of how many, as the questions about leaving answer it. */
export const share = z.object({
  of: z.int(),
  hits: z.int(),
  share: z.number().nullable(),
  low: z.number().nullable().describe('95% interval, Wilson'),
  high: z.number().nullable(),
})
