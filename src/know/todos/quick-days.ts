import { addDays, daysBetween, localDate } from '../../core/kit/local-time.ts'
import type { Words } from '../../core/kit/words.ts'

/** The days that one taps most: today, tomorrow, the coming Friday, the coming Monday. */
export function quickDays(now: Date, timeZone: string): readonly { readonly day: string; readonly words: Words }[] {
  const today = localDate(now, timeZone)
  const weekday = ((daysBetween('2024-01-01', today) % 7) + 7) % 7
  const friday = { day: addDays(today, (4 - weekday + 7) % 7), words: { zh: '周五', en: 'Friday' } }
  const all = [
    { day: today, words: { zh: '今天', en: 'Today' } },
    { day: addDays(today, 1), words: { zh: '明天', en: 'Tomorrow' } },
    friday,
    { day: addDays(today, 7 - weekday), words: { zh: '下周一', en: 'Next Monday' } },
  ]
  return all.filter((one, at) => all.findIndex((other) => other.day === one.day) === at)
}
