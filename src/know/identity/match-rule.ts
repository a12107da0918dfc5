import { z } from 'zod'

const words = z.object({ zh: z.string().trim().min(1).max(100), en: z.string().trim().min(1).max(100) })

/** One comparison of one field, and what it is worth. */
const matchCondition = z.strictObject({
  field: z.string().min(1).max(60),
  comparison: z.string().min(1).max(40),
  points: z.int().min(-100).max(100).describe('At full likeness; below nought it speaks against the pair'),
  needed: z.boolean().default(false).describe('Without it the rule says nothing'),
  least: z.number().min(0).max(1).optional().describe('Likeness from which on it holds; the comparison’s own when left out'),
})
export type MatchCondition = z.output<typeof matchCondition>

/** What a rule takes two records for. */
export const verdicts = ['same', 'household'] as const
export type Verdict = (typeof verdicts)[number]

export const matchRule = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/),
  name: words,
  of: z.enum(['person', 'company']),
  says: z.enum(verdicts).default('same'),
  conditions: z.array(matchCondition).min(1).max(20),
  candidate: z.int().min(1).max(100).describe('From this score on a pair waits in the queue'),
  certain: z.int().min(1).max(100).describe('From this score on a pair is certain'),
  isOn: z.boolean(),
  merges: z.boolean().default(false).describe('Certain pairs are merged without asking'),
})
export type MatchRule = z.output<typeof matchRule>
