import { type RawBuilder, sql } from 'kysely'
import type { Words } from '../../core/kit/words.ts'
import type { ProfitSettings } from './profit-settings.ts'

/** A condition on the column that holds a customer's id. */
export type Among = (column: RawBuilder<unknown>) => RawBuilder<unknown>
type Given = { readonly settings: ProfitSettings; readonly among: Among }

/**
 * One part of contribution profit: what it is called, whether it adds or takes away, the column of `customer_profit` that
 * keeps it, and where it comes from.
 * - `from`: a subquery of customer_id and the columns named in `columns`, for the customers asked. Where a part is not known
 *   of somebody its column is NULL.
 * - `isSet`: whether the settings let it be worked out; `hint` says what to set otherwise.
 * - `notYet`: nothing keeps it yet; the words say what will.
 */
export type ProfitPart = {
  readonly key: string
  readonly label: Words
  readonly help: Words
  readonly sign: 1 | -1
  readonly column?: string
  readonly columns?: readonly string[]
  readonly from?: (given: Given) => RawBuilder<unknown>
  readonly isSet?: (settings: ProfitSettings) => boolean
  readonly hint?: Words
  readonly notYet?: Words
}

const sold = sql`p.kind = 'purchase' and p.amount > 0`

/** What a line's goods cost: the product's own cost, else by the margin of its category, else by the usual one, else NULL. */
export function lineCost({ margins, usualMargin }: ProfitSettings): RawBuilder<unknown> {
  const byCategory = sql`(${JSON.stringify(margins)}::jsonb ->> coalesce(g.category, l.category))::numeric`
  return sql`coalesce(g.cost * l.quantity, l.amount * (1 - coalesce(${byCategory}, ${usualMargin}::numeric) / 100))`
}

/** A purchase without lines is judged by the usual margin. `covered` is what was paid for purchases all of whose costs are known. */
const goods = ({ settings, among }: Given) => sql`select p.customer_id,
    case when bool_and(coalesce(l.cost, w.cost) is not null) then round(sum(coalesce(l.cost, w.cost)))::bigint end as goods_cost,
    coalesce(sum(p.amount) filter (where coalesce(l.cost, w.cost) is not null), 0)::bigint as covered
  from purchases p left join (
    select l.customer_id, l.purchase_id, case when bool_and(${lineCost(settings)} is not null) then sum(${lineCost(settings)}) end as cost
    from purchase_lines l left join products g on g.code = l.product where ${among(sql`l.customer_id`)} group by l.customer_id, l.purchase_id
  ) l on l.customer_id = p.customer_id and l.purchase_id = p.id
  cross join lateral (select case when l.purchase_id is null then p.amount * (1 - ${settings.usualMargin}::numeric / 100) end as cost) w
  where ${sold} and ${among(sql`p.customer_id`)} group by p.customer_id`

const messages = ({
  settings,
  among,
}: Given) => sql`select m.customer_id, round(sum(coalesce((${JSON.stringify(settings.messageCosts)}::jsonb ->> m.channel)::numeric, 0)))::bigint as message_cost
  from messages m where m.sent_at is not null and ${among(sql`m.customer_id`)} group by m.customer_id`

const service = ({
  settings,
  among,
}: Given) => sql`select i.customer_id, round(sum(i.minutes) * ${settings.hourlyCost ?? 0}::numeric / 60)::bigint as service_cost
  from interactions i where i.minutes is not null and ${among(sql`i.customer_id`)} group by i.customer_id`

const later = (what: Words): Words => ({
  zh: `${what.zh}还没有记录，记录后自动计入。`,
  en: `${what.en} are not kept yet; they count as soon as they are.`,
})

