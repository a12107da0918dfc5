import { z } from 'zod'
import { addDays, instantOf, localDate } from '../../core/kit/local-time.ts'

/** When backups are made by themselves. */
export const scheduleShape = z.object({
  enabled: z.boolean(),
  /** In the shop's time zone. */
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  drills: z.boolean(),
})
export type Schedule = z.output<typeof scheduleShape>

export const usualSchedule: Schedule = { enabled: true, time: '03:15', drills: true }
export const scheduleSetting = 'backup'

/** The last time by the clock of the shop at which one should have been made. */
export function lastDue(now: Date, { time }: Schedule, timeZone: string): Date {
  const today = localDate(now, timeZone)
  const due = instantOf(today, time, timeZone)
  return due <= now ? due : instantOf(addDays(today, -1), time, timeZone)
}

/** The next one. */
export function nextDue(now: Date, schedule: Schedule, timeZone: string): Date {
  const today = localDate(now, timeZone)
  const due = instantOf(today, schedule.time, timeZone)
  return due > now ? due : instantOf(addDays(today, 1), schedule.time, timeZone)
}

const drillGapMs = 30 * 86_400_000

/** A restore is tried when the last try is thirty days old. */
export const isDrillDue = (now: Date, last: Date | null) => last === null || now.getTime() - last.getTime() >= drillGapMs
