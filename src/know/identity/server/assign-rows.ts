import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { isNumbered } from '../../purchases/is-numbered.ts'
import { mergedTables } from './merged-tables.ts'

export type Assignment = { readonly id: string; readonly to: string }

/**
 * What happened since and is said to be a part's is marked as its own, so that it leaves with it: the row that has this
 * id, the rows that belong to a purchase, and the facts that tell of it.
 */
export async function assignRows(ctx: Ctx, survivor: string, assignments: readonly Assignment[], parts: readonly string[]): Promise<void> {
  const rows = assignments.filter(({ id, to }) => isUuid(id) && parts.includes(to))
  if (rows.length === 0) return
  const given = sql`unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ to }) => to)}::uuid[]) g(id, to_id)`
  for (const table of await mergedTables(ctx.db, ctx.registry)) {
    if (!table.named || !(table.how === 'move' || table.table === 'events')) continue
    await sql`update ${sql.id(table.table)} t set first_customer_id = g.to_id from ${given} where t.customer_id = ${survivor} and t.id = g.id and coalesce(t.first_customer_id, t.customer_id) = t.customer_id`.execute(
      ctx.db,
    )
  }
  await sql`update purchase_lines t set first_customer_id = g.to_id from ${given} where t.customer_id = ${survivor} and t.purchase_id = g.id and t.first_customer_id is null`.execute(
    ctx.db,
  )
  await sql`update events e set first_customer_id = p.first_customer_id from purchases p
    where p.customer_id = ${survivor} and p.id = any(${rows.map(({ id }) => id)}::uuid[]) and e.customer_id = ${survivor} and e.first_customer_id is null
      and (e.kind = 'purchase.corrected' or e.kind = case p.kind when 'refund' then 'purchase.refunded' else 'purchase.made' end)
      and ${isNumbered(sql.ref('p.number'), sql.ref('p.source'))} and p.first_customer_id = any(${parts}::uuid[])`.execute(ctx.db)
  await sql`update events e set first_customer_id = g.to_id from ${given}
    where e.customer_id = ${survivor} and e.first_customer_id is null and position(g.id::text in e.payload::text) > 0`.execute(ctx.db)
}
