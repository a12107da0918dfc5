import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { MessageReason } from '../reasons.ts'
import { isOfFormerSettings } from './outlet-state.ts'

type Stop = { id: string | null; channel: string; isDefault: boolean; stopped: MessageReason }

/**
 * Why a message `m` is where it is: of one whose time has come, whatever it waited for before, what its way out stands still for;
 * else its own reason. A stop is written once, at its way out, and not on all that wait behind it.
 */
export async function whyWaiting({ db, now }: Ctx): Promise<RawBuilder<MessageReason | null>> {
  const { rows } =
    await sql<Stop>`select a.id, coalesce(a.channel, o.key) as channel, coalesce(a.is_default, true) as "isDefault", o.stopped
    from message_outlets o left join channel_accounts a on a.id::text = o.key where o.stopped is not null and not ${isOfFormerSettings}`.execute(
      db,
    )
  if (rows.length === 0) return sql<MessageReason | null>`m.reason`
  const stops = rows.map(
    ({ id, channel, isDefault, stopped }) =>
      sql`when m.channel = ${channel} and (m.account_id = ${id}::uuid or m.account_id is null and ${isDefault}::boolean) then ${JSON.stringify(stopped)}::jsonb`,
  )
  return sql<MessageReason | null>`coalesce(case when m.state = 'queued' and m.due_at <= ${now} then case ${sql.join(stops, sql` `)} end end, m.reason)`
}
