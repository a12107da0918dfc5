import { z } from 'zod'
import type { Rule } from '../../core/rule/rule.ts'
import { stageChanged } from './events.ts'
import { fallDays } from './stage-costs.ts'

/** Within so many days somebody must have moved on to count as converted. */
export const conversionDays = [30, 90, 180, 365] as const

/**
 * The page keeps in its address the two days between which the flows are drawn (`YYYY-MM-DD`), how long a conversion may
 * take, and whether the rules are being changed.
 */
export const lifecycleSearch = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  within: z.literal([...conversionDays]).default(365),
  rules: z.literal(true).optional(),
})

/** Who fell back from a stage of late and is still where that led: the very customers that are counted. */
export function fellRule(from: string, to: readonly string[]): Rule {
  const fell = (stage: string): Rule => ({
    all: [
      { stage: [stage] },
      {
        did: stageChanged.name,
        within: { last: { amount: fallDays, unit: 'days' } },
        where: {
          all: [
            { field: 'from', op: 'is', value: from },
            { field: 'to', op: 'is', value: stage },
          ],
        },
      },
    ],
  })
  return { any: to.map(fell) }
}

/** The customers of one stage, as a list's filter. */
export function stageRule(key: string): Rule {
  return { all: [{ stage: [key] }] }
}
