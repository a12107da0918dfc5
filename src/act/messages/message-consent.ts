import { type RawBuilder, sql } from 'kysely'
import type { ConsentChannel } from '../../core/kit/consent-line.ts'
import { consentState } from '../../core/rule/consent-state.ts'
import type { ChannelName } from '../channels/channel-kind.ts'
import { addressSql } from './address-sql.ts'

/** What a message `m` by a template `t` is for: the template's purpose, else that of its kind. */
export const purposeSql: RawBuilder<string> = sql<string>`coalesce(t.purpose, case m.kind when 'survey' then 'surveys' else m.kind end)`

/** The way that is consented to for each channel; a robot's word and a webhook go to the firm itself. */
export const consentWays: Readonly<Record<ChannelName, ConsentChannel | null>> = {
  email: 'email',
  sms: 'sms',
  wecom: 'wechat',
  wechat: 'wechat',
  task: 'call',
  dingtalk: null,
  feishu: null,
  webhook: null,
}

/** Of the consents kept for this purpose, the address that they may have been given for. Openids are nobody's to write down. */
export const consentAddress: Readonly<Record<ConsentChannel, RawBuilder<unknown>>> = {
  email: sql`coalesce(c.email, '')`,
  sms: sql`coalesce(c.phone, '')`,
  call: sql`coalesce(c.phone, '')`,
  wechat: sql`''`,
  post: sql`''`,
}

/** What holds at this moment for a message `m` by this channel to a customer `c`: given, refused, withdrawn, expired or null. */
export function consentSql(channel: ChannelName, now: Date): RawBuilder<string | null> {
  const way = consentWays[channel]
  if (way === null) return sql<null>`null::text`
  return consentState(
    { customer: sql`m.customer_id`, purpose: purposeSql, channel: sql`${sql.lit(way)}`, address: consentAddress[way] },
    now,
  )
}

/** Whether it may leave at this moment to `r.address`, for which it was decided. */
export function mayLeave(channel: ChannelName, now: Date): RawBuilder<boolean> {
  const address = addressSql(channel)
  const sameAddress = address === null ? sql`true` : sql`${address} = r.address`
  if (consentWays[channel] === null) return sql<boolean>`${sameAddress}`
  const state = sql`coalesce(${consentSql(channel, now)}, 'unknown')`
  return sql<boolean>`(${sameAddress} and case when m.kind in ('marketing', 'survey') or coalesce((select q.opt_in from consent_purposes q where q.code = ${purposeSql}), false) then ${state} = 'given' else ${state} not in ('refused', 'withdrawn') end)`
}
