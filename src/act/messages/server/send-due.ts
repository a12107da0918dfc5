import { sql } from 'kysely'
import type { SmtpSettings } from '../../../platform/channels/mailer.ts'
import { asSystem, readShop, type Services } from '../../../platform/actions/services.ts'
import { preferenceUrl } from '../../../know/consent/server/preference-link.ts'
import { outlastOutage } from '../../../platform/database/outage.ts'
import { languageOfText, writeMail } from '../markup/write-mail.ts'
import { type ClaimedMessage, claimMessages, leaseMs } from './claim-messages.ts'
import { type Filled, fillTemplate } from './fill-template.ts'
import { readMailSettings } from './mail-settings.ts'
import { mayLeave } from './message-consent.ts'
import { settleMessage, settleUnfilled } from './settle-message.ts'
import { unsubscribeToken } from './unsubscribe-token.ts'

/** The moments at which a test breaks the program off. */
export type SendingPoint = 'claimed' | 'begun' | 'answered'

export type SendingOptions = {
  /** Messages a portion. */
  readonly limit?: number
  /** Connections to the mail server at once. */
  readonly lanes?: number
  /** Through here instead of the server that the settings name. */
  readonly smtp?: SmtpSettings
  readonly at?: (point: SendingPoint) => void | Promise<void>
  /** Once aborted, no other message is begun: those that wait in the portion are freed. */
  readonly stopping?: AbortSignal | undefined
}

/**
 * Sends what is due, one portion. Each message goes: claimed (a lease, still queued) → marked as sending, in a
 * transaction of its own → spoken to the server → settled. Whoever dies before the mark leaves a message that is
 * simply sent later; whoever dies after it leaves one that is in doubt and is never sent twice.
 * @returns whether there was more
 */
export async function sendDue(services: Services, options: SendingOptions = {}): Promise<boolean> {
  const { limit = 40, lanes = 5, at = () => {}, stopping } = options
  const { smtp: kept, rules } = await readMailSettings(services)
  const smtp = options.smtp ?? kept
  if (!smtp) return noteMissingServer(services)
  const { looked, toSend } = await asSystem(services, 'outbox', (ctx) => claimMessages(ctx, smtp, rules, limit))
  await at('claimed')
  const filled = await fillAll(toSend)
  const queue = [...filled]
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await (stopping?.aborted ? free(services, next[0]) : sendOne(services, smtp, next[0], next[1], at))
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(lanes, queue.length) }, lane))
  const failure = ended.find((end) => end.status === 'rejected')
  if (failure) throw failure.reason
  return looked >= limit
}

/** Each template is read once for all its customers of the portion. */
async function fillAll(messages: readonly ClaimedMessage[]): Promise<Map<ClaimedMessage, Filled>> {
  const filled = new Map<ClaimedMessage, Filled>()
  for (const [, same] of Map.groupBy(messages, (m) => m.templateId)) {
    const template = same[0]?.template
    if (!template) continue
    const results = await fillTemplate(
      template,
      same.map((m) => m.values),
    )
    same.forEach((message, i) => {
      const result = results[i]
      if (result) filled.set(message, result)
    })
  }
  return filled
}

async function sendOne(
  services: Services,
  smtp: SmtpSettings,
  message: ClaimedMessage,
  filled: Filled,
  at: (point: SendingPoint) => void | Promise<void>,
): Promise<void> {
  if ('reason' in filled) return outlastOutage(() => asSystem(services, 'outbox', (ctx) => settleUnfilled(ctx, message, filled.reason)))
  const shop = await outlastOutage(() => readShop(services.database))
  const unsubscribeUrl = `${services.publicUrl()}/u/${unsubscribeToken(services.secrets, message)}`
  const language = languageOfText(filled.subject + filled.body)
  const preferencesUrl = `${preferenceUrl(services, message.customerId)}?lang=${language}`
  const mail = writeMail(filled.subject, filled.body, { shopName: shop.name, language, unsubscribeUrl, preferencesUrl })
  const begun = await begin(services, message, mail.subject, filled.body)
  if (!begun) return
  await at('begun')
  const outcome = await services.mailer.send(smtp, { ...mail, to: message.address, messageId: message.mailId, unsubscribeUrl })
  await at('answered')
  // What the server answered is known to us alone: while the database is away it is held, not given up as doubtful.
  await outlastOutage(() => asSystem(services, 'outbox', (ctx) => settleMessage(ctx, begun, mail.subject, outcome)))
}

/**
 * Marks the message as being sent, unless the address or the consent changed since it was claimed: then it is freed
 * and decided about anew.
 */
async function begin(services: Services, message: ClaimedMessage, subject: string, body: string): Promise<ClaimedMessage | null> {
  const now = services.clock()
  const lease = new Date(now.getTime() + leaseMs)
  let tries = 0
  const isMarked = await outlastOutage(() => mark(services, message, { subject, body, lease, now, again: tries++ > 0 }))
  if (isMarked) return { ...message, lease }
  await outlastOutage(() => free(services, message))
  return null
}

/** A message that was claimed and not begun is due again at once. */
async function free({ database, clock }: Services, message: ClaimedMessage): Promise<void> {
  await sql`update messages set due_at = ${clock()}, lease_until = null
    where customer_id = ${message.customerId} and id = ${message.id} and state = 'queued' and lease_until = ${message.lease}`.execute(
    database.db,
  )
}

type Mark = { readonly subject: string; readonly body: string; readonly lease: Date; readonly now: Date; readonly again: boolean }

/** `again`: the try before broke off, and may have made the mark all the same; nothing was said to the server yet. */
async function mark(services: Services, message: ClaimedMessage, { subject, body, lease, now, again }: Mark): Promise<boolean> {
  const { rows } =
    await sql`update messages m set state = 'sending', sent_at = ${now}, attempts = m.attempts + case m.state when 'queued' then 1 else 0 end,
      subject = ${subject}, body = ${body}, due_at = ${lease}, lease_until = ${lease}
    from customers c cross join templates t left join consent_purposes p on p.code = coalesce(t.purpose, ${message.kind}::text)
    where t.id = m.template_id and c.id = m.customer_id and m.customer_id = ${message.customerId} and m.id = ${message.id}
      and (m.state = 'queued' and m.lease_until = ${message.lease} or ${again} and m.state = 'sending' and m.lease_until = ${lease})
      and c.email = ${message.address} and not exists (select 1 from restrictions x where x.customer_id = m.customer_id) and ${mayLeave(now)} and not (c.no_personalisation and not ${message.withoutPersonal} and m.kind = 'marketing')
    returning 1`.execute(services.database.db)
  return rows.length > 0
}

const lookAgainMs = 60_000

/** Nothing can leave: what is due waits with this as its reason, and is looked at again in a minute. */
async function noteMissingServer(services: Services): Promise<boolean> {
  const now = services.clock()
  const { db } = services.database
  const { rows } = await sql<{
    customer_id: string
    id: string
  }>`select customer_id, id from messages where state = 'queued' and due_at <= ${now} order by due_at limit 1000`.execute(db)
  if (rows.length === 0) return false
  await sql`update messages set reason = ${JSON.stringify({ code: 'mail-server-missing' })}::jsonb, due_at = ${new Date(now.getTime() + lookAgainMs)}
    where customer_id = any(${rows.map((r) => r.customer_id)}::uuid[]) and id = any(${rows.map((r) => r.id)}::uuid[]) and state = 'queued' and due_at <= ${now}`.execute(
    db,
  )
  return rows.length === 1000
}
