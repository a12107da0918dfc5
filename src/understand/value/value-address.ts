import { z } from 'zod'
import type { FieldRule, Rule } from '../../core/rule/rule.ts'

/** What the grid's hues may show. */
export const gridMeasures = ['customers', 'spend', 'average'] as const
export type GridMeasure = (typeof gridMeasures)[number]

/** The page keeps in its address what is coloured. */
export const valueSearch = z.object({ show: z.enum(gridMeasures).default('customers') })

const bought: FieldRule = { field: 'purchaseCount', op: 'at-least', value: 1 }

/** Everybody who has bought, as a list's filter. */
export const buyersRule: Rule = { all: [bought] }

/** Everybody who has bought at least twice, as a list's filter. */
export const repeatRule: Rule = { all: [{ field: 'purchaseCount', op: 'at-least', value: 2 }] }

/** The customers of one cell of the grid, as a list's filter. */
export function cellRule(recency: number, frequency: number): Rule {
  return {
    all: [
      { field: 'recencyScore', op: 'is', value: recency },
      { field: 'frequencyScore', op: 'is', value: frequency },
    ],
  }
}

/** The buyers who spent from (with) to (without) so much in minor units, as a list's filter; null leaves an end open. */
export function spendRule(from: number | null, to: number | null): Rule {
  const ends: FieldRule[] = []
  if (from !== null) ends.push({ field: 'spend', op: 'at-least', value: from })
  if (to !== null) ends.push({ field: 'spend', op: 'less-than', value: to })
  return { all: [...(from ? [] : [bought]), ...ends] }
}
