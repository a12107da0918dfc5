import { durationSaid } from '../../../core/kit/duration.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { BenefitKind, Counting, Tier } from '../scheme.ts'
import type { MoveReason, Standing } from '../tier.ts'

export const countingWords: Record<Counting, { readonly name: Words; readonly help: Words }> = {
  year: {
    name: { zh: '近 12 个月', en: 'The last 12 months' },
    help: { zh: '每天向前滚动：一年以前的消费不再计入', en: 'Rolls on each day: what was bought more than a year ago counts no longer' },
  },
  'calendar-year': {
    name: { zh: '本自然年', en: 'This calendar year' },
    help: { zh: '每年 1 月 1 日从零开始累计', en: 'Begins at zero each 1 January' },
  },
  ever: { name: { zh: '累计全部', en: 'All time' }, help: { zh: '历史上的全部消费都计入', en: 'Everything ever bought counts' } },
}

export const benefitWords: Record<BenefitKind, Words> = {
  discount: { zh: '折扣', en: 'Discount' },
  gift: { zh: '礼品', en: 'Gift' },
  shipping: { zh: '配送', en: 'Delivery' },
  service: { zh: '服务', en: 'Service' },
  points: { zh: '积分', en: 'Points' },
  access: { zh: '优先权', en: 'Access' },
  other: { zh: '其他', en: 'Other' },
}

export const standingWords: Record<Standing, Words> = {
  holds: { zh: '条件成立', en: 'Earned' },
  lapsing: { zh: '条件已不成立，有效期内', en: 'No longer earned, still valid' },
  grace: { zh: '宽限期内', en: 'In grace' },
  fixed: { zh: '人工指定', en: 'Fixed by hand' },
}

export const reasonWords: Readonly<Record<MoveReason, Words>> = {
  first: { zh: '首次定级', en: 'found for the first time' },
  reached: { zh: '达到条件', en: 'its rule holds' },
  lost: { zh: '不再满足条件', en: 'the rule holds no longer' },
  'taken-back': { zh: '撤回了作为依据的记录', en: 'what it rested on was taken back' },
  scheme: { zh: '分级方案更新', en: 'a new scheme' },
  'by-hand': { zh: '人工指定', en: 'fixed by hand' },
  'fix-ended': { zh: '人工指定到期', en: 'the fixing by hand ended' },
  released: { zh: '撤销人工指定', en: 'the fixing by hand was undone' },
}

export function sayReason(reason: string): Words {
  const known = Object.entries(reasonWords).find(([key]) => key === reason)
  return known?.[1] ?? { zh: reason, en: reason }
}

/** How long a tier lasts, and what then. */
export function sayTerms({ validity, graceDays, down }: Pick<Tier, 'validity' | 'graceDays' | 'down'>): Words {
  const grace = durationSaid({ amount: graceDays, unit: 'days' })
  const how: Words =
    down.how === 'one-step'
      ? { zh: '逐级下降', en: 'one step at a time' }
      : { zh: '直接降到规则给出的等级', en: 'straight to what the rules give' }
  const lasting = sayValidity(validity)
  const when: Words =
    down.when === 'at-once' && validity.kind !== 'none'
      ? { zh: '；条件不成立时不等有效期结束', en: '; where the rule fails, without waiting for that' }
      : { zh: '', en: '' }
  return {
    zh: `${lasting.zh}${when.zh}${graceDays > 0 ? `；宽限 ${grace.zh}` : ''}；${how.zh}`,
    en: `${lasting.en}${when.en}${graceDays > 0 ? `; ${grace.en} of grace` : ''}; down ${how.en}`,
  }
}

function sayValidity(validity: Tier['validity']): Words {
  if (validity.kind === 'none') return { zh: '条件成立多久就保留多久', en: 'for as long as its rule holds' }
  if (validity.kind === 'days') return { zh: `有效 ${validity.days} 天`, en: `valid for ${validity.days} days` }
  if (validity.years === 0) return { zh: '有效至当年年底', en: 'valid to the end of the year' }
  if (validity.years === 1) return { zh: '有效至下一年年底', en: 'valid to the end of the next year' }
  return { zh: `有效至 ${validity.years} 年后的年底`, en: `valid to the end of the year ${validity.years} years on` }
}

/** The last day of a stretch that ends with this instant. */
export const lastDay = (end: string): Date => new Date(Date.parse(end) - 1)
