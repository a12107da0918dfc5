import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { durationSchema, mostSteps, placesBy, boughtBy, ruleSchema, stepSchema } from '../../core/rule/rule.ts'
import { periodUnits } from './periods.ts'

const day = z.iso.date()
const count = z.int().describe('Customers')
const among = { rule: ruleSchema.optional().describe('Only customers for whom this holds now') }
const span = { from: day.optional(), to: day.optional().describe('The last day that counts') }
const common = { asOf: z.string(), rows: z.int().describe('Facts that the answer is made of') }
const share = z.number().nullable()
const interval = { share, low: share, high: share }

/** What every one of these is about: customers, none by name; each row and figure is what its reader may see. */
const asked = { method: 'POST', role: 'member', about: { customer: null } } as const

export const cohortsInput = z.strictObject({
  by: z.enum(periodUnits).default('month'),
  count: z.int().min(2).max(60).default(13).describe('How many cohorts, the one under way the last'),
  start: stepSchema.default({ did: 'purchase.made' }).describe('Whoever did this for the first time in a period is its cohort'),
  back: stepSchema.optional().describe('What counts as being active; left out: the same'),
  ...among,
})

export const cohorts = defineQuestion({
  ...asked,
  name: 'cohorts',
  label: { zh: '同期群', en: 'Cohorts' },
  help: {
    zh: '首次消费（或首次发生所选行为）落在同一周、月或季度的客户为一群；每格是这群客户在之后第 k 期有消费的人数与金额。退款未扣除，未来日期的记录不计。',
    en: 'Customers whose first purchase (or first chosen fact) lies in the same week, month or quarter are a cohort; a cell tells how many of them bought k periods later, and for how much. Refunds are not deducted; what is dated in the future does not count.',
  },
  path: '/explore/cohorts',
  input: cohortsInput,
  output: z.object({
    ...common,
    periods: z
      .array(z.object({ day, from: z.string(), to: z.string(), isOver: z.boolean() }))
      .describe('Ascending; those not over are unfinished'),
    cohorts: z.array(
      z.object({
        day,
        size: count,
        cells: z.array(z.object({ customers: count, amount: z.int().nullable() })).describe('By periods since, from 0'),
      }),
    ),
    earlier: count.describe('Began before the first cohort shown'),
    future: z.int().describe('Facts left out because they are dated in the future'),
    hasAmounts: z.boolean(),
  }),
})

export const retentionInput = z.strictObject({
  start: stepSchema.default({ did: 'purchase.made' }),
  back: stepSchema.default({ did: 'purchase.made' }),
  ends: z
    .array(z.int().min(1).max(3_650))
    .min(1)
    .max(24)
    .default([1, 3, 7, 14, 30, 60, 90, 180])
    .describe('Days after the first; ascending'),
  mode: z.enum(['on-day', 'between', 'from-day', 'by-day']).default('by-day'),
  ...span,
  ...among,
})

export const retention = defineQuestion({
  ...asked,
  name: 'retention',
  label: { zh: '留存', en: 'Retention' },
  help: {
    zh: '每位客户从首次发生起按店铺日历数天。on-day：正好第 n 天回来；between：两个天数之间；from-day：第 n 天及以后；by-day：第 n 天及以前。只统计已满该天数的客户，区间为 Wilson 95%。',
    en: 'Days are counted by the shop’s calendar from each customer’s first time. on-day: came back on day n; between: between two of the days; from-day: on day n or later; by-day: up to day n. Only customers for whom those days are over are counted. Intervals are Wilson’s, 95%.',
  },
  path: '/explore/retention',
  input: retentionInput,
  output: z.object({
    ...common,
    started: count,
    points: z.array(z.object({ from: z.int(), to: z.int().nullable(), ripe: count, back: count, ...interval })),
  }),
})

export const funnelInput = z.strictObject({
  steps: z.array(stepSchema).min(2).max(mostSteps),
  within: durationSchema.default({ amount: 30, unit: 'days' }),
  split: z.string().max(100).optional().describe('A field of the customer, or “cohort” for the month of the first step'),
  ...span,
  ...among,
})

