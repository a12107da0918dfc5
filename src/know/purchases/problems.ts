import { defineProblems } from '../../core/kit/problem.ts'

export const purchaseProblems = defineProblems({
  'purchase.other-currency': {
    sort: 'invalid',
    words: {
      zh: '币种 {given} 与店铺币种 {shop} 不同，未记录。请换算成 {shop} 后再记；如果店铺币种设错了，请先到“设置”里修改。',
      en: 'The currency {given} is not the shop’s {shop}; nothing was recorded. Convert the amount to {shop}, or correct the shop’s currency in Settings first.',
    },
  },
  'purchase.unknown-currency': {
    sort: 'invalid',
    words: {
      zh: '没有“{given}”这种币种，未记录。请使用 ISO 4217 代码，例如 {shop}。',
      en: 'There is no currency “{given}”; nothing was recorded. Use an ISO 4217 code, e.g. {shop}.',
    },
  },
  'purchase.no-amount': {
    sort: 'invalid',
    words: { zh: '请填写金额，或填写带金额的商品明细。', en: 'Give an amount, or lines that have amounts.' },
  },
  'purchase.in-the-future': {
    sort: 'invalid',
    words: {
      zh: '消费时间还没有到，未记录。请核对年份，以及日和月的顺序；预订的商品等卖出后再记。',
      en: 'That time has not come yet; nothing was recorded. Check the year and the order of day and month; record what is on order once it is sold.',
    },
  },
  'purchase.no-customer': {
    sort: 'invalid',
    words: {
      zh: '请指明客户：客户 id，或客户编号、手机号、邮箱中的一项。',
      en: 'Say whose purchase it is: the customer’s id, or a customer number, phone or e-mail.',
    },
  },
  'purchase.others': {
    sort: 'conflict',
    words: {
      zh: '订单号 {number} 已记在另一位客户名下，未改动。请新建细分，条件选“消费”且订单号为它，看看是谁，核对后再记；若两家店铺各自编号，请用 source 区分。',
      en: 'Order {number} is already recorded for another customer; nothing was changed. A segment of “Bought something” with this order number shows whose it is; check the number, or use `source` if two shops number their own orders.',
    },
  },
})
