import { sql } from 'kysely'
import type { Words } from '../../../core/kit/words.ts'
import { holdAddress } from '../../../know/contact-points/server/hold-address.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import type { ChannelOutcome, ChannelTrouble } from '../../../platform/channels/channel.ts'
import type { MailOutcome, MailTrouble } from '../../../platform/channels/mailer.ts'
import { soundAnswer } from '../../../platform/channels/sound-answer.ts'
import { sealInside, sealInText } from '../../../platform/sealing/contacts.ts'
import { currentCustomers } from '../../../platform/event-log/merged-heads.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { judgeRefusal } from '../../inbound/judge-mail.ts'
import { messageFailed, messageHanded, messageSent } from '../events.ts'
import type { MessageState } from '../message.ts'
import type { MessageReason } from '../reasons.ts'
import { nextTry } from '../sending-rules.ts'
import type { ClaimedMessage } from './claim-messages.ts'
import { restOutlet, startOutlet, stopOutlet } from './outlet-state.ts'
import type { Outlet } from './read-outlets.ts'

export type Outcome = MailOutcome | ChannelOutcome

/** What became of a message: an answer, or that it could not be written and was never sent. */
export type Answered = {
  readonly message: ClaimedMessage
  readonly subject: string
  readonly outcome: Outcome | { readonly state: 'unfilled'; readonly reason: MessageReason }
  /** What was paid for: parts of a long SMS. */
  readonly parts: number
}

type Settled = {
  readonly state: MessageState
  readonly reason?: MessageReason
  readonly reference?: string
  readonly dueAt?: Date
  readonly cost?: number
  /** The try does not count: it was the account's trouble. */
  readonly isFree?: true
}

type Row = { customer_id: string; id: string; attempts: number }

/**
 * Writes down what was answered, with its facts, for many at once. While a server was spoken to, customers may have become
 * part of others, and their messages with them; and the clock may have jumped, so that another worker left in doubt what
 * we know the answer to: then the answer counts.
 */
export async function settleMessages(ctx: Ctx, outlet: Outlet, answered: readonly Answered[]): Promise<void> {
  const moved = await currentCustomers(
    ctx.db,
    answered.map(({ message }) => message.customerId),
  )
  const here = answered.map((one) => ({
    ...one,
    message: { ...one.message, customerId: moved.get(one.message.customerId) ?? one.message.customerId },
  }))
  const rows = await lock(ctx, here)
  const attempts = new Map(rows.map((row) => [row.id, row.attempts]))
  const settling: { readonly one: Answered; readonly settled: Settled }[] = []
  for (const one of here) {
    const tries = attempts.get(one.message.id)
    if (tries !== undefined) settling.push({ one, settled: await settledBy(ctx, outlet, one, tries) })
  }
  await write(ctx, settling)
  for (const { one, settled } of settling) await holdIfRefused(ctx, one, settled)
  await ctx.recordAll(settling.flatMap(({ one, settled }) => factOf(ctx, one, settled)))
  const gotThrough = settling.some(({ settled }) => settled.state === 'sent' || settled.state === 'handed')
  if (gotThrough && outlet.lookAt) await startOutlet({ database: { ...ctx.services.database, db: ctx.db } }, outlet.key)
}

async function lock(ctx: Ctx, answered: readonly Answered[]): Promise<Row[]> {
  const keys = answered.map(({ message }) => ({ customer_id: message.customerId, id: message.id, lease: message.lease }))
  const { rows } = await sql<Row>`select m.customer_id, m.id, m.attempts from messages m
      join jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as r(customer_id uuid, id uuid, lease timestamptz) on r.id = m.id and r.customer_id = m.customer_id
    where m.customer_id = any(${keys.map((key) => key.customer_id)}::uuid[])
      and (m.state in ('sending', 'queued') and m.lease_until = r.lease or m.state = 'unknown' and m.reason ->> 'code' = 'interrupted')
    order by m.customer_id, m.id for update of m`.execute(ctx.db)
  return rows
}

/** What lies with the account, and how that is said: the message is sound, and waits with all others of the account. */
const accountTroubles: Partial<Record<ChannelTrouble | MailTrouble, string>> = {
  'sign-in': 'account-refused',
  sender: 'account-sender',
  'not-allowed': 'account-refused',
  'closed-address': 'account-address',
  unlisted: 'account-unlisted',
  balance: 'account-empty',
}

