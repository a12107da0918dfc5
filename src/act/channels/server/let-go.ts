import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { ofWayOut } from '../../messages/reasons.ts'
import type { StandstillReason } from '../subscription.ts'

type Place = Pick<Ctx, 'db' | 'now'>

/** Whatever stood still because of this account goes on at once: its settings may be right now. */
export async function letGo(ctx: Place, id: string): Promise<void> {
  await clearStops(ctx, sql`key = ${id}`)
  // By its own index; what names no account may be the default one's.
  await bringForward(
    ctx,
    sql`channel = (select channel from channel_accounts where id = ${id}) and (account_id = ${id} or account_id is null)
      and reason ->> 'code' = any(${ofWayOut}::text[])`,
  )
  await sql`update webhook_subscriptions set look_at = ${ctx.now} where account_id = ${id} and state = 'on' and look_at > ${ctx.now}`.execute(
    ctx.db,
  )
}

/** Another list may let through what the one before kept back, another mail server what that did not take: it is tried at once. */
export async function tryAgain(ctx: Ctx, setting: string): Promise<void> {
  // The mail server's stop is known to be older than its settings (read-outlets.ts).
  if (setting === 'smtp' || setting === 'mail')
    await bringForward(ctx, sql`channel = 'email' and reason ->> 'code' = any(${ofWayOut}::text[])`)
  if (setting !== 'outgoing') return
  await clearStops(ctx, sql`stopped ->> 'code' = 'account-unlisted'`)
  await bringForward(ctx, sql`reason ->> 'code' = 'account-unlisted'`)
  await sql`update webhook_subscriptions set look_at = ${ctx.now} where said = ${'address-unlisted' satisfies StandstillReason} and look_at > ${ctx.now}`.execute(
    ctx.db,
  )
}

async function clearStops({ db }: Place, which: RawBuilder<unknown>): Promise<void> {
  await sql`update message_outlets set stopped = null, stopped_at = null, look_at = null, tries = 0 where ${which}`.execute(db)
}

/** One that a worker holds already is left to that worker. */
async function bringForward({ db, now }: Place, which: RawBuilder<unknown>): Promise<void> {
  await sql`update messages set due_at = ${now} where state = 'queued' and lease_until is null and due_at > ${now} and ${which}`.execute(db)
}
