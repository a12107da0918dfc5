import { type RawBuilder, sql } from 'kysely'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { OpenJourney } from '../definition.ts'
import { dueDays, isGuest, guestTables } from './calendar-guests.ts'
import { heardBy } from './heard-by.ts'

export type ReplayWindow = { readonly from: Date; readonly to: Date }

/** When somebody would have been at the door, and for what. */
export type ReplayEntry = {
  readonly customerId: string
  readonly at: Date
  readonly told: Date
  readonly cause: string
  readonly what: string
}

const inWindow = ({ from, to }: ReplayWindow) => sql`e.occurred_at > ${from} and e.occurred_at <= ${to}`

/** Customers who may have entered at all, as a statement that gives their ids once each. */
export function guestsOf(ctx: Ctx, open: OpenJourney, window: ReplayWindow, dictionary: Dictionary): RawBuilder<unknown> {
  const { listensTo, calendar, existing } = open.trigger
  if (listensTo) {
    const heard = heardBy(listensTo, dictionary, { now: window.to, timeZone: ctx.shop.timeZone })
    // What was brought in later as history is no news today, and would have been on its day.
    return sql`select distinct e.customer_id as id from events e where ${inWindow(window)} and ${heard}`
  }
  if (calendar) {
    const causes = dueDays(calendar, window.from, window.to, ctx.shop.timeZone).flatMap((due) => due.causes)
    const [first] = causes
    if (!first) return sql`select id from customers where false`
    if (first.guests.kind === 'everybody') return sql`select id from customers`
    return sql`select distinct c.id ${guestTables(ctx, first.guests)} where ${sql.join(
      causes.map((cause) => isGuest(ctx, cause.guests)),
      sql` or `,
    )}`
  }
  if (existing && 'segment' in existing)
    return sql`select customer_id as id from memberships where segment_id = ${existing.segment}::uuid and left_at is null`
  return sql`select id from customers where false`
}

export async function countGuests(ctx: Ctx, open: OpenJourney, window: ReplayWindow, dictionary: Dictionary): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (${guestsOf(ctx, open, window, dictionary)}) g`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

export async function nextGuests(
  ctx: Ctx,
  open: OpenJourney,
  window: ReplayWindow,
  dictionary: Dictionary,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from (${guestsOf(ctx, open, window, dictionary)}) g
    where ${after === null ? sql`true` : sql`id > ${after}::uuid`} order by id limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

/** All times at which these customers would have been at the door, the earliest first. */
export async function entriesOf(
  ctx: Ctx,
  open: OpenJourney,
  window: ReplayWindow,
  dictionary: Dictionary,
  ids: readonly string[],
): Promise<ReplayEntry[]> {
  const { listensTo, calendar, delay } = open.trigger
  const entries: ReplayEntry[] = []
  if (listensTo) {
    const heard = heardBy(listensTo, dictionary, { now: window.to, timeZone: ctx.shop.timeZone })
    const { rows } = await sql<{
      id: string
      at: Date
      seq: number
    }>`select e.customer_id as id, e.occurred_at as at, e.seq::int as seq from events e
      where e.customer_id = any(${ids}::uuid[]) and ${inWindow(window)} and ${heard}`.execute(ctx.db)
    const later = (delay?.days ?? 0) * 86_400_000
    for (const { id, at, seq } of rows)
      entries.push({ customerId: id, at: new Date(at.getTime() + later), told: at, cause: `event:${seq}`, what: 'entered' })
  } else if (calendar) {
    for (const { at, causes } of dueDays(calendar, window.from, window.to, ctx.shop.timeZone)) {
      for (const cause of causes) {
        const { rows } = await sql<{
          id: string
        }>`select c.id ${guestTables(ctx, cause.guests)} where c.id = any(${ids}::uuid[]) and ${isGuest(ctx, cause.guests)}`.execute(ctx.db)
        for (const { id } of rows) entries.push({ customerId: id, at, told: at, cause: cause.key, what: 'entered' })
      }
    }
  } else for (const id of ids) entries.push({ customerId: id, at: window.from, told: window.from, cause: 'existing', what: 'entered' })
  return entries.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}
