import { type RawBuilder, sql } from 'kysely'
import { addDays, instantOf, type LocalDate, localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Calendar, DayCause, DayGuests } from '../triggers/trigger.ts'
import { chinaZone } from '../../attention/quiet-times.ts'
import { isInChina } from '../../attention/zone-sql.ts'
import { goesByOwnZone } from './customer-zones.ts'
import { atTheDoor } from './at-the-door.ts'

/** A day with something on it, and the instant at which its people come. */
type DueDay = { readonly day: LocalDate; readonly at: Date; readonly causes: readonly DayCause[] }

/** Further back nothing is looked for: a calendar that stood still for longer begins anew. */
const longestGap = 40

/** Days whose time lies after `from` and not after `to`, that have something on them, the earliest first. */
export function dueDays(calendar: Calendar, from: Date, to: Date, timeZone: string): DueDay[] {
  const last = localDate(to, timeZone)
  const due: DueDay[] = []
  for (let day = earliest(localDate(from, timeZone), addDays(last, -longestGap)); day <= last; day = addDays(day, 1)) {
    const at = instantOf(day, calendar.time, timeZone)
    if (at <= from || at > to) continue
    const causes = calendar.fallsOn(day)
    if (causes.length > 0) due.push({ day, at, causes })
  }
  return due
}

const earliest = (from: LocalDate, limit: LocalDate) => (from > limit ? from : limit)

/** A cause with the day that it is by the clock of whoever it concerns, and who they are. */
type PlacedCause = DayCause & { readonly day: LocalDate; readonly where: RawBuilder<unknown> }
export type DueMoment = { readonly at: Date; readonly causes: readonly PlacedCause[] }

/** The same by each customer's own clock, where the firm goes by it and it is another than the shop's. */
export async function dueMoments(ctx: Ctx, calendar: Calendar, from: Date, to: Date): Promise<DueMoment[]> {
  const { timeZone } = ctx.shop
  const zones = (await goesByOwnZone(ctx))
    ? [
        { timeZone, where: sql`not ${isInChina}` },
        { timeZone: chinaZone, where: isInChina },
      ]
    : [{ timeZone, where: sql`true` }]
  const placed = zones.flatMap((zone) =>
    dueDays(calendar, from, to, zone.timeZone).map(({ day, at, causes }) => ({
      at,
      causes: causes.map((cause) => ({ ...cause, day, where: zone.where })),
    })),
  )
  const byInstant = Map.groupBy(placed, ({ at }) => at.getTime())
  return [...byInstant]
    .toSorted(([a], [b]) => a - b)
    .map(([at, same]) => ({ at: new Date(at), causes: same.flatMap(({ causes }) => causes) }))
}

/** Who comes on such a day, as a condition on the customer `c` and the tables of their fields. */
export function isGuest(ctx: Ctx, guests: DayGuests): RawBuilder<unknown> {
  if (guests.kind === 'everybody') return sql`true`
  const place = ctx.card('customer').fields.get(guests.field)
  if (!place) return sql`false`
  if (place.field.type === 'lunar-date')
    return guests.kind === 'anniversary' ? sql`${place.sql} = any(${guests.lunar}::text[])` : sql`false`
  const date = place.field.type === 'time' ? sql`(${place.sql} at time zone ${ctx.shop.timeZone}::text)::date` : sql`(${place.sql})::date`
  if (guests.kind === 'dated') return sql`${date} = ${guests.day}::date`
  return sql`(to_char(${date}, 'MM-DD') = any(${guests.solar}::text[]) and ${date} < ${guests.day}::date)`
}

/** The extension that holds the field, to be joined. */
export function guestTables(ctx: Ctx, guests: DayGuests): RawBuilder<unknown> {
  if (guests.kind === 'everybody') return sql`from customers c`
  const place = ctx.card('customer').fields.get(guests.field)
  if (!place || place.table === 'c') return sql`from customers c`
  return sql`from customers c join ${sql.id(place.table)} on ${sql.ref(`${place.table}.${place.key}`)} = c.id`
}

/** A portion of them by their ids. */
export function guestIds(ctx: Ctx, guests: DayGuests, where: RawBuilder<unknown>, limit: number): RawBuilder<unknown> {
  return sql`select c.id ${guestTables(ctx, guests)} where ${isGuest(ctx, guests)} and ${where} order by c.id limit ${limit}`
}

export const doorOfDay = (ids: RawBuilder<unknown>, cause: DayCause): RawBuilder<unknown> =>
  sql`select ${atTheDoor({ customer: sql`g.id`, cause: sql`${cause.key}::text` })} from (${ids}) g`

export const whyOfDay = ({ name, day }: PlacedCause) =>
  name ? { code: 'festival', details: { name, day } } : { code: 'calendar', details: { day } }
