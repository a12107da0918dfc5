import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { recordConsent } from '../../../know/consent/actions.ts'
import { recordInteraction } from '../../../know/interactions/actions.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { InboxMail } from '../../../platform/channels/imap-inbox.ts'
import type { ParsedMail } from '../../../platform/channels/parse-mail.ts'
import { disarmContacts, keptContact, sealInside, sealInText } from '../../../platform/sealing/contacts.ts'
import { noteMessageOutcome } from '../../messages/actions.ts'
import { inboundKindOf, nobody } from '../inbound-mail.ts'
import { type Judged, judgeMail, ownWords } from '../judge-mail.ts'
import { customerOfAddress, findMessage, type FoundMessage } from './find-sender.ts'
import { forgiveAddress, holdAddress } from '../../../know/contact-points/server/hold-address.ts'

/** What is known of a mail that is being handled. */
type Case = {
  readonly key: string
  readonly mail: ParsedMail
  readonly judged: Judged
  readonly message: FoundMessage | null
  readonly customerId: string | null
  readonly receivedAt: Date
}

/** The same mail, wherever and however often it is read. */
export const keyOf = (source: Buffer): string => createHash('sha256').update(source).digest('base64url')

/** Takes a mail for this transaction; false where it was handled before. */
export async function takeMail(ctx: Ctx, key: string): Promise<boolean> {
  const { rows } =
    await sql`insert into inbound_seen (key, seen_at) values (${key}, ${ctx.now}) on conflict (key) do nothing returning 1`.execute(ctx.db)
  return rows.length > 0
}

/** All that follows from one mail, in the transaction that takes it. */
export async function handleMail(ctx: Ctx, key: string, given: ParsedMail, { receivedAt }: Pick<InboxMail, 'receivedAt'>): Promise<void> {
  const mail = disarmContacts(given)
  const judged = judgeMail(mail)
  const message = await findMessage(ctx, mail, judged)
  const customerId = message?.customerId ?? (await customerOfAddress(ctx, whoseAddress(mail, judged)))
  const at = receivedAt && receivedAt < ctx.now ? receivedAt : ctx.now
  const one: Case = { key, mail, judged, message, customerId, receivedAt: at }
  await tellMessage(ctx, one)
  await follow(ctx, one)
  if (isKept(one)) await keep(ctx, one)
}

const whoseAddress = ({ from }: ParsedMail, judged: Judged): string | null =>
  'recipient' in judged ? judged.recipient : (from?.address ?? null)

/** What an automatic mail of a stranger says is of no interest; nor that one is late or has arrived. */
function isKept({ judged, customerId, mail }: Case): boolean {
  if (judged.kind === 'notice') return false
  if (judged.kind === 'auto-reply' || judged.kind === 'bounce') return customerId !== null
  return customerId !== null || mail.from !== null
}

const wordsOf = ({ mail, judged }: Case): string =>
  judged.kind === 'bounce' ? judged.said : judged.kind === 'complaint' ? judged.sort : ownWords(mail.text)

const outcomes: Partial<Record<Judged['kind'], 'bounced' | 'replied' | 'delivered'>> = {
  bounce: 'bounced',
  reply: 'replied',
  unsubscribe: 'replied',
}

async function tellMessage(ctx: Ctx, one: Case): Promise<void> {
  const { judged, message, key, receivedAt } = one
  const what = judged.kind === 'notice' && judged.action === 'delivered' ? 'delivered' : outcomes[judged.kind]
  if (!message || !what) return
  const code = judged.kind === 'bounce' && judged.code !== null ? { code: judged.code } : {}
  const details = { said: wordsOf(one).slice(0, 200), key: key.slice(0, 20), ...code }
  await ctx.run(noteMessageOutcome, {
    messageId: message.id,
    customerId: message.customerId,
    what,
    at: receivedAt.toISOString(),
    details,
  })
}

