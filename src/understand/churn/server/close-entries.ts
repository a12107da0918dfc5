import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { addSteps } from './add-steps.ts'
import { reasonOfEntry } from './list-entries.ts'

type Closed = { customer_id: string; id: string; state: string; was: string }
const program = 'system:churn'

/**
 * What the facts do to the list: whoever bought after they were put on it came back, however long after; whoever had bought
 * before, told late, was a false alarm; whoever's purchases are all gone is taken off; and where the purchase that closed an entry was undone,
 * it is open again.
 */
export async function closeEntries(ctx: Ctx, among: (column: RawBuilder<unknown>) => RawBuilder<unknown>): Promise<void> {
  const closed = await sql<Closed>`with bought as materialized (
      select e.customer_id, e.id, e.state as was, r.last_day, exists_back.at as back_at
      from churn_entries e left join rhythms r on r.customer_id = e.customer_id
        left join lateral (select min(p.occurred_at) as at from purchases p where p.customer_id = e.customer_id and p.kind = 'purchase' and p.amount > 0
          and p.occurred_at >= e.opened_at and p.occurred_at <= ${ctx.now}::timestamptz) exists_back on true
      where e.state in ('open', 'snoozed') and ${among(sql`e.customer_id`)} and (r.customer_id is null or r.last_day > e.last_day)
    ) update churn_entries e set state = case when b.last_day is null then 'withdrawn' when b.back_at is null then 'mistaken' else 'back' end,
      back_at = b.back_at, resolved_at = ${ctx.now}::timestamptz, resolved_by = ${program}, snoozed_until = null, version = e.version + 1,
      reason = case when b.last_day is not null and b.back_at is null then 'unknown.late-data' else ${reasonOfEntry} end
    from bought b where b.customer_id = e.customer_id and b.id = e.id and ${among(sql`e.customer_id`)}
    returning e.customer_id, e.id, e.state, b.was`.execute(ctx.db)
  const opened =
    await sql<Closed>`update churn_entries e set state = 'open', back_at = null, resolved_at = null, resolved_by = null, version = e.version + 1
    from rhythms r where r.customer_id = e.customer_id and ${among(sql`e.customer_id`)} and e.state = 'back' and e.resolved_by = ${program} and r.last_day <= e.last_day
      and not exists (select 1 from churn_entries o where o.customer_id = e.customer_id and o.id <> e.id and (o.state in ('open', 'snoozed') or o.opened_at > e.opened_at))
    returning e.customer_id, e.id, e.state, 'back' as was`.execute(ctx.db)
  const steps = [...closed.rows, ...opened.rows].map((row) => ({
    customerId: row.customer_id,
    entryId: row.id,
    kind: row.state === 'open' ? 'reopened' : 'resolved',
    details: { state: row.state, by: 'facts' },
  }))
  await addSteps(ctx, steps, { id: program, name: '' })
}
