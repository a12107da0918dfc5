import { sql } from 'kysely'
import { plainConsent } from '../../../core/kit/consent-line.ts'
import type { Language } from '../../../core/kit/words.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { suppressedKeys } from '../../../platform/records/suppressed-keys.ts'
import type { Contact } from '../../attention/count-limits.ts'
import { zoneOf } from '../../attention/quiet-times.ts'
import type { SendingRules } from '../../attention/sending-rules.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { type Candidate, type Decision, decideSending } from '../decide-sending.ts'
import { messageSkipped } from '../events.ts'
import { languageOf as chooseLanguage, readContent, readLanguage } from '../content/content.ts'
import { languageOfText } from '../markup/write-mail.ts'
import type { MessageReason } from '../reasons.ts'
import type { MessageKind } from '../template.ts'
import { suppressionKey } from '../address-sql.ts'
import type { Values } from './fill-template.ts'
import type { TemplateRow } from './standing-version.ts'
import { type CandidateRow, type Ledger, readCandidates, readLedger } from './read-circumstances.ts'
import type { Outlet } from './read-outlets.ts'
import { readValues } from './template-values.ts'

/** A message that this worker alone may send until the lease ends. */
export type ClaimedMessage = {
  readonly customerId: string
  readonly id: string
  readonly channel: ChannelName
  readonly kind: MessageKind
  readonly journeyId: string | null
  readonly campaignId: string | null
  readonly template: TemplateRow
  /** Null where it goes to the firm itself. */
  readonly address: string | null
  /** Of WeCom: the colleague whom the customer knows. */
  readonly through: string | null
  readonly mailId: string
  readonly lease: Date
  readonly language: Language
  readonly context: unknown
  readonly values: Values
  /** Nothing that was worked out about the customer stands in `values`. */
  readonly withoutPersonal: boolean
}

export type Claim = { readonly looked: number; readonly toSend: readonly ClaimedMessage[] }

/** Until its turn to be spoken about comes. Nothing was said of what somebody claimed and died with; what is claimed longer is decided about anew. */
const claimMs = 3 * 60_000

/** From its turn on: longer than the slowest mail server is waited for. */
export const leaseMs = 15 * 60_000

export const nobody = '00000000-0000-0000-0000-000000000000'

/** Whose messages leave by it: those that name its account, and of the default one those that name none. */
export const accountsOf = ({ accountId, isDefault }: Outlet): string[] => [
  ...(accountId === null ? [] : [accountId]),
  ...(isDefault ? [nobody] : []),
]

type Decided = { readonly row: CandidateRow; readonly decision: Decision }

/**
 * Takes messages of one way out whose time has come and decides about each, in one transaction: skipped, put off, or ours to
 * send. One that another worker was speaking to somebody about when its lease ended is in doubt, and stays so unless the
 * firm chose at-least-once.
 */
export async function claimMessages(ctx: Ctx, outlet: Outlet, rules: SendingRules, limit: number): Promise<Claim> {
  const candidates = await findDue(ctx, outlet, limit)
  if (candidates.length === 0) return { looked: 0, toSend: [] }
  const ids = await lock(ctx, outlet, candidates)
  if (ids.messages.length === 0) return { looked: candidates.length, toSend: [] }
  const rows = await readCandidates(ctx, outlet, ids, rules)
  const decided = decideAll(rows, await readAround(ctx, outlet, ids.customers, rows), ctx, outlet, rules)
  const lease = new Date(ctx.now.getTime() + claimMs)
  await write(ctx, outlet, decided, lease)
  return { looked: candidates.length, toSend: await withValues(ctx, outlet, decided, lease) }
}

type Due = { customer_id: string; id: string }

async function findDue(ctx: Ctx, outlet: Outlet, limit: number): Promise<Due[]> {
  const found: (Due & { due_at: Date })[] = []
  for (const account of accountsOf(outlet)) {
    const { rows } = await sql<Due & { due_at: Date }>`select customer_id, id, due_at from messages
      where channel = ${outlet.channel} and coalesce(account_id, ${nobody}::uuid) = ${account} and state in ('queued', 'sending') and due_at <= ${ctx.now}
      order by due_at limit ${limit}`.execute(ctx.db)
    found.push(...rows)
  }
  return found.sort((a, b) => a.due_at.getTime() - b.due_at.getTime()).slice(0, limit)
}

type Ids = { readonly customers: readonly string[]; readonly messages: readonly string[] }

/**
 * Locks the messages, then their customers, so that two workers cannot both think there is room for one more. With each
 * message go all others of its customer that are due, so that the more valuable goes first.
 */
