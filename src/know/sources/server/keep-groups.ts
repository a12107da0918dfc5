import { sql } from 'kysely'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { groupJoined } from '../events.ts'
import { groupKey } from '../who-is-meant.ts'
import type { Source } from './find-source.ts'

/** Who belongs to which company. The company is kept by its key, so that a merge of companies needs nothing of this. */
export async function keepGroups(ctx: Ctx, source: Source, facts: readonly ToldFact[]): Promise<void> {
  const rows = facts
    .filter((fact) => fact.kind === groupJoined.name)
    .map((fact) => ({
      customer_id: fact.customerId,
      group_key: groupKey(source.id, String(fact.payload['groupId'])),
      joined_at: fact.occurredAt.toISOString(),
    }))
  if (rows.length === 0) return
  await sql`insert into source_groups (customer_id, group_key, joined_at, first_customer_id)
    select r.customer_id, r.group_key, r.joined_at, r.customer_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, group_key text, joined_at timestamptz)
    on conflict do nothing`.execute(ctx.db)
}
