import { addDays, instantOf, localDate } from '../../core/kit/local-time.ts'
import type { Words } from '../../core/kit/words.ts'
import type { Jurisdiction } from './privacy.ts'
import { addMonths, addWorkdays, knowsHolidays } from './workdays.ts'

export type Clock = { readonly timeZone: string; readonly workdays: number }

const otherDays = 30

/** The end of the last day on which a request may be answered. */
export function dueOf(jurisdiction: Jurisdiction, receivedAt: Date, { timeZone, workdays }: Clock): Date {
  const day = localDate(receivedAt, timeZone)
  const last = jurisdiction === 'cn' ? addWorkdays(day, workdays) : jurisdiction === 'eu' ? addMonths(day, 1) : addDays(day, otherDays)
  return instantOf(last, '23:59', timeZone)
}

/** GDPR 12(3): two further months. Other laws know no extension. */
export function extendedDueOf(jurisdiction: Jurisdiction, receivedAt: Date, timeZone: string): Date | null {
  return jurisdiction === 'eu' ? instantOf(addMonths(localDate(receivedAt, timeZone), 3), '23:59', timeZone) : null
}

/** How the time was counted, for whoever reads it. */
export function clockNote(jurisdiction: Jurisdiction, due: Date, { timeZone, workdays }: Clock): Words {
  if (jurisdiction === 'eu') return { zh: '自收到之日起一个月，遇周末顺延', en: 'One month from receipt, moved on from a weekend' }
  if (jurisdiction === 'other') return { zh: '自收到之日起 30 天', en: '30 days from receipt' }
  return knowsHolidays(Number(localDate(due, timeZone).slice(0, 4)))
    ? {
        zh: `${workdays} 个工作日，已按国务院放假和调休安排计算`,
        en: `${workdays} working days, by the public holidays of China and the days worked in their place`,
      }
    : {
        zh: `${workdays} 个工作日；期限所在年份的放假安排尚未公布，只按周一至周五计算`,
        en: `${workdays} working days; the holidays of that year are not known yet, so Monday to Friday are counted`,
      }
}
