import { instantOf, type LocalDate } from '../../core/kit/local-time.ts'

const two = (n: number): string => String(n).padStart(2, '0')

/** Starts of wall-clock hours, by zone, day and hour. Rows of a file share their hours, and asking Intl costs 15 µs. */
const hours = new Map<string, number | null>()
const mostHours = 50_000

/** The start of an hour when the whole hour runs evenly, null when the clocks change within it. */
function startOfHour(day: LocalDate, hour: number, timeZone: string): number | null {
  const key = `${timeZone} ${day} ${hour}`
  const known = hours.get(key)
  if (known !== undefined) return known
  const start = instantOf(day, `${two(hour)}:00:00`, timeZone).getTime()
  const end = instantOf(day, `${two(hour)}:59:59`, timeZone).getTime()
  const even = end - start === 3_599_000 ? start : null
  if (hours.size >= mostHours) hours.clear()
  hours.set(key, even)
  return even
}

/** The instant at which a wall clock in this zone shows this day and time; the same as `instantOf`, for many. */
export function wallInstant(day: LocalDate, hour: number, minute: number, second: number, timeZone: string): Date {
  const start = startOfHour(day, hour, timeZone)
  if (start !== null) return new Date(start + (minute * 60 + second) * 1000)
  return instantOf(day, `${two(hour)}:${two(minute)}:${two(second)}`, timeZone)
}