/** In the order of the picture, from what was paid down to what is left. */
export const profitParts: readonly ProfitPart[] = [
  {
    key: 'revenue',
    label: { zh: '消费', en: 'Purchases' },
    help: { zh: '金额大于 0 的全部消费之和。', en: 'The sum of all purchases with an amount above zero.' },
    sign: 1,
    column: 'revenue',
    columns: ['revenue'],
    from: ({ among }) =>
      sql`select p.customer_id, sum(p.amount)::bigint as revenue from purchases p where ${sold} and ${among(sql`p.customer_id`)} group by p.customer_id`,
  },
  {
    key: 'refunds',
    label: { zh: '退款', en: 'Refunds' },
    help: { zh: '全部退款之和。', en: 'The sum of all refunds.' },
    sign: -1,
    column: 'refunds',
    columns: ['refunds'],
    from: ({ among }) =>
      sql`select p.customer_id, sum(p.amount)::bigint as refunds from purchases p where p.kind = 'refund' and ${among(sql`p.customer_id`)} group by p.customer_id`,
  },
  {
    key: 'goods',
    label: { zh: '商品成本', en: 'Cost of goods' },
    help: {
      zh: '商品的单位成本 × 数量；没有成本的商品按类别毛利率推算，再没有就按通常毛利率。都没有的，视为未知。',
      en: 'Each product’s unit cost × quantity; where a product has none, by the margin of its category, then by the usual margin. With none of these it is unknown.',
    },
    sign: -1,
    column: 'goods_cost',
    columns: ['goods_cost', 'covered'],
    from: goods,
    hint: {
      zh: '给商品填上成本，或设一个通常毛利率。',
      en: 'Fill in the products’ costs, or set a usual margin.',
    },
  },
  {
    key: 'returned',
    label: { zh: '退回可再卖的货', en: 'Goods that came back' },
    help: {
      zh: '商品成本 × 退款占消费的比例（最多 100%）× 利润设置中“退货中可再卖的比例”。',
      en: 'Cost of goods × refunds as a share of purchases (at most all) × the share of returned goods that can be sold again, from the settings.',
    },
    sign: 1,
    column: 'goods_returned',
    isSet: ({ goodsReturned }) => goodsReturned > 0,
    hint: {
      zh: '按退货都不能再卖计算；可在利润设置里改。',
      en: 'Counted as if nothing returned could be sold again; change it in the settings.',
    },
  },
  {
    key: 'coupons',
    label: { zh: '优惠券', en: 'Coupons' },
    help: { zh: '客户用掉的优惠券的面额。', en: 'What the coupons that were used were worth.' },
    sign: -1,
    notYet: later({ zh: '优惠券', en: 'Coupons' }),
  },
  {
    key: 'points',
    label: { zh: '积分', en: 'Points' },
    help: { zh: '兑换掉的积分的成本。', en: 'What the points that were redeemed cost.' },
    sign: -1,
    notYet: later({ zh: '积分', en: 'Points' }),
  },
  {
    key: 'messages',
    label: { zh: '消息费用', en: 'Messages' },
    help: { zh: '已发出的消息 × 设置中该渠道每条的费用。', en: 'Messages that were sent × what one costs by channel, from the settings.' },
    sign: -1,
    column: 'message_cost',
    columns: ['message_cost'],
    from: messages,
    isSet: ({ messageCosts }) => Object.keys(messageCosts).length > 0,
    hint: { zh: '按 0 计算；可在设置里填每条的费用。', en: 'Counted as nothing; set what one message costs.' },
  },
  {
    key: 'service',
    label: { zh: '服务时间', en: 'Service time' },
    help: {
      zh: '互动记录里填写的分钟数 × 设置中同事每小时的成本。没填时长的互动不计。',
      en: 'The minutes noted with interactions × what an hour of a colleague costs, from the settings. Interactions without minutes do not count.',
    },
    sign: -1,
    column: 'service_cost',
    columns: ['service_cost'],
    from: service,
    isSet: ({ hourlyCost }) => hourlyCost !== null,
    hint: { zh: '按 0 计算；可在设置里填每小时成本。', en: 'Counted as nothing; set what an hour costs.' },
  },
]
