import { defineExtension } from '../../core/entity/entity.ts'
import type { Field } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

/** The spans, in days, over which the firm looks ahead; each is graded when it has passed. */
export const horizons = [30, 90, 365] as const
export type Horizon = (typeof horizons)[number]

const none: Words = {
  zh: '从未消费、拒绝个性化或限制处理的客户没有预测。',
  en: 'Empty for whoever has never bought, refuses personalisation, or whose data may not be processed.',
}

const and = (first: Words, second: Words): Words => ({ zh: `${first.zh}${second.zh}`, en: `${first.en} ${second.en}` })

const times = (days: Horizon): Field => ({
  type: 'number',
  label: { zh: `预计 ${days} 天消费次数`, en: `Expected purchases, ${days} days` },
  help: and(
    {
      zh: `今后 ${days} 天里预计有几个消费日（同一天的多笔算一次），是平均数，可以小于 1。`,
      en: `On how many of the next ${days} days a purchase is expected (several on one day count once); an average, so it may be below 1.`,
    },
    none,
  ),
  column: `expected_purchases${days}`,
  unit: { zh: '次', en: '' },
  computed: true,
})

const spend = (days: Horizon): Field => ({
  type: 'money',
  label: { zh: `预计 ${days} 天消费额`, en: `Expected spend, ${days} days` },
  help: and(
    {
      zh: `预计消费次数 × 预计每次金额（本店币种，未扣退款）。`,
      en: `Expected purchases × the expected amount of one (the shop’s currency, refunds not deducted).`,
    },
    none,
  ),
  column: `expected_spend${days}`,
  computed: true,
  ...(days === 90 ? { sortable: true } : {}),
})

const chance = (days: 30 | 90): Field => ({
  type: 'number',
  label: { zh: `${days} 天内购买的可能`, en: `Chance to buy within ${days} days` },
  help: and(
    {
      zh: `今后 ${days} 天里至少消费一次的概率，0 到 100。`,
      en: `The chance of at least one purchase in the next ${days} days, 0 to 100.`,
    },
    none,
  ),
  column: `buy_chance${days}`,
  unit: { zh: '%', en: '%' },
  computed: true,
  ...(days === 90 ? { sortable: true } : {}),
})

const value = (months: 12 | 36, end: 'Low' | 'High' | ''): Field => {
  const said = { Low: { zh: '（低）', en: ', low' }, High: { zh: '（高）', en: ', high' }, '': { zh: '', en: '' } }[end]
  return {
    type: 'money',
    label: { zh: `${months} 个月价值${said.zh}`, en: `Value of ${months} months${said.en}` },
    help: and(
      end === ''
        ? {
            zh: `今后 ${months} 个月预计带来的毛利，按预测设置中的年利率折现；商品成本不全的店按消费额算。`,
            en: `The gross margin expected in the next ${months} months, discounted at the yearly rate of the settings; spend, where the shop’s costs are not known.`,
          }
        : {
            zh: `80% 的把握落在低与高之间；这是${end === 'Low' ? '低' : '高'}的一端。`,
            en: `It lies between low and high with a chance of 80%; this is the ${end.toLowerCase()} end.`,
          },
      none,
    ),
    column: `clv${months}${end === '' ? '' : `_${end.toLowerCase()}`}`,
    computed: true,
    ...(months === 12 && end === '' ? { sortable: true } : {}),
  }
}

const nextHelp = (which: Words): Words =>
  and(
    {
      zh: `预计的下一次消费日，${which.zh}。不大可能再来时为空。`,
      en: `When the next purchase is expected: ${which.en}. Empty where another is unlikely.`,
    },
    none,
  )

const next = (column: string, label: Words, which: Words): Field => ({ type: 'time', label, help: nextHelp(which), column, computed: true })

/**
 * What is expected of each customer, one row each, made anew every night and after each purchase. One “still a customer”
 * number everywhere: it is empty where the shop’s history does not tell leaving from pausing.
 */
export const customerPredictions = defineExtension({
  of: 'customer',
  table: 'predictions',
  key: 'customer_id',
  fields: {
    expectedPurchases30: times(30),
    expectedPurchases90: times(90),
    expectedPurchases365: times(365),
    expectedSpend30: spend(30),
    expectedSpend90: spend(90),
    expectedSpend365: spend(365),
    nextPurchaseFrom: next(
      'next_purchase_from',
      { zh: '下次消费（最早）', en: 'Next purchase, from' },
      { zh: '80% 区间的开始', en: 'where the 80% range begins' },
    ),
    nextPurchase: next(
      'next_purchase',
      { zh: '下次消费', en: 'Next purchase' },
      { zh: '早于和晚于它的可能各半', en: 'as likely earlier as later' },
    ),
    nextPurchaseTo: next(
      'next_purchase_to',
      { zh: '下次消费（最晚）', en: 'Next purchase, to' },
      { zh: '80% 区间的结束', en: 'where the 80% range ends' },
    ),
    aliveChance: {
      type: 'number',
      label: { zh: '仍是客户的可能', en: 'Chance to be still a customer' },
      help: and(
        {
          zh: '没有离开、还会再来的概率，0 到 100。历史看不出客户离开与暂停的区别时，全店为空。',
          en: 'The chance that they have not left for good, 0 to 100. Empty for everybody where history does not tell leaving from pausing.',
        },
        none,
      ),
      column: 'alive_chance',
      unit: { zh: '%', en: '%' },
      computed: true,
      sortable: true,
    },
    buyChance30: chance(30),
    buyChance90: chance(90),
    clv12: value(12, ''),
    clv12Low: value(12, 'Low'),
    clv12High: value(12, 'High'),
    clv36: value(36, ''),
    clv36Low: value(36, 'Low'),
    clv36High: value(36, 'High'),
    predictedAt: {
      type: 'time',
      label: { zh: '预测时间', en: 'Predicted' },
      help: { zh: '这位客户的预测最近一次算出的时间', en: 'When this customer’s predictions were last worked out' },
      computed: true,
    },
  },
})
