import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { followConsents } from '../../../platform/records/consent-records.ts'
import { addPointConsents } from '../../../platform/records/said-consents.ts'
import { consentChanged } from '../../customers/events.ts'
import type { setPointConsent as definition } from '../actions.ts'
import { pointConsent } from '../events.ts'
import { consentOfPrimary, ensureRow, lockReached, pointMeant, rowsOf } from './points.ts'

/** Whether this point may be used. That of the primary e-mail is the customer's e-mail consent. @throws Problem record.missing, contact-point.missing */
export async function setPointConsent(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, kind, consent } = input
  const reached = await lockReached(ctx, id)
  const rows = await rowsOf(ctx, id)
  const value = pointMeant(ctx, reached, rows, kind, input.value)
  const isPrimary = reached[kind] === value
  const standing = isPrimary ? consentOfPrimary(reached, kind) : 'unknown'
  const from =
    isPrimary && kind === 'email' ? standing : (rows.find((row) => row.kind === kind && row.value === value)?.consent ?? standing)
  if (from === consent) return { kind, value }
  const how = input.how ?? ctx.source
  await ensureRow(ctx, id, kind, value, standing)
  await sql`update contact_points set updated_at = ${ctx.now} where customer_id = ${id} and kind = ${kind} and value = ${value}`.execute(
    ctx.db,
  )
  await addPointConsents(ctx, { customerId: id, kind, value, before: from, after: consent, ...(input.how ? { note: input.how } : {}) })
  const [followed] = await followConsents(ctx, [id])
  if (isPrimary && kind === 'email') {
    const payload = { from, to: followed?.after ?? from, how: ctx.source }
    if (followed) await ctx.record({ customerId: id, kind: consentChanged.name, occurredAt: ctx.now, payload })
  } else
    await ctx.record({ customerId: id, kind: pointConsent.name, occurredAt: ctx.now, payload: { kind, value, from, to: consent, how } })
  return { kind, value }
}
