import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'

const thresholds = z.object({
  takenAt: z.string(),
  customers: z.int().describe('Buyers whom the quantiles are taken from'),
  recency: z.array(z.string()).describe('Four instants, ascending: bought at or after the n-th has a score above n'),
  frequency: z.array(z.number()).describe('20, 40, 60, 80 % quantiles of purchases; a score is 1 + how many lie strictly below'),
  monetary: z.array(z.number()).describe('The same of spend, in minor units'),
})

export const rfmGrid = defineQuestion({
  name: 'rfm-grid',
  label: { zh: 'RFM 格', en: 'RFM grid' },
  help: {
    zh: '买过的客户按最近消费（R）和消费次数（F）分成 25 格。得分 = 1 + 严格小于该值的五分位点个数，R 反向；数值相同的客户得分必然相同。',
    en: 'Buyers in 25 cells by recency (R) and frequency (F). A score is 1 + the number of quintile edges strictly below the value, R the other way round; equal customers always have equal scores.',
  },
  method: 'GET',
  path: '/value/rfm-grid',
  role: 'member',
  about: { customer: null },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    thresholds: thresholds.nullable().describe('Null while nobody has bought'),
    buyers: z.int(),
    purchases: z.int().describe('Purchases that the scores rest on'),
    cells: z.array(z.object({ recency: z.int(), frequency: z.int(), customers: z.int(), spend: z.int(), average: z.int() })),
    monetary: z.array(z.object({ score: z.int(), customers: z.int(), spend: z.int() })),
  }),
})

export const spendDistribution = defineQuestion({
  name: 'spend-distribution',
  label: { zh: '消费的分布', en: 'Distribution of spend' },
  help: {
    zh: '买过的客户按消费总额分档（每档上限为 1、2、5 的整倍数），以及消费最多的一部分客户占多少；基尼系数 0 为人人相同，1 为全由一人消费。',
    en: 'Buyers by spend in steps of 1, 2 and 5, and how much of it those who spend most bring. A Gini of 0 means all spend alike, 1 that one customer spends everything.',
  },
  method: 'GET',
  path: '/value/spend-distribution',
  role: 'member',
  about: { customer: null },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    buyers: z.int(),
    spend: z.int(),
    median: z.number().nullable(),
    buckets: z
      .array(z.object({ from: z.int(), to: z.int(), customers: z.int(), spend: z.int() }))
      .describe('Minor units; from counts, to does not'),
    top: z.array(z.object({ share: z.number(), customers: z.int(), spendShare: z.number() })),
    gini: z.number().nullable(),
    curve: z.array(z.object({ customers: z.number(), spend: z.number() })).describe('Greatest first: share of customers, share of spend'),
  }),
})

export const valueSummary = defineQuestion({
  name: 'value-summary',
  label: { zh: '客户价值概要', en: 'Customer value in figures' },
  method: 'GET',
  path: '/value/summary',
  role: 'member',
  about: { customer: null },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    customers: z.int(),
    buyers: z.int(),
    repeatBuyers: z.int().describe('Bought at least twice'),
    purchases: z.int(),
    spend: z.int(),
    refunds: z.int(),
    averagePurchase: z.number().nullable(),
    averageSpend: z.number().nullable().describe('Spend per buyer'),
    medianGapDays: z.number().nullable().describe('Median over customers of their mean gap'),
  }),
})
