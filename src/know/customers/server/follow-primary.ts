import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { giveKeyUp } from '../../../platform/records/customer-keys.ts'

type Values = Readonly<Record<string, unknown>>

/** The kinds of contact points, and the fields that hold the primary ones. */
const kinds = ['phone', 'email', 'wechat', 'address'] as const

/** When a further phone or e-mail becomes the primary one, the one that was it becomes a further one: nothing is lost. */
export async function keepFormerPrimary(ctx: Ctx, id: string, before: Values, given: Values): Promise<void> {
  for (const kind of kinds) {
    const [from, to] = [before[kind], given[kind]]
    if (typeof from !== 'string' || typeof to !== 'string' || from === to) continue
    await sql`insert into contact_points (customer_id, id, kind, value, consent, created_at, updated_at)
      select ${id}, ${ctx.newId()}, ${kind}::text, ${from}, ${kind === 'email' ? before['emailConsent'] : 'unknown'}::text, ${ctx.now}, ${ctx.now}
      where exists (select 1 from contact_points where customer_id = ${id} and kind = ${kind} and value = ${to})
      on conflict (customer_id, kind, value) do nothing`.execute(ctx.db)
  }
}

/** Gives an identity key up, unless a further point of the customer has it still. */
export async function releaseKey(ctx: Ctx, id: string, key: string): Promise<void> {
  const { rows } = await sql`select 1 from contact_points p where p.customer_id = ${id}
    and p.kind || ':' || case when p.kind = 'wechat' then lower(p.value) else p.value end = ${key}`.execute(ctx.db)
  if (rows.length === 0) await giveKeyUp(ctx, id, key)
}
