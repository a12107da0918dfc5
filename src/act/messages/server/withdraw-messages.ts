import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { withdrawMessages as definition } from '../actions.ts'

/**
 * Of a campaign that was stopped or deleted, and of no other: the outbox refuses each message with its fact as soon as it looks
 * at it, which is now. One that is being spoken about is left alone.
 */
export async function withdrawMessages(ctx: Ctx, { campaignId }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { numAffectedRows } = await sql`update messages m set due_at = ${ctx.now}
    where m.campaign_id = ${campaignId} and m.state = 'queued' and m.lease_until is null and m.due_at > ${ctx.now}
      and exists (select 1 from campaigns c where c.id = m.campaign_id and c.state in ('stopped', 'deleted'))`.execute(ctx.db)
  return { withdrawn: Number(numAffectedRows ?? 0) }
}
