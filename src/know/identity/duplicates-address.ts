import { z } from 'zod'
import { verdicts } from './match-rule.ts'

/** What the page of likely duplicates keeps in its address. */
export const duplicatesSearch = z.object({
  says: z.enum(verdicts).optional(),
  rule: z.string().max(61).optional(),
  rules: z.literal(true).optional(),
})