async function follow(ctx: Ctx, one: Case): Promise<void> {
  const { judged, customerId, message, mail } = one
  if (customerId === null) return
  const address = judged.kind === 'bounce' ? (message?.address ?? judged.recipient) : (mail.from?.address ?? null)
  if (judged.kind === 'bounce') return address === null ? undefined : holdAddress(ctx, customerId, address, judged)
  if (judged.kind === 'complaint') return withdraw(ctx, customerId, message, 'complaint')
  if (judged.kind !== 'reply' && judged.kind !== 'unsubscribe') return
  if (address !== null) await forgiveAddress(ctx, customerId, address)
  await tellReply(ctx, customerId, mail, one.receivedAt)
  if (judged.kind === 'unsubscribe') await withdraw(ctx, customerId, message, 'reply')
}

/** What they wrote is an interaction like any other. */
export async function tellReply(ctx: Ctx, customerId: string, mail: Pick<ParsedMail, 'subject' | 'text'>, at: Date): Promise<void> {
  const words = ownWords(mail.text)
  await ctx.run(recordInteraction, {
    customerId,
    kind: 'mail',
    direction: 'in',
    occurredAt: at.toISOString(),
    outcome: 'replied',
    summary: soundOf([mail.subject, words].filter(Boolean).join('\n')).slice(0, 5_000) || '…',
  })
}

/** Without what no text field takes. */
const soundOf = (text: string): string => text.replace(/[\p{Cc}\p{Cs}]/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : '')).trim()

/** Who stops one mail wants no advertisements either: marketing, and what the message came by. */
export async function withdraw(ctx: Ctx, customerId: string, message: FoundMessage | null, why: 'complaint' | 'reply'): Promise<void> {
  const purposes = new Set(['marketing', ...(message?.purpose && message.purpose !== 'service' ? [message.purpose] : [])])
  const { rows } = await sql<{
    code: string
  }>`select code from consent_purposes where code = any(${[...purposes]}::text[]) and 'email' = any(channels) and retired_at is null`.execute(
    ctx.db,
  )
  const note =
    why === 'complaint'
      ? '收件人把邮件标为垃圾邮件 · marked as spam by the receiver'
      : '回复邮件要求退订 · asked for it by answering a mail'
  for (const { code } of rows)
    await ctx.run(recordConsent, { id: customerId, purpose: code, channels: ['email'], state: 'withdrawn', how: 'letter', note })
}

async function keep(ctx: Ctx, one: Case): Promise<void> {
  const { mail, judged, message, customerId, receivedAt } = one
  const state = inboundKindOf(judged.kind)?.isOpen === true || customerId === null ? 'open' : 'done'
  const { kind, ...details } = judged
  await sql`insert into inbound_mails (customer_id, id, kind, state, from_address, from_name, subject, body, message_id, details, received_at, recorded_at)
    values (${customerId ?? nobody}, ${ctx.newId()}, ${kind}, ${state}, ${mail.from ? keptContact(ctx, 'email', mail.from.address.toLowerCase()) : null}, ${sealInText(ctx, soundOf(mail.from?.name ?? '')) || null},
      ${sealInText(ctx, soundOf(mail.subject))}, ${sealInText(ctx, soundOf(wordsOf(one)).slice(0, 20_000))}, ${message?.id ?? null}, ${JSON.stringify(sealInside(ctx, details))}::jsonb, ${receivedAt}, ${ctx.now})`.execute(
    ctx.db,
  )
}

/** A mail that could not be handled is kept for a person to look at, so that it does not stand in the others' way. */
export async function keepUnhandled(ctx: Ctx, given: ParsedMail, receivedAt: Date | null): Promise<void> {
  const mail = disarmContacts(given)
  await sql`insert into inbound_mails (customer_id, id, kind, state, from_address, from_name, subject, body, details, received_at, recorded_at)
    values (${nobody}, ${ctx.newId()}, 'reply', 'open', ${mail.from ? keptContact(ctx, 'email', mail.from.address.toLowerCase()) : null}, ${sealInText(ctx, soundOf(mail.from?.name ?? '')) || null}, ${sealInText(ctx, soundOf(mail.subject))},
      ${sealInText(ctx, soundOf(ownWords(mail.text)).slice(0, 20_000))}, '{"unhandled":true}'::jsonb, ${receivedAt ?? ctx.now}, ${ctx.now})`.execute(
    ctx.db,
  )
}
