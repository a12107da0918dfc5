import { type Currency, sayMoney } from '../../core/kit/money.ts'
import { sayCount } from '../../core/kit/say-count.ts'
import { fill, type Language, type Words } from '../../core/kit/words.ts'
import type { ArmSums } from './compare-arms.ts'
import type { Judged, Verdict } from './judge-result.ts'
import type { TrialKind } from './trial.ts'

const sentences: Record<Verdict, Words> = {
  'no-holdout': {
    zh: '没有设对照组，无从比较。给{what}留出 10% 左右的对照组，才能知道它真正带来了多少。',
    en: 'Nobody was held out, so there is nothing to compare with. Hold out about 10% to learn what {what} really brings.',
  },
  broken: {
    zh: '结果不可信：两组的人数和抽签比例对不上，不像偶然。先找出原因，再看结论。',
    en: 'Not to be believed: the two groups are not split as they were drawn, hardly by chance. Find out why before reading anything into it.',
  },
  'too-small': {
    zh: '现在还看不出来：{treated} 人参与、{control} 人对照，人均相差 {value}，可能是偶然（95% 区间 {low} 到 {high}）。{missing}',
    en: 'Too small to tell: {treated} treated and {control} held out differ by {value} a person, which may be chance (95% interval {low} to {high}). {missing}',
  },
  more: {
    zh: '{what}有效：每位客户{within}大约多消费 {value}（95% 区间 {low} 到 {high}），合计约 {total}。',
    en: 'It works: {within} each customer spent about {value} more (95% interval {low} to {high}), about {total} in all.',
  },
  less: {
    zh: '{what}起了反作用：每位客户{within}大约少消费 {value}（95% 区间 {low} 到 {high}），合计约 {total}。{advice}',
    en: 'It does harm: {within} each customer spent about {value} less (95% interval {low} to {high}), about {total} in all. {advice}',
  },
  none: {
    zh: '看不出差别：参与和不参与的人消费几乎一样，即使有差别，每人也在 {low} 到 {high} 之间。',
    en: 'No difference is visible: those treated and those held out spent nearly the same; if there is one it lies between {low} and {high} a person.',
  },
}

const whats: Record<TrialKind, Words> = {
  journey: { zh: '旅程', en: 'the journey' },
  campaign: { zh: '活动', en: 'the campaign' },
  global: { zh: '全部营销', en: 'all marketing together' },
}

const within: Record<'closed' | 'running' | 'since', Words> = {
  closed: { zh: '在 {days} 天内', en: 'within {days} days' },
  running: { zh: '到目前为止', en: 'so far' },
  since: { zh: '自抽签以来', en: 'since the draw' },
}

const nobodyYet: Words = {
  zh: '还没有人满 {days} 天的观察期，请过些时候再来看。',
  en: 'Nobody’s {days} days are over yet; come back later.',
}
const nobodyIn: Words = { zh: '还没有人进入，请过些时候再来看。', en: 'Nobody has entered yet; come back later.' }

const nobodyBought: Words = {
  zh: '现在还看不出来：{treated} 人参与、{control} 人对照，还没有可以比较的消费。{missing}',
  en: 'Too small to tell: {treated} treated and {control} held out, and no spend to compare yet. {missing}',
}

const nobodyEver: Words = { zh: '没有人进入过，没有可以比较的。', en: 'Nobody ever entered, so there is nothing to compare.' }

const tooFew: Words = { zh: '人数太少，先让更多客户进入。', en: 'There are too few people; let more enter first.' }
const needMore: Words = {
  zh: '若差别真有这么大，大约还需要 {people} 人进入才能看清。',
  en: 'If the difference is really that large, about {people} more people are needed to see it.',
}
/** The same where nobody enters any more. */
const stayedFew: Words = {
  zh: '人数太少，而且不会再有人进入，这一次多半看不出来；下次选更多客户。',
  en: 'There are too few people and nobody else will enter, so this will hardly tell; take more people next time.',
}
const neededMore: Words = {
  zh: '若差别真有这么大，还要多大约 {people} 人才能看清，但不会再有人进入；下次选更多客户。',
  en: 'If the difference is really that large, about {people} more people would be needed to see it, but nobody else will enter; take more next time.',
}
const stopIt: Words = { zh: '建议停下来检查。', en: 'Stop it and look.' }
const lookFirst: Words = { zh: '再做之前先查明原因。', en: 'Find out why before doing it again.' }
const alarm: Words = {
  zh: '但要当心：退订、投诉、退信或退款明显偏多，见下方护栏。',
  en: 'But beware: clearly more unsubscribed, complained, bounced or were refunded, see the guardrails below.',
}

export type SayResult = {
  readonly treated: ArmSums
  readonly control: ArmSums
  readonly judged: Judged
  readonly days: number
  readonly currency: Currency
  readonly kind?: TrialKind
  /** How many people are still within their window and yet counted. */
  readonly running?: number
  /** Nobody enters any more: a campaign that was sent or stopped. */
  readonly isOver?: boolean
  readonly hasAlarm?: boolean
}

/** The result as one plain sentence, which never says more than the interval does. */
export function sayResult(result: SayResult): Words {
  return { zh: sayIn('zh', result), en: sayIn('en', result) }
}

function sayIn(language: Language, result: SayResult): string {
  const { treated, control, judged, days, currency, kind = 'journey', running = 0, isOver = false } = result
  const isEmpty = treated.people + control.people === 0
  if (isEmpty && judged.verdict !== 'no-holdout')
    return fill(kind === 'journey' ? nobodyYet : isOver && running === 0 ? nobodyEver : nobodyIn, language, { days })
  const { revenue, incremental, verdict } = judged
  const money = (minor: number | undefined) => (minor === undefined ? null : sayMoney(Math.round(minor), currency, language))
  // "Less" is said with positive amounts, the smaller first.
  const sign = verdict === 'less' ? -1 : 1
  const ends = revenue ? [revenue.low * sign, revenue.high * sign].toSorted((a, b) => a - b) : []
  const span = kind === 'global' ? 'since' : running > 0 ? 'running' : 'closed'
  const isBare = verdict === 'too-small' && (revenue === null || treated.buyers + control.buyers === 0)
  const said = fill(isBare ? nobodyBought : sentences[verdict], language, {
    what: whats[kind],
    within: fill(within[span], language, { days }),
    treated: sayCount(treated.people),
    control: sayCount(control.people),
    value: money(revenue ? revenue.value * sign : undefined),
    low: money(ends[0]),
    high: money(ends[1]),
    total: money(incremental ? incremental.value * sign : undefined),
    advice: isOver ? lookFirst : stopIt,
    missing: sayMissing(language, judged, isOver),
  })
  const isJudged = verdict === 'more' || verdict === 'less' || verdict === 'none'
  return (result.hasAlarm === true && isJudged ? `${said}${language === 'zh' ? '' : ' '}${alarm[language]}` : said).trim()
}

function sayMissing(language: Language, { peopleMissing }: Judged, isOver: boolean): string | Words {
  if (peopleMissing === null) return isOver ? stayedFew : tooFew
  return fill(isOver ? neededMore : needMore, language, { people: sayCount(peopleMissing) })
}
