import { sql } from 'kysely'
import { plainConsent } from '../../../core/kit/consent-line.ts'
import type { SendingSettings } from '../../../know/shop/settings.ts'
import type { SmtpSettings } from '../../../platform/channels/mailer.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { suppressedKeys } from '../../../platform/records/suppressed-keys.ts'
import { type Decision, decideSending } from '../decide-sending.ts'
import { messageSkipped } from '../events.ts'
import { languageOfText } from '../markup/write-mail.ts'
import type { MessageReason } from '../reasons.ts'
import type { MessageKind } from '../template.ts'
import { consentSql, purposeSql } from './message-consent.ts'
import type { TemplateText, Values } from './fill-template.ts'
import { singlesOutSql } from './singles-out.ts'
import { readValues } from './template-values.ts'

/** A message that this worker alone may send until the lease ends. */
export type ClaimedMessage = {
  readonly customerId: string
  readonly id: string
  readonly kind: MessageKind
  readonly templateId: string
  readonly template: TemplateText
  readonly address: string
  readonly mailId: string
  readonly lease: Date
  readonly values: Values
  /** Nothing that was worked out about the customer stands in `values`. */
  readonly withoutPersonal: boolean
}

export type Claim = { readonly looked: number; readonly toSend: readonly ClaimedMessage[] }

/** Longer than the slowest mail server is waited for. Renewed when a message's turn to be spoken about comes. */
export const leaseMs = 15 * 60_000
const weekMs = 7 * 86_400_000

type Row = {
  customer_id: string
  id: string
  kind: MessageKind
  mail_id: string | null
  template_id: string | null
  template_name: string | null
  template_subject: string | null
  template_body: string | null
  known: boolean
  email: string | null
  purpose: string
  opt_in: boolean | null
  consent: string | null
  no_personalisation: boolean | null
  singles_out: boolean | null
  held_out: boolean
  restricted: boolean
  journey: string | null
  sent_this_week: number
}

type Decided = { readonly row: Row; readonly decision: Decision }

/**
 * Takes messages whose time has come and decides about each, in one transaction: skipped, put off, or ours to send.
 * One that another worker was speaking to a server about when its lease ended is in doubt, and stays so.
 */
export async function claimMessages(ctx: Ctx, smtp: SmtpSettings, rules: SendingSettings, limit: number): Promise<Claim> {
  const candidates = await sql<{ customer_id: string; id: string }>`select customer_id, id from messages
    where state in ('queued', 'sending') and due_at <= ${ctx.now} order by due_at limit ${limit}`.execute(ctx.db)
  if (candidates.rows.length === 0) return { looked: 0, toSend: [] }
  const ids = await lock(ctx, candidates.rows)
  const rows = await readCircumstances(ctx, ids)
  const suppressed = await suppressedKeys(
    ctx.db,
    ctx.services.secrets,
    rows.flatMap((row) => (row.email === null ? [] : [`email:${row.email}`])),
  )
  const decided = decideAll(rows, suppressed, ctx, smtp, rules)
  const lease = new Date(ctx.now.getTime() + leaseMs)
  await write(ctx, decided, lease, smtp)
  return { looked: candidates.rows.length, toSend: await withValues(ctx, decided, lease, smtp) }
}

type Ids = { readonly customers: readonly string[]; readonly messages: readonly string[] }

/** Locks the messages, then their customers, so that two workers cannot both think the weekly cap has room. */
async function lock(ctx: Ctx, candidates: readonly { customer_id: string; id: string }[]): Promise<Ids> {
  const customerIds = candidates.map((row) => row.customer_id)
  const { rows } = await sql<{ customer_id: string; id: string; state: string }>`select customer_id, id, state from messages
    where customer_id = any(${customerIds}::uuid[]) and id = any(${candidates.map((row) => row.id)}::uuid[])
      and state in ('queued', 'sending') and due_at <= ${ctx.now} for update skip locked`.execute(ctx.db)
  const doubtful = rows.filter((row) => row.state === 'sending')
  if (doubtful.length > 0) {
    const reason: MessageReason = { code: 'interrupted' }
    await sql`update messages set state = 'unknown', due_at = null, lease_until = null, reason = ${JSON.stringify(reason)}::jsonb
      where customer_id = any(${doubtful.map((r) => r.customer_id)}::uuid[]) and id = any(${doubtful.map((r) => r.id)}::uuid[])`.execute(
      ctx.db,
    )
  }
  const queued = rows.filter((row) => row.state === 'queued')
  const customers = [...new Set(queued.map((row) => row.customer_id))].sort()
  await sql`select 1 from customers where id = any(${customers}::uuid[]) order by id for no key update`.execute(ctx.db)
  return { customers, messages: queued.map((row) => row.id) }
}

