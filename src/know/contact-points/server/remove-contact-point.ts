import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { updateCustomer } from '../../customers/actions.ts'
import { makePointPrimary, type removeContactPoint as definition } from '../actions.ts'
import { pointRemoved } from '../events.ts'
import { givePointKeyUp } from './point-keys.ts'
import { lockReached, pointMeant, rowsOf } from './points.ts'
import { refreshSearch } from './refresh-search.ts'

/** Takes a point away; where it was the primary one, the oldest other of its kind follows. @throws Problem record.missing, contact-point.missing */
export async function removeContactPoint(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, kind } = input
  const reached = await lockReached(ctx, id)
  const rows = await rowsOf(ctx, id)
  const value = pointMeant(ctx, reached, rows, kind, input.value)
  const next = rows.find((row) => row.kind === kind && row.value !== value)
  if (reached[kind] === value && next) await ctx.run(makePointPrimary, { id, kind, value: next.value })
  await sql`delete from contact_points where customer_id = ${id} and kind = ${kind} and value = ${value}`.execute(ctx.db)
  if (reached[kind] === value && !next) await ctx.run(updateCustomer, { id, [kind]: null })
  await givePointKeyUp(ctx, id, kind, value)
  await ctx.record({ customerId: id, kind: pointRemoved.name, occurredAt: ctx.now, payload: { kind, value } })
  await refreshSearch(ctx, [id])
  return { kind, value }
}
