import type { ReplyOf } from '../../core/action/action.ts'
import type { Words, WordValues } from '../../core/kit/words.ts'
import type { listChurnEntries } from './questions.ts'

export type Entry = ReplyOf<typeof listChurnEntries>['entries'][number]
export type Said = { readonly words: Words; readonly values?: WordValues }

/** Why this customer is on the list: what they usually do, and what they did now. */
export function sayWhy({ why, since, basis, customer }: Entry): Said {
  // Null at both times only where it is hidden: whoever is on the list had bought when they were put on it.
  if (since === null && why.elapsed !== null) return { words: takenBack }
  if (since === null || (basis !== 'days' && (why.rhythmDays === null || why.gaps === null))) return { words: hiddenFromRole }
  if (basis === 'days')
    return {
      words: customer.noPersonalisation
        ? {
            zh: '已经 {since} 天没来（按天数判断，不做个性化）',
            en: 'No visit for {since} {since|day|days} (judged by days, without personalisation)',
          }
        : { zh: '已经 {since} 天没来（按天数判断）', en: 'No visit for {since} {since|day|days} (judged by days)' },
      values: { since },
    }
  const values = { since, days: why.rhythmDays ?? 0 }
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

const takenBack: Words = {
  zh: '消费记录已撤销，现在没有剩下的消费',
  en: 'Their purchases were taken back; none is left now',
}
const hiddenFromRole: Words = {
  zh: '多久没来、平时多久来一次：您的角色看不到',
  en: 'How long they have been away, and how often they come, is hidden from your role',
}
const hiddenFigure: Words = { zh: '您的角色看不到', en: 'hidden from your role' }

type Factor = { readonly key: 'risk' | 'value' | 'change'; readonly words: Words; readonly values?: WordValues }

/** What stands behind the three factors' figures, in the order in which they are multiplied. */
export function sayFactors({ why, basis, isOutdated, risk, value, changeable }: Entry): readonly Factor[] {
  return [
    { key: 'risk', words: risk === null ? hiddenFigure : isOutdated ? oldRisk : sayRisk(basis, why.gaps) },
    value === null ? { key: 'value', words: hiddenFigure } : { key: 'value', ...sayWorth(why) },
    changeable === null
      ? { key: 'change', words: hiddenFigure }
      : { key: 'change', words: sayChange(why), values: { fresh: Math.round((why.fresh ?? 1) * 100) } },
  ]
}

function sayWorth({ predicted, purchases }: Entry['why']): Said {
  if (predicted) return { words: { zh: '一年，若留住的预计消费', en: 'a year, expected if they stay' } }
  if (purchases === null) return { words: { zh: '一年，按过去平均', en: 'a year so far' } }
  return {
    words: { zh: '一年，按过去平均（共 {n} 次）', en: 'a year so far ({n} {n|purchase|purchases})' },
    values: { n: purchases },
  }
}

const oldRisk: Words = {
  zh: '的可能已经离开（列入名单时的预测；现在不再给出这个可能）',
  en: 'chance to be gone, predicted when they were listed; it is told no more',
}

/** Goes on behind a percentage. */
function sayRisk(basis: Entry['basis'], gaps: number | null): Words {
  if (basis === 'prediction')
    return { zh: '的可能已经离开（按列入名单时的预测）', en: 'chance to be gone, by the prediction when they were listed' }
  if (basis === 'days') return { zh: '的全店间隔都比这次短', en: 'of all customers’ gaps are shorter' }
  return gaps === 0
    ? { zh: '的客户第二次来得比这早', en: 'of customers come again sooner' }
    : { zh: '的间隔都比这次短', en: 'of their gaps are shorter' }
}

const consents: Readonly<Record<NonNullable<Entry['why']['consent']>, Words>> = {
  granted: { zh: '同意联系', en: 'agreed to be contacted' },
  unknown: { zh: '没说过能否联系', en: 'never said whether they may be contacted' },
  withdrawn: { zh: '拒绝营销联系', en: 'refused marketing' },
}

const notTooLate: Words = { zh: '还不算太晚', en: 'not too late yet' }
const harder: Words = { zh: '拖得越久越难（还剩 {fresh}%）', en: 'the longer away, the harder ({fresh}% left)' }

function sayChange({ consent, reachable, owned, complaint, fresh }: Entry['why']): Words {
  const parts: Words[] = [
    ...(consent === null ? [] : [consents[consent]]),
    ...(reachable === false ? [{ zh: '没有联系方式', en: 'no way to reach them' }] : []),
    ...(owned === null
      ? []
      : [owned ? { zh: '有负责人', en: 'somebody looks after them' } : { zh: '没有负责人', en: 'nobody looks after them' }]),
    ...(complaint ? [{ zh: '有未了结的来访可解决', en: 'something they asked for is still open' }] : []),
    ...(fresh === null ? [] : [fresh >= 0.8 ? notTooLate : harder]),
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
