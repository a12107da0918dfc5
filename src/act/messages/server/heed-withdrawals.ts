import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import { channelNames } from '../../channels/channel-kind.ts'
import { consentSql, consentWays } from '../message-consent.ts'

/** What its customer says today of a message `m`, whichever way it goes. */
const standing = (now: Date): RawBuilder<string | null> => {
  const byChannel = channelNames.flatMap((name) =>
    consentWays[name] === null ? [] : [sql`when ${sql.lit(name)} then ${consentSql(name, now)}`],
  )
  return sql<string | null>`case m.channel ${sql.join(byChannel, sql` `)} end`
}

/**
 * What waits for its hour and is refused by its customer now is looked at by the outbox at once, and not only in the morning: the
 * door refuses it there with its fact. All else keeps its time, planned or put off. `among` is a condition on a customer column.
 */
async function heed({ db, now }: Pick<Ctx, 'db' | 'now'>, among: (column: RawBuilder<unknown>) => RawBuilder<unknown>): Promise<void> {
  // The outbox holds messages and then the heads, who calls us may hold the heads: never wait for a message here.
  // Few customers ever refused anything, and theirs alone are judged.
  await sql`with found as materialized (
      select m.customer_id, m.id from messages m join customers c on c.id = m.customer_id left join templates t on t.id = m.template_id
      where ${among(sql.ref('m.customer_id'))} and m.state = 'queued' and m.lease_until is null and m.due_at > ${now}
        and exists (select 1 from consents k where k.customer_id = m.customer_id and k.state in ('refused', 'withdrawn'))
        and ${standing(now)} in ('refused', 'withdrawn')
      for update of m skip locked)
    update messages m set due_at = ${now} from found where m.customer_id = found.customer_id and m.id = found.id`.execute(db)
}

/** In the transaction that keeps a no of theirs, for one that tells no fact of its own. */
export const heedRefusal = (ctx: Pick<Ctx, 'db' | 'now'>, customerId: string): Promise<void> =>
  heed(ctx, (column) => sql`${column} = ${customerId}::uuid`)

export const consentRefresher: Refresher = {
  name: 'messages-consent',
  refresh: async (ctx, news) => {
    if (news.everyone || news.ids.length > 0) await heed(ctx, (column) => news.among(column))
  },
}
