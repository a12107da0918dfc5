import { sql } from 'kysely'
import { actorIdOf } from '../../../platform/access/people.ts'
import type { Actor, Ctx } from '../../../platform/actions/context.ts'
import { makeContext } from '../../../platform/actions/services.ts'
import { resolveChurnEntry, setChurnReason } from '../../../understand/churn/actions.ts'

type Due = { id: string; customer: string; owner: string | null; name: string | null; draw: number; over: boolean }

/** After so many days the shop's people say what came of it. */
const tries = 12
/** What they heard, by a draw of a hundred: which reason, up to where. */
const heard = [
  [26, 'price.high'],
  [40, 'rival.other-shop'],
  [54, 'unknown.silent'],
  [66, 'no-need.stopped'],
  [76, 'quality.product'],
  [84, 'service.slow'],
  [92, 'moved.away'],
] as const

/**
 * The shop's people ask some customers why they stay away, and end what nobody came back from: most as lost, with a reason, a
 * few as false alarms. Drawn from the customer's number, so that a turn that is played again does the same.
 */
export async function workChurn(ctx: Ctx): Promise<void> {
  const since = new Date(ctx.now.getTime() - tries * 86_400_000)
  const { rows } = await sql<Due>`select e.id, e.customer_id as customer, substr(e.assignee_id, 6) as owner, e.assignee_name as name,
      mod(abs(hashtextextended(c.code, 7)), 100)::int as draw, e.opened_at < ${since} as over
    from churn_entries e join customers c on c.id = e.customer_id join churn_states s on s.customer_id = e.customer_id
    where e.state = 'open' and c.code is not null and case when e.opened_at < ${since} then mod(abs(hashtextextended(c.code, 11)), 10) < 8
      else s.reason is null and mod(abs(hashtextextended(c.code, 13)), 10) < 5 end order by e.id limit 40`.execute(ctx.db)
  for (const { id, customer, owner, name, draw, over } of rows) {
    const actor: Actor = owner ? { kind: 'user', id: actorIdOf(owner), userId: owner, name: name ?? '', role: 'member' } : ctx.actor
    const then = await makeContext(ctx.services, actor, ctx.source, { db: ctx.db, client: ctx.client, sight: ctx.sight })
    const reason = heard.find(([until]) => draw < until)?.[1]
    if (!over) {
      if (reason) await then.run(setChurnReason, { id: customer, reason })
    } else await then.run(resolveChurnEntry, reason ? { id, outcome: 'lost', reason } : { id, outcome: 'mistaken' })
  }
}
