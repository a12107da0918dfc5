import chineseDays from 'chinese-days'
import { z } from 'zod'
import type { Option } from '../../../core/entity/field.ts'
import { addDays, type LocalDate } from '../../../core/kit/local-time.ts'

export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** A day is long enough for a server that stood still overnight; a greeting two days late is none. */
export const graceHours = z.int().min(1).max(168).default(24)

const workdayRules = ['any', 'only', 'next'] as const
export const workdays = z.enum(workdayRules).default('any')

/** What is done on a day that is no working day in China, 调休 counted. */
export const workdayOptions: readonly Option[] = [
  { value: 'any', label: { zh: '不论是否工作日', en: 'On any day' } },
  { value: 'only', label: { zh: '仅工作日（含调休上班日），其余跳过', en: 'On working days only (调休 counted); other days are skipped' } },
  { value: 'next', label: { zh: '遇休息日顺延到下一个工作日', en: 'Moved to the next working day' } },
]

/** Longer than any holiday: whoever is moved does not come from further back. */
const longestHoliday = 15

/** The days whose people are served on this one: itself, and with `next` the days off right before it. */
export function daysServed(day: LocalDate, rule: (typeof workdayRules)[number]): readonly LocalDate[] {
  if (rule === 'any') return [day]
  if (!chineseDays.isWorkday(day)) return []
  const days = [day]
  if (rule === 'only') return days
  for (let back = 1; back <= longestHoliday; back++) {
    const before = addDays(day, -back)
    if (chineseDays.isWorkday(before)) break
    days.push(before)
  }
  return days
}
