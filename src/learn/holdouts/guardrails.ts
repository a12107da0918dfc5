import { fillBoth, type Words } from '../../core/kit/words.ts'
import type { Part } from '../../understand/models/measure/shares.ts'
import { type Sequential, sequentialShares, type Watch } from '../../understand/models/measure/sequential.ts'
import { lnBeta } from '../../understand/models/special/gamma.ts'
import type { Interval } from './compare-arms.ts'

/** What must not get worse while something earns. */
export const guardrailNames = ['unsubscribed', 'complained', 'bounced', 'refunded'] as const
export type GuardrailName = (typeof guardrailNames)[number]

export type Guardrail = {
  readonly name: GuardrailName
  readonly label: Words
  readonly how: Words
  /** Can it happen to people who were sent nothing? Only then is there something to compare with. */
  readonly isCompared: boolean
  /** More than this share of the people treated is an alarm by itself; null for none. */
  readonly limit: number | null
}

export const guardrails: readonly Guardrail[] = [
  {
    name: 'unsubscribed',
    label: { zh: '退订', en: 'Unsubscribed' },
    how: {
      zh: '进入之后、观察期内撤回或拒绝任一营销同意的客户。参与组超过 2%，或明显多于对照组，即报警。',
      en: 'Customers who withdrew or refused a consent to marketing within the window. Alarm above 2% of the treated, or where clearly more than in the holdout.',
    },
    isCompared: true,
    limit: 0.02,
  },
  {
    name: 'complained',
    label: { zh: '投诉', en: 'Complained' },
    how: {
      zh: '把消息标为垃圾邮件，或收件方因投诉拒收的客户。超过 0.3% 即报警（邮箱服务商通常的上限）。',
      en: 'Customers who marked a message as spam or whose provider refused it for complaints. Alarm above 0.3%, the limit mailbox providers usually set.',
    },
    isCompared: false,
    limit: 0.003,
  },
  {
    name: 'bounced',
    label: { zh: '退信', en: 'Bounced' },
    how: { zh: '消息被退回的客户。超过 5% 即报警。', en: 'Customers whose message came back. Alarm above 5%.' },
    isCompared: false,
    limit: 0.05,
  },
  {
    name: 'refunded',
    label: { zh: '退款', en: 'Refunded' },
    how: {
      zh: '进入之后、观察期内有退款的客户，两组相比。',
      en: 'Customers with a refund within the window, one arm against the other.',
    },
    isCompared: true,
    limit: null,
  },
]

export type GuardrailCounts = Readonly<Record<GuardrailName, number>>

export type Guarded = {
  readonly name: GuardrailName
  readonly treated: Part
  readonly holdout: Part | null
  readonly difference: Interval | null
  readonly limit: number | null
  readonly alarm: boolean
  readonly sentence: Words
}

const said = {
  calm: { zh: '正常', en: 'As it should be' },
  more: { zh: '参与组明显更多（多 {low} 到 {high} 个百分点）', en: 'Clearly more among the treated ({low} to {high} points)' },
  over: { zh: '超过 {limit}%', en: 'Above {limit}%' },
  nobody: { zh: '还没有数据', en: 'Nothing yet' },
} satisfies Record<string, Words>

/** Fewer cases than this are no alarm, whatever their share is. */
const fewestCases = 3

/** Each guardrail of a trial; intervals and alarms hold however often one looks. */
export function judgeGuardrails(
  treated: { readonly people: number; readonly counts: GuardrailCounts },
  holdout: { readonly people: number; readonly counts: GuardrailCounts },
  watch: Watch,
): Guarded[] {
  return guardrails.map(({ name, isCompared, limit }) => {
    const one = { n: treated.counts[name], of: treated.people }
    const other = isCompared && holdout.people > 0 ? { n: holdout.counts[name], of: holdout.people } : null
    const difference = other && sequentialShares(one, other, watch)
    const isOver = limit !== null && one.n >= fewestCases && surelyAbove(one, limit)
    const isMore = difference?.stop === 'a' && one.n >= fewestCases
    return {
      name,
      treated: one,
      holdout: other,
      difference: plain(difference),
      limit,
      alarm: isOver || isMore,
      sentence: sentenceOf(one, difference, isOver, isMore, limit),
    }
  })
}

function sentenceOf(one: Part, difference: Sequential | null, isOver: boolean, isMore: boolean, limit: number | null): Words {
  if (one.of === 0) return said.nobody
  const points = (value: number) => (value * 100).toFixed(2)
  if (isMore && difference) return fillBoth(said.more, { low: points(difference.low), high: points(difference.high) })
  return isOver && limit !== null ? fillBoth(said.over, { limit: String(limit * 100) }) : said.calm
}

const plain = (found: Sequential | null): Interval | null => found && { value: found.value, low: found.low, high: found.high }

/**
 * Is a share surely above a limit, however often one looks? The ratio of the uniform mixture over shares to the limit is at least
 * 20 (Ville 1939; Robbins 1970): B(n + 1, of - n + 1) / (limit^n (1 - limit)^(of - n)) >= 1 / 0.05.
 */
export function surelyAbove({ n, of }: Part, limit: number, alpha = 0.05): boolean {
  if (of === 0 || n / of <= limit) return false
  const mixture = lnBeta(n + 1, of - n + 1)
  return mixture - n * Math.log(limit) - (of - n) * Math.log1p(-limit) >= Math.log(1 / alpha)
}
