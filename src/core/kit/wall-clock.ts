import type { LocalDate } from './local-time.ts'
import type { Words } from './words.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const kept = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}:\d{2}))?$/

/**
 * A day, with the hour or without, as it is kept in reasons and facts (`2026-11-23 09:00`, `2026-11-03`), as readers write it.
 * Null for any other text.
 */
export function sayWallClock(text: string): Words | null {
  const [, year, month, day, clock] = kept.exec(text) ?? []
  const name = months[Number(month) - 1]
  if (!year || !day || !name) return null
  return {
    zh: `${year}年${Number(month)}月${Number(day)}日${clock ? ` ${clock}` : ''}`,
    en: `${Number(day)} ${name} ${year}${clock ? `, ${clock}` : ''}`,
  }
}

/** The same of a day and a time of day. */
export const wallClock = (day: LocalDate, time: string): Words =>
  sayWallClock(`${day} ${time}`) ?? { zh: `${day} ${time}`, en: `${day} ${time}` }
