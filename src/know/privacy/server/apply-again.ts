import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { takeAllSteps } from './work-on-erasures.ts'

/**
 * After a restore: whoever was erased and is there again is erased again, before anybody can see them. Files, and the
 * certificate of it, follow by the tick.
 */
export async function applyErasuresAgain(ctx: Ctx): Promise<void> {
  await sql`update erasures set state = 'running', lease_until = null where state = 'running'`.execute(ctx.db)
  const { rows } = await sql<{
    id: string
  }>`update erasures e set state = 'running', step = 'records', lease_until = null, progress = '{}'::jsonb,
      applied_again = e.applied_again + 1
    where e.state in ('done', 'running') and (exists (select 1 from customers c where c.id = any(e.customer_ids))
      or exists (select 1 from merged_customers m where m.customer_id = any(e.customer_ids))
      or exists (select 1 from events f where f.customer_id = any(e.customer_ids))
      or exists (select 1 from identities i where i.customer_id = any(e.customer_ids)))
    returning e.id`.execute(ctx.db)
  for (const { id } of rows) await takeAllSteps(ctx, id)
}
