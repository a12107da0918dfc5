import type { Words } from '../../../core/kit/words.ts'
import type { Rule } from '../../../core/rule/rule.ts'

export type Starter = { readonly key: string; readonly name: Words; readonly rule: Rule }

/** Segments that most shops want first; each is only a beginning and can be changed before it is saved. */
export const starters: readonly Starter[] = [
  {
    key: 'valuable-gone-quiet',
    name: { zh: '花得多，却很久没来', en: 'Spent much, gone quiet' },
    rule: {
      all: [
        { field: 'monetaryScore', op: 'at-least', value: 4 },
        { field: 'lastPurchaseAt', op: 'longer-ago-than', value: { amount: 180, unit: 'days' } },
      ],
    },
  },
  {
    key: 'late-by-own-rhythm',
    name: { zh: '比自己的节奏晚了', en: 'Late by their own rhythm' },
    rule: { all: [{ field: 'lateAt', op: 'longer-ago-than', value: { amount: 0, unit: 'days' } }] },
  },
  {
    key: 'bought-once',
    name: { zh: '只买过一次', en: 'Bought only once' },
    rule: { all: [{ field: 'purchaseCount', op: 'is', value: 1 }] },
  },
  {
    key: 'new-buyers',
    name: { zh: '最近 30 天的新客', en: 'New buyers of the last 30 days' },
    rule: { all: [{ field: 'firstPurchaseAt', op: 'in-the-last', value: { amount: 30, unit: 'days' } }] },
  },
  {
    key: 'best',
    name: { zh: '最好的常客', en: 'The best regulars' },
    rule: {
      all: [
        { field: 'recencyScore', op: 'at-least', value: 4 },
        { field: 'frequencyScore', op: 'at-least', value: 4 },
        { field: 'monetaryScore', op: 'at-least', value: 4 },
      ],
    },
  },
]
