import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { rfmSettings } from './scoring.ts'

const thresholds = z.object({
  takenAt: z.string(),
  customers: z.int().nullable().describe('Buyers whom the edges are taken from; null for who does not see every customer'),
  recency: z
    .array(z.string())
    .nullable()
    .describe('Instants, ascending: bought at or after the n-th has a score above n. Null, here and below: hidden from the reader’s role'),
  frequency: z.array(z.number()).nullable().describe('Edges of purchases, ascending; a score is 1 + how many lie strictly below'),
  monetary: z.array(z.number()).nullable().describe('The same of money, in minor units'),
})

const spend = z.int().nullable()
const cells = z.array(z.object({ recency: z.int(), frequency: z.int(), customers: z.int(), spend, average: spend }))
const groups = z.array(z.object({ key: z.string(), customers: z.int(), spend }))
const day = z.iso.date()

export const rfmGrid = defineQuestion({
  name: 'rfm-grid',
  label: { zh: 'RFM 格', en: 'RFM grid' },
  help: {
    zh: '买过的客户按最近消费（R）和消费次数（F）分格，以及八个常用分组。默认得分 = 1 + 严格小于该值的分位点个数，R 反向；数值相同的客户得分必然相同。按等量分档时每档人数相同，值相同的客户按登记先后排列，可能分到相邻两档。',
    en: 'Buyers in cells by recency (R) and frequency (F), and the eight groups in common use. By default a score is 1 + the number of quantile edges strictly below the value, R the other way round; equal customers always have equal scores. By bands of equal size each holds as many; those who tie are put in the order of being known and may part.',
  },
  method: 'GET',
  path: '/value/rfm-grid',
  role: 'member',
  about: { customer: null },
  fields: ['recencyScore', 'frequencyScore', 'monetaryScore'],
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    version: z.int(),
    settings: rfmSettings,
    thresholds: thresholds.nullable().describe('Null while nobody has bought'),
    buyers: z.int(),
    purchases: z.int().nullable().describe('Purchases that the scores rest on'),
    cells,
    scores: z
      .array(z.object({ score: z.int(), recency: z.int(), frequency: z.int(), monetary: z.int() }))
      .describe('Customers who have the score'),
    monetary: z.array(z.object({ score: z.int(), customers: z.int(), spend })),
    groups,
    oneOrder: z
      .int()
      .nullable()
      .describe('Bought at least twice, and without their largest purchase their M score would be lower by two or more'),
  }),
})

export const scopedRfm = defineQuestion({
  name: 'scoped-rfm',
  label: { zh: '某渠道或类别的 RFM', en: 'RFM of a channel or category' },
  help: {
    zh: '只看在该渠道（或该类商品）的消费，分界也只取自这些消费；渠道按订单，类别按明细行的金额。评分方式与全店相同。',
    en: 'Only what was bought through the channel, or of the category, counts, and the edges are taken from that alone; a channel by whole purchases, a category by the amounts of lines. Scored the way the shop scores.',
  },
  method: 'GET',
  path: '/value/scoped-rfm',
  role: 'member',
  about: { customer: null, purchase: null },
  input: z.object({ scope: z.enum(['channel', 'category']), value: z.string().min(1).max(200) }),
  output: z.object({
    asOf: z.string(),
    settings: rfmSettings,
    thresholds: thresholds.nullable(),
    buyers: z.int(),
    purchases: z.int().nullable(),
    spend,
    cells,
    groups,
  }),
})

export const listScopes = defineQuestion({
  name: 'list-rfm-scopes',
  label: { zh: '有消费的渠道和类别', en: 'Channels and categories with purchases' },
  method: 'GET',
  path: '/value/scopes',
  role: 'member',
  about: { customer: null, purchase: null },
  input: z.object({}),
  output: z.object({ channels: z.array(z.string()), categories: z.array(z.string()) }),
})

export const readRfmSettings = defineQuestion({
  name: 'read-rfm-settings',
  label: { zh: 'RFM 评分方式', en: 'How RFM is scored' },
  method: 'GET',
  path: '/value/rfm-settings',
  role: 'member',
  about: { customer: null },
  input: z.object({}),
  output: z.object({
    version: z.int().describe('0: the usual way, nothing was changed yet'),
    settings: rfmSettings,
    highFrom: z.int().describe('Scores from here on are high'),
    suggestedCap: z.int().nullable().describe('The 99 % quantile of customers’ largest purchases'),
    versions: z.array(z.object({ version: z.int(), settings: rfmSettings, moved: z.int(), by: z.string(), at: z.string() })),
  }),
})

export const previewRfm = defineQuestion({
  name: 'preview-rfm',
  label: { zh: '试算 RFM 评分方式', en: 'Try an RFM scoring out' },
  help: { zh: '若启用这种评分，谁会换组；不保存任何内容。', en: 'Who would change groups if this scoring were in force; nothing is kept.' },
  method: 'POST',
  path: '/value/rfm-settings/preview',
  role: 'manager',
  about: { customer: '*' },
  right: 'settings',
  input: z.strictObject({ settings: rfmSettings }),
  output: z.object({
    customers: z.int(),
    rescored: z.int().describe('Some score of theirs would differ'),
    moved: z.int().describe('Their group would differ'),
    flows: z.array(z.object({ from: z.string(), to: z.string(), customers: z.int() })),
    scores: z.array(z.object({ score: z.int(), recency: z.int(), frequency: z.int(), monetary: z.int() })),
  }),
})

export const rfmMoves = defineQuestion({
  name: 'rfm-moves',
  label: { zh: '分组之间的流动', en: 'Moves between groups' },
  help: {
    zh: '所选月份结束时各组的客户，现在在哪一组。过去的月份按现行评分方式计算。',
    en: 'Where those who were in each group at the end of the month are now. Past months are told by the scoring in force.',
  },
  method: 'GET',
  path: '/value/rfm-moves',
  role: 'member',
  about: { customer: null },
  fields: ['recencyScore', 'frequencyScore', 'monetaryScore'],
  input: z.object({ since: day.optional().describe('A day of the month; twelve months ago when left out') }),
  output: z.object({
    asOf: z.string(),
    months: z.array(z.string()).describe('Months that are kept, by their first day, the newest first'),
    since: z.string().nullable(),
    reconstructed: z.boolean(),
    flows: z.array(z.object({ from: z.string().nullable().describe('Null: had not bought yet'), to: z.string(), customers: z.int() })),
  }),
})

export const customerRfm = defineQuestion({
  name: 'customer-rfm',
  label: { zh: '一位客户的 RFM', en: 'RFM of one customer' },
  method: 'GET',
  path: '/customers/:id/rfm',
  role: 'member',
  about: { customer: 'id' },
  fields: ['recencyScore', 'frequencyScore', 'monetaryScore'],
  input: z.object({ id: z.uuid() }),
  output: z.object({
    asOf: z.string(),
    bands: z.int(),
    scores: z.object({ recency: z.int(), frequency: z.int(), monetary: z.int() }).nullable().describe('Null: has not bought'),
    group: z.string().nullable(),
    withoutLargest: z.int().nullable().describe('The M score without the largest purchase, where it would be lower'),
    largest: z.int().nullable(),
    path: z
      .array(z.object({ month: z.string(), recency: z.int(), frequency: z.int(), monetary: z.int(), reconstructed: z.boolean() }))
      .describe('At the end of each month, the oldest first; 24 at most'),
    months: z.int().describe('Months kept of this customer, of which the path shows the last'),
  }),
})
