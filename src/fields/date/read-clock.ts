import type { LocalDate } from '../../core/kit/local-time.ts'
import { wallInstant } from './wall-instant.ts'

const clock =
  /^[T,]? ?(上午|下午|中午|晚上|凌晨|am|pm)? ?(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2})(?:[.,](\d{1,9}))?)?[分秒]? ?(am|pm)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i

const two = (n: number): string => String(n).padStart(2, '0')

/** 1 to 12 with 下午 or pm → 0 to 23; an impossible pairing gives null. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (!half) return hour < 24 ? hour : null
  const mark = half.toLowerCase()
  if (hour > 12) return hour < 24 && mark !== 'am' && mark !== 'pm' ? hour : null
  const afternoon = mark === 'pm' || mark === '下午' || mark === '晚上'
  if (mark === '中午') return hour === 12 ? 12 : hour + 12
  return (hour % 12) + (afternoon ? 12 : 0)
}

function offsetMinutes(zone: string): number | null {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return minutes <= 14 * 60 && Number(match[3]) < 60 ? (match[1] === '-' ? -minutes : minutes) : null
}

/**
 * The instant of a day and a time of day as written behind it: `8:26`, `T08:26:00.5Z`, `下午3:05`, `3:05 PM`.
 * Without an offset it is the wall clock of `timeZone`.
 */
export function readClock(day: LocalDate, text: string, timeZone: string): Date | null {
  const match = clock.exec(text)
  if (!match) return null
  const hour = hourOf(Number(match[2]), match[1] ?? match[6])
  const minute = Number(match[3] ?? 0)
  const second = Number(match[4] ?? 0)
  if (hour === null || minute > 59 || second > 59) return null
  const milliseconds = Math.floor(Number(`0.${match[5] ?? 0}`) * 1000)
  const time = `${two(hour)}:${two(minute)}:${two(second)}`
  if (!match[7]) return new Date(wallInstant(day, hour, minute, second, timeZone).getTime() + milliseconds)
  const offset = offsetMinutes(match[7])
  return offset === null ? null : new Date(Date.parse(`${day}T${time}Z`) + milliseconds - offset * 60_000)
}
