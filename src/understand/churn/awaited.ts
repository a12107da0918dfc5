import type { Words } from '../../core/kit/words.ts'

/** What is waited for: the second day on which somebody buys, or that they leave for the first time. */
export const awaitedEvents = ['second', 'leaving'] as const
export type Awaited = (typeof awaitedEvents)[number]

/** With fewer buyers, or fewer of whom it happened, nothing is said. */
export const fewestBuyers = 200
export const fewestEvents = 50

/** What is known of somebody on the day of their first purchase. */
export const factorNames = ['amount', 'products', 'year', 'channel', 'category', 'province'] as const
export type FactorName = (typeof factorNames)[number]

const named: Readonly<Record<FactorName, Words>> = {
  amount: { zh: '首单金额每翻一倍', en: 'First order twice as large' },
  products: { zh: '首单买了两种以上商品', en: 'Two or more products in the first order' },
  year: { zh: '首购每晚一年', en: 'First order a year later' },
  channel: { zh: '首单渠道：{value}', en: 'First order by {value}' },
  category: { zh: '首单品类：{value}', en: 'First order in {value}' },
  province: { zh: '省份：{value}', en: 'Province: {value}' },
}
export const nameOfFactor = (factor: FactorName): Words => named[factor]

type Verdict = { readonly words: Words; readonly tone: 'good' | 'attention' | 'neutral' }
const verdicts: Readonly<Record<Awaited, Readonly<Record<'sooner' | 'later', Verdict>>>> = {
  second: {
    sooner: { words: { zh: '再来得更快', en: 'comes again sooner' }, tone: 'good' },
    later: { words: { zh: '再来得更慢', en: 'comes again later' }, tone: 'attention' },
  },
  leaving: {
    sooner: { words: { zh: '流失得更快', en: 'leaves sooner' }, tone: 'attention' },
    later: { words: { zh: '留得更久', en: 'stays longer' }, tone: 'good' },
  },
}

export const verdictOf = (of: Awaited, { isClear, ratio }: { readonly isClear: boolean; readonly ratio: number }): Verdict =>
  isClear ? verdicts[of][ratio > 1 ? 'sooner' : 'later'] : { words: { zh: '看不出差别', en: 'no difference to be seen' }, tone: 'neutral' }
