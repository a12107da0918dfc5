import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

export type Assignee = { readonly id: string | null; readonly name: string | null }

/**
 * Who is to do it: the one named, nobody for null, oneself where nothing is said. A program's key or the program itself
 * does nothing by hand, so what they make is nobody's until it is assigned.
 * @throws Problem todo.unknown-assignee
 */
export async function findAssignee(ctx: Ctx, told: string | null | undefined): Promise<Assignee> {
  const { actor } = ctx
  if (told === undefined) return actor.kind === 'user' ? { id: actor.id, name: actor.name } : { id: null, name: null }
  if (told === null) return { id: null, name: null }
  if (told === actor.id && actor.kind === 'user') return { id: actor.id, name: actor.name }
  const { rows } = await sql<{
    name: string
  }>`select name from auth.users where 'user:' || id::text = ${told} and disabled_at is null`.execute(ctx.db)
  if (!rows[0]) throw new Problem('todo.unknown-assignee', { path: 'assigneeId' })
  return { id: told, name: rows[0].name }
}
