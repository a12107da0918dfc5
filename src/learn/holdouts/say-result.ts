import { type Currency, sayMoney } from '../../core/kit/money.ts'
import { fill, type Language, type Words } from '../../core/kit/words.ts'
import type { ArmSums } from './compare-arms.ts'
import type { Judged, Verdict } from './judge-result.ts'

const sentences: Record<Verdict, Words> = {
  'no-holdout': {
    zh: '没有设对照组，无从比较。给旅程留出 10% 左右的对照组，才能知道它真正带来了多少。',
    en: 'Nobody was held out, so there is nothing to compare with. Hold out about 10 % to learn what the journey really brings.',
  },
  'too-small': {
    zh: '现在还看不出来：{treated} 人参与、{control} 人对照，人均相差 {value}，可能是偶然（95% 区间 {low} 到 {high}）。{missing}',
    en: 'Too small to tell: {treated} treated and {control} held out differ by {value} a person, which may be chance (95 % interval {low} to {high}). {missing}',
  },
  more: {
    zh: '旅程有效：每位客户在 {days} 天内大约多消费 {value}（95% 区间 {low} 到 {high}），合计约 {total}。',
    en: 'It works: within {days} days each customer spent about {value} more (95 % interval {low} to {high}), about {total} in all.',
  },
  less: {
    zh: '旅程起了反作用：每位客户在 {days} 天内大约少消费 {value}（95% 区间 {low} 到 {high}），合计约 {total}。建议暂停检查。',
    en: 'It does harm: within {days} days each customer spent about {value} less (95 % interval {low} to {high}), about {total} in all. Consider pausing it.',
  },
  none: {
    zh: '看不出差别：参与和不参与的人消费几乎一样，即使有差别，每人也在 {low} 到 {high} 之间。',
    en: 'No difference is visible: those treated and those held out spent nearly the same; if there is one it lies between {low} and {high} a person.',
  },
}

const nobodyYet: Words = {
  zh: '还没有人满 {days} 天的观察期，请过些时候再来看。',
  en: 'Nobody’s {days} days are over yet; come back later.',
}

const tooFew: Words = { zh: '人数太少，先让更多客户进入。', en: 'There are too few people; let more enter first.' }
const needMore: Words = {
  zh: '若差别真有这么大，大约还需要 {people} 人进入才能看清。',
  en: 'If the difference is really that large, about {people} more people are needed to see it.',
}

export type SayResult = {
  readonly treated: ArmSums
  readonly control: ArmSums
  readonly judged: Judged
  readonly days: number
  readonly currency: Currency
}

/** The result as one plain sentence. */
export function sayResult(result: SayResult): Words {
  return { zh: sayIn('zh', result), en: sayIn('en', result) }
}

function sayIn(language: Language, { treated, control, judged, days, currency }: SayResult): string {
  if (treated.people + control.people === 0 && judged.verdict !== 'no-holdout') return fill(nobodyYet, language, { days })
  const { revenue, incremental, verdict } = judged
  const count = (n: number) => new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en').format(n)
  const money = (minor: number | undefined) => (minor === undefined ? null : sayMoney(Math.round(minor), currency, language))
  // "Less" is said with positive amounts, the smaller first.
  const sign = verdict === 'less' ? -1 : 1
  const ends = revenue ? [revenue.low * sign, revenue.high * sign].toSorted((a, b) => a - b) : []
  return fill(sentences[verdict], language, {
    days,
    treated: count(treated.people),
    control: count(control.people),
    value: money(revenue ? revenue.value * sign : undefined),
    low: money(ends[0]),
    high: money(ends[1]),
    total: money(incremental ? incremental.value * sign : undefined),
    missing: judged.peopleMissing === null ? tooFew : fill(needMore, language, { people: count(judged.peopleMissing) }),
  }).trim()
}
