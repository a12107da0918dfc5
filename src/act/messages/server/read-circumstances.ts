import { type RawBuilder, sql } from 'kysely'
import { inGlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Contact, Kept } from '../../attention/count-limits.ts'
import type { SendingRules } from '../../attention/sending-rules.ts'
import type { MessageKind } from '../template.ts'
import { addressSql, heldSql } from '../address-sql.ts'
import { consentSql, purposeSql } from '../message-consent.ts'
import type { Outlet } from './read-outlets.ts'
import { singlesOutSql } from './singles-out.ts'

export type CandidateRow = {
  customer_id: string
  id: string
  kind: MessageKind
  mail_id: string | null
  language: string | null
  /** Of a field of the firm's own that is named `language`. */
  customer_language: string | null
  context: unknown
  priority: number
  expires_at: Date | null
  journey_id: string | null
  campaign_id: string | null
  template_id: string | null
  template_name: string | null
  template_subject: string | null
  template_body: string | null
  template_content: unknown
  template_version: number | null
  template_channel: string | null
  known: boolean
  province: string | null
  address: string | null
  purpose: string
  opt_in: boolean | null
  consent: string | null
  no_personalisation: boolean | null
  singles_out: boolean | null
  held_out: boolean
  held_out_of_all: boolean
  restricted: boolean
  /** Mails to this address came back for good. */
  bounced: boolean
  last_word: Date | null
  /** They follow the account no more. */
  gone: boolean
  /** Of WeCom: the colleague whom the customer knows. */
  through: string | null
  journey: string | null
  campaign: string | null
}

/** What is known of these messages and their customers, the more valuable first. */
export async function readCandidates(
  ctx: Ctx,
  outlet: Outlet,
  { customers, messages }: { readonly customers: readonly string[]; readonly messages: readonly string[] },
  { holdout }: SendingRules,
): Promise<CandidateRow[]> {
  const { channel } = outlet
  const address: RawBuilder<string | null> = addressSql(channel) ?? sql<null>`null::text`
  const { rows } = await sql<CandidateRow>`
    select m.customer_id, m.id, m.kind, m.mail_id, m.language, c.custom ->> 'language' as customer_language, m.context, m.priority, m.expires_at, m.journey_id, m.campaign_id, m.template_id,
      t.name as template_name, t.subject as template_subject, t.body as template_body, t.content as template_content, t.version as template_version,
      t.channel as template_channel, c.id is not null as known, c.province, ${address} as address, ${purposeSql} as purpose, p.opt_in,
      ${consentSql(channel, ctx.now)} as consent, c.no_personalisation,
      (${singlesOutSql(sql`j.definition`)} or cp.definition -> 'audience' <> '{"all": []}'::jsonb) as singles_out,
      coalesce(r.arm = 'holdout', false) as held_out,
      m.kind = 'marketing' and m.key not like 'by-hand:%' and ${inGlobalHoldout(holdout, sql`m.customer_id`)} as held_out_of_all,
      ${troubleSql(outlet, address)}, j.state as journey, cp.state as campaign, exists (select 1 from restrictions x where x.customer_id = m.customer_id) as restricted
    from messages m
      left join customers c on c.id = m.customer_id
      left join journey_runs r on r.customer_id = m.customer_id and r.id = m.run_id
      left join journeys j on j.id = m.journey_id
      left join campaigns cp on cp.id = m.campaign_id
      left join templates t on t.id = m.template_id
      left join consent_purposes p on p.code = ${purposeSql}
    where m.customer_id = any(${customers}::uuid[]) and m.id = any(${messages}::uuid[])
    order by m.priority desc, m.due_at, m.id`.execute(ctx.db)
  return rows
}

/** What is known of the address itself: mails that came back, words that came in, who follows no more. */
function troubleSql({ channel, accountId }: Outlet, address: RawBuilder<string | null>): RawBuilder<unknown> {
  if (channel === 'email')
    return sql`${heldSql(sql`m.customer_id`, sql`c.email`)} as bounced, null::timestamptz as last_word, false as gone, null as through`
  if (channel !== 'wechat' && channel !== 'wecom')
    return sql`false as bounced, null::timestamptz as last_word, false as gone, null as through`
  return sql`false as bounced, (select max(f.last_word_at) from channel_followers f where f.account_id = ${accountId} and f.address = ${address}) as last_word,
    coalesce((select bool_and(f.left_at is not null) from channel_followers f where f.account_id = ${accountId} and f.address = ${address}), false) as gone,
    (select max(f.employee) from channel_followers f where f.account_id = ${accountId} and f.address = ${address} and f.left_at is null) as through`
}

export type Ledger = {
  readonly contacts: ReadonlyMap<string, Contact[]>
  readonly kept: ReadonlyMap<string, Kept[]>
}

const monthMs = 32 * 86_400_000

/**
 * What took these customers' attention in the last month (messages that left or are on their way, calls), and what is planned
 * for them: reservations, and what of higher priority is due beside.
 */
export async function readLedger(ctx: Ctx, customers: readonly string[]): Promise<Ledger> {
  const since = new Date(ctx.now.getTime() - monthMs)
  const { rows: contacts } = await sql<Contact & { customer_id: string }>`
    select m.customer_id, coalesce(m.sent_at, ${ctx.now}::timestamptz) as at, m.channel, m.kind from messages m
      where m.customer_id = any(${customers}::uuid[]) and (m.sent_at > ${since} or (m.state = 'queued' and m.lease_until > ${ctx.now}))
    union all select i.customer_id, i.occurred_at, 'call', 'service' from interactions i
      where i.customer_id = any(${customers}::uuid[]) and i.kind = 'call' and i.occurred_at > ${since} and i.occurred_at <= ${ctx.now}`.execute(
    ctx.db,
  )
  const { rows: kept } = await sql<Kept & { customer_id: string }>`
    select a.customer_id, a.channel, a.priority, a.from_at as "from", a.until_at as "until", a.by_kind || ':' || a.by_id::text as plan
      from attention_reservations a where a.customer_id = any(${customers}::uuid[]) and a.until_at > ${ctx.now}`.execute(ctx.db)
  return { contacts: grouped(contacts), kept: grouped(kept) }
}

function grouped<T extends { customer_id: string }>(rows: readonly T[]): Map<string, T[]> {
  return Map.groupBy(rows, (row) => row.customer_id)
}