async function lock(ctx: Ctx, { channel, accountId, isDefault, atLeastOnce }: Outlet, candidates: readonly Due[]): Promise<Ids> {
  const { rows } = await sql<{ customer_id: string; id: string; state: string }>`select customer_id, id, state from messages
    where customer_id = any(${candidates.map((row) => row.customer_id)}::uuid[]) and state in ('queued', 'sending') and due_at <= ${ctx.now}
      and channel = ${channel} and (account_id = ${accountId} or ${isDefault} and account_id is null)
    for update skip locked`.execute(ctx.db)
  const doubtful = rows.filter((row) => row.state === 'sending')
  if (doubtful.length > 0 && !atLeastOnce) await leaveInDoubt(ctx, doubtful)
  if (doubtful.length > 0 && atLeastOnce) await queueAgain(ctx, doubtful)
  const queued = atLeastOnce ? rows : rows.filter((row) => row.state === 'queued')
  const customers = [...new Set(queued.map((row) => row.customer_id))].sort()
  await sql`select 1 from customers where id = any(${customers}::uuid[]) order by id for no key update`.execute(ctx.db)
  return { customers, messages: queued.map((row) => row.id) }
}

const these = (rows: readonly Due[]) =>
  sql`customer_id = any(${rows.map((row) => row.customer_id)}::uuid[]) and id = any(${rows.map((row) => row.id)}::uuid[])`

async function leaveInDoubt(ctx: Ctx, rows: readonly Due[]): Promise<void> {
  const reason: MessageReason = { code: 'interrupted' }
  await sql`update messages set state = 'unknown', due_at = null, lease_until = null, reason = ${JSON.stringify(reason)}::jsonb where ${these(rows)}`.execute(
    ctx.db,
  )
}

async function queueAgain(ctx: Ctx, rows: readonly Due[]): Promise<void> {
  await sql`update messages set state = 'queued', sent_at = null, lease_until = null where ${these(rows)}`.execute(ctx.db)
}

type Around = { readonly ledger: Ledger; readonly suppressed: ReadonlySet<string> }

async function readAround(ctx: Ctx, { channel }: Outlet, customers: readonly string[], rows: readonly CandidateRow[]): Promise<Around> {
  const keys = rows.flatMap(({ address }) => (address === null ? [] : [suppressionKey(channel, address)]))
  return { ledger: await readLedger(ctx, customers), suppressed: await suppressedKeys(ctx.db, ctx.services, keys) }
}

function decideAll(
  rows: readonly CandidateRow[],
  { ledger, suppressed }: Around,
  ctx: Ctx,
  outlet: Outlet,
  rules: SendingRules,
): Decided[] {
  const going = new Map<string, Contact[]>()
  const circumstances = { now: ctx.now, sending: rules.sending, attention: rules.attention, mailHost: outlet.host }
  return rows.map((row) => {
    const before = going.get(row.customer_id) ?? []
    const candidate = candidateOf(row, outlet.channel, ctx.shop.timeZone, rules, ledger, before)
    const isSuppressed = row.address !== null && suppressed.has(suppressionKey(outlet.channel, row.address))
    const decision = decideSending({ ...candidate, suppressed: isSuppressed }, circumstances)
    if (decision.do === 'send') going.set(row.customer_id, [...before, { at: ctx.now, channel: outlet.channel, kind: row.kind }])
    return { row, decision }
  })
}

function candidateOf(
  row: CandidateRow,
  channel: ChannelName,
  timeZone: string,
  { attention }: SendingRules,
  ledger: Ledger,
  before: readonly Contact[],
): Candidate {
  const own = new Set([`journey:${row.journey_id}`, `campaign:${row.campaign_id}`])
  return {
    kind: row.kind,
    channel,
    priority: row.priority,
    expiresAt: row.expires_at,
    customerKnown: row.known,
    templateKnown: row.template_body !== null,
    heldOut: row.held_out,
    heldOutOfAll: row.held_out_of_all,
    restricted: row.restricted,
    journey: row.journey,
    campaign: row.campaign,
    address: row.address,
    addressTrouble: row.bounced ? { code: 'address-bounced' } : row.gone ? { code: 'not-following' } : null,
    consent: plainConsent(row.consent),
    needsYes: row.opt_in ?? row.kind !== 'service',
    personal: row.no_personalisation === true && row.singles_out === true,
    contacts: [...(ledger.contacts.get(row.customer_id) ?? []), ...before],
    kept: (ledger.kept.get(row.customer_id) ?? []).filter(({ plan }) => !own.has(plan)),
    lastWord: row.last_word,
    needsWindow: channelKinds[channel].limits.windowHours !== undefined && formOf(row.template_content) === 'text',
    timeZone: attention.ownZone ? zoneOf(row.province, timeZone) : timeZone,
  }
}

const formOf = (content: unknown): unknown => (typeof content === 'object' && content !== null && 'form' in content ? content.form : null)

/** The same on every try: a receiver can know a repeated message again. */
function mailIdOf(row: CandidateRow, { carrier }: Outlet): string {
  const from = carrier.kind === 'mail' ? carrier.smtp.from : ''
  return row.mail_id ?? `<${row.id}@${/@([\w.-]+)/.exec(from)?.[1] ?? 'regulars.invalid'}>`
}

