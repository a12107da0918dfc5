import { sql } from 'kysely'
import { contactKinds } from '../../../core/kit/contact-token.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { withoutContactsIn } from '../../../platform/rights/without-contacts.ts'
import type { MessageReason } from '../reasons.ts'
import type { Outlet } from './read-outlets.ts'

/** A time to wait for that is further off than this was set before the clock was put back. */
const longestPaceMs = 3_600_000

/**
 * Takes the turn of a way out that goes at a set speed: nobody else claims from it until the transaction ends.
 * @returns false where it is not its time yet
 */
export async function takeTurn(ctx: Ctx, { key, perSecond }: Outlet): Promise<boolean> {
  if (perSecond === null) return true
  const nonsense = new Date(ctx.now.getTime() + longestPaceMs)
  const { rows } = await sql`insert into message_outlets as o (key, next_at) values (${key}, ${ctx.now})
    on conflict (key) do update set next_at = excluded.next_at where o.next_at is null or o.next_at <= excluded.next_at or o.next_at > ${nonsense}
    returning 1`.execute(ctx.db)
  return rows.length > 0
}

/** The next turn is when so many have had their time. */
export async function endTurn(ctx: Ctx, { key, perSecond }: Outlet, sent: number): Promise<void> {
  if (perSecond === null || sent === 0) return
  const nextAt = new Date(ctx.now.getTime() + (sent / perSecond) * 1_000)
  await sql`update message_outlets set next_at = ${nextAt} where key = ${key}`.execute(ctx.db)
}

/** Of a way out `o`: its stop is of mail settings that are no more, so it is tried at once, with one message, and is no reason any longer. */
export const isOfFormerSettings = sql<boolean>`(o.key = 'email' and exists (
  select 1 from settings s where s.name in ('smtp', 'mail') and s.updated_at > o.stopped_at))`

/** How long it stands still after the first, second, … time that the same trouble came. */
const waits = [1, 5, 15, 60].map((minutes) => minutes * 60_000)

/**
 * Something about the account itself is wrong, so nothing else is tried by it: one message alone, when the wait is over. A server
 * may name whom that message was for: it is said with the message, whose row is theirs, and not here, where no erasure would find it.
 * @returns when that is
 */
export async function stopOutlet(ctx: Ctx, { key }: Outlet, reason: MessageReason): Promise<Date> {
  const { rows } = await sql<{ tries: number }>`select tries from message_outlets where key = ${key}`.execute(ctx.db)
  const tries = rows[0]?.tries ?? 0
  const lookAt = new Date(ctx.now.getTime() + (waits[Math.min(tries, waits.length - 1)] ?? 0))
  const stopped = JSON.stringify(withoutContactsIn(contactKinds, reason))
  await sql`insert into message_outlets as o (key, stopped, stopped_at, look_at, tries) values (${key}, ${stopped}::jsonb, ${ctx.now}, ${lookAt}, 1)
    on conflict (key) do update set stopped = excluded.stopped, stopped_at = coalesce(o.stopped_at, excluded.stopped_at), look_at = excluded.look_at,
      tries = o.tries + 1`.execute(ctx.db)
  return lookAt
}

/** The vendor is busy and said for how long: nothing goes there meanwhile. */
export async function restOutlet(ctx: Ctx, { key }: Outlet, until: Date): Promise<void> {
  await sql`insert into message_outlets as o (key, next_at) values (${key}, ${until})
    on conflict (key) do update set next_at = greatest(o.next_at, excluded.next_at)`.execute(ctx.db)
}

/** A message got through, or the account was changed: all go again. */
export async function startOutlet({ database }: Pick<Services, 'database'>, key: string): Promise<void> {
  await sql`update message_outlets set stopped = null, stopped_at = null, look_at = null, tries = 0 where key = ${key} and stopped is not null`.execute(
    database.db,
  )
}
