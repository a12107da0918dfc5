import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { News } from '../../../platform/event-log/news.ts'
import { doorOfDay, dueMoments, guestIds, whyOfDay } from './calendar-guests.ts'
import { enterRuns } from './enter-runs.ts'
import type { KeptJourney } from './read-journeys.ts'

/**
 * A date that becomes known after its day was gone through is served as long as it is not later than the journey allows. A day
 * that is not gone through yet finds it by itself.
 */
export async function letInLateDates(ctx: Ctx, news: News, journey: KeptJourney): Promise<void> {
  const { calendar } = journey.open.trigger
  if (!calendar || !news.idArray) return
  const { rows } = await sql<{ done_until: Date }>`select done_until from journey_calendars where journey_id = ${journey.row.id}`.execute(
    ctx.db,
  )
  const [place] = rows
  if (!place) return
  const begun = journey.row.started_at ?? ctx.now
  const since = new Date(Math.max(begun.getTime(), ctx.now.getTime() - calendar.graceHours * 3_600_000))
  const until = place.done_until < ctx.now ? place.done_until : ctx.now
  for (const { causes } of await dueMoments(ctx, calendar, since, until)) {
    for (const cause of causes) {
      const ids = guestIds(ctx, cause.guests, sql`${cause.where} and c.id = any(${news.idArray})`, news.ids.length)
      await enterRuns(ctx, journey, { rows: doorOfDay(ids, cause), among: news.idArray, why: whyOfDay(cause) })
    }
  }
}