async function settledBy(ctx: Ctx, outlet: Outlet, { message, outcome, parts }: Answered, tries: number): Promise<Settled> {
  if (outcome.state === 'unfilled') return { state: 'failed', reason: outcome.reason }
  if (!('reason' in outcome)) {
    const paid = 'parts' in outcome && outcome.parts !== undefined ? outcome.parts : parts
    return { state: outcome.state, reference: soundAnswer(outcome.reference), cost: outlet.cost * paid }
  }
  const reason = soundAnswer(outcome.reason)
  const isMail = message.channel === 'email'
  if (outcome.state === 'unknown') {
    const found = 'receipt' in outcome && outcome.receipt !== undefined ? { reference: outcome.receipt } : {}
    return {
      ...(outlet.atLeastOnce
        ? againLater(ctx, { code: 'answer-lost-again', details: { reason } }, reason, tries, isMail, undefined)
        : { state: 'unknown', reason: { code: 'answer-lost', details: { reason } } }),
      ...found,
    }
  }
  const ofAccount = accountTroubles[outcome.cause ?? 'other']
  if (ofAccount !== undefined && (outcome.state === 'later' || outcome.cause !== 'not-allowed')) {
    const trouble: MessageReason = { code: ofAccount, details: { reason } }
    return { state: 'queued', reason: trouble, dueAt: await stopOutlet(ctx, outlet, trouble), isFree: true }
  }
  if (outcome.state === 'refused')
    return {
      state: 'failed',
      reason: { code: isMail ? 'mail-server-refused' : refusedFor(message.channel, outcome.cause), details: { reason } },
    }
  const after = 'retryAfterSeconds' in outcome ? outcome.retryAfterSeconds : undefined
  const until = after === undefined ? undefined : new Date(ctx.now.getTime() + Math.min(Math.max(after, 1), longestWaitSeconds) * 1_000)
  if (until && outcome.cause === 'busy') await restOutlet(ctx, outlet, until)
  const why = isMail ? unreached[outcome.cause ?? 'other'] : undefined
  const code = why ? 'mail-server-away' : isMail ? 'mail-server-later' : 'vendor-later'
  return againLater(ctx, { code, details: { tries, reason, ...(why ? { why } : {}) } }, reason, tries, isMail, until)
}

/** Why nobody took the mail or turned it away: said in no words of the server’s, for it was not heard. */
const unreached: Partial<Record<ChannelTrouble | MailTrouble, Words>> = {
  host: { zh: '没有这个服务器', en: 'there is no such server' },
  connection: { zh: '连接被拒绝或中途断开', en: 'it refused the connection or broke it off' },
  timeout: { zh: '没有应答', en: 'it did not answer' },
  tls: { zh: '加密连接失败', en: 'the encrypted connection failed' },
}

/** What lies with the message, as far as the vendor tells. A robot's or a receiver's address is the account's, and no customer's. */
function refusedFor(channel: ChannelName, cause: ChannelTrouble | MailTrouble = 'other'): string {
  const isTold = cause === 'content' || (cause === 'address' && channelKinds[channel].address !== null)
  return isTold ? `vendor-refused-${cause}` : 'vendor-refused'
}

const longestWaitSeconds = 86_400

function againLater(ctx: Ctx, why: MessageReason, said: string, tries: number, isMail: boolean, until: Date | undefined): Settled {
  const dueAt = nextTry(tries, ctx.now)
  if (!dueAt)
    return { state: 'failed', reason: { code: isMail ? 'mail-server-gave-up' : 'vendor-gave-up', details: { tries, reason: said } } }
  return { state: 'queued', reason: why, dueAt: until ?? dueAt }
}

/** When it was sent is kept only where it was, or may have been. */
async function write(ctx: Ctx, settling: readonly { readonly one: Answered; readonly settled: Settled }[]): Promise<void> {
  if (settling.length === 0) return
  const changes = settling.map(({ one: { message }, settled: { state, reason, reference, dueAt, cost, isFree } }) => ({
    customer_id: message.customerId,
    id: message.id,
    state,
    // Servers name the address in what they say of it.
    reason: sealInside(ctx, reason),
    reference: reference === undefined ? undefined : sealInText(ctx, reference),
    due_at: dueAt,
    sent_at: state === 'sent' || state === 'unknown' || state === 'handed' ? ctx.now : null,
    cost,
    free: isFree === true ? 1 : 0,
  }))
  await sql`update messages m set state = r.state, reason = r.reason, reference = coalesce(r.reference, m.reference), due_at = r.due_at, lease_until = null,
      sent_at = r.sent_at, cost = coalesce(r.cost, m.cost), attempts = m.attempts - r.free
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as r(customer_id uuid, id uuid, state text, reason jsonb, reference text, due_at timestamptz,
      sent_at timestamptz, cost integer, free integer)
    where m.customer_id = r.customer_id and m.id = r.id and m.customer_id = any(${changes.map((change) => change.customer_id)}::uuid[])`.execute(
    ctx.db,
  )
}

/**
 * A mail server that turns an address away at once says what a mail that comes back says, and means as much. What it says of the
 * sender, or of the mail, says nothing of the address.
 */
async function holdIfRefused(ctx: Ctx, { message, outcome }: Answered, { state }: Settled): Promise<void> {
  if (message.channel !== 'email' || state !== 'failed' || message.address === null) return
  if (outcome.state !== 'refused' || outcome.cause !== 'recipient') return
  await holdAddress(ctx, message.customerId, message.address, judgeRefusal(soundAnswer(outcome.reason)))
}

const factKinds: Partial<Record<MessageState, string>> = { sent: messageSent.name, handed: messageHanded.name, failed: messageFailed.name }

function factOf(ctx: Ctx, { message, subject }: Answered, { state, reason }: Settled): ToldFact[] {
  const kind = factKinds[state]
  if (kind === undefined) return []
  const payload = {
    message: message.id,
    template: message.template.name,
    channel: message.channel,
    subject,
    ...(message.journeyId === null ? {} : { journey: message.journeyId }),
    ...(message.campaignId === null ? {} : { campaign: message.campaignId }),
    ...(reason && state === 'failed' ? { reason: reason.code } : {}),
  }
  return [{ customerId: message.customerId, kind, occurredAt: ctx.now, payload, key: `message:${message.id}` }]
}
