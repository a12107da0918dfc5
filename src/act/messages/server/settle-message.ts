import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import type { MailOutcome } from '../../../platform/channels/mailer.ts'
import { messageFailed, messageSent } from '../events.ts'
import type { MessageState } from '../message.ts'
import type { MessageReason } from '../reasons.ts'
import { nextTry } from '../sending-rules.ts'
import type { ClaimedMessage } from './claim-messages.ts'

/** While the server was spoken to, the customer may have become part of another, and the message with it. */
async function ofWhomItIs(ctx: Ctx, message: ClaimedMessage): Promise<ClaimedMessage> {
  return { ...message, customerId: await currentCustomer(ctx.db, message.customerId) }
}

type Settled = { readonly state: MessageState; readonly reason?: MessageReason; readonly reference?: string; readonly dueAt?: Date }

/** Writes down what the server answered, with its fact. */
export async function settleMessage(ctx: Ctx, claimed: ClaimedMessage, subject: string, outcome: MailOutcome): Promise<void> {
  const message = await ofWhomItIs(ctx, claimed)
  const { rows } = await sql<{
    attempts: number
  }>`select attempts from messages where customer_id = ${message.customerId} and id = ${message.id}
    and state = 'sending' and lease_until = ${message.lease} for update`.execute(ctx.db)
  if (!rows[0]) return
  const settled = settledBy(outcome, rows[0].attempts, ctx.now)
  await write(ctx, message, settled)
  if (settled.state === 'sent') await tell(ctx, message, messageSent.name, subject)
  if (settled.state === 'failed') await tell(ctx, message, messageFailed.name, subject, settled.reason)
}

function settledBy(outcome: MailOutcome, tries: number, now: Date): Settled {
  if (outcome.state === 'sent') return { state: 'sent', reference: outcome.reference }
  const reason = outcome.reason.slice(0, 500)
  if (outcome.state === 'refused') return { state: 'failed', reason: { code: 'mail-server-refused', details: { reason } } }
  if (outcome.state === 'unknown') return { state: 'unknown', reason: { code: 'answer-lost', details: { reason } } }
  const dueAt = nextTry(tries, now)
  if (!dueAt) return { state: 'failed', reason: { code: 'mail-server-gave-up', details: { tries, reason } } }
  return { state: 'queued', reason: { code: 'mail-server-later', details: { tries, reason } }, dueAt }
}

/** A template that could not be filled in for this customer. Nothing was sent. */
export async function settleUnfilled(ctx: Ctx, claimed: ClaimedMessage, reason: MessageReason): Promise<void> {
  const message = await ofWhomItIs(ctx, claimed)
  await write(ctx, message, { state: 'failed', reason })
  await tell(ctx, message, messageFailed.name, '', reason)
}

/** When it was sent is kept only where it was, or may have been. */
async function write(ctx: Ctx, message: ClaimedMessage, { state, reason, reference, dueAt }: Settled): Promise<void> {
  const left = state === 'sent' || state === 'unknown'
  await sql`update messages set state = ${state}, reason = ${reason ? JSON.stringify(reason) : null}::jsonb, reference = ${reference ?? null}, due_at = ${dueAt ?? null},
      lease_until = null, sent_at = case when ${left} then ${ctx.now}::timestamptz end
    where customer_id = ${message.customerId} and id = ${message.id} and lease_until = ${message.lease}`.execute(ctx.db)
}

async function tell(ctx: Ctx, message: ClaimedMessage, kind: string, subject: string, reason?: MessageReason): Promise<void> {
  const payload = {
    message: message.id,
    template: message.template.name,
    channel: 'email',
    subject,
    ...(reason ? { reason: reason.code } : {}),
  }
  await ctx.record({ customerId: message.customerId, kind, occurredAt: ctx.now, payload, key: `message:${message.id}` })
}
