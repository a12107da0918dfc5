import { type RawBuilder, sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { sealInside } from '../../../platform/sealing/contacts.ts'
import type { noteMessageOutcome as definition } from '../actions.ts'
import { messageBounced, messageClicked, messageDelivered, messageFailed, messageReplied, messageSent } from '../events.ts'
import type { MessageOutcome, MessageState } from '../message.ts'
import type { MessageReason } from '../reasons.ts'

type Told = InputOf<typeof definition>

type Row = {
  customer_id: string
  id: string
  state: MessageState
  channel: string
  subject: string | null
  template_name: string | null
  journey_id: string | null
  campaign_id: string | null
  delivered_at: Date | null
  bounced_at: Date | null
  replied_at: Date | null
  clicked_at: Date | null
}

const facts: Record<MessageOutcome, string> = {
  delivered: messageDelivered.name,
  bounced: messageBounced.name,
  replied: messageReplied.name,
  clicked: messageClicked.name,
  refused: messageFailed.name,
  confirmed: messageSent.name,
}

/**
 * What came after a message left. The first of its kind stands on the message; each is a fact, once by its `details.key`.
 * A receipt of whatever kind ends the doubt about a message whose answer was lost.
 * @throws Problem access.denied where others than the program name it by anything but message and customer
 */
export async function noteMessageOutcome(ctx: Ctx, told: Told): Promise<{ known: boolean; changed: boolean }> {
  if (ctx.actor.kind !== 'system' && (told.customerId === undefined || told.messageId === undefined)) throw new Problem('access.denied')
  const message = await findMessage(ctx, told)
  if (!message) return { known: false, changed: false }
  const kept = { ...told, details: sealInside(ctx, told.details) }
  const isFirst = await write(ctx, message, kept)
  await tell(ctx, message, kept)
  return { known: true, changed: isFirst }
}

async function findMessage(ctx: Ctx, told: Told): Promise<Row | null> {
  const where = await whichMessage(ctx, told)
  if (!where) return null
  const { rows } =
    await sql<Row>`select m.customer_id, m.id, m.state, m.channel, m.subject, t.name as template_name, m.journey_id, m.campaign_id,
      m.delivered_at, m.bounced_at, m.replied_at, m.clicked_at
    from messages m left join templates t on t.id = m.template_id where ${where} and m.state not in ('queued', 'skipped') limit 1`.execute(
      ctx.db,
    )
  const found = rows[0]
  if (!found) return null
  // Its customer, for what is found by a reference is locked like any other message of theirs.
  await sql`select 1 from messages where customer_id = ${found.customer_id} and id = ${found.id} for update`.execute(ctx.db)
  return found
}

async function whichMessage(ctx: Ctx, told: Told): Promise<RawBuilder<unknown> | null> {
  if (told.messageId !== undefined && told.customerId !== undefined)
    return sql`m.customer_id = ${await currentCustomer(ctx.db, told.customerId)} and m.id = ${told.messageId}`
  const id = told.messageId ?? idOfMail(told.mailId)
  if (id !== null) return sql`m.id = ${id}`
  if (told.reference === undefined) return null
  return told.accountId === undefined
    ? sql`m.reference = ${told.reference}`
    : sql`m.reference = ${told.reference} and m.account_id = ${told.accountId}`
}

/** Our Message-IDs begin with the message's id. */
function idOfMail(mailId: string | undefined): string | null {
  const id = /^<?([0-9a-f-]{36})@/i.exec(mailId?.trim() ?? '')?.[1]
  return id !== undefined && isUuid(id) ? id : null
}

const columnOf = { delivered: 'delivered_at', bounced: 'bounced_at', replied: 'replied_at', clicked: 'clicked_at' } as const

/** @returns whether anything became known that was not */
async function write(ctx: Ctx, message: Row, told: Told): Promise<boolean> {
  const changes = changesBy(message, told)
  if (changes.length === 0) return false
  await sql`update messages set ${sql.join(changes)} where customer_id = ${message.customer_id} and id = ${message.id}`.execute(ctx.db)
  return true
}

function changesBy(message: Row, told: Told): RawBuilder<unknown>[] {
  const at = new Date(told.at)
  const { what, details } = told
  if (what === 'confirmed') return message.state === 'handed' ? [sql`state = 'sent'`, sql`sent_at = ${at}`, sql`reason = null`] : []
  if (what === 'refused') {
    if (message.state === 'failed') return []
    const said = details.said?.slice(0, 500) ?? details.code ?? ''
    const reason: MessageReason = { code: 'vendor-refused-later', details: { reason: said } }
    return [
      sql`state = 'failed'`,
      sql`reason = ${JSON.stringify(reason)}::jsonb`,
      sql`sent_at = null`,
      sql`due_at = null`,
      sql`lease_until = null`,
    ]
  }
  const column = columnOf[what]
  const isNew = message[column] === null && details.machine !== true
  const settled = message.state === 'unknown' ? [sql`state = 'sent'`, sql`reason = null`, sql`due_at = null`, sql`lease_until = null`] : []
  return [...(isNew ? [sql`${sql.ref(column)} = ${at}`] : []), ...settled]
}

async function tell(ctx: Ctx, message: Row, { what, at, details }: Told): Promise<void> {
  const { said, link, machine } = details
  await ctx.record({
    customerId: message.customer_id,
    kind: facts[what],
    occurredAt: new Date(at),
    key: `message:${message.id}:${what}${details.key === undefined ? '' : `:${details.key}`}`,
    payload: {
      message: message.id,
      template: message.template_name ?? '',
      channel: message.channel,
      subject: message.subject ?? '',
      ...(message.journey_id === null ? {} : { journey: message.journey_id }),
      ...(message.campaign_id === null ? {} : { campaign: message.campaign_id }),
      ...(what === 'refused' ? { reason: 'vendor-refused-later' } : {}),
      ...(said === undefined || what === 'refused' || what === 'confirmed' ? {} : { said }),
      ...(link === undefined ? {} : { link }),
      ...(machine === undefined ? {} : { machine }),
    },
  })
}
