import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { ruleSchema } from '../../core/rule/rule.ts'
import { words } from '../../core/kit/words-schema.ts'
import { usualDays } from './trial.ts'

const moment = z.object({
  week: z.int(),
  treated: z.int(),
  holdout: z.int(),
  visible: z.number().nullable().describe('人均消费能看出的最小相对差异 · The least relative difference of spend that would be seen'),
  visibleBuyers: z.number().nullable().describe('购买率能看出的最小相对差异 · The same of the share who buy'),
})

const choice = z.object({
  percent: z.number(),
  weeks: z.array(moment),
  visible: z.number().nullable().describe('计划期末能看出的最小相对差异 · What would be seen at the end of the plan'),
  heldOut: z.int(),
  cost: z.number().describe('留出对照组少赚的钱，最小货币单位 · What holding out costs, minor units'),
})

/** Before the start: what effect could be seen with so many people in so many weeks, and how many to hold out. */
export const planHoldout = defineQuestion({
  name: 'plan-holdout',
  label: { zh: '规划对照组', en: 'Plan a holdout' },
  help: {
    zh: '按受众或每周进入的人数，以及本店自己的消费水平，算出几周后能看出多大的差异，该留多少对照组，代价是多少。',
    en: 'From the audience, or how many enter a week, and how much customers of this firm spend: what effect could be seen after how many weeks, how many to hold out, and what that costs.',
  },
  method: 'POST',
  path: '/trials/plan',
  role: 'member',
  about: { customer: '*', purchase: null },
  input: z.strictObject({
    audience: ruleSchema.optional().describe('受众；不填为所有客户 · The audience; everybody when left out'),
    people: z
      .int()
      .min(0)
      .max(100_000_000)
      .optional()
      .describe('一次性的人数；不填则按受众数 · How many at once; the audience is counted when left out'),
    perWeek: z
      .number()
      .min(0)
      .max(10_000_000)
      .optional()
      .describe('每周进入的人数；填了就不是一次性的 · How many enter a week; then it is no one-off'),
    days: z.int().min(1).max(365).default(usualDays),
    percent: z.number().min(0).max(50).optional().describe('想用的百分比，也算出来 · A share of one’s own, to be told too'),
  }),
  output: z.object({
    currency: z.string(),
    people: z.int().nullable(),
    perWeek: z.number().nullable(),
    days: z.int(),
    baseline: z.object({
      people: z.int().describe('取自这么多客户过去同样长的一段时间 · From so many customers over as many days before now'),
      buyingRate: z.number(),
      mean: z.number(),
      deviation: z.number(),
    }),
    weeks: z.int().describe('计划期 · How long it is planned for'),
    choices: z.array(choice),
    recommended: z.number(),
    reason: words,
    expected: z.object({
      relative: z.number(),
      trials: z.int().describe('取自这么多次以前的实验；0 为通常的假设 · From so many earlier trials; 0 for a usual assumption'),
    }),
  }),
})
