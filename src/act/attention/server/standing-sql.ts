import { type RawBuilder, sql } from 'kysely'
import { consentState } from '../../../core/rule/consent-state.ts'
import { inGlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { addressSql, heldSql } from '../../messages/address-sql.ts'
import { consentAddress, consentWays } from '../../messages/message-consent.ts'
import { type Limit, limitsOf, windowEnd, windowStart } from '../count-limits.ts'
import type { SendingRules } from '../sending-rules.ts'

/** Of what a channel's customers stand before: the statement's account, where the channel has accounts. */
export type StandingAt = { readonly now: Date; readonly timeZone: string; readonly rules: SendingRules; readonly accountId: string | null }

const usualPriority = 50

/**
 * Of every customer `id`, `name` and `address`, and what stands in the way of marketing by this channel as `reason`: a code of
 * reasons.ts, `limit:<n>` for the nth limit, or `may`. In the order of `decideSending`, which decides about each message; this is
 * the same for everybody at once. Days and months are those of the shop's clock.
 */
export function standingSql(
  channel: ChannelName,
  at: StandingAt,
): RawBuilder<{ id: string; name: string | null; address: string | null; reason: string }> {
  const { now, rules } = at
  const limits = marketingLimits(channel, rules)
  const address = addressSql(channel)
  const way = consentWays[channel]
  const state =
    way === null
      ? sql`'given'`
      : sql`coalesce(${consentState({ customer: sql`c.id`, purpose: sql`'marketing'`, channel: sql.lit(way), address: consentAddress[way] }, now)}, 'unknown')`
  return sql`select s.id, s.name, s.address, case
      when exists (select 1 from restrictions x where x.customer_id = s.id) then 'restricted'
      ${address === null ? sql`` : sql`when s.address is null then ${sql.lit(channel === 'email' ? 'address-missing' : 'no-address')}`}
      ${trouble(channel, at.accountId)}
      when s.consent in ('refused', 'withdrawn') then 'consent-withdrawn'
      when s.consent <> 'given' then 'consent-missing'
      when ${inGlobalHoldout(rules.holdout, sql`s.id`)} then 'global-holdout'
      ${fullSql(limits)}
      else 'may' end as reason
    from (select c.id, c.name, ${address ?? sql`null::text`} as address, ${address === null ? state : sql`case when ${address} is not null then ${state} end`} as consent
      from customers c) s
      left join (${contactsSql(limits, at)}) l on l.customer_id = s.id
      left join (${keptSql(limits, at)}) k on k.customer_id = s.id`
}

export const marketingLimits = (channel: ChannelName, { attention, sending }: SendingRules): Limit[] =>
  limitsOf(channel, 'marketing', attention, sending.capPerWeek)

function trouble(channel: ChannelName, accountId: string | null): RawBuilder<unknown> {
  if (channel === 'email') return sql`when ${heldSql(sql`s.id`, sql`s.address`)} then 'address-bounced'`
  if (channel !== 'wechat' && channel !== 'wecom') return sql``
  return sql`when (select f.left_at from channel_followers f where f.account_id = ${accountId}::uuid and f.address = s.address) is not null then 'not-following'`
}

const column = (prefix: string, n: number) => sql.ref(`${prefix}${n}`)

function fullSql(limits: readonly Limit[]): RawBuilder<unknown> {
  const sent = (n: number) => sql`coalesce(l.${column('n', n)}, 0)`
  const full = limits.map((limit, n) => sql`when ${sent(n)} >= ${limit.most} then ${`limit:${n}`}::text`)
  const reserved = limits.map((limit, n) => sql`when ${sent(n)} + coalesce(k.${column('k', n)}, 0) >= ${limit.most} then 'reserved'`)
  return sql.join([...full, ...reserved], sql` `)
}

function counted(limit: Limit): RawBuilder<unknown> {
  const ofChannel = limit.channel === 'all' ? sql`true` : sql`x.channel = ${limit.channel}`
  return limit.counts === 'all' ? ofChannel : sql`${ofChannel} and x.kind = ${limit.counts}`
}

/** How much of each limit's window is used, of everybody who was contacted in the longest of them. */
function contactsSql(limits: readonly Limit[], { now, timeZone }: StandingAt): RawBuilder<unknown> {
  const starts = limits.map((limit) => windowStart(limit.per, now, timeZone))
  const since = new Date(Math.min(now.getTime(), ...starts.map((start) => start.getTime())))
  const columns = limits.map(
    (limit, n) => sql`count(*) filter (where x.at > ${starts[n]}::timestamptz and ${counted(limit)}) as ${column('n', n)}`,
  )
  return sql`select x.customer_id, ${sql.join([sql`1 as one`, ...columns])} from (
      select m.customer_id, m.channel, m.kind, m.sent_at as at from messages m where m.sent_at > ${since}
      union all select i.customer_id, 'call', 'service', i.occurred_at from interactions i where i.kind = 'call' and i.occurred_at > ${since} and i.occurred_at <= ${now}
    ) x group by x.customer_id`
}

/** What is kept of each limit for plans that matter more than a message of the usual priority. */
function keptSql(limits: readonly Limit[], { now, timeZone }: StandingAt): RawBuilder<unknown> {
  const columns = limits.map((limit, n) => {
    const ofChannel = limit.channel === 'all' ? sql`true` : sql`a.channel = ${limit.channel}`
    const isCounted = limit.counts === 'survey' ? sql`false` : ofChannel
    return sql`count(*) filter (where a.from_at < ${windowEnd(limit.per, now, timeZone)}::timestamptz and ${isCounted}) as ${column('k', n)}`
  })
  return sql`select a.customer_id, ${sql.join([sql`1 as one`, ...columns])} from attention_reservations a
    where a.until_at > ${now} and a.priority > ${usualPriority} group by a.customer_id`
}
