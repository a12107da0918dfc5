import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { addContactPoint, removeContactPoint } from '../../contact-points/actions.ts'
import { type SharedKind, sharedKinds } from '../../households/household.ts'

type GivenAmong = { readonly customerId: string; readonly kind: SharedKind; readonly value: string; readonly has: boolean }

const kindOf = sql`split_part(g.key, ':', 1)`
/** Does the customer have it already, as the first or a further one? */
const has = sql`(exists (select 1 from customers c where c.id = g.customer_id and g.value = case ${kindOf} when 'phone' then c.phone when 'email' then c.email else c.wechat end)
  or exists (select 1 from contact_points p where p.customer_id = g.customer_id and p.kind = ${kindOf} and p.value = g.value))`

/** What was given for one of these and is another's of them, of the kinds that a household may share. */
export async function givenAmongFamily(ctx: Ctx, ids: readonly string[]): Promise<GivenAmong[]> {
  const { rows } = await sql<GivenAmong>`select g.customer_id as "customerId", ${kindOf} as kind, g.value, ${has} as has
    from given_keys g join identities i on i.key = g.key and i.customer_id <> g.customer_id
    where g.withdrawn_at is null and g.customer_id = any(${ids}::uuid[]) and i.customer_id = any(${ids}::uuid[]) and ${kindOf} = any(${[...sharedKinds]}::text[])
    order by g.customer_id, g.key`.execute(ctx.db)
  return rows
}

/** Once the household shares it, the member it was given for has it too. */
export async function giveToMembers(ctx: Ctx, given: readonly GivenAmong[]): Promise<void> {
  for (const { customerId, kind, value, has: known } of given) {
    if (known) continue
    await ctx.run(addContactPoint, { id: customerId, kind, value })
    await sql`update given_keys set shared_at = ${ctx.now} where customer_id = ${customerId} and key like ${`${kind}:%`} and value = ${value}`.execute(
      ctx.db,
    )
  }
}

/** The two are no household after all: what the one got by that goes, before the shared key goes back to its owner. */
export async function takeFromMembers(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ customerId: string; kind: SharedKind; value: string; has: boolean }>`update given_keys g set shared_at = null
    where g.shared_at is not null and g.customer_id = any(${ids}::uuid[]) returning g.customer_id as "customerId", ${kindOf} as kind, g.value, ${has} as has`.execute(
    ctx.db,
  )
  for (const { customerId, kind, value, has: known } of rows) if (known) await ctx.run(removeContactPoint, { id: customerId, kind, value })
}
