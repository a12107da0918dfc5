import { addDays, daysBetween, instantOf, localDate, type LocalDate } from '../../core/kit/local-time.ts'
import type { CampaignTime } from './definition.ts'

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (date: LocalDate): number => (((daysBetween('1970-01-05', date) % 7) + 7) % 7) + 1

const monthOf = (date: LocalDate) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1

function lastDay(date: LocalDate): number {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Whether a repeated campaign is sent on this local day. */
export function fallsOn(when: CampaignTime, date: LocalDate): boolean {
  if (when.kind === 'now') return false
  if (when.kind === 'at') return when.date === date
  if (date < when.from || (when.until !== undefined && date > when.until)) return false
  if (when.kind === 'weekly') {
    const begin = addDays(when.from, 1 - weekdayOf(when.from))
    return when.days.includes(weekdayOf(date)) && Math.floor(daysBetween(begin, date) / 7) % when.every === 0
  }
  if ((monthOf(date) - monthOf(when.from)) % when.every !== 0) return false
  const [day, last] = [Number(date.slice(8, 10)), lastDay(date)]
  return when.days.includes(day) || (day === last && when.days.some((one) => one > last))
}

/** The longest that two times of one campaign lie apart: the 31st of every twelfth month, and a little. */
const farthest = 400

/**
 * When it is sent next, strictly after an instant; null when never again. `now` is sent when it is started and so has no
 * next time of its own.
 */
export function nextTime(when: CampaignTime, after: Date, timeZone: string): Date | null {
  if (when.kind === 'now') return null
  const first = localDate(after, timeZone)
  const from = when.kind === 'at' ? when.date : when.from > first ? when.from : first
  for (let i = 0; i <= farthest; i++) {
    const date = addDays(from, i)
    if (when.kind === 'at' ? i > 0 : when.until !== undefined && date > when.until) return null
    const at = fallsOn(when, date) ? instantOf(date, when.time, timeZone) : null
    if (at !== null && at > after) return at
  }
  return null
}

/** All times from an instant (included) to another (left out), 400 at most. */
export function timesBetween(when: CampaignTime, from: Date, to: Date, timeZone: string): Date[] {
  const times: Date[] = []
  let at = nextTime(when, new Date(from.getTime() - 1), timeZone)
  while (at !== null && at < to && times.length < 400) {
    times.push(at)
    at = nextTime(when, at, timeZone)
  }
  return times
}
