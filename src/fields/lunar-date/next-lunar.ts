import { LunarDay, LunarMonth, LunarYear, SolarDay } from 'tyme4ts'
import type { LocalDate } from '../../core/kit/local-time.ts'
import { type LunarParts, lunarParts, readLunarDate } from './read-lunar-date.ts'

const two = (n: number) => String(n).padStart(2, '0')

/**
 * The Gregorian day of a lunar one in this lunar year. Our rule where the year lacks it: a leap month that does not come
 * this year is kept in the ordinary month of its number, and a thirtieth of a month of 29 days on the twenty-ninth.
 */
function solarOf({ leap, month, day }: LunarParts, year: number): LocalDate {
  const isLeap = leap && LunarYear.fromYear(year).getLeapMonth() === month
  const number = isLeap ? -month : month
  const last = LunarMonth.fromYm(year, number).getDayCount()
  const solar = LunarDay.fromYmd(year, number, Math.min(day, last)).getSolarDay()
  return `${solar.getYear()}-${two(solar.getMonth())}-${two(solar.getDay())}`
}

/** The Gregorian day of a lunar one that is told with its year; null where the text says none, or the year lacks it. */
export function solarBirthday(text: string): LocalDate | null {
  const parts = lunarParts(readLunarDate(text) ?? '')
  const year = Number(/(?:18|19|20|21)\d{2}(?=年|[-/.])/.exec(text)?.[0])
  if (!parts || !year) return null
  const { leap, month, day } = parts
  if (leap && LunarYear.fromYear(year).getLeapMonth() !== month) return null
  return day <= LunarMonth.fromYm(year, leap ? -month : month).getDayCount() ? solarOf(parts, year) : null
}

/**
 * The first Gregorian day, from `from` on (itself included), on which this lunar day is kept.
 * @returns null for a text that is no lunar day
 */
export function nextLunar(lunar: string, from: LocalDate): LocalDate | null {
  const parts = lunarParts(lunar)
  if (!parts) return null
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number)
  const now = SolarDay.fromYmd(year, month, day).getLunarDay().getYear()
  for (let lunarYear = now; lunarYear <= now + 2; lunarYear++) {
    const solar = solarOf(parts, lunarYear)
    if (solar >= from) return solar
  }
  return null
}
