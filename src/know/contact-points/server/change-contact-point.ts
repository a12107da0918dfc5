import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { followConsents } from '../../../platform/records/consent-records.ts'
import { keepVeiled } from '../../../platform/rights/keep-veiled.ts'
import { sealInText } from '../../../platform/sealing/contacts.ts'
import { updateCustomer } from '../../customers/actions.ts'
import type { changeContactPoint as definition } from '../actions.ts'
import { type PointKind, sayKind } from '../contact-point.ts'
import { pointChanged } from '../events.ts'
import { givePointKeyUp, takePointKey } from './point-keys.ts'
import { consentOfPrimary, ensureRow, lockReached, normalPoint, pointMeant, rowsOf } from './points.ts'
import { refreshSearch } from './refresh-search.ts'

/**
 * Another label, or another value: then nothing is known of it yet.
 * @throws Problem record.missing, contact-point.missing, contact-point.wrong, contact-point.there-already, customer.exists
 */
export async function changeContactPoint(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, kind } = input
  const reached = await lockReached(ctx, id)
  const rows = await rowsOf(ctx, id)
  const from = pointMeant(ctx, reached, rows, kind, input.value)
  const to = input.to === undefined ? from : normalPoint(ctx, kind, input.to, 'to')
  if (input.label !== undefined) {
    await ensureRow(ctx, id, kind, from, consentOfPrimary(reached, kind))
    const before = { label: rows.find((row) => row.kind === kind && row.value === from)?.label ?? null }
    const { label } = await keepVeiled(ctx, before, { label: input.label })
    await sql`update contact_points set label = ${label === null ? null : sealInText(ctx, label)}, updated_at = ${ctx.now}
      where customer_id = ${id} and kind = ${kind} and value = ${from}`.execute(ctx.db)
  }
  if (to === from) return { kind, value: from }
  if (reached[kind] === to || rows.some((row) => row.kind === kind && row.value === to))
    throw new Problem('contact-point.there-already', { path: 'to', kind: sayKind(kind), value: to })
  await takePointKey(ctx, id, kind, to)
  if (reached[kind] === from) await ctx.run(updateCustomer, { id, [kind]: to })
  await replaceValue(ctx, id, kind, from, to)
  await refreshSearch(ctx, [id])
  return { kind, value: to }
}

async function replaceValue(ctx: Ctx, id: string, kind: PointKind, from: string, to: string): Promise<void> {
  await sql`update contact_points set value = ${to}, verified_at = null, verified_how = null, consent = 'unknown', consent_at = null,
    consent_how = null, updated_at = ${ctx.now} where customer_id = ${id} and kind = ${kind} and value = ${from}`.execute(ctx.db)
  await followConsents(ctx, [id])
  await givePointKeyUp(ctx, id, kind, from)
  await ctx.record({ customerId: id, kind: pointChanged.name, occurredAt: ctx.now, payload: { kind, from, to } })
}
