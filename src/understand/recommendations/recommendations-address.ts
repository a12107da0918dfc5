import { z } from 'zod'
import type { Rule } from '../../core/rule/rule.ts'
import { bracketed } from './recommendations.ts'

/** The page keeps in its address which product is looked at, what was searched, and whether its settings are open. */
export const recommendationsSearch = z.object({
  product: z.string().max(100).optional(),
  search: z.string().max(100).optional(),
  settings: z.literal(true).optional(),
})

/** Everybody in whose list a product stands. */
export const likelyRule = (code: string): Rule => ({ all: [{ field: 'likelyCodes', op: 'contains', value: bracketed(code) }] })
/** Everybody who has a list. */
export const listedRule: Rule = { all: [{ field: 'likelyCodes', op: 'is-known' }] }
/** Everybody who wants no personalisation. */
export const impersonalRule: Rule = { all: [{ field: 'noPersonalisation', op: 'is', value: true }] }
