import type { Words } from './words.ts'

export const durationUnits = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'] as const
export type DurationUnit = (typeof durationUnits)[number]

/** A length of time kept as it was said: "3 months" stays three months whatever the calendar. */
export type Duration = { readonly amount: number; readonly unit: DurationUnit }

export const durationWords: Record<DurationUnit, Words> = {
  minutes: { zh: '分钟', en: 'minutes' },
  hours: { zh: '小时', en: 'hours' },
  days: { zh: '天', en: 'days' },
  weeks: { zh: '周', en: 'weeks' },
  months: { zh: '个月', en: 'months' },
  years: { zh: '年', en: 'years' },
}

const singular: Record<DurationUnit, string> = {
  minutes: 'minute',
  hours: 'hour',
  days: 'day',
  weeks: 'week',
  months: 'month',
  years: 'year',
}

/** "3 个月" / "3 months" / "1 day". */
export function durationSaid(d: Duration): Words {
  return {
    zh: `${d.amount} ${durationWords[d.unit].zh}`,
    en: `${d.amount} ${d.amount === 1 ? singular[d.unit] : durationWords[d.unit].en}`,
  }
}

const fixed: Partial<Record<DurationUnit, number>> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 }

/** Same day of the month, `months` away in UTC; the 31st becomes the last day of a shorter month. */
function addMonths(at: Date, months: number): Date {
  const day = at.getUTCDate()
  const moved = new Date(at)
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(day, last))
  return moved
}

export function addDuration(at: Date, d: Duration): Date {
  const length = fixed[d.unit]
  if (length !== undefined) return new Date(at.getTime() + d.amount * length)
  return addMonths(at, d.unit === 'years' ? d.amount * 12 : d.amount)
}

export function subtractDuration(at: Date, d: Duration): Date {
  return addDuration(at, { amount: -d.amount, unit: d.unit })
}
