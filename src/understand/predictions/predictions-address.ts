import { z } from 'zod'
import type { Rule } from '../../core/rule/rule.ts'

/** Which grade is looked at: `<set>-<days>`, the newest where nothing is said; and of it which of the ten groups by chance is open. */
export const predictionsSearch = z.object({ grade: z.string().max(60).optional(), group: z.int().min(0).max(9).optional() })

/** Who bought for the first time in this month, `2026-03`, by the shop's clock. */
export function cohortRule(from: string, until: string): Rule {
  return {
    all: [
      { field: 'firstPurchaseAt', op: 'on-or-after', value: from },
      { field: 'firstPurchaseAt', op: 'before', value: until },
    ],
  }
}

/** Everybody of whom purchases are expected. */
export const predictedRule: Rule = { all: [{ field: 'expectedPurchases90', op: 'is-known' }] }

type Graded = { readonly set: { readonly id: string }; readonly horizon: number; readonly trial: boolean }

/** What a grade is called in the address. */
export const gradeKey = ({ set, horizon, trial }: Graded): string => `${set.id.slice(-12)}-${horizon}${trial ? '-trial' : ''}`
