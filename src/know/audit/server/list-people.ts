import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listAuditPeople as definition } from '../audit.ts'
import { labelOf } from './tell-entry.ts'

/** Everybody who appears in the audit, found by leaping along its index, and every action by its name. */
export async function listPeople(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const { rows } = await sql<{ actor: string; name: string | null }>`
    with recursive leap as (
      (select e.actor from audit.entries e order by e.actor limit 1)
      union all
      select (select e.actor from audit.entries e where e.actor > leap.actor order by e.actor limit 1) from leap where leap.actor is not null
    )
    select leap.actor, (select e.actor_name from audit.entries e where e.actor = leap.actor order by e.at desc, e.id desc limit 1) as name
    from leap where leap.actor is not null limit 1000`.execute(ctx.db)
  const actions = [...ctx.registry.actions.keys()].map((name) => ({ name, label: labelOf(ctx, name) }))
  return { people: rows.map((row) => ({ actor: row.actor, name: row.name || row.actor })), actions }
}
