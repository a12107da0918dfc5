import { type RawBuilder, sql } from 'kysely'
import type { ConsentChannel } from '../../../core/kit/consent-line.ts'
import { consentState } from '../../../core/rule/consent-state.ts'
import { readSending } from '../../../know/shop/server/read-settings.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { addressSql, heldSql } from '../../messages/address-sql.ts'
import { consentAddress, consentWays } from '../../messages/message-consent.ts'
import type { Sending } from './check-campaign.ts'

/** What reaching somebody depends on. `at` is when the message is to leave. */
export type Reach = {
  readonly channel: ChannelName
  readonly sending: Sending
  /** The audience was chosen by what is known of people. */
  readonly choosesPeople: boolean
  readonly at: Date
  readonly cap: number
}

export async function readCap(ctx: Pick<Ctx, 'db'>): Promise<number> {
  return (await readSending(ctx.db)).capPerWeek
}

const week = 7 * 86_400_000

/** Marketing to a customer `c` in the seven days before it is to leave: what went, and what stands in the outbox until then. */
export function lately({ at }: Pick<Reach, 'at'>): RawBuilder<number> {
  const since = new Date(at.getTime() - week)
  return sql<number>`(select count(*) from messages l where l.customer_id = c.id and l.kind = 'marketing'
    and (l.sent_at > ${since}::timestamptz or (l.state in ('queued', 'sending') and l.due_at <= ${at}::timestamptz)))`
}

/**
 * Which rule refuses a customer `c`, as a code of why-member.ts; null for whoever can be reached. Told before the draw, so that both
 * arms are made of people who could get it; all is asked again when a message leaves.
 */
export function refusalSql(reach: Reach, now: Date): RawBuilder<string | null> {
  const { channel, sending, choosesPeople, cap } = reach
  const address = addressSql(channel)
  const isMarketing = sending.kind === 'marketing' || sending.kind === 'survey'
  const way = consentWays[channel]
  const line = (of: ConsentChannel) => ({
    customer: sql`c.id`,
    purpose: sql`${sending.purpose}::text`,
    channel: sql`${of}::text`,
    address: consentAddress[of],
  })
  const state = sql`consent.state`
  const needsYes = isMarketing
    ? sql`true`
    : sql`coalesce((select p.opt_in from consent_purposes p where p.code = ${sending.purpose}::text), false)`
  const cases: RawBuilder<unknown>[] = [
    sql`when c.id is null then 'customer-missing'`,
    sql`when exists (select 1 from restrictions x where x.customer_id = c.id) then 'restricted'`,
    ...(address ? [sql`when coalesce(${address}, '') = '' then 'address-missing'`] : []),
    ...(channel === 'email' ? [sql`when ${heldSql(sql`c.id`, sql`c.email`)} then 'address-bounced'`] : []),
    sql`when ${state} in ('refused', 'withdrawn') then 'consent-withdrawn'`,
    sql`when ${needsYes} and ${state} is distinct from 'given' then 'consent-missing'`,
    ...(isMarketing && choosesPeople ? [sql`when c.no_personalisation then 'no-personalisation'`] : []),
    ...(sending.kind === 'marketing' ? [sql`when ${lately(reach)} >= ${cap}::int then 'too-many'`] : []),
  ]
  return sql<
    string | null
  >`(select case ${sql.join(cases, sql` `)} end from (select ${way === null ? sql`null::text` : consentState(line(way), now)} as state offset 0) consent)`
}
