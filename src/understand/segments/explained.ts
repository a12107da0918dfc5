import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'

/** One node of a rule with its answer for one customer; `value` is what the customer has there. */
export type ExplainedRule = {
  readonly kind: 'all' | 'any' | 'not' | 'leaf'
  readonly holds: boolean
  readonly sentence: Words
  readonly value: Words | null
  readonly parts: readonly ExplainedRule[]
}

const words = z.object({ zh: z.string(), en: z.string() })

/** Reads what `explain-membership` and its like answer under `explained`. */
export const explainedRule: z.ZodType<ExplainedRule> = z.object({
  kind: z.enum(['all', 'any', 'not', 'leaf']),
  holds: z.boolean(),
  sentence: words,
  value: words.nullable(),
  parts: z.array(z.lazy(() => explainedRule)),
})
