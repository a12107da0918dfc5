import type { ReplyOf } from '../../../core/action/action.ts'
import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Verdict } from '../judge-result.ts'
import type { TrialKind } from '../trial.ts'
import type { journeyTrial } from '../trial-result.ts'

export type Whole = ReplyOf<typeof journeyTrial>
export type Interval = NonNullable<Whole['revenueLift']>

const verdicts: Record<Verdict, { readonly label: Words; readonly tone: Tone }> = {
  'no-holdout': { label: { zh: '没有对照组', en: 'No holdout' }, tone: 'neutral' },
  broken: { label: { zh: '分组异常', en: 'Split is off' }, tone: 'danger' },
  'too-small': { label: { zh: '还看不出来', en: 'Too early to tell' }, tone: 'neutral' },
  more: { label: { zh: '有效', en: 'It works' }, tone: 'good' },
  less: { label: { zh: '起了反作用', en: 'It does harm' }, tone: 'danger' },
  none: { label: { zh: '没有差别', en: 'No difference' }, tone: 'attention' },
}

const waiting = { label: { zh: '观察中', en: 'Waiting' }, tone: 'blue' } as const

/** The verdict as a word; before anybody counts there is none yet. */
export function verdictOf(verdict: Verdict, people: number): { readonly label: Words; readonly tone: Tone } {
  return people === 0 && verdict !== 'no-holdout' ? waiting : verdicts[verdict]
}

export const kindWords: Record<TrialKind, Words> = {
  journey: { zh: '旅程', en: 'Journey' },
  campaign: { zh: '营销活动', en: 'Campaign' },
  global: { zh: '全部营销', en: 'All marketing' },
}

/** The people of an arm: the journey's own list, the campaign's, or customers by the very draw. */
export function peopleOf({ kind, id }: Pick<Whole, 'kind' | 'id'>, arm?: 'treated' | 'holdout') {
  if (kind === 'journey') return { to: `/journeys/${id}`, search: { people: true, ...(arm ? { arm } : {}) } }
  if (kind === 'campaign') return { to: `/campaigns/${id}`, search: { people: true, ...(arm ? { arm } : {}) } }
  return { to: '/global-holdout', search: {} }
}

/** +¥3.20 */
export function signed(value: number, format: (value: number) => string): string {
  return `${value > 0 ? '+' : ''}${format(Math.round(value))}`
}

/** How the numbers are made, with the source of each method. */
export const methods = {
  people: {
    zh: '计入的客户，按抽签时的分组计算，不管后来有没有真的收到消息（意向性分析），这样两组才可比。旅程只计观察期已满的；活动和全局对照组从进入起就计，消费算到目前为止。',
    en: 'Customers who count, in the arm they were drawn into, whatever they got (intention to treat): only so are the two alike. Of journeys those whose window is over; of campaigns and the global holdout from the moment they entered, with what they have spent so far.',
  },
  buyers: { zh: '进入之后、观察期之内至少有一笔消费的客户。', en: 'Those with at least one purchase within the window after entering.' },
  conversion: { zh: '购买的客户 ÷ 计入的客户。', en: 'Buyers ÷ people who count.' },
  revenue: {
    zh: '进入之后、观察期之内的消费减去退款，除以人数；没买的客户按 0 计。',
    en: 'Purchases less refunds within the window after entering, divided by all people; those who bought nothing count as 0.',
  },
  revenueLift: {
    zh: '参与组人均消费减对照组人均消费。区间是“随时有效”的 95% 置信序列：天天看、看到满意就停，误报也不超过 5%（Robbins 1970；Johari 等 2022；Waudby-Smith 等 2024）。代价是比只看一次的区间宽约一半。',
    en: 'Revenue a person of the treated less that of the holdout. The interval is a 95% confidence sequence: look every day and stop when you like, and still at most 5% are false alarms (Robbins 1970; Johari et al. 2022; Waudby-Smith et al. 2024). Its price is being about half as wide again as that of a single look.',
  },
  conversionLift: {
    zh: '参与组购买率减对照组购买率，区间同样随时有效（方差按 Agresti 和 Caffo 2000 修正）。',
    en: 'Share who bought among the treated less that of the holdout; the interval holds at all times too (variance after Agresti and Caffo 2000).',
  },
  revenueRelative: {
    zh: '人均消费的差额占对照组人均消费的比例。区间用菲勒法（Fieller 1954），宽度与差额一致。',
    en: 'The difference of revenue a person as a share of the holdout’s. Interval by Fieller’s method (Fieller 1954), as wide as that of the difference.',
  },
  total: {
    zh: '人均差额 × 参与组人数：如果什么都不做，大约会少收这么多。区间同人均差额。',
    en: 'Difference a person × treated people: about what would not have come without it. The interval is that of the difference.',
  },
  waiting: {
    zh: '进入还不满观察期的客户。旅程在期满后自动计入；活动已经计入，之后的消费还会加上来。',
    en: 'Those who entered less than the window ago. A journey counts them once it is over; a campaign counts them already, and what they spend until then will be added.',
  },
  messages: { zh: '这一组客户收到的消息。', en: 'Messages that went to this arm.' },
  margin: {
    zh: '消费减去商品成本和退款，再除以人数；成本按商品成本或毛利率设置推算。',
    en: 'Purchases less what the goods cost and less refunds, divided by people; costs by product or by the margins set.',
  },
  attributed: {
    zh: '收到消息后 {days} 天内的消费，每笔记在最近一条营销消息名下，不管没有这条消息会不会买。',
    en: 'What was bought within {days} days after a message, each purchase put down to the last marketing message before it, whether or not it would have come anyway.',
  },
} satisfies Record<string, Words>
