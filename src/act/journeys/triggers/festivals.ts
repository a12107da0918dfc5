import { type LunarDay, SolarDay } from 'tyme4ts'
import { addDays, type LocalDate } from '../../../core/kit/local-time.ts'
import type { Words } from '../../../core/kit/words.ts'

type Festival = { readonly label: Words; readonly isOn: (day: LocalDate) => boolean }

const solar = (monthDay: string) => (day: LocalDate) => day.slice(5) === monthDay
const solarDay = (day: LocalDate) => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return SolarDay.fromYmd(year, month, date)
}
let last: { readonly day: LocalDate; readonly at: LunarDay } | null = null

/** The lunar date of a day. It takes long to find, and one festival after the other asks for the same day's: the last is kept. */
export function lunarDay(day: LocalDate): LunarDay {
  if (last?.day !== day) last = { day, at: solarDay(day).getLunarDay() }
  return last.at
}
const lunar = (month: number, date: number) => (day: LocalDate) => {
  const at = lunarDay(day)
  // A leap month's number is negative: no festival is kept in it.
  return at.getLunarMonth().getMonthWithLeap() === month && at.getDay() === date
}
const term = (name: string) => (day: LocalDate) => {
  const at = solarDay(day).getTermDay()
  return at.getDayIndex() === 0 && at.getSolarTerm().getName() === name
}
/** The nth Sunday of a month. */
const sunday = (month: number, nth: number) => (day: LocalDate) =>
  Number(day.slice(5, 7)) === month && new Date(`${day}T00:00:00Z`).getUTCDay() === 0 && Math.ceil(Number(day.slice(8)) / 7) === nth

/** Festivals on which Chinese firms write to their customers. */
export const festivals: Readonly<Record<string, Festival>> = {
  'new-year': { label: { zh: '元旦', en: 'New Year’s Day' }, isOn: solar('01-01') },
  'new-years-eve': {
    label: { zh: '除夕', en: 'Chinese New Year’s Eve' },
    // No lunar month is shorter than 29 days.
    isOn: (day) => lunarDay(day).getDay() >= 29 && lunar(1, 1)(addDays(day, 1)),
  },
  'spring-festival': { label: { zh: '春节', en: 'Spring Festival' }, isOn: lunar(1, 1) },
  lantern: { label: { zh: '元宵节', en: 'Lantern Festival' }, isOn: lunar(1, 15) },
  valentine: { label: { zh: '情人节', en: 'Valentine’s Day' }, isOn: solar('02-14') },
  'womens-day': { label: { zh: '妇女节', en: 'Women’s Day' }, isOn: solar('03-08') },
  qingming: { label: { zh: '清明节', en: 'Qingming' }, isOn: term('清明') },
  labour: { label: { zh: '劳动节', en: 'Labour Day' }, isOn: solar('05-01') },
  'mothers-day': { label: { zh: '母亲节', en: 'Mother’s Day' }, isOn: sunday(5, 2) },
  'childrens-day': { label: { zh: '儿童节', en: 'Children’s Day' }, isOn: solar('06-01') },
  'dragon-boat': { label: { zh: '端午节', en: 'Dragon Boat Festival' }, isOn: lunar(5, 5) },
  'fathers-day': { label: { zh: '父亲节', en: 'Father’s Day' }, isOn: sunday(6, 3) },
  qixi: { label: { zh: '七夕', en: 'Qixi' }, isOn: lunar(7, 7) },
  'teachers-day': { label: { zh: '教师节', en: 'Teachers’ Day' }, isOn: solar('09-10') },
  'mid-autumn': { label: { zh: '中秋节', en: 'Mid-Autumn Festival' }, isOn: lunar(8, 15) },
  'national-day': { label: { zh: '国庆节', en: 'National Day' }, isOn: solar('10-01') },
  'double-ninth': { label: { zh: '重阳节', en: 'Double Ninth' }, isOn: lunar(9, 9) },
  'double-eleven': { label: { zh: '双十一', en: 'Double Eleven' }, isOn: solar('11-11') },
  'winter-solstice': { label: { zh: '冬至', en: 'Winter Solstice' }, isOn: term('冬至') },
  christmas: { label: { zh: '圣诞节', en: 'Christmas' }, isOn: solar('12-25') },
  laba: { label: { zh: '腊八节', en: 'Laba' }, isOn: lunar(12, 8) },
}
