import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import type { Calendar } from '../triggers/trigger.ts'
import { doorOfDay, type DueMoment, dueMoments, guestIds, whyOfDay } from './calendar-guests.ts'
import { doorPortion } from './enter-by-hand.ts'
import { enterRuns } from './enter-runs.ts'
import { isAskable } from './hear-facts.ts'
import { type KeptJourney, readJourneys, readOne } from './read-journeys.ts'

/** Lets in whoever's day has come, a portion a transaction; after a crash, a stop or a jump of the clock it goes on where it was. */
export const calendarTick: Tick = { name: 'journey-calendars', everyMs: 5_000, run: (services) => enterByCalendar(services) }

type Open = { readonly at: string; readonly cause: number; readonly after: string | null }
type Place = { readonly done_until: Date; readonly open: Open | null }

/** One journey that fails keeps no other from its day. @returns whether there is more to do at once */
export async function enterByCalendar(services: Services, portion = doorPortion): Promise<boolean> {
  const { rows } = await sql<{
    id: string
  }>`select id from journeys where state = 'live' and definition #>> '{trigger,kind}' in ('date', 'festival', 'schedule') order by id`.execute(
    services.database.db,
  )
  let more = false
  const failures: unknown[] = []
  for (const { id } of rows) {
    try {
      more = (await asSystem(services, 'journeys', (ctx) => turnPage(ctx, id, portion))) || more
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures)
  return more
}

async function turnPage(ctx: Ctx, id: string, portion: number): Promise<boolean> {
  const mine = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7236, 36) as mine`.execute(ctx.db)
  if (!mine.rows[0]?.mine) return false
  const [journey] = await readJourneys(ctx, sql`id = ${id} and state = 'live'`)
  const calendar = journey?.open.trigger.calendar
  if (!journey || !calendar) return false
  const place = await readPlace(ctx, journey)
  const [due, ...others] = await dueMoments(ctx, calendar, place.done_until, ctx.now)
  if (!due) return rest(ctx, id, place)
  if (!isAskable(ctx, journey, await ctx.dictionary('customer'))) {
    await writePlace(ctx, id, { done_until: due.at, open: null })
    return others.length > 0
  }
  const at = due.at.toISOString()
  const open = place.open?.at === at ? place.open : { at, cause: 0, after: null }
  const next = await enterDay(ctx, journey, calendar, due, open, portion)
  await writePlace(ctx, id, next ? { done_until: place.done_until, open: next } : { done_until: due.at, open: null })
  return next !== null || others.length > 0
}

/** @returns where the day goes on; null when all have come */
async function enterDay(
  ctx: Ctx,
  journey: KeptJourney,
  calendar: Calendar,
  due: DueMoment,
  open: Open,
  portion: number,
): Promise<Open | null> {
  const cause = due.causes[open.cause]
  if (!cause) return null
  const beyond = open.after === null ? sql`true` : sql`c.id > ${open.after}::uuid`
  const ids = guestIds(ctx, cause.guests, sql`${cause.where} and ${beyond}`, portion)
  const { rows } = await sql<{
    n: number
    last: string | null
  }>`select count(*) as n, max(id::text collate "C") as last from (${ids}) g`.execute(ctx.db)
  const { n = 0, last = null } = rows[0] ?? {}
  const isLate = ctx.now.getTime() - due.at.getTime() > calendar.graceHours * 3_600_000
  if (last !== null) {
    const these = guestIds(ctx, cause.guests, sql`${cause.where} and c.id <= ${last}::uuid and ${beyond}`, portion)
    await enterRuns(ctx, journey, {
      rows: doorOfDay(these, cause),
      among: null,
      why: whyOfDay(cause),
      ...(isLate ? { late: due.at } : {}),
    })
  }
  if (n === portion) return { ...open, after: last }
  return open.cause + 1 < due.causes.length ? { at: open.at, cause: open.cause + 1, after: null } : null
}

/** What is past when a journey is started is not caught up. */
async function readPlace(ctx: Ctx, { row }: KeptJourney): Promise<Place> {
  const { rows } = await sql<Place>`select done_until, open from journey_calendars where journey_id = ${row.id}`.execute(ctx.db)
  return rows[0] ?? { done_until: row.started_at ?? ctx.now, open: null }
}

/** So that days long done are not looked through again and again. */
async function rest(ctx: Ctx, id: string, { done_until }: Place): Promise<false> {
  if (ctx.now.getTime() - done_until.getTime() > 86_400_000) await writePlace(ctx, id, { done_until: ctx.now, open: null })
  return false
}

export async function writePlace(ctx: Ctx, id: string, { done_until, open }: Place): Promise<void> {
  await sql`insert into journey_calendars (journey_id, done_until, open) values (${id}, ${done_until}, ${open ? JSON.stringify(open) : null}::jsonb)
    on conflict (journey_id) do update set done_until = excluded.done_until, open = excluded.open`.execute(ctx.db)
}

/** A calendar that is started, or goes on after a pause, begins now. */
export async function beginCalendar(ctx: Ctx, id: string): Promise<void> {
  const { open } = await readOne(ctx, id)
  if (open.trigger.calendar) await writePlace(ctx, id, { done_until: ctx.now, open: null })
}
