import { sql } from 'kysely'
import type { Services } from '../../../platform/actions/services.ts'
import { isOutage, type Outlasting, outlastOutage } from '../../../platform/database/outage.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { type ClaimedMessage, leaseMs } from './claim-messages.ts'
import type { Made } from './make-content.ts'
import { mayLeave } from '../message-consent.ts'

export type Written = { readonly message: ClaimedMessage; readonly made: Made }

/**
 * Marks messages as being sent, but those whose address, consent or customer changed since they were claimed, and all where
 * the database was away until the claim was over: these are freed, and decided about anew.
 * @returns the messages with their new lease, null in the place of each that may not leave
 */
export async function beginMessages(
  services: Pick<Services, 'database' | 'clock'>,
  channel: ChannelName,
  lot: readonly Written[],
  outlasting: Outlasting = {},
): Promise<readonly (ClaimedMessage | null)[]> {
  const now = services.clock()
  const lease = new Date(now.getTime() + leaseMs)
  let tries = 0
  const marked = await outlastOutage(() => mark(services, channel, lot, { lease, now, again: tries++ > 0 }), outlasting)
  const begun = lot.map(({ message }) => (marked.has(message.id) ? { ...message, lease } : null))
  const isOver = lot.some(({ message }) => message.lease < services.clock())
  if (isOver)
    await outlastOutage(
      () =>
        unbeginMessages(
          services,
          begun.filter((message) => message !== null),
        ),
      outlasting,
    )
  for (const { message } of lot) if (!marked.has(message.id)) await outlastOutage(() => freeMessage(services, message), outlasting)
  return isOver ? lot.map(() => null) : begun
}

/** A message that was claimed and not begun is due again at once. */
export async function freeMessage({ database, clock }: Pick<Services, 'database' | 'clock'>, message: ClaimedMessage): Promise<void> {
  await sql`update messages set due_at = ${clock()}, lease_until = null
    where customer_id = ${message.customerId} and id = ${message.id} and state = 'queued' and lease_until = ${message.lease}`.execute(
    database.db,
  )
}

/** What was marked and never spoken about is queued as if it had not been. */
export async function unbeginMessages(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  messages: readonly ClaimedMessage[],
): Promise<void> {
  if (messages.length === 0) return
  const rows = messages.map(({ customerId, id, lease }) => ({ customer_id: customerId, id, lease }))
  await sql`update messages m set state = 'queued', sent_at = null, attempts = m.attempts - 1, due_at = ${clock()}, lease_until = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, id uuid, lease timestamptz)
    where m.customer_id = r.customer_id and m.id = r.id and m.customer_id = any(${rows.map((row) => row.customer_id)}::uuid[])
      and m.state = 'sending' and m.lease_until = r.lease`.execute(database.db)
}

/**
 * Speaks to a server about messages that are marked. A door asks the database before it says a word (for its token, or whether it
 * is open): where that is away nothing was said, and the messages are queued again as if they had not been marked.
 */
export async function speakOrUnbegin<T>(
  services: Pick<Services, 'database' | 'clock'>,
  messages: readonly ClaimedMessage[],
  speak: () => Promise<T>,
  outlasting: Outlasting = {},
): Promise<T> {
  try {
    return await speak()
  } catch (error) {
    if (isOutage(error)) await outlastOutage(() => unbeginMessages(services, messages), outlasting)
    throw error
  }
}

/** `again`: the try before broke off, and may have made the marks all the same; nothing was said to any server yet. */
type Mark = { readonly lease: Date; readonly now: Date; readonly again: boolean }

async function mark(
  { database }: Pick<Services, 'database'>,
  channel: ChannelName,
  lot: readonly Written[],
  { lease, now, again }: Mark,
): Promise<Set<string>> {
  const rows = lot.map(({ message, made }) => ({
    customer_id: message.customerId,
    id: message.id,
    lease: message.lease,
    address: message.address,
    subject: made.subject,
    body: made.body,
    version: made.version,
    impersonal: message.withoutPersonal,
  }))
  const marked = await sql<{
    id: string
  }>`update messages m set state = 'sending', sent_at = ${now}, attempts = m.attempts + case m.state when 'queued' then 1 else 0 end,
      subject = r.subject, body = r.body, template_version = r.version, due_at = ${lease}, lease_until = ${lease}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, id uuid, lease timestamptz, address text, subject text, body text, version integer, impersonal boolean)
      join customers c on c.id = r.customer_id cross join templates t
    where m.customer_id = r.customer_id and m.id = r.id and m.customer_id = any(${rows.map((row) => row.customer_id)}::uuid[])
      and t.id = m.template_id
      and (m.state = 'queued' and m.lease_until = r.lease or ${again} and m.state = 'sending' and m.lease_until = ${lease})
      and not exists (select 1 from restrictions x where x.customer_id = m.customer_id) and ${mayLeave(channel, now)}
      and not (c.no_personalisation and not r.impersonal and m.kind <> 'service')
    returning m.id`.execute(database.db)
  return new Set(marked.rows.map((row) => row.id))
}
