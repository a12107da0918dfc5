import type { Words } from '../../core/kit/words.ts'
import type { DiscoveryFacts } from './discovery.ts'

/** How a figure of the facts is written. */
export type FigureSort = 'share' | 'count' | 'money' | 'ratio'

export type DiscoveryKind = {
  readonly label: Words
  /** What is looked at, compared with what, and from how many on. */
  readonly about: Words
  /** Fewer than this on either side are not told of. */
  readonly minimum: number
  readonly figure: FigureSort
  /** The finding as a sentence; {name} {n} {value} {usual} {usualN} {amount} {days} are filled in. */
  readonly sentence: (facts: DiscoveryFacts) => Words
  /** Who is behind it. */
  readonly who: (facts: DiscoveryFacts) => Words
  readonly isGood: (facts: DiscoveryFacts) => boolean
}

const isMore = (facts: DiscoveryFacts) => facts.value > (facts.usual ?? 0)

/** How many days after the first purchase coming back is looked at: short, so that last month can be told of; long for products. */
export const returnDays = 28
export const productDays = 90

const shift = (what: Words, joined: Words, left: Words): Pick<DiscoveryKind, 'figure' | 'sentence'> => ({
  figure: 'count',
  sentence: (facts) =>
    facts.days === -1
      ? {
          zh: `近 7 天有 {value} 位客户${left.zh}${what.zh}“{name}”，平时一周 {usual} 位。`,
          en: `{value} {value|customer|customers} ${left.en} the ${what.en} “{name}” in the last 7 days; usually it is {usual} a week.`,
        }
      : {
          zh: `近 7 天有 {value} 位客户${joined.zh}${what.zh}“{name}”，平时一周 {usual} 位。`,
          en: `{value} {value|customer|customers} ${joined.en} the ${what.en} “{name}” in the last 7 days; usually it is {usual} a week.`,
        },
})

const entered: Words = { zh: '进入', en: 'entered' }

