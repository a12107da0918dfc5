import type { SendingSettings } from '../../know/shop/settings.ts'
import { endOfQuiet } from '../attention/quiet-times.ts'

/** When the quiet hours in which `now` lies end, or null when it is not quiet. */
export function quietUntil(now: Date, rules: SendingSettings, timeZone: string): Date | null {
  return endOfQuiet(now, { from: rules.quietFrom, to: rules.quietTo }, timeZone)
}

const minute = 60_000

/** Waiting times after the first, second, … try that the server put off: about 22 hours in all. */
const gaps = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * minute)

/** When to try again after so many tries; null: give up. */
export function nextTry(tries: number, now: Date): Date | null {
  const gap = gaps[tries - 1]
  return gap === undefined ? null : new Date(now.getTime() + gap)
}
