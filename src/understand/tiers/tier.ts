import { defineExtension } from '../../core/entity/entity.ts'

/** How surely a customer is in their tier. */
export const standings = ['holds', 'lapsing', 'grace', 'fixed'] as const
export type Standing = (typeof standings)[number]

/** The customer's tier, one row a customer once a scheme is published. */
export const customerTier = defineExtension({
  of: 'customer',
  table: 'customer_tiers',
  key: 'customer_id',
  fields: {
    tier: {
      type: 'choice',
      to: 'tier',
      label: { zh: '客户等级', en: 'Tier' },
      help: {
        zh: '按已发布的分级方案：条件成立的最高一级，承诺的有效期和宽限期内不降级；人工指定的优先',
        en: 'By the published scheme: the highest tier whose rule holds, kept through its validity and grace; what was fixed by hand goes first',
      },
      computed: true,
      listed: true,
    },
    tierSince: { type: 'time', label: { zh: '进入等级的时间', en: 'In this tier since' }, computed: true },
    tierUntil: {
      type: 'time',
      label: { zh: '等级有效至', en: 'Tier valid until' },
      help: {
        zh: '承诺保留到此刻；为空表示条件成立多久就保留多久',
        en: 'Promised until then; empty: kept for as long as its rule holds',
      },
      computed: true,
    },
    tierStanding: {
      type: 'choice',
      column: 'standing',
      label: { zh: '等级状态', en: 'Standing of the tier' },
      help: {
        zh: '条件是否仍然成立；不再成立的，是在有效期内还是在宽限期内；或由人工指定',
        en: 'Whether the rule still holds; where it does not, whether the tier is kept by its validity or by grace; or fixed by hand',
      },
      options: [
        { value: 'holds', label: { zh: '条件成立', en: 'Rule holds' }, tone: 'good' },
        { value: 'lapsing', label: { zh: '条件已不成立，有效期内', en: 'No longer earned, still valid' }, tone: 'attention' },
        { value: 'grace', label: { zh: '宽限期内', en: 'In grace' }, tone: 'danger' },
        { value: 'fixed', label: { zh: '人工指定', en: 'Fixed by hand' }, tone: 'purple' },
      ],
      computed: true,
    },
    tierSpend: {
      type: 'money',
      label: { zh: '计级消费额', en: 'Spend counted for tiers' },
      help: {
        zh: '分级方案的累计期内消费之和减去退款，最低为 0；每天零点按累计期重新计算',
        en: 'Purchases less refunds within the time that the scheme counts, at least 0; worked out anew at each midnight',
      },
      computed: true,
      sortable: true,
    },
    tierPurchases: {
      type: 'number',
      label: { zh: '计级消费次数', en: 'Purchases counted for tiers' },
      help: {
        zh: '分级方案的累计期内金额大于 0 的消费笔数',
        en: 'How many purchases above zero there were within the time that the scheme counts',
      },
      unit: { zh: '次', en: '' },
      computed: true,
    },
  },
})

/** Fields that follow from the tier, which its own rules therefore cannot ask for. */
export const followingTier: ReadonlySet<string> = new Set(['tier', 'tierSince', 'tierUntil', 'tierStanding'])

/** Why a customer came into a tier. */
export const moveReasons = ['first', 'reached', 'lost', 'taken-back', 'scheme', 'by-hand', 'fix-ended', 'released'] as const
export type MoveReason = (typeof moveReasons)[number]