/** Every kind of discovery there is. To add one: its record here, and its looking in `server/look/`. */
export const discoveryKinds = {
  'silent-vip': {
    label: { zh: '沉默的大客户', en: 'Silent top spenders' },
    about: {
      zh: '消费最高的 10% 且买过至少 3 次的客户里，近 7 天刚刚比自己的节奏晚了的人；与其他买过至少 3 次的客户比较。至少 3 人才说。',
      en: 'Of the 10% who spent most and bought at least 3 times: who became late by their own rhythm in the last 7 days, compared with the others who bought at least 3 times. Told from 3 customers on.',
    },
    minimum: 3,
    figure: 'share',
    sentence: () => ({
      zh: '{n} 位大客户近 7 天该来没来，占大客户的 {value}（其他老客户 {usual}）；他们一共消费过 {amount}。',
      en: '{n} top {n|spender|spenders} fell silent in the last 7 days: {value} of them (other regulars: {usual}). They have spent {amount} in all.',
    }),
    who: () => ({ zh: '刚刚沉默的大客户', en: 'Top spenders who just fell silent' }),
    isGood: () => false,
  },
  'cohort-return': {
    label: { zh: '新客户留不留得下来', en: 'New customers who stay or go' },
    about: {
      zh: '8 周前到 4 周前首次消费的客户，28 天内有没有再来；与再往前 24 周的新客户在同样的时间里比较。两边各至少 30 人。',
      en: 'Customers who first bought between 8 and 4 weeks ago: did they come back within 28 days? Compared with those of the 24 weeks before at the same age. At least 30 on both sides.',
    },
    minimum: 30,
    figure: 'share',
    sentence: (facts) =>
      isMore(facts)
        ? {
            zh: '最近的新客户更留得住：{n} 人中 {value} 在 {days} 天内再来，以前是 {usual}。',
            en: 'New customers stay more often: {value} of {n} came back within {days} days; before it was {usual}.',
          }
        : {
            zh: '最近的新客户留下来的少了：{n} 人中只有 {value} 在 {days} 天内再来，以前是 {usual}。',
            en: 'Fewer new customers stay: {value} of {n} came back within {days} days; before it was {usual}.',
          },
    who: (facts) =>
      isMore(facts)
        ? { zh: '再来了的新客户', en: 'The new customers who came back' }
        : { zh: '还没再来的新客户', en: 'The new customers who have not come back' },
    isGood: isMore,
  },
  'product-return': {
    label: { zh: '让人再来的商品', en: 'Products that bring people back' },
    about: {
      zh: '首次消费买了某商品的客户，90 天内再来的比例；与首次没有买它的客户比较。只看近 18 个月、已满 90 天的客户，两边各至少 30 人。',
      en: 'Of those whose first purchase had a product in it: how many came back within 90 days, compared with those whose first had not. Customers of the last 18 months whose 90 days are over; at least 30 on both sides.',
    },
    minimum: 30,
    figure: 'share',
    sentence: (facts) =>
      isMore(facts)
        ? {
            zh: '第一次买“{name}”的客户更会再来：{n} 人中 {value} 在 {days} 天内回来，其他人是 {usual}。',
            en: 'Those who begin with “{name}” come back more often: {value} of {n} within {days} days, others {usual}.',
          }
        : {
            zh: '第一次买“{name}”的客户更少再来：{n} 人中 {value} 在 {days} 天内回来，其他人是 {usual}。',
            en: 'Those who begin with “{name}” come back less often: {value} of {n} within {days} days, others {usual}.',
          },
    who: (facts) =>
      isMore(facts)
        ? { zh: '从它开始、又回来的客户', en: 'Who began with it and came back' }
        : { zh: '从它开始、还没回来的客户', en: 'Who began with it and has not come back' },
    isGood: isMore,
  },
  'channel-return': {
    label: { zh: '渠道质量的变化', en: 'Channels whose customers changed' },
    about: {
      zh: '每个渠道 8 周前到 4 周前带来的新客户，28 天内再来的比例；与同一渠道再往前 24 周比较。两边各至少 30 人。',
      en: 'For each channel: how many of the customers it brought between 8 and 4 weeks ago came back within 28 days, compared with the same channel’s of the 24 weeks before. At least 30 on both sides.',
    },
    minimum: 30,
    figure: 'share',
    sentence: (facts) =>
      isMore(facts)
        ? {
            zh: '“{name}”带来的新客户变好了：{n} 人中 {value} 在 {days} 天内再来，以前是 {usual}。',
            en: 'New customers from “{name}” got better: {value} of {n} came back within {days} days; before it was {usual}.',
          }
        : {
            zh: '“{name}”带来的新客户变差了：{n} 人中 {value} 在 {days} 天内再来，以前是 {usual}。',
            en: 'New customers from “{name}” got worse: {value} of {n} came back within {days} days; before it was {usual}.',
          },
    who: (facts) =>
      isMore(facts) ? { zh: '再来了的', en: 'Those who came back' } : { zh: '还没再来的', en: 'Those who have not come back' },
    isGood: isMore,
  },
  'segment-shift': {
    label: { zh: '细分的进出', en: 'Segments that grow or shrink' },
    about: {
      zh: '近 7 天进入或离开每个细分的人数，与此前 8 周每周的人数比较（至少要有 4 周）。',
      en: 'How many entered or left each segment in the last 7 days, compared with each of the 8 weeks before (at least 4 of them).',
    },
    minimum: 5,
    ...shift({ zh: '细分', en: 'segment' }, entered, { zh: '离开', en: 'left' }),
    who: (facts) => (facts.days === -1 ? { zh: '离开的客户', en: 'Those who left' } : { zh: '进入的客户', en: 'Those who entered' }),
    isGood: () => true,
  },
  'stage-shift': {
    label: { zh: '生命周期的变化', en: 'Lifecycle stages that fill' },
    about: {
      zh: '近 7 天进入每个生命周期阶段的人数，与此前 8 周每周的人数比较（至少要有 4 周）。',
      en: 'How many entered each lifecycle stage in the last 7 days, compared with each of the 8 weeks before (at least 4 of them).',
    },
    minimum: 5,
    ...shift({ zh: '阶段', en: 'stage' }, entered, entered),
    who: () => ({ zh: '进入的客户', en: 'Those who entered' }),
    isGood: () => true,
  },
  'giant-order': {
    label: { zh: '特别大的订单', en: 'Giant orders' },
    about: {
      zh: '近 7 天金额远超平时的订单：超过近 180 天订单中位数的倍数界限（对数金额的中位数加 5 个稳健标准差）。至少要有 100 笔订单。',
      en: 'Orders of the last 7 days far above the usual: beyond the median of the last 180 days plus 5 robust standard deviations of the logarithm. At least 100 orders.',
    },
    minimum: 100,
    figure: 'money',
    sentence: () => ({
      zh: '近 7 天有 {n} 笔特别大的订单，合计 {amount}；平时一笔的中位数是 {usual}。算平均值时请当心它们。',
      en: '{n} giant {n|order|orders} in the last 7 days, {amount} together; the usual order is {usual}. Mind them in every average.',
    }),
    who: () => ({ zh: '下这些订单的客户', en: 'Who placed them' }),
    isGood: () => true,
  },
  'price-shift': {
    label: { zh: '价格变了的商品', en: 'Products whose price moved' },
    about: {
      zh: '每个商品近 7 天成交单价的中位数，与此前 8 周比较；相差至少 10%，且低价（或高价）成交的比例确实变了。近 7 天至少 10 行、此前至少 30 行明细。',
      en: 'For each product the median price paid in the last 7 days against the 8 weeks before: at least 10% apart, and the share of lines beyond that surely changed. At least 10 lines now and 30 before.',
    },
    minimum: 10,
    figure: 'money',
    sentence: (facts) =>
      isMore(facts)
        ? {
            zh: '“{name}”卖贵了：近 7 天单价中位数 {value}，此前 8 周 {usual}（{n} 行明细）。',
            en: '“{name}” sells dearer: the median price was {value} in the last 7 days, {usual} in the 8 weeks before ({n} lines).',
          }
        : {
            zh: '“{name}”卖便宜了：近 7 天单价中位数 {value}，此前 8 周 {usual}（{n} 行明细）。',
            en: '“{name}” sells cheaper: the median price was {value} in the last 7 days, {usual} in the 8 weeks before ({n} lines).',
          },
    who: () => ({ zh: '近 7 天买它的客户', en: 'Who bought it in the last 7 days' }),
    isGood: () => true,
  },
} satisfies Record<string, DiscoveryKind>

export type DiscoveryKindKey = keyof typeof discoveryKinds

const all: Readonly<Record<string, DiscoveryKind>> = discoveryKinds
/** Null for a kind that this version no longer knows. */
export const discoveryKindOf = (key: string): DiscoveryKind | null => all[key] ?? null
export const discoveryKindKeys: readonly string[] = Object.keys(discoveryKinds)
