import { sql } from 'kysely'
import type { Services } from '../../../platform/actions/services.ts'
import type { MessageReason } from '../reasons.ts'
import { accountsOf, nobody } from './claim-messages.ts'
import type { Outlet } from './read-outlets.ts'

const lookAgainMs = 60_000
const portion = 1_000

/** Nothing can leave by this way: what is due waits with this as its reason, and is looked at again in a minute. */
export async function noteMissing(services: Services, outlet: Outlet, reason: MessageReason): Promise<boolean> {
  const now = services.clock()
  const { db } = services.database
  const { rows } = await sql<{
    customer_id: string
    id: string
  }>`select customer_id, id from messages where channel = ${outlet.channel} and coalesce(account_id, ${nobody}::uuid) = any(${accountsOf(outlet)}::uuid[])
    and state = 'queued' and due_at <= ${now} order by due_at limit ${portion}`.execute(db)
  if (rows.length === 0) return false
  await sql`update messages set reason = ${JSON.stringify(reason)}::jsonb, due_at = ${new Date(now.getTime() + lookAgainMs)}
    where customer_id = any(${rows.map((r) => r.customer_id)}::uuid[]) and id = any(${rows.map((r) => r.id)}::uuid[]) and state = 'queued' and due_at <= ${now}`.execute(
    db,
  )
  return rows.length === portion
}

/** Messages of an account that is no more go by the channel's default one. @returns whether there were as many as are done at once */
export async function adoptStrays({ database }: Services): Promise<boolean> {
  const { rows } = await sql<{ channel: string; account: string }>`with recursive pairs as (
      (select m.channel, coalesce(m.account_id, ${nobody}::uuid) as account from messages m where m.state in ('queued', 'sending') order by 1, 2 limit 1)
      union all select n.channel, n.account from pairs p cross join lateral (
        select m.channel, coalesce(m.account_id, ${nobody}::uuid) as account from messages m where m.state in ('queued', 'sending')
          and (m.channel, coalesce(m.account_id, ${nobody}::uuid)) > (p.channel, p.account) order by 1, 2 limit 1) n
    ) select p.channel, p.account from pairs p where p.account <> ${nobody}::uuid and not exists (select 1 from channel_accounts a where a.id = p.account)`.execute(
    database.db,
  )
  let most = 0
  for (const { channel, account } of rows) {
    const { numAffectedRows } = await sql`update messages set account_id = null where state = 'queued' and (customer_id, id) in (
        select customer_id, id from messages where channel = ${channel} and coalesce(account_id, ${nobody}::uuid) = ${account} and state = 'queued' limit ${portion})`.execute(
      database.db,
    )
    most = Math.max(most, Number(numAffectedRows ?? 0))
  }
  return most >= portion
}
