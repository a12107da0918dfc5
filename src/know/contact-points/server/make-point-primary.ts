import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { updateCustomer } from '../../customers/actions.ts'
import type { makePointPrimary as definition } from '../actions.ts'
import { pointMadePrimary } from '../events.ts'
import { lockReached, pointMeant, rowsOf } from './points.ts'
import { refreshSearch } from './refresh-search.ts'

/**
 * The point stands at the customer from now on, and what stood there becomes a further one. With an e-mail comes its
 * consent. @throws Problem record.missing, contact-point.missing
 */
export async function makePointPrimary(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, kind } = input
  const reached = await lockReached(ctx, id)
  const value = pointMeant(ctx, reached, await rowsOf(ctx, id), kind, input.value)
  const before = reached[kind]
  if (before === value) return { kind, value }
  await ctx.run(updateCustomer, { id, [kind]: value })
  await ctx.record({
    customerId: id,
    kind: pointMadePrimary.name,
    occurredAt: ctx.now,
    payload: { kind, value, ...(before === null ? {} : { before }) },
  })
  await refreshSearch(ctx, [id])
  return { kind, value }
}
