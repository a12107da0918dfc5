import { z } from 'zod'
import { words } from '../kit/words-schema.ts'
import type { Words } from '../kit/words.ts'

/** One node of a rule with its answer for one record. `value` is what the record has there, said for the reader. */
export type Explained = {
  readonly kind: 'all' | 'any' | 'not' | 'leaf'
  readonly holds: boolean
  readonly sentence: Words
  readonly value: Words | null
  readonly parts: Explained[]
}

export const explainedSchema: z.ZodType<Explained> = z
  .object({
    kind: z.enum(['all', 'any', 'not', 'leaf']),
    holds: z.boolean(),
    sentence: words,
    value: words.nullable(),
    parts: z.array(z.lazy(() => explainedSchema)),
  })
  .meta({ id: 'ExplainedRule' })
