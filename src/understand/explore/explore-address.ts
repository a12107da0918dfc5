import { z } from 'zod'
import { boughtBy, durationSchema, mostSteps, placesBy, ruleSchema, stepSchema } from '../../core/rule/rule.ts'
import { periodUnits } from './periods.ts'

export const exploreTabs = ['cohorts', 'retention', 'funnel', 'paths', 'repurchase'] as const
export type ExploreTab = (typeof exploreTabs)[number]

/** What a cell of the heat map shows. */
export const cohortMeasures = ['share', 'customers', 'amount', 'cumulative'] as const
export type CohortMeasure = (typeof cohortMeasures)[number]

const day = z.iso.date().optional()

/** The page keeps all of what is asked in its address, so that a picture is a link. */
export const exploreSearch = z.object({
  tab: z.enum(exploreTabs).default('cohorts'),
  rule: ruleSchema.optional(),
  from: day,
  to: day,
  by: z.enum(periodUnits).default('month'),
  count: z.int().min(2).max(60).default(13),
  show: z.enum(cohortMeasures).default('share'),
  start: stepSchema.optional(),
  back: stepSchema.optional(),
  mode: z.enum(['on-day', 'between', 'from-day', 'by-day']).default('by-day'),
  steps: z.array(stepSchema).min(2).max(mostSteps).optional(),
  within: durationSchema.optional(),
  split: z.string().max(100).optional(),
  of: z.enum(placesBy).default('category'),
  kinds: z.array(z.string().max(100)).min(1).max(20).optional(),
  length: z.int().min(2).max(5).default(3),
  top: z.int().min(2).max(20).default(6),
  what: z.enum(boughtBy).default('category'),
  same: z.boolean().default(false),
  lines: z.int().min(1).max(10_000).default(30),
})
export type ExploreSearch = z.output<typeof exploreSearch>
