import type { Words } from '../../core/kit/words.ts'
import type { Rule } from '../../core/rule/rule.ts'

type StorySegment = { readonly name: Words; readonly description: Words; readonly rule: Rule }

const days = (amount: number) => ({ amount, unit: 'days' })

/** Whoever may be written to. */
export const reachable: Rule = {
  all: [
    { field: 'email', op: 'is-known' },
    { field: 'emailConsent', op: 'is', value: 'granted' },
  ],
}

/** The sample shop's segments, as a shop of its kind would begin with. Amounts are minor units. */
export const storySegments = {
  sleeping: {
    name: { zh: '沉睡的客户', en: 'Customers asleep' },
    description: { zh: '买过，但 90 天到一年没再来', en: 'Bought, then nothing for 90 days to a year' },
    rule: {
      all: [
        { field: 'lastPurchaseAt', op: 'longer-ago-than', value: days(90) },
        { field: 'lastPurchaseAt', op: 'in-the-last', value: days(365) },
      ],
    },
  },
  dear: {
    name: { zh: '高价值客户', en: 'High-value customers' },
    description: { zh: '累计消费三千元以上，半年内来过', en: 'Spent 3,000 or more in all, and came within half a year' },
    rule: {
      all: [
        { field: 'spend', op: 'at-least', value: 300_000 },
        { field: 'lastPurchaseAt', op: 'in-the-last', value: days(180) },
      ],
    },
  },
  birthday: {
    name: { zh: '一周内生日', en: 'Birthday within a week' },
    description: { zh: '生日在接下来 7 天内', en: 'The birthday comes round in the next 7 days' },
    rule: { field: 'birthday', op: 'anniversary-in-the-next', value: days(7) },
  },
  second: {
    name: { zh: '首购未复购', en: 'Bought once, not again' },
    description: { zh: '只买过一次，首购在 60 天以内', en: 'One purchase so far, within the last 60 days' },
    rule: {
      all: [
        { field: 'purchaseCount', op: 'is', value: 1 },
        { field: 'firstPurchaseAt', op: 'in-the-last', value: days(60) },
      ],
    },
  },
  reachable: {
    name: { zh: '可邮件联系', en: 'Reachable by e-mail' },
    description: { zh: '有邮箱，并且同意接收营销邮件', en: 'Has an address and agreed to marketing mail' },
    rule: reachable,
  },
  tenth: {
    name: { zh: '随机 10%', en: 'A random 10%' },
    description: { zh: '固定的随机样本，用来抽查或试点', en: 'A stable random sample, for spot checks and pilots' },
    rule: { bucket: { salt: 'sample-tenth', from: 0, to: 1_000 } },
  },
} as const satisfies Record<string, StorySegment>

export type StorySegmentName = keyof typeof storySegments
