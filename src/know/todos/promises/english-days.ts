import { addDays } from '../../../core/kit/local-time.ts'
import {
  comingDay,
  comingDayOfMonth,
  comingWeekday,
  type DayWord,
  dayIn,
  dayOfWeek,
  monthEnd,
  monthsLater,
  said,
  weekdayOf,
  workingDaysLater,
} from './moment.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekday = '(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?'
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const count = `(\\d{1,3}|an?|a couple of|${numbers.slice(1).join('|')})`
const before = '\\b(?:(?:by|on|before|until|till|within|in|no later than)\\s+)?(?:the\\s+)?'

const weekdayNamed = (name = '') => weekdays.indexOf(name.slice(0, 3).toLowerCase())
const monthNamed = (name = '') => months.indexOf(name.slice(0, 3).toLowerCase()) + 1

function countOf(text = ''): number {
  const plain = text.toLowerCase()
  if (/^\d+$/.test(plain)) return Number(plain)
  if (plain === 'a couple of') return 2
  return plain === 'a' || plain === 'an' ? 1 : Math.max(0, numbers.indexOf(plain))
}

const word = (pattern: string, read: DayWord['read']): DayWord => ({ pattern: new RegExp(pattern, 'iy'), read })

const friday = 4

/** Ways of naming a day in English; the first that fits is taken, so longer ones stand first. */
export const englishDays: readonly DayWord[] = [
  word('\\b(?:yesterday|last\\s+(?:night|week|month|year|' + weekday + ')|\\w+\\s+days?\\s+ago)\\b', () => null),
  word(`${before}day after tomorrow\\b`, (_, { today }) => ({ day: addDays(today, 2) })),
  word(`${before}tomorrow\\b`, (_, { today }) => ({ day: addDays(today, 1) })),
  word(`${before}(?:today|tonight|end of (?:the )?day|eod|cob|close of business)\\b`, (_, { today }) => ({ day: today })),
  word(`${before}(?:end of (?:the |this )?week|eow)\\b`, (_, { today }) => ({ day: comingWeekday(today, friday) })),
  word(`${before}end of next week\\b`, (_, { today }) => ({ day: dayOfWeek(today, friday, 1) })),
  word(`${before}end of next month\\b`, (_, { today }) => ({ day: monthEnd(today, 1) })),
  word(`${before}(?:end of (?:the |this )?month|eom|month[- ]end)\\b`, (_, { today }) => ({ day: monthEnd(today, 0) })),
  word(`${before}(?:end of (?:the |this )?year)\\b`, (_, { today }) => said(dayIn(Number(today.slice(0, 4)), 12, 31))),
  word(`\\b(?:in|within)\\s+(?:the next\\s+)?${count}\\s+(?:hours?|hrs?)\\b`, ([n], { now }) => later(now, countOf(n) * 60)),
  word('\\b(?:in|within)\\s+half an hour\\b', (_, { now }) => later(now, 30)),
  word(`\\b(?:in|within)\\s+(?:the next\\s+)?${count}\\s+(?:minutes?|mins?)\\b`, ([n], { now }) => later(now, countOf(n))),
  word(`\\b(?:in|within)\\s+(?:the next\\s+)?${count}\\s+(?:working|business)\\s+days?\\b`, ([n], { today }) => ({
    day: workingDaysLater(today, countOf(n)),
  })),
  word(`\\b(?:in|within)\\s+(?:the next\\s+)?${count}\\s+days?\\b`, ([n], { today }) => ({ day: addDays(today, countOf(n)) })),
  word(`\\b(?:in|within)\\s+(?:the next\\s+)?${count}\\s+weeks?\\b`, ([n], { today }) => ({ day: addDays(today, 7 * countOf(n)) })),
  word(`\\b(?:in|within)\\s+(?:the next\\s+)?${count}\\s+months?\\b`, ([n], { today }) => ({ day: monthsLater(today, countOf(n)) })),
  word(`${before}next\\s+${weekday}\\b`, ([name], { today }) => ({ day: dayOfWeek(today, weekdayNamed(name), 1) })),
  word(`${before}this\\s+${weekday}\\b`, ([name], { today }) => ({ day: dayOfWeek(today, weekdayNamed(name), 0) })),
  word(`${before}${weekday}\\s+(?:next week)\\b`, ([name], { today }) => ({ day: dayOfWeek(today, weekdayNamed(name), 1) })),
  word(`${before}next week\\b`, (_, { today }) => ({ day: dayOfWeek(today, friday, 1) })),
  word(`${before}this week\\b`, (_, { today }) => ({ day: dayOfWeek(today, weekdayOf(today) <= friday ? friday : 6, 0) })),
  word(`${before}next month\\b`, (_, { today }) => ({ day: monthEnd(today, 1) })),
  word(`${before}(\\d{4})-(\\d{2})-(\\d{2})\\b`, ([y, m, d]) => said(dayIn(Number(y), Number(m), Number(d)))),
  word(`${before}${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)`, ([name, d], { today }) =>
    said(comingDay(today, monthNamed(name), Number(d))),
  ),
  word(`${before}(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${month}\\b`, ([d, name], { today }) =>
    said(comingDay(today, monthNamed(name), Number(d))),
  ),
  // Of 30/06 and 6/30 one part can only be the day; 05/06 is two days at once and read as none.
  word('\\b(?:by|on|before|until)\\s+(\\d{1,2})/(\\d{1,2})\\b(?!/)', ([a, b], { today }) => said(onlyDay(today, Number(a), Number(b)))),
  word('\\b(?:by|on|before|until)\\s+the\\s+(\\d{1,2})(?:st|nd|rd|th)\\b', ([d], { today }) => said(comingDayOfMonth(today, Number(d)))),
  // A bare "sun" or "sat" is a word of its own more often than a day.
  word('\\b(?:by|on|before|until|till)\\s+' + weekday + '\\b', ([name], { today }) => ({ day: comingWeekday(today, weekdayNamed(name)) })),
  word('\\b(mon|tues|wednes|thurs|fri|satur|sun)day\\b', ([name], { today }) => ({ day: comingWeekday(today, weekdayNamed(name)) })),
]

const onlyDay = (today: string, a: number, b: number) =>
  a > 12 && b <= 12 ? comingDay(today, b, a) : b > 12 && a <= 12 ? comingDay(today, a, b) : a === b ? comingDay(today, a, b) : null

const later = (now: Date, minutes: number) => (minutes > 0 ? { instant: new Date(now.getTime() + minutes * 60_000) } : null)
