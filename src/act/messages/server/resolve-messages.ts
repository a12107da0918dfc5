import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { resolveMessages as definition } from '../actions.ts'
import { messageSent } from '../events.ts'

type Row = {
  customer_id: string
  id: string
  state: string
  channel: string
  subject: string | null
  template: string | null
  journey_id: string | null
  campaign_id: string | null
  sent_at: Date | null
}

type Named = InputOf<typeof definition>['messages']

/**
 * The firm's word about messages in doubt: sent again as what they are, each under its own id, by all the rules of the moment; or
 * taken as sent when they may have been. What was settled meanwhile, by a receipt or by somebody else, is left as it is.
 * @throws Problem record.missing, message.not-in-doubt where there is none to settle
 */
export async function resolveMessages(ctx: Ctx, { messages, how }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const found = await lock(ctx, messages)
  if (found.length === 0) throw new Problem('record.missing', { what: { zh: '消息', en: 'message' } })
  const doubtful = found.filter(({ state }) => state === 'unknown')
  if (doubtful.length === 0) throw new Problem('message.not-in-doubt')
  await (how === 'resend' ? queueAgain(ctx, doubtful) : takeAsSent(ctx, doubtful))
  return { settled: doubtful.length, passed: messages.length - doubtful.length }
}

async function lock(ctx: Ctx, messages: Named): Promise<Row[]> {
  const keys = messages.map(({ customerId, id }) => ({ customer_id: customerId, id }))
  const { rows } =
    await sql<Row>`select m.customer_id, m.id, m.state, m.channel, m.subject, t.name as template, m.journey_id, m.campaign_id, m.sent_at
    from messages m left join templates t on t.id = m.template_id
    where m.customer_id = any(${keys.map((key) => key.customer_id)}::uuid[])
      and (m.customer_id, m.id) in (select r.customer_id, r.id from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as r(customer_id uuid, id uuid))
    order by m.customer_id, m.id for update of m`.execute(ctx.db)
  return rows
}

const these = (rows: readonly Row[]) =>
  sql`customer_id = any(${rows.map((row) => row.customer_id)}::uuid[]) and id = any(${rows.map((row) => row.id)}::uuid[])`

async function queueAgain(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  await sql`update messages set state = 'queued', due_at = ${ctx.now}, lease_until = null, sent_at = null, reason = null where ${these(rows)}`.execute(
    ctx.db,
  )
}

async function takeAsSent(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  await sql`update messages set state = 'sent', due_at = null, lease_until = null, reason = null, sent_at = coalesce(sent_at, ${ctx.now})
    where ${these(rows)}`.execute(ctx.db)
  await ctx.recordAll(
    rows.map((row) => ({
      customerId: row.customer_id,
      kind: messageSent.name,
      occurredAt: row.sent_at ?? ctx.now,
      key: `message:${row.id}`,
      payload: {
        message: row.id,
        template: row.template ?? '',
        channel: row.channel,
        subject: row.subject ?? '',
        ...(row.journey_id === null ? {} : { journey: row.journey_id }),
        ...(row.campaign_id === null ? {} : { campaign: row.campaign_id }),
      },
    })),
  )
}
