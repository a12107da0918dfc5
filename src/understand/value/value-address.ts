import { z } from 'zod'
import type { FieldRule, Rule } from '../../core/rule/rule.ts'
import type { RfmGroup } from './scoring.ts'

/** What the grid's hues may show. */
export const gridMeasures = ['customers', 'spend', 'average'] as const
export type GridMeasure = (typeof gridMeasures)[number]

export const valueTabs = ['overview', 'rfm', 'profit', 'concentration', 'lifetime'] as const
export type ValueTab = (typeof valueTabs)[number]

/** A list of people behind a number that no rule can tell. */
export const peopleAsked = z.strictObject({
  what: z.enum(['one-order', 'movers', 'scope', 'losing', 'lifetime']),
  since: z.iso.date().optional().describe('movers: the month'),
  from: z.string().max(40).optional().describe('movers: the group then; left out for whoever had not bought'),
  to: z.string().max(40).optional().describe('movers: the group now'),
  scope: z.enum(['channel', 'category']).optional(),
  value: z.string().max(200).optional(),
  recency: z.int().min(1).max(5).optional(),
  frequency: z.int().min(1).max(5).optional(),
  big: z.boolean().optional().describe('losing: only the top fifth by spend'),
})
export type PeopleAsked = z.output<typeof peopleAsked>

/** The page keeps in its address its tab, what is coloured, which channel or category, since when moves are shown, and whose list is open. */
export const valueSearch = z.object({
  tab: z.enum(valueTabs).default('overview'),
  show: z.enum(gridMeasures).default('customers'),
  scope: z.enum(['channel', 'category']).optional(),
  value: z.string().max(200).optional(),
  since: z.iso.date().optional(),
  people: peopleAsked.optional(),
  scoring: z.literal(true).optional(),
})

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

/** The customers of one of the eight groups, whose scores are high from `high` on, as a list's filter. */
export function groupRule(group: RfmGroup, high: number): Rule {
  const fields = ['recencyScore', 'frequencyScore', 'monetaryScore'] as const
  return {
    all: fields.map((field, at) => ({ field, op: group.high[at] ? 'at-least' : 'less-than', value: high })),
  }
}

/** Whoever is expected to bring from (with) to (without) so much in twelve months. */
export function expectedRule(from: number | null, to: number | null): Rule {
  return {
    all: [{ field: 'clv12', op: 'at-least', value: from ?? 0 }, ...(to === null ? [] : [{ field: 'clv12', op: 'less-than', value: to }])],
  }
}

/** Whoever spent at least so much and is expected to bring less than so much in twelve months. */
export function silentRule(spendFrom: number, below: number): Rule {
  return {
    all: [
      { field: 'spend', op: 'at-least', value: spendFrom },
      { field: 'clv12', op: 'less-than', value: below },
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
