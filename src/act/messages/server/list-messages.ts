import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { NamedThings } from '../../../core/rule/named-payloads.ts'
import { readNamedThings } from '../../../platform/records/named-things.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { channelKindOf } from '../../channels/channel-kinds.ts'
import type { countMessages as countDefinition, listMessages as listDefinition, readMessage as readDefinition } from '../actions.ts'
import type { MessageState } from '../message.ts'
import { type MessageReason, kindsNamed, reasonLabel, sayMessageReason } from '../reasons.ts'
import { showMade } from './show-made.ts'
import { whyWaiting } from './why-waiting.ts'

type Row = {
  id: string
  customer_id: string
  customer_name: string | null
  template_id: string | null
  template_name: string | null
  journey_id: string | null
  kind: string
  channel: string
  address: string | null
  subject: string | null
  body: string | null
  mail_id: string | null
  reference: string | null
  state: MessageState
  reason: MessageReason | null
  attempts: number
  due_at: Date | null
  created_at: Date
  sent_at: Date | null
  campaign_id: string | null
  delivered_at: Date | null
  bounced_at: Date | null
  clicked_at: Date | null
  replied_at: Date | null
  cost: number | null
  priority: number
  variant: string | null
  account_name: string | null
}

const columns = (
  why: RawBuilder<unknown>,
) => sql`m.id, m.customer_id, c.name as customer_name, m.template_id, t.name as template_name, m.journey_id, m.kind, m.channel,
  coalesce(m.address, case m.channel when 'email' then c.email when 'sms' then c.phone end) as address, m.subject, m.state, ${why} as reason, m.attempts, m.due_at, m.created_at, m.sent_at,
  m.campaign_id, m.delivered_at, m.bounced_at, m.clicked_at, m.replied_at, m.cost`
const tables = sql`messages m left join customers c on c.id = m.customer_id left join templates t on t.id = m.template_id`

