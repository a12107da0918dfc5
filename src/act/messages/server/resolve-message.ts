import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { resolveMessage as definition } from '../actions.ts'
import { messageSent } from '../events.ts'

type Row = {
  state: string
  channel: string
  subject: string | null
  template: string | null
  journey_id: string | null
  campaign_id: string | null
  sent_at: Date | null
}

/**
 * The firm's word about a message in doubt: sent again as what it is, under its own id, by all the rules of the moment; or
 * taken as sent when it may have been. @throws Problem record.missing, message.not-in-doubt
 */
export async function resolveMessage(ctx: Ctx, { customerId, id, how }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  await sql`select 1 from messages where customer_id = ${customerId} and id = ${id} for update`.execute(ctx.db)
  const { rows } = await sql<Row>`select m.state, m.channel, m.subject, t.name as template, m.journey_id, m.campaign_id, m.sent_at
    from messages m left join templates t on t.id = m.template_id where m.customer_id = ${customerId} and m.id = ${id}`.execute(ctx.db)
  const message = rows[0]
  if (!message) throw new Problem('record.missing', { what: { zh: '消息', en: 'message' } })
  if (message.state !== 'unknown') throw new Problem('message.not-in-doubt')
  if (how === 'resend') {
    await sql`update messages set state = 'queued', due_at = ${ctx.now}, lease_until = null, sent_at = null, reason = null where customer_id = ${customerId} and id = ${id}`.execute(
      ctx.db,
    )
    return { state: 'queued' }
  }
  await sql`update messages set state = 'sent', due_at = null, lease_until = null, reason = null, sent_at = coalesce(sent_at, ${ctx.now}) where customer_id = ${customerId} and id = ${id}`.execute(
    ctx.db,
  )
  await ctx.record({
    customerId,
    kind: messageSent.name,
    occurredAt: message.sent_at ?? ctx.now,
    key: `message:${id}`,
    payload: {
      message: id,
      template: message.template ?? '',
      channel: message.channel,
      subject: message.subject ?? '',
      ...(message.journey_id === null ? {} : { journey: message.journey_id }),
      ...(message.campaign_id === null ? {} : { campaign: message.campaign_id }),
    },
  })
  return { state: 'sent' }
}