async function readCircumstances(ctx: Ctx, ids: Ids): Promise<Row[]> {
  const weekAgo = new Date(ctx.now.getTime() - weekMs)
  const { rows } = await sql<Row>`
    select m.customer_id, m.id, m.kind, m.mail_id, m.template_id, t.name as template_name, t.subject as template_subject, t.body as template_body,
      c.id is not null as known, c.email, ${purposeSql} as purpose, p.opt_in, ${consentSql(ctx.now)} as consent,
      c.no_personalisation, ${singlesOutSql(sql`j.definition`)} as singles_out, coalesce(r.arm = 'holdout', false) as held_out, j.state as journey,
      exists (select 1 from restrictions x where x.customer_id = m.customer_id) as restricted,
      (select count(*) from messages s where s.customer_id = m.customer_id and s.kind = 'marketing'
        and (s.sent_at > ${weekAgo} or (s.state = 'queued' and s.lease_until > ${ctx.now}))) as sent_this_week
    from messages m
      left join customers c on c.id = m.customer_id
      left join journey_runs r on r.customer_id = m.customer_id and r.id = m.run_id
      left join journeys j on j.id = m.journey_id
      left join templates t on t.id = m.template_id
      left join consent_purposes p on p.code = ${purposeSql}
    where m.customer_id = any(${ids.customers}::uuid[]) and m.id = any(${ids.messages}::uuid[])
    order by m.due_at, m.id`.execute(ctx.db)
  return rows
}

function decideAll(rows: readonly Row[], suppressed: ReadonlySet<string>, ctx: Ctx, smtp: SmtpSettings, rules: SendingSettings): Decided[] {
  const going = new Map<string, number>()
  const circumstances = { now: ctx.now, timeZone: ctx.shop.timeZone, rules, mailHost: smtp.host }
  return rows.map((row) => {
    const before = going.get(row.customer_id) ?? 0
    const decision = decideSending(
      {
        kind: row.kind,
        customerKnown: row.known,
        templateKnown: row.template_body !== null,
        heldOut: row.held_out,
        restricted: row.restricted,
        suppressed: suppressed.has(`email:${row.email}`),
        journey: row.journey,
        address: row.email,
        consent: plainConsent(row.consent),
        needsYes: row.opt_in ?? row.kind === 'marketing',
        personal: row.no_personalisation === true && row.singles_out === true,
        sentThisWeek: row.sent_this_week + before,
      },
      circumstances,
    )
    if (decision.do === 'send' && row.kind === 'marketing') going.set(row.customer_id, before + 1)
    return { row, decision }
  })
}

/** The same on every try: a receiver can know a repeated message again. */
const mailIdOf = (row: Row, smtp: SmtpSettings) => row.mail_id ?? `<${row.id}@${/@([\w.-]+)/.exec(smtp.from)?.[1] ?? 'regulars.invalid'}>`

async function write(ctx: Ctx, decided: readonly Decided[], lease: Date, smtp: SmtpSettings): Promise<void> {
  if (decided.length === 0) return
  const changes = decided.map(({ row, decision }) => ({
    customer_id: row.customer_id,
    id: row.id,
    state: decision.do === 'skip' ? 'skipped' : 'queued',
    reason: decision.do === 'send' ? null : decision.reason,
    due_at: decision.do === 'send' ? lease : decision.do === 'defer' ? decision.until : null,
    lease_until: decision.do === 'send' ? lease : null,
    address: row.email,
    mail_id: mailIdOf(row, smtp),
  }))
  await sql`update messages m set state = r.state, reason = case when r.lease_until is null then r.reason else m.reason end, due_at = r.due_at,
      lease_until = r.lease_until, address = r.address, mail_id = r.mail_id
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
      as r(customer_id uuid, id uuid, state text, reason jsonb, due_at timestamptz, lease_until timestamptz, address text, mail_id text)
    where m.customer_id = r.customer_id and m.id = r.id and m.customer_id = any(${changes.map((c) => c.customer_id)}::uuid[])`.execute(
    ctx.db,
  )
  await ctx.recordAll(
    decided.flatMap(({ row, decision }) => (decision.do === 'skip' && row.known ? [skippedFact(ctx, row, decision.reason)] : [])),
  )
}

function skippedFact(ctx: Ctx, row: Row, reason: MessageReason): ToldFact {
  const payload = { message: row.id, template: row.template_name ?? '', channel: 'email', subject: '', reason: reason.code }
  return { customerId: row.customer_id, kind: messageSkipped.name, occurredAt: ctx.now, payload, key: `message:${row.id}` }
}

/** Values are read while the customers are locked; filling in waits until they are free again. */
async function withValues(ctx: Ctx, decided: readonly Decided[], lease: Date, smtp: SmtpSettings): Promise<ClaimedMessage[]> {
  const going = decided.filter(({ decision }) => decision.do === 'send').map(({ row }) => row)
  const claimed: ClaimedMessage[] = []
  for (const language of ['zh', 'en'] as const) {
    const rows = going.filter((row) => languageOfText(`${row.template_subject}${row.template_body}`) === language)
    const values =
      rows.length > 0
        ? await readValues(
            ctx,
            rows.map((row) => row.customer_id),
            language,
            new Set(rows.flatMap((row) => (row.no_personalisation === true && row.kind === 'marketing' ? [row.customer_id] : []))),
          )
        : new Map<string, Values>()
    claimed.push(...rows.flatMap((row) => claimedOf(row, values.get(row.customer_id), lease, mailIdOf(row, smtp))))
  }
  return claimed
}

function claimedOf(row: Row, values: Values | undefined, lease: Date, mailId: string): ClaimedMessage[] {
  const { customer_id: customerId, id, kind, template_id: templateId, email: address } = row
  if (!values || templateId === null || address === null) return []
  const template = { name: row.template_name ?? '', subject: row.template_subject ?? '', body: row.template_body ?? '' }
  return [{ customerId, id, kind, templateId, template, address, mailId, lease, values, withoutPersonal: row.no_personalisation === true }]
}
