import type { ReplyOf } from '../../../core/action/action.ts'
import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { journeyResult } from '../journey-result.ts'

export type Result = ReplyOf<typeof journeyResult>
export type Interval = NonNullable<Result['revenueLift']>

const verdicts: Record<Result['verdict'], { readonly label: Words; readonly tone: Tone }> = {
  'no-holdout': { label: { zh: '没有对照组', en: 'No holdout' }, tone: 'neutral' },
  broken: { label: { zh: '分组异常', en: 'Split is off' }, tone: 'danger' },
  'too-small': { label: { zh: '还看不出来', en: 'Too early to tell' }, tone: 'neutral' },
  more: { label: { zh: '有效', en: 'It works' }, tone: 'good' },
  less: { label: { zh: '起了反作用', en: 'It does harm' }, tone: 'danger' },
  none: { label: { zh: '没有差别', en: 'No difference' }, tone: 'attention' },
}

const waiting = { label: { zh: '观察中', en: 'Waiting' }, tone: 'blue' } as const

/** The verdict as a word; before anybody's window is over there is none yet. */
export function verdictOf({ verdict, treated, holdout }: Result): { readonly label: Words; readonly tone: Tone } {
  const isEarly = treated.people + holdout.people === 0 && verdict !== 'no-holdout'
  return isEarly ? waiting : verdicts[verdict]
}

/** How the numbers are made, with the source of each method. */
export const methods = {
  people: {
    zh: '进入旅程、并且观察期已满的客户，按抽签时的分组计算，不管后来有没有真的收到消息（意向性分析），这样两组才可比。',
    en: 'Customers who entered and whose window is over, counted in the arm they were drawn into, whatever they got (intention to treat): only so are the two alike.',
  },
  buyers: { zh: '进入之后、观察期之内至少有一笔消费的客户。', en: 'Those with at least one purchase within the window after entering.' },
  conversion: { zh: '购买的客户 ÷ 观察期已满的客户。', en: 'Buyers ÷ people whose window is over.' },
  revenue: {
    zh: '进入之后、观察期之内的消费减去退款，除以人数；没买的客户按 0 计。',
    en: 'Purchases less refunds within the window after entering, divided by all people; who bought nothing counts as 0.',
  },
  revenueLift: {
    zh: '参与组人均消费减对照组人均消费。95% 区间用韦尔奇法，两组方差可以不同（Welch 1947；自由度 Satterthwaite 1946）。',
    en: 'Revenue a person of the treated less that of the holdout. 95 % interval by Welch’s method, which lets the variances differ (Welch 1947; degrees of freedom after Satterthwaite 1946).',
  },
  conversionLift: {
    zh: '参与组购买率减对照组购买率。95% 区间由两个威尔逊区间合成（Newcombe 1998，方法 10；Wilson 1927）。',
    en: 'Share who bought among the treated less that of the holdout. 95 % interval made of two Wilson intervals (Newcombe 1998, method 10; Wilson 1927).',
  },
  revenueRelative: {
    zh: '人均消费的差额占对照组人均消费的比例。95% 区间用菲勒法（Fieller 1954）。',
    en: 'The difference of revenue a person as a share of the holdout’s. 95 % interval by Fieller’s method (Fieller 1954).',
  },
  total: {
    zh: '人均差额 × 参与组人数：如果没有这个旅程，大约会少收这么多。区间同人均差额。',
    en: 'Difference a person × treated people: about what would not have come without the journey. The interval is that of the difference.',
  },
  waiting: {
    zh: '进入还不满观察期的客户；期满后自动计入。',
    en: 'Those who entered less than the window ago; they count by themselves once it is over.',
  },
  messages: { zh: '这一组客户收到的本旅程消息。', en: 'Messages of this journey that went to this arm.' },
} satisfies Record<string, Words>
