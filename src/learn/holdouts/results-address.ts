import { z } from 'zod'

/** Which trial is looked at (`all`: all marketing together; none: the overview), how many days after entering count, and which edition. */
export const resultsSearch = z.object({
  journey: z.guid().optional(),
  campaign: z.guid().optional(),
  all: z.boolean().optional(),
  days: z.int().min(1).max(365).optional(),
  edition: z.int().min(1).optional(),
})
