import type { ReplyOf } from '../../core/action/action.ts'
import type { Words, WordValues } from '../../core/kit/words.ts'
import type { listChurnEntries } from './questions.ts'

export type Entry = ReplyOf<typeof listChurnEntries>['entries'][number]
export type Said = { readonly words: Words; readonly values?: WordValues }

/** Why this customer is on the list: what they usually do, and what they did now. */
export function sayWhy({ why, since, basis }: Entry): Said {
  if (basis === 'days')
    return {
      words: {
        zh: '已经 {since} 天没来（按天数判断，不做个性化）',
        en: 'No visit for {since} days (judged by days, without personalisation)',
      },
      values: { since },
    }
  const values = { since, days: why.rhythmDays }
  if (why.gaps === 0)
    return {
      words: {
        zh: '只来过一次，已经 {since} 天；别人通常 {days} 天内来第二次',
        en: 'Came once, {since} days ago; others come again after some {days} days',
      },
      values,
    }
  return {
    words: {
      zh: '平时每 {days} 天来一次，已经 {since} 天没来',
      en: 'Usually comes every {days} {days|day|days}; {since} days have passed',
    },
    values,
  }
}

/** What the three factors are made of, in the order in which they are multiplied. `worth` is the value, written. */
export function sayFactors(
  { why, risk, basis }: Entry,
  worth: string,
): readonly { readonly key: string; readonly words: Words; readonly values: WordValues }[] {
  const percent = Math.min(99, Math.round(risk * 100))
  const past =
    why.gaps === 0
      ? { zh: '{share}% 的客户第二次来得比这早', en: '{share} % of customers come a second time sooner than this' }
      : { zh: '比自己 {share}% 的间隔都长', en: 'longer than {share} % of their gaps' }
  const riskWords =
    basis === 'prediction'
      ? { zh: '预测已离开的可能 {share}%', en: 'gone with a chance of {share} % by the prediction' }
      : basis === 'days'
        ? { zh: '比全店 {share}% 的间隔都长', en: 'longer than {share} % of all customers’ gaps' }
        : past
  const worthWords = why.predicted
    ? { zh: '若留住，预计一年消费 {worth}', en: 'expected to spend {worth} a year if they stay' }
    : { zh: '过去平均一年消费 {worth}（共 {n} 次）', en: 'spent {worth} a year so far ({n} {n|purchase|purchases})' }
  return [
    { key: 'risk', words: riskWords, values: { share: percent } },
    { key: 'value', words: worthWords, values: { worth, n: why.purchases } },
    { key: 'change', words: sayChange(why), values: { fresh: Math.round(why.fresh * 100) } },
  ]
}

const consents: Readonly<Record<Entry['why']['consent'], Words>> = {
  granted: { zh: '同意联系', en: 'agreed to be contacted' },
  unknown: { zh: '没说过能否联系', en: 'never said whether they may be contacted' },
  withdrawn: { zh: '拒绝营销联系', en: 'refused marketing' },
}

function sayChange({ consent, reachable, owned, complaint, fresh }: Entry['why']): Words {
  const parts: Words[] = [
    consents[consent],
    ...(reachable ? [] : [{ zh: '没有联系方式', en: 'no way to reach them' }]),
    owned ? { zh: '有负责人', en: 'somebody looks after them' } : { zh: '没有负责人', en: 'nobody looks after them' },
    ...(complaint ? [{ zh: '有未了结的来访可解决', en: 'something they asked for is still open' }] : []),
    fresh >= 0.8
      ? { zh: '刚晚不久', en: 'late for a short time only' }
      : { zh: '拖得越久越难（还剩 {fresh}%）', en: 'the longer away, the harder ({fresh} % left)' },
  ]
  return { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') }
}

/** One thing that was done, as a line. */
export function sayStep(kind: string, details: Readonly<Record<string, unknown>>): Said {
  const text = (name: string) => (typeof details[name] === 'string' ? details[name] : '')
  const known: Readonly<Record<string, Said>> = {
    opened: { words: { zh: '列入名单', en: 'Put on the list' } },
    assigned: { words: { zh: '指派给{to}', en: 'Handed to {to}' }, values: { to: text('to') || { zh: '公共名单', en: 'nobody' } } },
    snoozed: { words: { zh: '推迟到 {until}', en: 'Snoozed until {until}' }, values: { until: text('until') } },
    woken: { words: { zh: '回到名单', en: 'Back on the list' } },
    'to-do': { words: { zh: '添加待办：{title}', en: 'To-do made: {title}' }, values: { title: text('title') } },
    journey: { words: { zh: '放进旅程：{words}', en: 'Put into a journey: {words}' }, values: { words: text('words') } },
    contacted: { words: { zh: '联系过：{words}', en: 'Contacted: {words}' }, values: { words: text('words') } },
    reopened: { words: { zh: '重新打开', en: 'Reopened' } },
    resolved: { words: { zh: '了结', en: 'Ended' } },
  }
  return known[kind] ?? { words: { zh: kind, en: kind } }
}
