import type { Parsed, Reading } from '../../core/entity/field-type.ts'
import { addDays, isLocalDate, startOfDay } from '../../core/kit/local-time.ts'
import { time } from '../../fields/time/time.ts'

const plain = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?$/
const field = { type: 'time', label: { zh: '时间', en: 'Time' } } as const
const day = 86_400_000

/**
 * Reads a column's times. The usual way of writing one (`2026-01-05 08:26:00`) takes a short way, since asking the
 * calendar of a zone for each of millions of rows would cost more than all the rest: on a day without a clock change
 * the zone's distance from UTC is asked once.
 */
export function makeInstantReader(reading: Reading): (text: string) => Parsed {
  const distances = new Map<string, number | null>()
  let last = ''
  let lastParsed: Parsed = { value: null }

  const read = (text: string): Parsed => {
    const match = plain.exec(text)
    if (match) {
      const [, date = '', hour = '', minute = '', second = '0'] = match
      const distance = distances.has(date) ? distances.get(date) : learn(date)
      if (distance !== null && distance !== undefined && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60) {
        return {
          value: new Date(
            Date.parse(`${date}T00:00:00Z`) + Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000 - distance,
          ).toISOString(),
        }
      }
    }
    return time.parse(text, field, reading)
  }

  const learn = (date: string): number | null => {
    const distance = distanceOn(date, reading.timeZone)
    if (distances.size > 20_000) distances.clear()
    distances.set(date, distance)
    return distance
  }

  return (text) => {
    if (text !== last) {
      lastParsed = read(text)
      last = text
    }
    return lastParsed
  }
}

/** Milliseconds that the zone is ahead of UTC all day long, or null when that changes or there is no such day. */
function distanceOn(date: string, timeZone: string): number | null {
  if (!isLocalDate(date) || date < '1850-01-01' || date >= '2200-01-01') return null
  const begins = startOfDay(date, timeZone).getTime()
  const ends = startOfDay(addDays(date, 1), timeZone).getTime()
  return ends - begins === day ? Date.parse(`${date}T00:00:00Z`) - begins : null
}
