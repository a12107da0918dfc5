import { type RawBuilder, sql } from 'kysely'
import { localDate, startOfDay } from '../../core/kit/local-time.ts'

const hour = 3_600_000

/**
 * The newest instant at which everybody was to be asked again: each full hour, and local midnight, where "a day ago"
 * changes for many at once (in zones of a half hour that is not a full hour).
 */
export function lastSweepDue(now: Date, timeZone: string): Date {
  const midnight = startOfDay(localDate(now, timeZone), timeZone).getTime()
  return new Date(Math.max(Math.floor(now.getTime() / hour) * hour, midnight))
}

/** Up to when a sweep is done, kept so that a restart neither skips one nor repeats it. */
export const sweptUntil = (name: string): RawBuilder<{ done: string | null }> =>
  sql`select value->>'doneFor' as done from settings where name = ${`sweep:${name}`}`

export const keepSwept = (name: string, doneFor: Date, now: Date): RawBuilder<unknown> => sql`insert into settings (name, value, updated_at)
  values (${`sweep:${name}`}, jsonb_build_object('doneFor', ${doneFor.toISOString()}::text), ${now}) on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`
