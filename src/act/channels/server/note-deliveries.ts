import { sql } from 'kysely'
import { newFacts } from '../../../core/event/facts-of.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'

type Fact = { customer_id: string; id: string; kind: string; subscription_id: string }

/**
 * Writes down what subscribers are to be told, in the transaction that looks at the facts: each fact once, whoever dies. History wakes
 * nobody. It must stand right before the last refresher, so that what the others tell is heard in the same round.
 */
export const subscriptionsRefresher: Refresher = {
  name: 'subscriptions',
  refresh: async (ctx, news) => {
    if (news.everyone || news.ids.length === 0) return
    const { rows: heard } = await sql<{
      heard: boolean
    }>`select exists (select 1 from webhook_subscriptions where state = 'on') as heard`.execute(ctx.db)
    if (heard[0]?.heard !== true) return
    const { rows } = await sql<Fact>`select e.customer_id, e.id, e.kind, s.id as subscription_id
      from ${newFacts(news.among(sql`h.customer_id`))} join webhook_subscriptions s on s.state = 'on' and e.kind = any(s.kinds)
      where not e.quiet and e.recorded_at >= s.created_at
      order by e.customer_id, e.seq, s.id`.execute(ctx.db)
    if (rows.length === 0) return
    const told = rows.map((row) => ({ ...row, delivery: ctx.newId() }))
    await sql`insert into webhook_deliveries (customer_id, id, subscription_id, fact_id, kind, state, due_at, created_at)
      select r.customer_id, r.delivery, r.subscription_id, r.id, r.kind, 'waiting', ${ctx.now}, ${ctx.now}
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as r(customer_id uuid, delivery uuid, subscription_id uuid, id uuid, kind text)
      on conflict (customer_id, subscription_id, fact_id) do nothing`.execute(ctx.db)
  },
}
