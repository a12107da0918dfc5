import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { verifyContactPoint as definition } from '../actions.ts'
import { pointUnverified, pointVerified } from '../events.ts'
import { consentOfPrimary, ensureRow, lockReached, pointMeant, rowsOf } from './points.ts'

/** Keeps when and how somebody made sure that this point is right, or takes it back. @throws Problem record.missing, contact-point.missing */
export async function verifyContactPoint(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, kind, how, verified } = input
  const reached = await lockReached(ctx, id)
  const value = pointMeant(ctx, reached, await rowsOf(ctx, id), kind, input.value)
  await ensureRow(ctx, id, kind, value, reached[kind] === value ? consentOfPrimary(reached, kind) : 'unknown')
  await sql`update contact_points set verified_at = ${verified ? ctx.now : null}, verified_how = ${verified ? how : null}, updated_at = ${ctx.now}
    where customer_id = ${id} and kind = ${kind} and value = ${value}`.execute(ctx.db)
  const event = verified ? pointVerified : pointUnverified
  await ctx.record({ customerId: id, kind: event.name, occurredAt: ctx.now, payload: { kind, value, ...(verified ? { how } : {}) } })
  return { kind, value }
}