const stepAnswer = z.object({
  reached: count,
  waiting: count.describe('Stand at this step, and the time for the next is not over'),
  quartiles: z.array(z.number()).length(3).nullable().describe('Days since the step before, of those who reached it'),
})

export const funnel = defineQuestion({
  ...asked,
  name: 'funnel',
  label: { zh: '漏斗', en: 'Funnel' },
  help: {
    zh: '从所选时间内第一次完成第一步算起，每一步取上一步之后最早的一次，全部须在窗口期内完成。用时为四分位数。',
    en: 'From the first time that the first step was done in the chosen time; each step is the earliest after the one before, and all must lie within the window. Times are quartiles.',
  },
  path: '/explore/funnel',
  input: funnelInput,
  example: { steps: [{ did: 'purchase.made' }, { did: 'purchase.made' }], within: { amount: 90, unit: 'days' } },
  fieldsIn: 'split',
  output: z.object({
    ...common,
    groups: z
      .array(z.object({ label: z.string().nullable(), isRest: z.boolean(), steps: z.array(stepAnswer) }))
      .describe('One where it is not split'),
  }),
})

export const pathsInput = z.strictObject({
  by: z.enum(placesBy).default('category'),
  kinds: z.array(z.string().max(100)).min(1).max(20).optional().describe('Of by = kind'),
  length: z.int().min(2).max(5).default(3),
  top: z.int().min(2).max(20).default(6).describe('So many names of their own; all others are counted as “others”'),
  ...span,
  ...among,
})

const node = z.object({
  key: z.string(),
  place: z.int(),
  sort: z.enum(['named', 'others', 'unknown', 'end']),
  label: z.string().nullable(),
  name: z.string().nullable(),
  customers: count,
})

export const paths = defineQuestion({
  ...asked,
  name: 'paths',
  label: { zh: '路径', en: 'Paths' },
  help: {
    zh: '每位客户的第一、第二、第三……次消费（或行为）分别是什么。一次消费买了几样的，按金额最高的一样算；排不进前几名的归入“其他”，人数照计。',
    en: 'What each customer’s first, second, third … purchase (or fact) was. A purchase of several things counts as the one that cost most; what is not among the first few is counted as “others”.',
  },
  path: '/explore/paths',
  input: pathsInput,
  output: z.object({
    ...common,
    customers: count,
    nodes: z.array(node),
    flows: z.array(z.object({ from: z.string(), to: z.string(), customers: count })),
    otherLabels: z.int().describe('How many names stand behind “others”'),
  }),
})

export const repurchaseInput = z.strictObject({
  by: z.enum(boughtBy).default('category'),
  days: z.array(z.int().min(1).max(1_000)).min(1).max(6).default([30, 60, 90, 180]),
  same: z.boolean().default(false).describe('Bought the same again, and not just anything'),
  limit: z.int().min(1).max(10_000).default(30),
  ...span,
  ...among,
})

export const repurchase = defineQuestion({
  ...asked,
  about: { customer: null, purchase: null },
  name: 'repurchase',
  label: { zh: '复购率', en: 'Repurchase rate' },
  help: {
    zh: '每位客户从首次购买该商品、品类或在该渠道购买那天算起，之后 n 天内（不含当天）是否再买。只统计已满 n 天的客户，区间为 Wilson 95%；间隔中位数只看再次购买的人。',
    en: 'From the day on which a customer first bought the product or category, or in the channel: did they buy again within n days, on a later day? Only customers for whom n days are over are counted; intervals are Wilson’s, 95%. The median is of those who bought again.',
  },
  path: '/explore/repurchase',
  input: repurchaseInput,
  output: z.object({
    ...common,
    lines: z.array(
      z.object({
        label: z.string().nullable(),
        name: z.string().nullable(),
        buyers: count,
        again: count,
        medianDays: z.number().nullable(),
        points: z.array(z.object({ days: z.int(), ripe: count, back: count, ...interval })),
      }),
    ),
    labels: z.int().describe('How many there are in all'),
    hiddenBuyings: z.int().describe('First purchases of those that are not listed'),
  }),
})
