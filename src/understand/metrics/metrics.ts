import { defineExtension } from '../../core/entity/entity.ts'

/**
 * What is worked out of a customer's facts, one row a customer. Each help text is the number's definition, shown beside
 * it on screen. Days since the last purchase are asked by "longer ago than" on the last purchase: a number that changes
 * at midnight cannot be kept.
 */
export const customerMetrics = defineExtension({
  of: 'customer',
  table: 'metrics',
  key: 'customer_id',
  fields: {
    stage: {
      type: 'choice',
      to: 'stage',
      label: { zh: '生命周期阶段', en: 'Lifecycle stage' },
      help: { zh: '从最后一个阶段往前看，第一个条件成立的阶段', en: 'The furthest stage whose rule holds for the customer' },
      computed: true,
      listed: true,
    },
    spend: {
      type: 'money',
      label: { zh: '消费总额', en: 'Spend' },
      help: { zh: '金额大于 0 的全部消费之和，未扣除退款', en: 'The sum of all purchases with an amount above zero, refunds not deducted' },
      computed: true,
      listed: true,
      sortable: true,
    },
    purchaseCount: {
      type: 'number',
      label: { zh: '消费次数', en: 'Purchases' },
      help: {
        zh: '金额大于 0 的消费笔数；一笔订单无论几件商品都算一次',
        en: 'How many purchases with an amount above zero; an order counts once, however many items it has',
      },
      unit: { zh: '次', en: '' },
      computed: true,
      listed: true,
      sortable: true,
    },
    lastPurchaseAt: {
      type: 'time',
      label: { zh: '最近消费', en: 'Last purchase' },
      help: { zh: '最近一笔金额大于 0 的消费的时间', en: 'When the newest purchase with an amount above zero was made' },
      computed: true,
      listed: true,
      sortable: true,
    },
    firstPurchaseAt: {
      type: 'time',
      label: { zh: '首次消费', en: 'First purchase' },
      help: { zh: '最早一笔金额大于 0 的消费的时间', en: 'When the earliest purchase with an amount above zero was made' },
      computed: true,
    },
    averagePurchase: {
      type: 'money',
      label: { zh: '平均每次消费', en: 'Average purchase' },
      help: { zh: '消费总额除以消费次数', en: 'Spend divided by the number of purchases' },
      computed: true,
    },
    largestPurchase: {
      type: 'money',
      label: { zh: '最大一笔消费', en: 'Largest purchase' },
      help: { zh: '金额最大的一笔消费', en: 'The purchase with the greatest amount' },
      computed: true,
    },
    meanGapDays: {
      type: 'number',
      label: { zh: '平均消费间隔', en: 'Mean purchase gap' },
      help: {
        zh: '首次到最近消费日的天数，除以有消费的天数减一；同一天的多笔算一天',
        en: 'Days from the first to the last purchase day, divided by the number of purchase days less one; several purchases on one day count as one day',
      },
      unit: { zh: '天', en: 'days' },
      computed: true,
    },
    productCount: {
      type: 'number',
      label: { zh: '买过的商品数', en: 'Different products' },
      help: { zh: '金额大于 0 的明细里有多少种不同的商品', en: 'How many different products stand on lines with an amount above zero' },
      unit: { zh: '种', en: '' },
      computed: true,
    },
    refundTotal: {
      type: 'money',
      label: { zh: '退款总额', en: 'Refunded' },
      help: { zh: '全部退款之和', en: 'The sum of all refunds' },
      computed: true,
    },
    refundCount: {
      type: 'number',
      label: { zh: '退款次数', en: 'Refunds' },
      help: { zh: '退款的笔数', en: 'How many refunds there were' },
      unit: { zh: '次', en: '' },
      computed: true,
    },
    lastActivityAt: {
      type: 'time',
      label: { zh: '最近活动', en: 'Last activity' },
      help: { zh: '客户自己最近一次消费或其他行为的时间', en: 'When the customer last bought or did anything else that was tracked' },
      computed: true,
    },
    recencyScore: {
      type: 'number',
      label: { zh: 'R 分（最近）', en: 'R score (recency)' },
      help: {
        zh: '1 至 5：在全部买过的客户中，最近消费得越近分越高',
        en: '1 to 5: among all buyers, the more recent the last purchase, the higher',
      },
      computed: true,
    },
    frequencyScore: {
      type: 'number',
      label: { zh: 'F 分（频次）', en: 'F score (frequency)' },
      help: { zh: '1 至 5：在全部买过的客户中，消费次数越多分越高', en: '1 to 5: among all buyers, the more purchases, the higher' },
      computed: true,
    },
    monetaryScore: {
      type: 'number',
      label: { zh: 'M 分（金额）', en: 'M score (money)' },
      help: { zh: '1 至 5：在全部买过的客户中，消费总额越高分越高', en: '1 to 5: among all buyers, the higher the spend, the higher' },
      computed: true,
    },
    stageSince: {
      type: 'time',
      label: { zh: '进入阶段的时间', en: 'In this stage since' },
      help: { zh: '由历史推算出来的，精确到月末', en: 'Where it was worked out from history it is exact to the end of a month' },
      computed: true,
    },
  },
})

/** The columns that come straight out of the facts, in the order in which they are compared and written. */
export const metricColumns = [
  'first_purchase_at',
  'last_purchase_at',
  'purchase_count',
  'spend',
  'refund_total',
  'refund_count',
  'average_purchase',
  'largest_purchase',
  'mean_gap_days',
  'product_count',
  'last_activity_at',
] as const
