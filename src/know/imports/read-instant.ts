import type { Parsed, Reading } from '../../core/entity/field-type.ts'
import { addDays, isLocalDate, startOfDay } from '../../core/kit/local-time.ts'
import { time } from '../../fields/time/time.ts'

const plain = /^\d{4}-\d{2}-\d{2}[ T](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/
const field = { type: 'time', label: { zh: '时间', en: 'Time' } } as const
const day = 86_400_000

/**
 * Reads a column's times. The usual way of writing one (`2026-01-05 08:26:00`) takes a short way, since asking the
 * calendar of a zone for each of millions of rows would cost more than all the rest: on a day without a clock change
 * it is asked once when that day begins.
 */
export function makeInstantReader(reading: Reading): (text: string) => Parsed {
  const days = new Map<string, number | null>()
  let last = ''
  let lastParsed: Parsed = { value: null }

  const read = (text: string): Parsed => {
    if (plain.test(text)) {
      const date = text.slice(0, 10)
      const known = days.get(date)
      const begins = known === undefined ? learn(date) : known
      if (begins !== null) {
        const seconds = Number(text.slice(11, 13)) * 3_600 + Number(text.slice(14, 16)) * 60 + Number(text.slice(17))
        return { value: new Date(begins + seconds * 1_000).toISOString() }
      }
    }
    return time.parse(text, field, reading)
  }

  const learn = (date: string): number | null => {
    const begins = beginningOf(date, reading.timeZone)
    if (days.size > 20_000) days.clear()
    days.set(date, begins)
    return begins
  }

  return (text) => {
    if (text !== last) {
      lastParsed = read(text)
      last = text
    }
    return lastParsed
  }
}

/** When the day begins, in milliseconds; null where the zone's clock changes on it or there is no such day. */
function beginningOf(date: string, timeZone: string): number | null {
  if (!isLocalDate(date) || date < '1850-01-01' || date >= '2200-01-01') return null
  const begins = startOfDay(date, timeZone).getTime()
  const ends = startOfDay(addDays(date, 1), timeZone).getTime()
  return ends - begins === day ? begins : null
}
