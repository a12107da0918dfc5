import { canonicalProvince } from '../../core/china/places.ts'
import chineseDays from 'chinese-days'
import { addDays, instantOf, localDate, localHour, startOfDay } from '../../core/kit/local-time.ts'
import type { SendingSettings } from '../../know/shop/settings.ts'
import type { DayHours } from '../channels/channel-kind.ts'
import { channelKindOf } from '../channels/channel-kinds.ts'
import type { AttentionSettings, FestivalName } from './attention-settings.ts'

/** Why marketing waits, and until when. */
export type Wait = { readonly code: 'quiet-hours' | 'channel-hours' | 'festival'; readonly until: Date; readonly name?: string }

type Rules = { readonly sending: SendingSettings; readonly attention: AttentionSettings }

const hoursOf = (time: string) => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours + minutes / 60
}

/** When the hours between which it is quiet end, where `now` lies in them. The same time twice is never quiet. */
export function endOfQuiet(now: Date, quiet: DayHours, timeZone: string): Date | null {
  const from = hoursOf(quiet.from)
  const to = hoursOf(quiet.to)
  const hour = localHour(now, timeZone)
  const isQuiet = from <= to ? hour >= from && hour < to : hour >= from || hour < to
  if (!isQuiet) return null
  const today = localDate(now, timeZone)
  const end = instantOf(hour < to ? today : addDays(today, 1), quiet.to.padStart(5, '0'), timeZone)
  // On the night on which the clock is put back the same hour comes twice: it is over when the second one is.
  return end > now ? end : new Date(now.getTime() + 3_600_000)
}

/** The hours at which a channel's marketing may leave: what the firm set, else the usual, and never outside the hard ones. */
export function allowedHours(channel: string, attention: AttentionSettings): DayHours[] {
  const limits = channelKindOf(channel)?.limits
  const set = Object.entries(attention.hours).find(([name]) => name === channel)?.[1]
  // E-mail has always gone by the quiet hours of the sending settings alone.
  const usual = channel === 'email' ? undefined : limits?.usualHours
  return [set ?? usual, limits?.hardHours].flatMap((hours) => (hours ? [hours] : []))
}

/** The day off that this local day is, of those that the firm keeps quiet; the days worked in exchange are none. */
export function festivalOn(date: string, festivals: readonly string[]): string | null {
  if (festivals.length === 0) return null
  const { work, name } = chineseDays.getDayDetail(date)
  // `Spring Festival,春节,4` on a statutory day, the name of the weekday on any other.
  const [, chinese] = name.split(',')
  const festival = isPublished(date) ? (work ? undefined : chinese) : festivalItself(date)
  return festival !== undefined && festivals.includes(festival) ? festival : null
}

/** Whether the State Council's notice of the year's days off is in the calendar; it comes out in the November before. */
const isPublished = (date: string) => chineseDays.getDayDetail(`${date.slice(0, 4)}-10-01`).name.includes(',')

/** Of a year without a notice the days themselves, without those around them. */
function festivalItself(date: string): FestivalName | undefined {
  const day = date.slice(5)
  if (day === '01-01') return '元旦'
  if (day === '05-01') return '劳动节'
  if (day >= '10-01' && day <= '10-03') return '国庆节'
  if (date === chineseDays.getSolarTermDate(Number(date.slice(0, 4)), 4, 'pure_brightness')) return '清明'
  const { lunarMon, lunarDay, isLeap } = chineseDays.getLunarDate(date)
  if (isLeap) return undefined
  if (lunarMon === 1 && lunarDay <= 3) return '春节'
  if (lunarMon === 5 && lunarDay === 5) return '端午'
  return lunarMon === 8 && lunarDay === 15 ? '中秋' : undefined
}

function waitAt(at: Date, channel: string, { sending, attention }: Rules, timeZone: string): Wait | null {
  const quiet = endOfQuiet(at, { from: sending.quietFrom, to: sending.quietTo }, timeZone)
  if (quiet) return { code: 'quiet-hours', until: quiet }
  for (const { from, to } of allowedHours(channel, attention)) {
    const closed = endOfQuiet(at, { from: to, to: from }, timeZone)
    if (closed) return { code: 'channel-hours', until: closed }
  }
  const today = localDate(at, timeZone)
  const festival = festivalOn(today, attention.festivals)
  return festival === null ? null : { code: 'festival', until: startOfDay(addDays(today, 1), timeZone), name: festival }
}

/**
 * Until when marketing and surveys by this channel must wait, all rules together; null when they may leave now. The reason
 * is the first that holds; `until` is when the last of them lets go.
 */
export function waitFor(now: Date, channel: string, rules: Rules, timeZone: string): Wait | null {
  const first = waitAt(now, channel, rules, timeZone)
  let last = first
  // Holidays of eight days with their nights: far fewer steps than this.
  for (let steps = 0; last && steps < 100; steps++) {
    const next = waitAt(last.until, channel, rules, timeZone)
    if (!next) return first && { ...first, until: last.until }
    last = next
  }
  return first && last && { ...first, until: last.until }
}

export const chinaZone = 'Asia/Shanghai'

/** The customer's own clock: all of China keeps one time. Of a place elsewhere the shop's is taken. */
export function zoneOf(province: string | null, shopZone: string): string {
  return province !== null && /(省|市|自治区|特别行政区)$/.test(canonicalProvince(province)) ? chinaZone : shopZone
}
