import { defineExtension } from '../../core/entity/entity.ts'

/** What each customer leaves, as far as it is known; one row for everybody who bought, was written to or was served. */
export const customerProfit = defineExtension({
  of: 'customer',
  table: 'customer_profit',
  key: 'customer_id',
  fields: {
    contributionProfit: {
      type: 'money',
      label: { zh: '利润贡献', en: 'Contribution profit' },
      help: {
        zh: '消费 − 退款 − 商品成本 − 消息费用 − 服务时间（优惠券、积分有记录后计入）。有商品成本不知道时为空。',
        en: 'Purchases − refunds − cost of goods − messages − service time (coupons and points once they are kept). Empty where a cost of goods is not known.',
      },
      computed: true,
      sortable: true,
    },
    grossMargin: {
      type: 'money',
      label: { zh: '毛利', en: 'Gross margin' },
      help: {
        zh: '消费 − 退款 − 商品成本（加上退回可再卖的货）。有商品成本不知道时为空。',
        en: 'Purchases − refunds − cost of goods (plus goods that came back). Empty where a cost is not known.',
      },
      computed: true,
    },
    serviceCost: {
      type: 'money',
      label: { zh: '服务成本', en: 'Cost of service' },
      help: { zh: '互动记录的分钟数 × 每小时成本', en: 'Minutes noted with interactions × what an hour costs' },
      computed: true,
    },
    messageCost: {
      type: 'money',
      label: { zh: '消息成本', en: 'Cost of messages' },
      help: { zh: '已发出的消息 × 每条费用', en: 'Messages sent × what one costs' },
      computed: true,
    },
  },
})
