import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { notASpan } from '../../../core/kit/input-reasons.ts'
import { addDays, daysBetween, localDate, localHour, startOfDay } from '../../../core/kit/local-time.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { tryOpenJourney } from '../../journeys/definition.ts'
import type { readCalendar as definition } from '../calendar-actions.ts'
import { calendarDay, daysOf } from '../calendar-days.ts'
import type { EditionState } from '../campaign.ts'
import { timesBetween } from '../next-time.ts'
import { readCampaigns } from './read-campaigns.ts'

type Answer = AnswerOf<typeof definition>
type Entry = Answer['days'][number]['entries'][number] & { readonly date: string }

/** Half a year. */
const mostDays = 186

/** Every day of a span with what was sent and what is planned on it, by the shop's days. @throws Problem input.invalid */
export async function readCalendar(ctx: Ctx, { from, to }: InputOf<typeof definition>): Promise<Answer> {
  const length = daysBetween(from, to)
  if (length < 0 || length >= mostDays) throw new Problem('input.invalid', { path: 'to', reason: notASpan(from, mostDays) })
  const entries = [...(await campaignEntries(ctx, from, to)), ...(await journeyPlans(ctx, from, to)), ...(await journeySent(ctx, from, to))]
  return {
    today: localDate(ctx.now, ctx.shop.timeZone),
    days: daysOf(from, to).map((date) => ({
      ...calendarDay(date),
      entries: entries
        .filter((entry) => entry.date === date)
        .map(({ kind, id, name, time, state, channel, people, edition }) => ({ kind, id, name, time, state, channel, people, edition }))
        .toSorted((a, b) => ((a.time ?? '') < (b.time ?? '') ? -1 : 1)),
    })),
  }
}

function clockOf(at: Date, timeZone: string): string {
  const minutes = Math.round(localHour(at, timeZone) * 60)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

type Edition = { campaign_id: string; number: number; state: EditionState; planned_at: Date; chosen: number; sent: number }

const editionState = (state: EditionState): Entry['state'] =>
  state === 'done' ? 'sent' : state === 'failed' || state === 'stopped' ? state : 'going'

async function campaignEntries(ctx: Ctx, from: string, to: string): Promise<Entry[]> {
  const { timeZone } = ctx.shop
  const span = { from: startOfDay(from, timeZone), to: startOfDay(addDays(to, 1), timeZone) }
  const campaigns = await readCampaigns(ctx, sql`true`)
  const { rows } =
    await sql<Edition>`select campaign_id, number, state, planned_at, chosen, (select count(distinct customer_id)::int from messages m
      where m.campaign_id = e.campaign_id and m.key = 'campaign:' || e.campaign_id || ':' || e.number and m.sent_at is not null) as sent
    from campaign_editions e where planned_at >= ${span.from} and planned_at < ${span.to}`.execute(ctx.db)
  return campaigns.flatMap((campaign): Entry[] => {
    const { id, name, definition, next_at: next } = campaign
    const card = { kind: 'campaign' as const, id, name, channel: definition.channel }
    const begun = rows
      .filter((row) => row.campaign_id === id)
      .map((row) => ({
        ...card,
        ...dayAndTime(row.planned_at, timeZone),
        state: campaign.state === 'paused' && editionState(row.state) === 'going' ? ('paused' as const) : editionState(row.state),
        people: editionState(row.state) === 'going' ? row.chosen : row.sent,
        edition: row.number,
      }))
    if (next === null || campaign.state === 'draft') return begun
    const later = timesBetween(definition.when, next > span.from ? next : span.from, span.to, timeZone)
    const times =
      definition.when.kind === 'now' || definition.when.kind === 'at' ? (next >= span.from && next < span.to ? [next] : []) : later
    const state = campaign.state === 'paused' ? ('paused' as const) : ('planned' as const)
    return [...begun, ...times.map((at) => ({ ...card, ...dayAndTime(at, timeZone), state, people: null, edition: null }))]
  })
}

const dayAndTime = (at: Date, timeZone: string) => ({ date: localDate(at, timeZone), time: clockOf(at, timeZone) })

/** Days on which a journey lets in whoever fits. Birthdays and the like fall on every day and are not drawn. */
async function journeyPlans(ctx: Ctx, from: string, to: string): Promise<Entry[]> {
  const { rows } = await sql<{
    id: string
    name: string
    state: string
    definition: unknown
  }>`select id, name, state, definition from journeys
    where state in ('live', 'paused')`.execute(ctx.db)
  const today = localDate(ctx.now, ctx.shop.timeZone)
  return rows.flatMap(({ id, name, state, definition }): Entry[] => {
    const read = tryOpenJourney(definition)
    const calendar = 'open' in read ? read.open.trigger.calendar : undefined
    if (!calendar) return []
    return daysOf(from < today ? today : from, to)
      .filter((date) => calendar.fallsOn(date).some(({ guests }) => guests.kind === 'everybody'))
      .map((date) => ({
        kind: 'journey',
        id,
        name,
        date,
        time: calendar.time,
        state: state === 'paused' ? 'paused' : 'planned',
        channel: null,
        people: null,
        edition: null,
      }))
  })
}

async function journeySent(ctx: Ctx, from: string, to: string): Promise<Entry[]> {
  const { timeZone } = ctx.shop
  const { rows } = await sql<{ id: string; name: string; date: string; channel: string; people: number }>`
    select m.journey_id as id, j.name, to_char(m.sent_at at time zone ${timeZone}, 'YYYY-MM-DD') as date, m.channel, count(distinct m.customer_id) as people
    from messages m join journeys j on j.id = m.journey_id
    where m.sent_at >= ${startOfDay(from, timeZone)} and m.sent_at < ${startOfDay(addDays(to, 1), timeZone)} group by 1, 2, 3, 4`.execute(
    ctx.db,
  )
  return rows.map((row) => ({ ...row, kind: 'journey', time: null, state: 'sent', edition: null }))
}
