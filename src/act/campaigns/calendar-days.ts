import chineseDays from 'chinese-days'
import { addDays, daysBetween, type LocalDate } from '../../core/kit/local-time.ts'
import type { Words } from '../../core/kit/words.ts'
import { festivals, lunarDay } from '../journeys/triggers/festivals.ts'

/** What a day is in China: its lunar date, the festivals on it, and whether it is a day off, or one worked for another. */
export type CalendarDay = {
  readonly date: LocalDate
  readonly lunar: Words
  readonly festivals: Words[]
  readonly work: 'off' | 'work' | null
}

/** A day of the State Council's holidays is `off`, one worked in exchange is `work`; ordinary days and weekends are null. */
export function calendarDay(date: LocalDate): CalendarDay {
  const detail = chineseDays.getDayDetail(date)
  // An ordinary weekend is named after its weekday; only what the State Council arranged has a name of three parts.
  const isArranged = detail.name.includes(',')
  return {
    date,
    lunar: lunarDate(date),
    festivals: Object.values(festivals)
      .filter(({ isOn }) => isOn(date))
      .map(({ label }) => label),
    work: isArranged ? (detail.work ? 'work' : 'off') : null,
  }
}

/** The day alone, and the month on its first: 初五, 八月初一. */
function lunarDate(date: LocalDate): Words {
  const at = lunarDay(date)
  const ofMonth = at.getLunarMonth()
  const isFirst = at.getDay() === 1
  const number = `${ofMonth.isLeap() ? 'leap ' : ''}${ofMonth.getMonth()}`
  return { zh: isFirst ? ofMonth.getName() : at.getName(), en: isFirst ? `lunar month ${number}` : `lunar ${number}/${at.getDay()}` }
}

/** The days of a span, both ends included. */
export const daysOf = (from: LocalDate, to: LocalDate): LocalDate[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to)) + 1 }, (_, i) => addDays(from, i))
