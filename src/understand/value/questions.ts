import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { profitSettings } from './profit-settings.ts'
import { peopleAsked } from './value-address.ts'

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
  fields: ['spend', 'purchaseCount'],
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    buyers: z.int(),
    spend: z.int(),
    median: z.number().nullable(),
    buckets: z
      .array(z.object({ from: z.int(), to: z.int(), customers: z.int(), spend: z.int() }))
      .describe('Minor units; from counts, to does not'),
    top: z
      .array(z.object({ share: z.number(), customers: z.int(), spendShare: z.number() }))
      .describe('The top 1, 5, 10 and 20 per cent, of those that are at least one customer'),
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
  fields: ['purchaseCount'],
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    customers: z.int(),
    buyers: z.int(),
    repeatBuyers: z.int().describe('Bought at least twice'),
    purchases: z.int(),
    spend: z.int().nullable().describe('Null, as all that is made of it: hidden from the reader’s role'),
    refunds: z.int().nullable().describe('Null: hidden from the reader’s role'),
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

/** What the parts of profit tell, and their being there at all. */
const ofProfit = ['contributionProfit', 'grossMargin', 'spend', 'refundTotal', 'serviceCost', 'messageCost']

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
  fields: ofProfit,
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
  fields: ofProfit,
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
  fields: ['clv12', 'clv12Low', 'clv12High', 'clv36', 'clv36Low', 'clv36High', 'spend', 'purchaseCount'],
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    predictedAt: z.string().nullable().describe('Null: no lifetime value is predicted'),
    whyNone: words
      .nullable()
      .describe('Why not, where predictions were made: the model has withdrawn itself, or there is too little to go by'),
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
