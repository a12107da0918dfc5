import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { followConsents } from '../../../platform/records/consent-records.ts'
import { addPointConsents } from '../../../platform/records/said-consents.ts'
import { sealInText } from '../../../platform/sealing/contacts.ts'
import { updateCustomer } from '../../customers/actions.ts'
import { type addContactPoint as definition, makePointPrimary } from '../actions.ts'
import { sayKind } from '../contact-point.ts'
import { pointAdded } from '../events.ts'
import { takePointKey } from './point-keys.ts'
import { lockReached, normalPoint, rowsOf } from './points.ts'
import { refreshSearch } from './refresh-search.ts'

const most = 50

/**
 * One more way to reach a customer.
 * @throws Problem record.missing, contact-point.wrong, contact-point.there-already, contact-point.too-many, customer.exists
 */
export async function addContactPoint(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, kind, consent } = input
  const label = input.label === null ? null : sealInText(ctx, input.label)
  const reached = await lockReached(ctx, id)
  const value = normalPoint(ctx, kind, input.value)
  const rows = await rowsOf(ctx, id)
  if (rows.length >= most) throw new Problem('contact-point.too-many', { most })
  if (reached[kind] === value || rows.some((row) => row.kind === kind && row.value === value))
    throw new Problem('contact-point.there-already', { path: 'value', kind: sayKind(kind), value })
  await takePointKey(ctx, id, kind, value)
  await sql`insert into contact_points (customer_id, id, kind, value, label, created_at, updated_at)
    values (${id}, ${ctx.newId()}, ${kind}, ${value}, ${label}, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
  if (consent !== 'unknown') await addPointConsents(ctx, { customerId: id, kind, value, before: 'unknown', after: consent })
  await followConsents(ctx, [id])
  await ctx.record({
    customerId: id,
    kind: pointAdded.name,
    occurredAt: ctx.now,
    payload: { kind, value, ...(label === null ? {} : { label }) },
  })
  if (reached[kind] === null) await ctx.run(updateCustomer, { id, [kind]: value })
  else if (input.primary) await ctx.run(makePointPrimary, { id, kind, value })
  await refreshSearch(ctx, [id])
  return { kind, value }
}
