import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { awaitedEvents, factorNames, fewestBuyers, fewestEvents } from './awaited.ts'
import { share } from './share.ts'

// How many leave, how soon, and what goes with it; who they are and what is done about it stands in questions.ts.

const month = z.object({
  month: z.string().describe('2026-05'),
  isWhole: z.boolean(),
  left: share,
  back: z.int().describe('Of those who left then: back by now'),
})

export const churnRate = defineQuestion({
  name: 'churn-rate',
  label: { zh: '流失率', en: 'The rate of leaving' },
  help: {
    zh: '每月流失的人，占月初还在的客户的比例，带 95% 区间；可按首购年份、等级、阶段分组，或只看一个细分。过去的月份按今天的定义和节奏推算。',
    en: 'Who left in each month, as a share of the customers who were there when it began, with a 95% interval; by year of first purchase, tier or stage, or of one segment. Past months are judged by today’s definition and rhythms.',
  },
  method: 'GET',
  path: '/churn/rate',
  role: 'member',
  about: { customer: null },
  fields: ['churnSince', 'firstPurchaseAt'],
  fieldsIn: 'by',
  input: z.strictObject({
    months: z.coerce.number().int().min(1).max(36).default(12),
    by: z.enum(['none', 'cohort', 'tier', 'stage']).default('none'),
    segment: z.uuid().optional(),
  }),
  output: z.object({
    asOf: z.string(),
    spells: z.int(),
    months: z.array(month),
    groups: z.array(z.object({ key: z.string(), left: share.describe('All months shown together: leavings of customer-months') })),
  }),
})

export const churnSurvival = defineQuestion({
  name: 'churn-survival',
  label: { zh: '留存曲线', en: 'How long customers stay' },
  help: {
    zh: '从首次消费到第一次流失的 Kaplan–Meier 曲线，按月；还没流失的客户按已知的时间计入。',
    en: 'Kaplan–Meier from the first purchase to the first leaving, by months; whoever has not left counts for the time that is known.',
  },
  method: 'GET',
  path: '/churn/survival',
  role: 'member',
  about: { customer: null },
  fields: ['churnSince', 'firstPurchaseAt'],
  input: z.strictObject({ months: z.coerce.number().int().min(3).max(120).default(36) }),
  output: z.object({
    asOf: z.string(),
    customers: z.int(),
    left: z.int(),
    points: z.array(z.object({ month: z.int(), share: z.number(), low: z.number(), high: z.number(), atRisk: z.int() })),
    medianMonths: z.number().nullable(),
  }),
})

export const churnHazards = defineQuestion({
  name: 'churn-hazards',
  label: { zh: '什么样的首购，之后来得更快或走得更快', en: 'What goes with coming again sooner, or leaving sooner' },
  help: {
    zh: `Cox 回归：首购当天已知的各项（金额、商品、渠道、品类、省份、年份），与第二次消费或第一次流失的快慢，倍数带 95% 区间。至少要 ${fewestBuyers} 位买过的客户、${fewestEvents} 次发生。是相伴，不是因果。`,
    en: `Cox regression: what was known on the day of the first purchase (amount, products, channel, category, province, year) and how soon a second purchase or the first leaving follows, as ratios with 95% intervals. From ${fewestBuyers} buyers on, to ${fewestEvents} of whom it happened. It tells what goes together, not what causes what.`,
  },
  method: 'GET',
  path: '/churn/hazards',
  role: 'member',
  about: { customer: null, purchase: null },
  fields: ['churnSince', 'firstPurchaseAt'],
  input: z.strictObject({ of: z.enum(awaitedEvents).default('second') }),
  output: z.object({
    asOf: z.string(),
    all: z.int().describe('Buyers of the shop; of many some four thousand are looked at'),
    buyers: z.int(),
    happened: z.int(),
    state: z.enum(['told', 'too-few', 'no-fit']),
    hazards: z.array(
      z.object({
        factor: z.enum(factorNames),
        value: words.nullable().describe('Which channel, category or province'),
        against: words.nullable().describe('The one that it is held against'),
        customers: z.int(),
        ratio: z.number().describe('How many times as likely on any day, all else alike'),
        low: z.number(),
        high: z.number(),
        isClear: z.boolean().describe('Told apart from chance at 5%, with all that were looked at (Holm)'),
      }),
    ),
  }),
})
