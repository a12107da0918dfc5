import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

/** Kept of the customer, by whom and when; an earlier one stays among the steps. */
export async function keepReason(ctx: Ctx, customerId: string, reason: string, note: string | null): Promise<void> {
  await sql`update churn_states set reason = ${reason}, reason_from = 'hand', reason_words = ${note}, reason_by = ${ctx.actor.name}, reason_at = ${ctx.now}
    where customer_id = ${customerId}`.execute(ctx.db)
}
