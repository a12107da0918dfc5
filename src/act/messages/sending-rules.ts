import type { SendingSettings } from '../../know/shop/settings.ts'
import { addDays, instantOf, localDate, localHour } from '../../core/kit/local-time.ts'

const hoursOf = (time: string) => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours + minutes / 60
}

/** When the quiet hours in which `now` lies end, or null when it is not quiet. */
export function quietUntil(now: Date, rules: SendingSettings, timeZone: string): Date | null {
  const from = hoursOf(rules.quietFrom)
  const to = hoursOf(rules.quietTo)
  const hour = localHour(now, timeZone)
  const isQuiet = from <= to ? hour >= from && hour < to : hour >= from || hour < to
  if (!isQuiet) return null
  const today = localDate(now, timeZone)
  return instantOf(hour < to ? today : addDays(today, 1), rules.quietTo.padStart(5, '0'), timeZone)
}

const minute = 60_000

/** Waiting times after the first, second, … try that the server put off: about 22 hours in all. */
const gaps = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * minute)

/** When to try again after so many tries; null: give up. */
export function nextTry(tries: number, now: Date): Date | null {
  const gap = gaps[tries - 1]
  return gap === undefined ? null : new Date(now.getTime() + gap)
}
