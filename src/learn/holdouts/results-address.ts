import { z } from 'zod'

/** Which journey is looked at, and how many days after entering count. */
export const resultsSearch = z.object({ journey: z.guid().optional(), days: z.int().min(1).max(365).optional() })
