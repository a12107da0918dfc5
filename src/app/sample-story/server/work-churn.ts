import { sql } from 'kysely'
import { actorIdOf } from '../../../platform/access/people.ts'
import type { Actor, Ctx } from '../../../platform/actions/context.ts'
import { makeContext } from '../../../platform/actions/services.ts'
import { resolveChurnEntry } from '../../../understand/churn/actions.ts'

type Due = { id: string; owner: string | null; name: string | null; draw: number }

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

/** The shop's people end what nobody came back from: most as lost, with a reason, a few as false alarms. Drawn from the customer's id, so that a turn that is played again ends the same ones. */
export async function workChurn(ctx: Ctx): Promise<void> {
  const since = new Date(ctx.now.getTime() - tries * 86_400_000)
  const { rows } = await sql<Due>`select e.id, substr(e.assignee_id, 6) as owner, e.assignee_name as name,
      mod(abs(hashtextextended(c.code, 7)), 100)::int as draw
    from churn_entries e join customers c on c.id = e.customer_id
    where e.state = 'open' and e.opened_at < ${since} and c.code is not null and mod(abs(hashtextextended(c.code, 11)), 10) < 8 order by e.id limit 20`.execute(
    ctx.db,
  )
  for (const { id, owner, name, draw } of rows) {
    const actor: Actor = owner ? { kind: 'user', id: actorIdOf(owner), userId: owner, name: name ?? '', role: 'member' } : ctx.actor
    const then = await makeContext(ctx.services, actor, ctx.source, { db: ctx.db, client: ctx.client, sight: ctx.sight })
    const reason = heard.find(([until]) => draw < until)?.[1]
    await then.run(resolveChurnEntry, reason ? { id, outcome: 'lost', reason } : { id, outcome: 'mistaken' })
  }
}
