import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { changeTodo } from '../actions.ts'

type Row = { customer_id: string; id: string; manager_id: string | null }

const portion = 100

/** Calls that nobody made in time go to the manager of whom they were assigned to, urgently; to nobody's list where there is none. */
export async function escalateCalls(services: Services): Promise<boolean> {
  return asSystem(services, 'calls', async (ctx) => {
    const { rows } = await sql<Row>`select t.customer_id, t.id, g.id as manager_id from todos t
        left join auth.users u on 'user:' || u.id::text = t.assignee_id
        left join auth.users g on g.id = u.manager_id and g.disabled_at is null
      where t.state = 'open' and t.escalated_at is null and t.escalate_at <= ${ctx.now} order by t.escalate_at limit ${portion}`.execute(
      ctx.db,
    )
    for (const { customer_id, id, manager_id } of rows) {
      const { numAffectedRows } = await sql`update todos set escalated_at = ${ctx.now} where customer_id = ${customer_id} and id = ${id}
        and state = 'open' and escalated_at is null`.execute(ctx.db)
      if (Number(numAffectedRows ?? 0) === 0) continue
      // Without a manager it stays with whom it is, marked as urgent.
      const to = manager_id === null ? {} : { assigneeId: `user:${manager_id}` }
      await ctx.run(changeTodo, { id, priority: 'high', ...to }).catch(ignoreGone)
    }
    return rows.length === portion
  })
}

/** Finished by somebody at this very moment. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof Problem)) throw error
}
