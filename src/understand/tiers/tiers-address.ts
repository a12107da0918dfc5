import { z } from 'zod'
import type { Rule } from '../../core/rule/rule.ts'

/** Whoever would lose their tier within so many days is at risk. */
export const riskDays = 30

/** The page keeps in its address which version is being edited: an id, or `new`, and over how many months it looks back. */
export const tiersSearch = z.object({
  edit: z.string().max(40).optional(),
  months: z.literal([6, 12, 24]).default(12),
})

/** The customers of one tier, as a list's filter. */
export function tierRule(key: string): Rule {
  return { all: [{ tier: [key] }] }
}

/** Those who no longer earn their tier: in grace, or their validity ends within thirty days. */
export function atRiskRule(key?: string): Rule {
  const ending: Rule = {
    all: [
      { field: 'tierStanding', op: 'is', value: 'lapsing' },
      { field: 'tierUntil', op: 'in-the-next', value: { amount: riskDays, unit: 'days' } },
    ],
  }
  const risk: Rule = { any: [{ field: 'tierStanding', op: 'is', value: 'grace' }, ending] }
  return { all: key === undefined ? [risk] : [{ tier: [key] }, risk] }
}