/** Newest first, page by page behind (created_at, id). */
export async function listMessages(ctx: Ctx, input: InputOf<typeof listDefinition>): Promise<AnswerOf<typeof listDefinition>> {
  const why = await whyWaiting(ctx)
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (input.state) conditions.push(sql`m.state = ${input.state}`)
  if (input.reason) conditions.push(sql`${why} ->> 'code' = ${input.reason}`)
  if (input.templateId) conditions.push(sql`m.template_id = ${input.templateId}`)
  if (input.journeyId) conditions.push(sql`m.journey_id = ${input.journeyId}`)
  if (input.campaignId) conditions.push(sql`m.campaign_id = ${input.campaignId}`)
  if (input.channel) conditions.push(sql`m.channel = ${input.channel}`)
  if (input.step) conditions.push(sql`m.step = ${input.step}`)
  if (input.customerId) conditions.push(sql`m.customer_id = ${input.customerId}`)
  if (input.after) conditions.push(behind(input.after))
  const { rows } = await sql<Row>`select ${columns(why)} from ${tables} where ${sql.join(conditions, sql` and `)}
    order by m.created_at desc, m.id desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  const line = await lineSayer(ctx, kept)
  return { rows: kept.map(line), next: rows.length > input.limit && last ? `${last.created_at.toISOString()}_${last.id}` : null }
}

function behind(cursor: string): RawBuilder<unknown> {
  const [at = '', id = ''] = cursor.split('_')
  if (Number.isNaN(Date.parse(at)) || !isUuid(id)) throw new Problem('input.invalid', { path: 'after', reason: inputReasons.cursor })
  return sql`(m.created_at, m.id) < (${new Date(at)}::timestamptz, ${id}::uuid)`
}

async function lineSayer(ctx: Ctx, rows: readonly Row[]) {
  const named = await readNamedThings(ctx, kindsNamed(rows.map(({ reason }) => reason)))
  return (row: Row) => lineOf(row, named)
}

function lineOf(row: Row, named: NamedThings) {
  return {
    id: row.id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    templateId: row.template_id,
    templateName: row.template_name,
    journeyId: row.journey_id,
    kind: row.kind,
    channel: row.channel,
    address: row.address,
    subject: row.subject,
    state: row.state,
    reason: row.reason ? { code: row.reason.code, words: sayMessageReason(row.reason, named) } : null,
    attempts: row.attempts,
    dueAt: row.due_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    campaignId: row.campaign_id,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    bouncedAt: row.bounced_at?.toISOString() ?? null,
    clickedAt: row.clicked_at?.toISOString() ?? null,
    repliedAt: row.replied_at?.toISOString() ?? null,
    cost: row.cost,
  }
}

export async function readMessage(ctx: Ctx, { customerId, id }: InputOf<typeof readDefinition>): Promise<AnswerOf<typeof readDefinition>> {
  const { rows } = await sql<Row>`select ${columns(await whyWaiting(ctx))}, m.body, m.mail_id, m.reference, m.priority, m.variant,
      (select a.name from channel_accounts a where a.id = m.account_id) as account_name from ${tables} where m.customer_id = ${customerId} and m.id = ${id}`.execute(
    ctx.db,
  )
  const row = rows[0]
  if (!row) throw new Problem('record.missing', { what: { zh: '消息', en: 'message' } })
  const written = row.body === null ? null : await showMade(ctx, { ...row, subject: row.subject ?? '', body: row.body })
  return {
    ...(await lineSayer(ctx, [row]))(row),
    html: written?.html || null,
    text: written?.text ?? null,
    mailId: row.mail_id,
    reference: row.reference,
    accountName: row.account_name,
    priority: row.priority,
    variant: row.variant,
    trail: await readTrail(ctx, customerId, id),
  }
}

/** What the customer's log tells of a message: that it was sent or why not, receipts, clicks, answers. */
async function readTrail(ctx: Ctx, customerId: string, id: string): Promise<{ at: string; what: Words; said: string | null }[]> {
  const { rows } = await sql<{
    kind: string
    at: Date
    payload: Record<string, unknown>
  }>`select e.kind, e.occurred_at as at, e.payload from events e
    where e.customer_id = ${customerId} and e.key like ${`message:${id}%`} order by e.occurred_at, e.seq limit 100`.execute(ctx.db)
  return rows.map(({ kind, at, payload }) => {
    const said = payload['said'] ?? payload['link']
    return {
      at: at.toISOString(),
      what: ctx.registry.events.get(kind)?.label ?? { zh: kind, en: kind },
      said: typeof said === 'string' ? said : null,
    }
  })
}

export async function countMessages(ctx: Ctx, input: InputOf<typeof countDefinition>): Promise<AnswerOf<typeof countDefinition>> {
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (input.journeyId) conditions.push(sql`journey_id = ${input.journeyId}`)
  if (input.campaignId) conditions.push(sql`campaign_id = ${input.campaignId}`)
  if (input.channel) conditions.push(sql`channel = ${input.channel}`)
  if (input.step) conditions.push(sql`step = ${input.step}`)
  if (input.templateId) conditions.push(sql`template_id = ${input.templateId}`)
  const where = sql.join(conditions, sql` and `)
  const { rows } = await sql<{
    state: string
    code: string | null
    channel: string
    count: number
    cost: number
  }>`select state, ${await whyWaiting(ctx)} ->> 'code' as code, channel, count(*) as count, coalesce(sum(cost), 0)::bigint as cost from messages m where ${where}
    group by 1, 2, 3 order by 4 desc`.execute(ctx.db)
  const sums = (keyOf: (row: (typeof rows)[number]) => string) => {
    const found = new Map<string, number>()
    for (const row of rows) found.set(keyOf(row), (found.get(keyOf(row)) ?? 0) + row.count)
    return [...found].sort((a, b) => b[1] - a[1])
  }
  const reasons = sums(({ state, code }) => (code === null ? '' : `${state} ${code}`)).flatMap(([key, count]) => {
    const [state = '', code = ''] = key.split(' ')
    return key === '' ? [] : [{ state, code, words: reasonLabel(code), count }]
  })
  const channels = sums(({ channel }) => channel).map(([channel, count]) => ({
    channel,
    label: channelKindOf(channel)?.label ?? { zh: channel, en: channel },
    count,
  }))
  return { counts: Object.fromEntries(sums(({ state }) => state)), channels, cost: rows.reduce((sum, row) => sum + row.cost, 0), reasons }
}
