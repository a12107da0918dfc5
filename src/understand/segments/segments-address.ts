import { z } from 'zod'
import { type Rule, ruleSchema } from '../../core/rule/rule.ts'

/** The list keeps in its address whether a new segment is being made, and the rule that it begins with. */
export const segmentsSearch = z.object({ new: z.literal(true).optional(), rule: ruleSchema.optional() })

/** So many days back the history of a segment may be looked at. */
export const periods = [30, 90, 365] as const
export type Period = (typeof periods)[number]

/** A segment's page keeps the period shown, and whether the segment is being changed. */
export const segmentSearch = z.object({ days: z.literal([...periods]).default(90), edit: z.literal(true).optional() })

/** The customers who are in a segment, as a list's filter. */
export function membersRule(id: string): Rule {
  return { all: [{ segment: id }] }
}
