import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { profitSettings } from './profit-settings.ts'
import { rfmSettings } from './scoring.ts'
import { peopleAsked } from './value-address.ts'

const thresholds = z.object({
  takenAt: z.string(),
  customers: z.int().describe('Buyers whom the edges are taken from'),
  recency: z.array(z.string()).describe('Instants, ascending: bought at or after the n-th has a score above n'),
  frequency: z.array(z.number()).describe('Edges of purchases, ascending; a score is 1 + how many lie strictly below'),
  monetary: z.array(z.number()).describe('The same of money, in minor units'),
})

const cells = z.array(z.object({ recency: z.int(), frequency: z.int(), customers: z.int(), spend: z.int(), average: z.int() }))
const groups = z.array(z.object({ key: z.string(), customers: z.int(), spend: z.int() }))
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
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    version: z.int(),
    settings: rfmSettings,
    thresholds: thresholds.nullable().describe('Null while nobody has bought'),
    buyers: z.int(),
    purchases: z.int().describe('Purchases that the scores rest on'),
    cells,
    scores: z
      .array(z.object({ score: z.int(), recency: z.int(), frequency: z.int(), monetary: z.int() }))
      .describe('Customers who have the score'),
    monetary: z.array(z.object({ score: z.int(), customers: z.int(), spend: z.int() })),
    groups,
    oneOrder: z.int().describe('Bought at least twice, and without their largest purchase their M score would be lower by two or more'),
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
  about: { customer: null },
  input: z.object({ scope: z.enum(['channel', 'category']), value: z.string().min(1).max(200) }),
  output: z.object({
    asOf: z.string(),
    settings: rfmSettings,
    thresholds: thresholds.nullable(),
    buyers: z.int(),
    purchases: z.int(),
    spend: z.int(),
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
  about: { customer: null },
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

export const valuePeople = defineQuestion({
  name: 'value-people',
  label: { zh: '价值页数字背后的客户', en: 'The customers behind a number of the value page' },
  method: 'POST',
  path: '/value/people',
  people: 'rows',
  role: 'member',
  about: { customer: null },
  input: peopleAsked.extend({ skip: z.int().min(0).max(1_000_000).default(0), limit: z.int().min(1).max(200).default(50) }),
  output: z.object({
    customers: z.int(),
    rows: z.array(
      z.object({
        id: z.uuid(),
        name: z.string().nullable(),
        spend: z.int().nullable(),
        purchases: z.int().nullable(),
        lastPurchaseAt: z.string().nullable(),
        amount: z
          .int()
          .nullable()
          .describe('What the list is about: the largest purchase, the profit, spend within the scope, expected spend'),
      }),
    ),
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
    topTen: z
      .object({ customers: z.int(), spendShare: z.number(), spend: z.int() })
      .describe('The ten who spent most, or all if they are fewer'),
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

export const concentrationOverTime = defineQuestion({
  name: 'concentration-over-time',
  label: { zh: '集中度的变化', en: 'Concentration over time' },
  help: {
    zh: '每个月结束时，到那时为止全部消费的基尼系数和头部客户占比。',
    en: 'At the end of each month: the Gini coefficient and the shares of the top customers, of all that was spent by then.',
  },
  method: 'GET',
  path: '/value/concentration',
  role: 'member',
  about: { customer: '*' },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    months: z.array(
      z.object({
        month: z.string(),
        buyers: z.int(),
        spend: z.int(),
        gini: z.number().nullable(),
        topTen: z.number().nullable(),
        topTenth: z.number().nullable(),
        topFifth: z.number().nullable(),
        reconstructed: z.boolean(),
      }),
    ),
  }),
})

const part = z.object({
  key: z.string(),
  state: z
    .enum(['kept', 'unset', 'not-yet'])
    .describe('unset: counted as nothing until the settings say more; not-yet: nothing keeps it yet'),
  amount: z.int().nullable().describe('Minor units; what takes away is negative; null: not known'),
})

export const profitSummary = defineQuestion({
  name: 'profit-summary',
  label: { zh: '利润贡献', en: 'Contribution profit' },
  help: {
    zh: '消费 − 退款 − 商品成本 − 消息费用 − 服务时间。只合计全部商品成本都知道的客户，其余另列。',
    en: 'Purchases − refunds − cost of goods − messages − service time. Summed over customers all of whose costs of goods are known; the others are told apart.',
  },
  method: 'GET',
  path: '/value/profit',
  role: 'member',
  about: { customer: null },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    working: z.boolean().describe('Profits are being worked out anew'),
    customers: z.int().describe('Customers summed up'),
    parts: z.array(part),
    grossMargin: z.int(),
    profit: z.int(),
    unknown: z.object({ customers: z.int(), revenue: z.int(), covered: z.int() }).describe('Customers left out as a cost is not known'),
    losing: z.object({ customers: z.int(), loss: z.int(), big: z.int().describe('Of them among the top fifth by spend') }),
  }),
})

export const readProfitSettings = defineQuestion({
  name: 'read-profit-settings',
  label: { zh: '利润设置', en: 'Profit settings' },
  method: 'GET',
  path: '/value/profit-settings',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({
    settings: profitSettings,
    categories: z.array(z.object({ name: z.string(), products: z.int(), withCost: z.int() })),
    products: z.int(),
    withCost: z.int(),
  }),
})

export const customerProfitParts = defineQuestion({
  name: 'customer-profit',
  label: { zh: '一位客户的利润', en: 'Profit of one customer' },
  method: 'GET',
  path: '/customers/:id/profit',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({ id: z.uuid() }),
  output: z.object({
    asOf: z.string().nullable(),
    parts: z.array(part),
    grossMargin: z.int().nullable(),
    profit: z.int().nullable(),
    covered: z.int().describe('The part of purchases whose cost is known'),
    revenue: z.int(),
  }),
})

export const lifetimeValue = defineQuestion({
  name: 'lifetime-value',
  label: { zh: '终身价值', en: 'Lifetime value' },
  help: {
    zh: '由预测得出的今后 12、36 个月价值的合计与分布，以及花得多但预计很少再来的客户。',
    en: 'What is expected of the next 12 and 36 months, in all and by customer, and whoever spent much and is expected to spend little.',
  },
  method: 'GET',
  path: '/value/lifetime',
  role: 'member',
  about: { customer: null },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    predictedAt: z.string().nullable().describe('Null: nothing is predicted yet'),
    customers: z.int().describe('Customers with a prediction'),
    buyers: z.int(),
    twelve: z.object({ expected: z.int(), low: z.int(), high: z.int() }),
    thirtySix: z.object({ expected: z.int(), low: z.int(), high: z.int() }),
    lastTwelve: z.int().describe('What the same customers brought in the last twelve months, counted alike'),
    basis: z.enum(['spend', 'margin']).describe('margin: gross margin, as costs are known; spend otherwise'),
    margin: z.number().nullable().describe('Gross margin as a share, where it is known: of the customers summed up'),
    discount: z.number().describe('Per cent a year'),
    buckets: z.array(z.object({ from: z.int(), to: z.int(), customers: z.int(), value: z.int() })),
    silent: z
      .object({ customers: z.int(), spendFrom: z.int(), below: z.int() })
      .nullable()
      .describe('Spent at least so much, expected below so much'),
  }),
})
