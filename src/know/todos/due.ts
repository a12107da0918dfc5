import { z } from 'zod'
import { addDays, instantOf, isLocalDate, localDate, type LocalDate } from '../../core/kit/local-time.ts'

/** By when, as it is told: a day, for which any time of it will do, or an instant. */
export const dueInput = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .describe('A day (2026-11-21) or an instant (2026-11-21T15:00:00+08:00) · 某一天或某一时刻')

export type Due = { readonly dueAt: Date; readonly wholeDay: boolean }

/** A whole day is due by its last second on the shop's clock. */
export function dueOf(told: string, timeZone: string): Due {
  if (isLocalDate(told)) return { dueAt: instantOf(told, '23:59:59', timeZone), wholeDay: true }
  return { dueAt: new Date(told), wholeDay: false }
}

/** Where an open to-do stands on a person's list, the most urgent first; `someday` has no due date. */
export const dueParts = ['overdue', 'today', 'week', 'later', 'someday'] as const
export type DuePart = (typeof dueParts)[number]

/** The edges of the parts: now, the end of today, and of the seven days that begin with it; each the first instant of the next part. */
export function dueEdges(now: Date, timeZone: string): { readonly now: Date; readonly tomorrow: Date; readonly nextWeek: Date } {
  const today = localDate(now, timeZone)
  const start = (day: LocalDate) => instantOf(day, '00:00:00', timeZone)
  return { now, tomorrow: start(addDays(today, 1)), nextWeek: start(addDays(today, 7)) }
}

export function duePart(dueAt: Date | null, edges: ReturnType<typeof dueEdges>): DuePart {
  if (!dueAt) return 'someday'
  if (dueAt < edges.now) return 'overdue'
  if (dueAt < edges.tomorrow) return 'today'
  return dueAt < edges.nextWeek ? 'week' : 'later'
}
