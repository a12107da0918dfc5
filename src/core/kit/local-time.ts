/** A calendar day as `YYYY-MM-DD`. */
export type LocalDate = string

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let made = formatters.get(timeZone)
  if (!made) {
    made = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
    formatters.set(timeZone, made)
  }
  return made
}

function partsAt(at: Date, timeZone: string): Record<string, number> {
  return Object.fromEntries(
    formatterFor(timeZone)
      .formatToParts(at)
      .map((p) => [p.type, Number(p.value)]),
  )
}

/** The day that it is in this zone at this instant. */
export function localDate(at: Date, timeZone: string): LocalDate {
  const p = partsAt(at, timeZone)
  return `${String(p.year).padStart(4, '0')}-${String(p.month).padStart(2, '0')}-${String(p.day).padStart(2, '0')}`
}

/** Hours since local midnight, with fraction. */
export function localHour(at: Date, timeZone: string): number {
  const p = partsAt(at, timeZone)
  return (p.hour ?? 0) + (p.minute ?? 0) / 60
}

/** What a wall clock in this zone shows, as `HH:MM`. */
export function localTime(at: Date, timeZone: string): string {
  const p = partsAt(at, timeZone)
  return `${String(p.hour).padStart(2, '0')}:${String(p.minute).padStart(2, '0')}`
}

/** Milliseconds that the zone's clock is ahead of UTC at this instant. */
function offsetAt(at: Date, timeZone: string): number {
  const p = partsAt(at, timeZone)
  const asUtc = Date.UTC(p.year ?? 0, (p.month ?? 1) - 1, p.day ?? 1, p.hour ?? 0, p.minute ?? 0, p.second ?? 0)
  return asUtc - Math.floor(at.getTime() / 1000) * 1000
}

/**
 * The instant at which a wall clock in this zone shows this day and time. A time that a clock change skips becomes the
 * instant after the change; one that occurs twice is the first.
 */
export function instantOf(date: LocalDate, time: string, timeZone: string): Date {
  const wall = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`)
  const first = new Date(wall - offsetAt(new Date(wall), timeZone))
  const second = new Date(wall - offsetAt(first, timeZone))
  return second
}

export function startOfDay(date: LocalDate, timeZone: string): Date {
  return instantOf(date, '00:00:00', timeZone)
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text
}

/** A place's name, e.g. Asia/Shanghai. Offsets like +08:00 are none: PostgreSQL reads their sign the other way round. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    formatterFor(name)
    return true
  } catch {
    return false
  }
}

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
