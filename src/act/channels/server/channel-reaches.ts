import { sql } from 'kysely'
import type { Reach } from '../../../core/kit/outgoing-doors.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { channelDrivers } from '../../../platform/channels/drivers.ts'
import type { StandstillReason } from '../subscription.ts'
import { openAccount, readAccounts } from './account-rows.ts'

/** Where the accounts in use are spoken to. */
export async function channelReaches(services: Services): Promise<Reach[]> {
  const rows = await readAccounts(services.database.db, sql`state = 'on'`)
  return rows.flatMap((row) => {
    const address = channelDrivers[row.vendor]?.addressOf(openAccount(services, row)?.settings ?? {}) ?? ''
    const host = URL.parse(address)?.hostname
    return host === undefined ? [] : [{ door: 'channels' as const, name: row.name, host }]
  })
}

/** Another list may let through what the one before kept back: whatever stood still for that is tried at once. */
export async function tryUnlisted({ db, now }: Ctx, setting: string): Promise<void> {
  if (setting !== 'outgoing') return
  await sql`update message_outlets set stopped = null, stopped_at = null, look_at = null, tries = 0
    where stopped ->> 'code' = 'account-unlisted'`.execute(db)
  await sql`update messages set due_at = ${now} where state = 'queued' and lease_until is null and due_at > ${now}
    and reason ->> 'code' = 'account-unlisted'`.execute(db)
  await sql`update webhook_subscriptions set look_at = ${now} where said = ${'address-unlisted' satisfies StandstillReason} and look_at > ${now}`.execute(
    db,
  )
}
