import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { recommendationAllowed, recommendationRefused } from '../events.ts'
import { refuseUnknown } from './exclusions.ts'
import { refreshLists } from './refresh-lists.ts'

type Given = { readonly id: string; readonly product: string }
type Changed = { id: string; changed: boolean }

/** Takes it from the customer's list at once. @throws Problem recommendation.unknown-product */
export async function refuseRecommendation(ctx: Ctx, { id, product }: Given): Promise<Changed> {
  const name = await refuseUnknown(ctx, product)
  const { rows } = await sql`insert into recommendation_refusals (customer_id, product, refused_at, by_id, by_name)
    values (${id}, ${product}, ${ctx.now}, ${ctx.actor.id}, ${ctx.actor.name}) on conflict (customer_id, product) do nothing returning 1`.execute(
    ctx.db,
  )
  if (rows.length === 0) return { id, changed: false }
  await refreshLists(ctx, [id])
  await ctx.record({ customerId: id, kind: recommendationRefused.name, occurredAt: ctx.now, payload: { product, name } })
  return { id, changed: true }
}

/** It may come again with the next making. @throws Problem recommendation.unknown-product */
export async function allowRecommendation(ctx: Ctx, { id, product }: Given): Promise<Changed> {
  const name = await refuseUnknown(ctx, product)
  const { rows } = await sql`delete from recommendation_refusals where customer_id = ${id} and product = ${product} returning 1`.execute(
    ctx.db,
  )
  if (rows.length === 0) return { id, changed: false }
  await ctx.record({ customerId: id, kind: recommendationAllowed.name, occurredAt: ctx.now, payload: { product, name } })
  return { id, changed: true }
}
