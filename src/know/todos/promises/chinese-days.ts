import { addDays } from '../../../core/kit/local-time.ts'
import { numberPattern, readNumber } from './chinese-number.ts'
import {
  comingDay,
  comingDayOfMonth,
  comingWeekday,
  type DayWord,
  dayIn,
  dayOfMonth,
  dayOfWeek,
  monthEnd,
  monthsLater,
  said,
  weekdayOf,
  workingDaysLater,
} from './moment.ts'

const weekdays = '一二三四五六日天末'
const weekdayNamed = (letter: string) => ({ 天: 6, 末: 6 })[letter] ?? weekdays.indexOf(letter)
const count = `(${numberPattern})`
const inside = '(?:以内|之内|内|以后|之后|后)'
const friday = 4

const nearDays: Readonly<Record<string, number>> = { 今: 0, 明: 1, 后: 2, 大后: 3 }

/** A number of `5号楼` or `2号线` counts houses and lines, not days. */
const notADay = '(?![楼线店房桌门机样色柜库仓院厅车铺位馆])'

/** Ways of naming a day in Chinese; the first that fits is taken, so longer ones stand first. */
export const chineseDays: readonly DayWord[] = [
  // The later of the two, for that is what was promised.
  { pattern: /[今明]后(?:两)?[天日]/y, read: (_, { today }) => ({ day: addDays(today, 2) }) },
  { pattern: /今明两?[天日]/y, read: (_, { today }) => ({ day: addDays(today, 1) }) },
  {
    pattern: /(大后|今|明|后)(?:天|日|儿|早|晚)/y,
    read: ([near = ''], { today }) => ({ day: addDays(today, nearDays[near] ?? 0) }),
  },
  {
    pattern: new RegExp(`${count}\\s*个?\\s*(?:小时|钟头)\\s*${inside}`, 'y'),
    read: ([n = ''], { now }) => later(now, (readNumber(n) ?? 0) * 60),
  },
  { pattern: new RegExp(`半个?\\s*(?:小时|钟头)\\s*${inside}`, 'y'), read: (_, { now }) => later(now, 30) },
  { pattern: new RegExp(`${count}\\s*分钟\\s*${inside}`, 'y'), read: ([n = ''], { now }) => later(now, readNumber(n) ?? 0) },
  {
    pattern: new RegExp(`${count}\\s*个?工作日\\s*${inside}?`, 'y'),
    read: ([n = ''], { today }) => ({ day: workingDaysLater(today, readNumber(n) ?? 0) }),
  },
  // 两三天内: the longer of the two, for that is what was promised.
  {
    pattern: new RegExp(`[一两二三四五六七八]([二三四五六七八九])\\s*[天日]\\s*${inside}`, 'y'),
    read: ([n = ''], { today }) => ({ day: addDays(today, readNumber(n) ?? 0) }),
  },
  {
    pattern: new RegExp(`${count}\\s*[天日]\\s*${inside}`, 'y'),
    read: ([n = ''], { today }) => ({ day: addDays(today, readNumber(n) ?? 0) }),
  },
  {
    pattern: new RegExp(`${count}\\s*个?\\s*(?:周|星期|礼拜)\\s*${inside}`, 'y'),
    read: ([n = ''], { today }) => ({ day: addDays(today, 7 * (readNumber(n) ?? 0)) }),
  },
  { pattern: /过[一两二]?几天|过些天/y, read: (_, { today }) => ({ day: addDays(today, 3) }) },
  {
    pattern: new RegExp(`(?:再)?过\\s*${count}\\s*[天日](?!${inside})`, 'y'),
    read: ([n = ''], { today }) => ({ day: addDays(today, readNumber(n) ?? 0) }),
  },
  {
    pattern: new RegExp(`(?:再)?过\\s*${count}\\s*个?\\s*(?:周|星期|礼拜)(?!${inside})`, 'y'),
    read: ([n = ''], { today }) => ({ day: addDays(today, 7 * (readNumber(n) ?? 0)) }),
  },
  {
    pattern: new RegExp(`(?:再)?过\\s*${count}\\s*个月(?!${inside})`, 'y'),
    read: ([n = ''], { today }) => ({ day: monthsLater(today, readNumber(n) ?? 0) }),
  },
  { pattern: new RegExp(`半个月\\s*${inside}`, 'y'), read: (_, { today }) => ({ day: addDays(today, 15) }) },
  {
    pattern: new RegExp(`${count}\\s*个月\\s*${inside}`, 'y'),
    read: ([n = ''], { today }) => ({ day: monthsLater(today, readNumber(n) ?? 0) }),
  },
  // What comes every week is no single promise.
  { pattern: /每个?(?:周|星期|礼拜|天|日|月|年)[一二三四五六日天末]?/y, read: () => null },
  // The past has no promises: 上周五 is passed over as a whole, so that 周五 in it is not read.
  { pattern: /上+(?:个)?(?:周|星期|礼拜)[一二三四五六日天末]?|上个?月(?:底|初|\d{1,2}[号日])?|昨[天日晚]|前[天日]/y, read: () => null },
  {
    pattern: /(下+)(?:一?个)?(?:周|星期|礼拜)([一二三四五六日天末])/y,
    read: ([next = '', letter = ''], { today }) => ({ day: dayOfWeek(today, weekdayNamed(letter), next.length) }),
  },
  {
    pattern: /(?:这|本)(?:一?个)?(?:周|星期|礼拜)([一二三四五六日天末])/y,
    read: ([letter = ''], { today }) => ({ day: dayOfWeek(today, weekdayNamed(letter), 0) }),
  },
  { pattern: /周末前|周末之前/y, read: (_, { today }) => ({ day: comingWeekday(today, friday) }) },
  {
    pattern: /(?:周|星期|礼拜)([一二三四五六日天末])/y,
    read: ([letter = ''], { today }) => ({ day: comingWeekday(today, weekdayNamed(letter)) }),
  },
  { pattern: /下(?:一?个)?(?:周|星期|礼拜)初/y, read: (_, { today }) => ({ day: dayOfWeek(today, 1, 1) }) },
  {
    pattern: /(下+)(?:一?个)?(?:周|星期|礼拜)(?:内|之内|里)?/y,
    read: ([next = ''], { today }) => ({ day: dayOfWeek(today, friday, next.length) }),
  },
  {
    pattern: /(?:这|本)(?:一?个)?(?:周|星期|礼拜)(?:内|之内|里)?/y,
    read: (_, { today }) => ({ day: dayOfWeek(today, weekdayOf(today) <= friday ? friday : 6, 0) }),
  },
  { pattern: /下(?:一?个)?月(?:底|末)/y, read: (_, { today }) => ({ day: monthEnd(today, 1) }) },
  { pattern: /下(?:一?个)?月初/y, read: (_, { today }) => said(dayOfMonth(today, 5, 1)) },
  { pattern: /下(?:一?个)?月中(?:旬)?/y, read: (_, { today }) => said(dayOfMonth(today, 15, 1)) },
  {
    pattern: new RegExp(`下(?:一?个)?月\\s*${count}\\s*[号日]${notADay}`, 'y'),
    read: ([n = ''], { today }) => said(dayOfMonth(today, readNumber(n) ?? 0, 1)),
  },
  { pattern: /(?:本|这个?)?月(?:底|末)/y, read: (_, { today }) => ({ day: monthEnd(today, 0) }) },
  { pattern: /(?:本|这个?)月(?:内|之内)/y, read: (_, { today }) => ({ day: monthEnd(today, 0) }) },
  { pattern: /下(?:一?个)?月/y, read: (_, { today }) => ({ day: monthEnd(today, 1) }) },
  { pattern: /(?:今年)?年底/y, read: (_, { today }) => said(dayIn(Number(today.slice(0, 4)), 12, 31)) },
  {
    pattern: /(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})(?:[号日]|(?!\d))/y,
    read: ([year, month, day]) => said(dayIn(Number(year), Number(month), Number(day))),
  },
  {
    pattern: new RegExp(`${count}\\s*月\\s*${count}\\s*[号日]?(?!\\d)`, 'y'),
    read: ([month = '', day = ''], { today }) => said(comingDay(today, readNumber(month) ?? 0, readNumber(day) ?? 0)),
  },
  // 7/1 前, 6.20 前: only so; 3/4 alone may be three quarters, and 6.20 a price.
  {
    pattern: /(\d{1,2})[./](\d{1,2})(?=\s*(?:之前|以前|前|[号日]))[号日]?/y,
    read: ([month, day], { today }) => said(comingDay(today, Number(month), Number(day))),
  },
  {
    pattern: new RegExp(`(?:本月|这个?月)?\\s*${count}\\s*[号日]${notADay}`, 'y'),
    read: ([n = ''], { today }) => said(comingDayOfMonth(today, readNumber(n) ?? 0)),
  },
]

const later = (now: Date, minutes: number) => (minutes > 0 ? { instant: new Date(now.getTime() + minutes * 60_000) } : null)
