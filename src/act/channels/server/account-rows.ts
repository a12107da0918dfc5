import { type RawBuilder, sql } from 'kysely'
import type { Services } from '../../../platform/actions/services.ts'
import type { ChannelAccount } from '../../../platform/channels/channel.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { openSettings } from '../open-settings.ts'

export type AccountRow = {
  readonly id: string
  readonly channel: string
  readonly vendor: string
  readonly name: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly state: string
  readonly is_default: boolean
  readonly delivery: string
  readonly per_second: number | null
  readonly cost: number
  readonly checked_at: Date | null
  readonly check_result: CheckResult | null
  readonly last_call_at: Date | null
}

/** What the vendor said when it was last asked. */
export type CheckResult = { readonly verdict: string; readonly answer: string }

export async function readAccounts(db: Db, which: RawBuilder<unknown> = sql`true`): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`select id, channel, vendor, name, settings, state, is_default, delivery, per_second, cost,
    checked_at, check_result, last_call_at from channel_accounts where ${which} order by channel, created_at, id`.execute(db)
  return rows
}

export async function readAccount(db: Db, id: string): Promise<AccountRow | null> {
  return (await readAccounts(db, sql`id = ${id}`))[0] ?? null
}

/** The account with its secrets opened; null where they cannot be. */
export function openAccount({ secrets }: Pick<Services, 'secrets'>, row: AccountRow): ChannelAccount | null {
  const settings = openSettings(secrets, row)
  return settings && { id: row.id, vendor: row.vendor, settings }
}
