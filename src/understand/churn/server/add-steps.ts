import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

export type ChurnStep = {
  readonly customerId: string
  readonly entryId: string | null
  readonly kind: string
  readonly details?: Readonly<Record<string, unknown>>
}

/** Adds to what was done; nothing here is ever changed or taken away. */
export async function addSteps(
  ctx: Ctx,
  steps: readonly ChurnStep[],
  by: { readonly id: string; readonly name: string } = ctx.actor,
): Promise<void> {
  if (steps.length === 0) return
  const rows = steps.map(({ customerId, entryId, kind, details = {} }) => ({
    customer_id: customerId,
    id: ctx.newId(),
    entry_id: entryId,
    kind,
    details,
  }))
  await sql`insert into churn_steps (customer_id, id, entry_id, kind, details, by_id, by_name, at)
    select g.customer_id, g.id, g.entry_id, g.kind, g.details, ${by.id}, ${by.name}, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(customer_id uuid, id uuid, entry_id uuid, kind text, details jsonb)`.execute(
    ctx.db,
  )
}