async function write(ctx: Ctx, outlet: Outlet, decided: readonly Decided[], lease: Date): Promise<void> {
  if (decided.length === 0) return
  const changes = decided.map(({ row, decision }) => ({
    customer_id: row.customer_id,
    id: row.id,
    state: decision.do === 'skip' ? 'skipped' : 'queued',
    reason: decision.do === 'send' ? null : decision.reason,
    due_at: decision.do === 'send' ? lease : decision.do === 'defer' ? decision.until : null,
    lease_until: decision.do === 'send' ? lease : null,
    address: row.address,
    mail_id: mailIdOf(row, outlet),
    language: decision.do === 'send' ? languageOf(row) : row.language,
    template_version: row.template_version,
  }))
  await sql`update messages m set state = r.state, reason = case when r.lease_until is null then r.reason else m.reason end, due_at = r.due_at,
      lease_until = r.lease_until, address = r.address, mail_id = r.mail_id, account_id = coalesce(m.account_id, ${outlet.accountId}::uuid),
      language = r.language, template_version = r.template_version
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as r(customer_id uuid, id uuid, state text, reason jsonb, due_at timestamptz,
      lease_until timestamptz, address text, mail_id text, language text, template_version integer)
    where m.customer_id = r.customer_id and m.id = r.id and m.customer_id = any(${changes.map((c) => c.customer_id)}::uuid[])`.execute(
    ctx.db,
  )
  await ctx.recordAll(
    decided.flatMap(({ row, decision }) => (decision.do === 'skip' && row.known ? [skippedFact(ctx, outlet, row, decision.reason)] : [])),
  )
}

function skippedFact(ctx: Ctx, { channel }: Outlet, row: CandidateRow, reason: MessageReason): ToldFact {
  const payload = {
    message: row.id,
    template: row.template_name ?? '',
    channel,
    subject: '',
    reason: reason.code,
    ...(row.journey_id === null ? {} : { journey: row.journey_id }),
    ...(row.campaign_id === null ? {} : { campaign: row.campaign_id }),
  }
  return { customerId: row.customer_id, kind: messageSkipped.name, occurredAt: ctx.now, payload, key: `message:${row.id}` }
}

/** The message's own, else the customer's, as far as the template speaks it; else the one that it speaks. */
function languageOf({ language, customer_language, template_content, template_subject, template_body }: CandidateRow): Language {
  const content = readContent(template_content)
  if (!content) return readLanguage(language) ?? languageOfText(`${template_subject}${template_body}`)
  return chooseLanguage(content, [readLanguage(language), readLanguage(customer_language)])
}

/** Values are read while the customers are locked; filling in waits until they are free again. */
async function withValues(ctx: Ctx, outlet: Outlet, decided: readonly Decided[], lease: Date): Promise<ClaimedMessage[]> {
  const going = decided.filter(({ decision }) => decision.do === 'send').map(({ row }) => row)
  const claimed: ClaimedMessage[] = []
  for (const language of ['zh', 'en'] as const) {
    const rows = going.filter((row) => languageOf(row) === language)
    const impersonal = new Set(rows.flatMap((row) => (row.no_personalisation === true && row.kind !== 'service' ? [row.customer_id] : [])))
    const customers = rows.map((row) => row.customer_id)
    const values = rows.length > 0 ? await readValues(ctx, customers, language, impersonal, textOf(rows)) : new Map<string, Values>()
    claimed.push(...rows.flatMap((row) => claimedOf(row, outlet, values.get(row.customer_id), language, lease)))
  }
  return claimed
}

/** What the templates say, where that tells which variables they use: one in blocks may use others than it names. */
function textOf(rows: readonly CandidateRow[]): string | null {
  if (rows.some((row) => row.template_content !== null)) return null
  return [...new Set(rows.map((row) => `${row.template_subject} ${row.template_body}`))].join(' ')
}

function claimedOf(row: CandidateRow, outlet: Outlet, values: Values | undefined, language: Language, lease: Date): ClaimedMessage[] {
  if (!values || row.template_id === null) return []
  const template: TemplateRow = {
    id: row.template_id,
    name: row.template_name ?? '',
    channel: row.template_channel ?? outlet.channel,
    version: row.template_version ?? 1,
    subject: row.template_subject ?? '',
    body: row.template_body ?? '',
    content: row.template_content,
  }
  return [
    {
      customerId: row.customer_id,
      id: row.id,
      channel: outlet.channel,
      kind: row.kind,
      journeyId: row.journey_id,
      campaignId: row.campaign_id,
      template,
      address: row.address,
      through: row.through,
      mailId: mailIdOf(row, outlet),
      lease,
      language,
      context: row.context,
      values,
      withoutPersonal: row.no_personalisation === true,
    },
  ]
}
