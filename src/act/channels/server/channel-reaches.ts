import { sql } from 'kysely'
import type { Reach } from '../../../core/kit/outgoing-doors.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { channelDrivers } from '../../../platform/channels/drivers.ts'
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
