import { sayCount } from '../../../core/kit/say-count.ts'
import type { Words } from '../../../core/kit/words.ts'

export type SpendVerdict = 'fitted' | 'goes-with-frequency' | 'one-price' | 'too-few' | 'nobody'

type About = { readonly customers: number; readonly dropped: number; readonly correlation: number }

/** What came of fitting amounts, and how many customers were left out. */
export function saySpend(verdict: SpendVerdict, about: About): Words {
  const { zh, en } = verdicts[verdict](about)
  const left = about.dropped === 1 ? 'customer was' : 'customers were'
  return about.dropped > 0
    ? {
        zh: `${zh}另有 ${sayCount(about.dropped)} 位客户的复购金额为零或负数，未计入。`,
        en: `${en} ${sayCount(about.dropped)} more ${left} left out, whose repeat purchases come to zero or less.`,
      }
    : { zh, en }
}

const verdicts: Readonly<Record<SpendVerdict, (about: About) => Words>> = {
  fitted: ({ customers }) => ({
    zh: `单次金额由 ${sayCount(customers)} 位有复购的客户估计：次数少的客户更靠近整体均值。`,
    en: `Amounts are estimated from ${sayCount(customers)} customers who came again; whoever came seldom is taken to be closer to the mean.`,
  }),
  'goes-with-frequency': ({ customers, correlation }) => ({
    zh: `单次金额由 ${sayCount(customers)} 位有复购的客户估计。注意：来得多少与花得多少有关（相关系数 ${correlation.toFixed(2)}，模型假定二者无关），${correlation > 0 ? '对常来的客户可能估低' : '对常来的客户可能估高'}。`,
    en: `Amounts are estimated from ${sayCount(customers)} customers who came again. Mind that how much people spend goes with how often they come (correlation ${correlation.toFixed(2)}, where the model assumes none): it may say too ${correlation > 0 ? 'little' : 'much'} for those who come often.`,
  }),
  'one-price': () => ({
    zh: '所有复购的单次金额都一样，因此每次都按这个金额计算。',
    en: 'All repeat purchases come to the same amount, so every purchase is taken to be that.',
  }),
  'too-few': ({ customers }) => ({
    zh: `只有 ${sayCount(customers)} 位客户有复购，看不出各人金额的差别，因此都按平均金额计算，范围放宽。`,
    en: `Too few customers came again (${sayCount(customers)}) to tell how amounts differ between people: everybody is taken to be near the mean, with wide ranges.`,
  }),
  nobody: () => ({
    zh: '还没有客户复购，金额无从估计。',
    en: 'Nobody has come again yet, so there are no amounts to go by.',
  }),
}
